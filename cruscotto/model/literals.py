"""Texts and paths inside SQL, for statements in which the engine does not bind values."""


def literal(value: object) -> str:
    """Write a text or a path as an SQL literal, its quotation marks doubled."""
    return "'" + str(value).replace("'", "''") + "'"
