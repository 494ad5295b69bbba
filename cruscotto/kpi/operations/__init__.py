"""Lists of operations, and figures of the participants of single operations."""
