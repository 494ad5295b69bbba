"""A trial of disclosure control on an installation's data: attacks, and the counts they recover."""
