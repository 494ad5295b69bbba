"""The way in for programs: the figures of the screens and the command, over HTTP."""
