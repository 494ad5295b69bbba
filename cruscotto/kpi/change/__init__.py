"""Split a change of an indicator into parts, and estimate where values of recent years settle."""
