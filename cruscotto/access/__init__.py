"""Who may see what: persons, their roles, and the authorities whose participants they answer for.

An `Access` names who asks. It travels as the context of a page's run, a request or a command, and
turns into `Rules` wherever figures of persons are read: pages decide nothing.
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
