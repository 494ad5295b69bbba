"""Decide who may see what: persons, their roles, and the authorities that they answer for.

An `Access` is kept in the context of a page's run, a request or a command, and gives the `Rules`
wherever figures of persons are read, so that pages decide nothing.
"""

from cruscotto.access.context import close, current, current_rules, entered
from cruscotto.access.roles import NOBODY, Access, Role, installation

__all__ = [
    "NOBODY",
    "Access",
    "Role",
    "close",
    "current",
    "current_rules",
    "entered",
    "installation",
]
