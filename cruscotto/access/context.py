"""The access in force: of the page being drawn, the request being answered, or the command run.

The access is a context variable, so that visits in one process do not mix. Where a server asks its
visitors to sign in, code that runs outside of any visit has the access of nobody.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from cruscotto.access.roles import NOBODY, Access, installation
from cruscotto.disclosure.thresholds import Rules

_purpose: ContextVar[str] = ContextVar("purpose", default="")
_current: ContextVar[Access | None] = ContextVar("access", default=None)


class _Outside:
    """The access outside of any visit: the installation's access, until `close` is called."""

    is_closed = False


def close(is_closed: bool = True) -> None:
    """Give nobody's access to code outside of any visit; servers that ask for sign-in call this."""
    _Outside.is_closed = is_closed


def current() -> Access:
    """Return the access in force."""
    return _current.get() or (NOBODY if _Outside.is_closed else installation())


def current_rules() -> Rules:
    """Return the rules under which figures of persons are read by the access in force.

    Raises:
        WrongValue: a setting is out of its bounds, or two of them do not agree.
    """
    return current().rules


def enter(access: Access) -> None:
    """Set the access in force for the rest of this run of a page."""
    _current.set(access)


def stated_purpose() -> str:
    """Return the purpose that the caller stated for reading figures; empty if none."""
    return _purpose.get()


@contextmanager
def for_purpose(purpose: str) -> Iterator[None]:
    """Set the purpose of reading figures within a `with` block."""
    token = _purpose.set(purpose)
    try:
        yield
    finally:
        _purpose.reset(token)


@contextmanager
def entered(access: Access) -> Iterator[None]:
    """Set the access in force within a `with` block."""
    token = _current.set(access)
    try:
        yield
    finally:
        _current.reset(token)
