"""The access in force: of the page being drawn, the request being answered, the command run.

A context variable, so that two persons in one process never meet. Where a server asks its visitors
to sign in, whatever runs outside of any visit has nobody's access.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from cruscotto.access.roles import NOBODY, Access, installation
from cruscotto.disclosure.thresholds import Rules

_purpose: ContextVar[str] = ContextVar("purpose", default="")
_current: ContextVar[Access | None] = ContextVar("access", default=None)


class _Outside:
    """What holds outside of any visit: the installation's access until `close` is called."""

    is_closed = False


def close(is_closed: bool = True) -> None:
    """Give what runs outside of any visit nobody's access; a server with sign-in does so."""
    _Outside.is_closed = is_closed


def current() -> Access:
    """Return the access in force here."""
    return _current.get() or (NOBODY if _Outside.is_closed else installation())


def current_rules() -> Rules:
    """Return the rules under which figures of persons are read here.

    Raises:
        WrongValue: a setting is out of its bounds, or two of them do not agree.
    """
    return current().rules


def enter(access: Access) -> None:
    """Let an access hold until the end of this run of a page."""
    _current.set(access)


def stated_purpose() -> str:
    """Return what the figures asked for here are for, as stated."""
    return _purpose.get()


@contextmanager
def for_purpose(purpose: str) -> Iterator[None]:
    """Let a purpose hold for a while."""
    token = _purpose.set(purpose)
    try:
        yield
    finally:
        _purpose.reset(token)


@contextmanager
def entered(access: Access) -> Iterator[None]:
    """Let an access hold for a while."""
    token = _current.set(access)
    try:
        yield
    finally:
        _current.reset(token)
