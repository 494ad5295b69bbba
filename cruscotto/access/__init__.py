"""Decide who may see what, by persons' roles and the authorities that they answer for.

Every page, request and command has an `Access`. It gives the `Rules` under which figures of persons
are read; pages decide nothing.
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
