"""The API: it serves, over HTTP, the same figures as the screens and the commands."""
