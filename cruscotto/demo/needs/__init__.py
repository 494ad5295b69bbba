"""Synthetic needs and pacts, places of courses, and amounts by holder."""
