"""Try attacks on the figures of an installation, and count the hidden figures they recover."""
