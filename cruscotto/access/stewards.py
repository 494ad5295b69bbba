"""Who imports and publishes: stewards, under the name that the provider of identities knows."""

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
    """Let what is imported, approved or rolled back for a while be a steward's.

    A command has the operator's name, by their login. Where two persons publish and persons sign
    in, that would give somebody two names: commands then ask for a personal token.

    Args:
        access: of who signed in; left out by commands.

    Yields:
        The person's name, as reviews and the log have it.

    Raises:
        NotSteward: they are none, or the token stands for nobody.
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
