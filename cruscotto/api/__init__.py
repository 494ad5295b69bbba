"""The API: the figures of screens and commands for programs, over HTTP."""
