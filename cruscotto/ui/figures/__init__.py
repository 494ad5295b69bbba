"""Charts as plain dictionaries, made from figures that the caller passes."""
