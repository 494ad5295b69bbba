"""Write texts and paths as SQL literals, for statements in which the engine binds no values."""


def literal(value: object) -> str:
    """Return a text or a path as an SQL literal, with quotation marks doubled."""
    return "'" + str(value).replace("'", "''") + "'"
