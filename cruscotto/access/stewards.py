"""Stewards are the only persons who import and publish; the log has their names from sign-in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cruscotto.access import context
from cruscotto.access.errors import NotSteward
from cruscotto.access.grants import access_in
from cruscotto.access.roles import Access, Role
from cruscotto.access.sign_in import configured
from cruscotto.access.tokens import person_of
from cruscotto.config import settings
from cruscotto.warehouse import drafts


@contextmanager
def acting(access: Access | None = None) -> Iterator[str]:
    """Record a steward as author of the imports, approvals and rollbacks in a `with` block.

    A command knows only the operator's login name. With sign-in, the same person has a second name.
    That person could import under one name and approve under the other. So where there is sign-in
    and imports need a second person's approval, a command needs a personal token.

    Args:
        access: the access of the person who signed in; left out by commands.

    Yields:
        The person's name, as reviews and the log have it.

    Raises:
        NotSteward: the person is no steward, or the token belongs to nobody.
    """
    found = access or _of_command()
    if not found.is_a(Role.STEWARD):
        raise NotSteward(person=found.person or "–")
    person = found.person or drafts.operator()
    with context.entered(found), drafts.made_by(person):
        yield person


def _of_command() -> Access:
    if configured() is None or not drafts.are_kept():
        return context.current()
    return _of_token(settings().warehouse, settings().token)


def _of_token(warehouse: Path, token: str) -> Access:
    return access_in(warehouse, person_of(warehouse, token) if token else "")
