"""From a question (indicator, dimensions, selection) to guarded figures."""
