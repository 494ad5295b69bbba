"""What is derived from measured indicators: comparisons, stages, attention, what-if."""
