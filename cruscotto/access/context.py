"""The access in force for the page being drawn, the request being answered or the command run.

A context variable holds the access, so that each page and request of a process has its own. On a
server with sign-in, code that runs for no page, request or command has the public's access.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from cruscotto.access.roles import NOBODY, Access, installation
from cruscotto.disclosure.thresholds import Rules

_purpose: ContextVar[str] = ContextVar("purpose", default="")
_current: ContextVar[Access | None] = ContextVar("access", default=None)


class _Outside:
    """A flag: whether code that runs for no page, request or command has the public's access.

    If it is false, such code has the installation's access.
    """

    is_closed = False


def close(is_closed: bool = True) -> None:
    """Choose the access of code that runs for no page, request or command.

    Servers with sign-in call this.

    Args:
        is_closed: true for the public's access, false for the installation's.
    """
    _Outside.is_closed = is_closed


def current() -> Access:
    """Return the access of the page being drawn, the request being answered or the command run.

    If there is none of these, it is the public's access or the installation's (see `close`).
    """
    return _current.get() or (NOBODY if _Outside.is_closed else installation())


def current_rules() -> Rules:
    """Return the disclosure rules of the access in force.

    Raises:
        WrongValue: a setting is out of its bounds, or two of them do not agree.
    """
    return current().rules


def enter(access: Access) -> None:
    """Put an access in force for the page being drawn."""
    _current.set(access)


def stated_purpose() -> str:
    """Return the purpose that the caller stated for reading figures; empty if none."""
    return _purpose.get()


@contextmanager
def for_purpose(purpose: str) -> Iterator[None]:
    """State the purpose for which a `with` block reads figures."""
    token = _purpose.set(purpose)
    try:
        yield
    finally:
        _purpose.reset(token)


@contextmanager
def entered(access: Access) -> Iterator[None]:
    """Put an access in force within a `with` block."""
    token = _current.set(access)
    try:
        yield
    finally:
        _current.reset(token)
