"""The access in force: of the page being drawn, the request being answered, or the command run.

The access is a context variable, so that visits in one process do not mix. On a server with
sign-in, code outside of any visit has the public's access.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from cruscotto.access.roles import NOBODY, Access, installation
from cruscotto.disclosure.thresholds import Rules

_purpose: ContextVar[str] = ContextVar("purpose", default="")
_current: ContextVar[Access | None] = ContextVar("access", default=None)


class _Outside:
    """Whether code outside of any visit has the public's access; otherwise the installation's."""

    is_closed = False


def close(is_closed: bool = True) -> None:
    """Restrict code outside of any visit to the public's access; servers with sign-in call this."""
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
    """Set the access in force until the page being drawn is complete."""
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
