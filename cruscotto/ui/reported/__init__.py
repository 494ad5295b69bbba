"""What authorities reported to the Commission, and what the official set still lacks."""
