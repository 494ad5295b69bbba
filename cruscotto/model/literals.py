"""Texts and paths inside a statement, for the places where the engine takes no bound value."""


def literal(value: object) -> str:
    """Write a text or a path as the engine reads it, its quotation marks doubled."""
    return "'" + str(value).replace("'", "''") + "'"
