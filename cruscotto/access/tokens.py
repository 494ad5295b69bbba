"""Tokens of persons and services for the API: shown once, stored as digests, with a last day.

At each use a token gives the access that its person then has in the table of grants.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from cruscotto.access import files
from cruscotto.access.errors import NoSuchGrant, WrongGrant
from cruscotto.access.grants import Name

ENDING, MARK = "access.tokens", "cruscotto_"


class Token(BaseModel):
    """The stored facts of a token: its person, its last day, and its digest."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: Name
    digest: str
    until: datetime

    @property
    def name(self) -> str:
        """Return the name by which lists show a token: the beginning of its digest."""
        return self.digest[:8]


def table(warehouse: Path) -> Path:
    """Return the path of a warehouse's file of tokens."""
    return files.beside(warehouse, ENDING)


def issue(warehouse: Path, person: str, days: int) -> str:
    """Create a token and return its text, which cannot be read again later.

    Raises:
        WrongGrant: the person's name is not valid.
    """
    secret = f"{MARK}{secrets.token_urlsafe(32)}"
    until = datetime.now(UTC) + timedelta(days=days)
    try:
        made = Token(person=person, digest=_digest(secret), until=until)
    except ValidationError as error:
        raise WrongGrant(place="person", why=error.errors()[0]["msg"]) from error
    with files.alone(table(warehouse)):
        _write(warehouse, [*_parse(files.read(table(warehouse))), made])
    return secret


def revoke(warehouse: Path, name: str) -> None:
    """Revoke a token.

    Raises:
        NoSuchGrant: no token has that name.
    """
    with files.alone(table(warehouse)):
        known = _parse(files.read(table(warehouse)))
        left = [one for one in known if one.name != name]
        if left == known:
            raise NoSuchGrant(person=name, role="token", scope="–")
        _write(warehouse, left)


def tokens(warehouse: Path) -> tuple[Token, ...]:
    """Return all tokens that were not revoked, including those that have expired."""
    path = table(warehouse)
    return _known(path, files.seen(path))


def person_of(warehouse: Path, secret: str) -> str:
    """Return the person of a token; empty where the token is unknown or expired."""
    digest, now = _digest(secret), datetime.now(UTC)
    for one in tokens(warehouse):
        if secrets.compare_digest(one.digest, digest) and one.until > now:
            return one.person
    return ""


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@lru_cache(maxsize=8)
def _known(path: Path, seen: tuple[int, ...]) -> tuple[Token, ...]:
    return tuple(_parse(files.read(path))) if seen else ()


def _parse(text: str) -> list[Token]:
    return [Token.model_validate_json(line) for line in text.splitlines() if line]


def _write(warehouse: Path, listed: Iterable[Token]) -> None:
    lines = (json.dumps(one.model_dump(mode="json")) + "\n" for one in listed)
    files.replace(table(warehouse), "".join(lines))
