"""A trial of disclosure control on an installation's own data: attacks, and what they recover."""
