"""The table of grants beside the warehouse: who has which role, for which authority.

The table is a CSV file with one grant per line, readable by its owner only. At each use the program
checks whether the table has changed, so that a revoked grant ends at the next click.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cruscotto.access import files
from cruscotto.access.errors import NoSuchGrant, WrongGrant
from cruscotto.access.roles import Access, Role, access_of

ENDING = "access.csv"
# No control characters: a name is written into logs and tables.
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f,;\"]+$")]


class Grant(BaseModel):
    """One line of the table of grants: a role that a person was given.

    Attributes:
        person: the person's name at the sign-in provider, or the name of a service.
        role: the role.
        scope: the managing authority's code, for the role of an authority; otherwise empty.
        granted_on: the day on which the role was given.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    person: Name
    role: Role
    scope: Annotated[str, Field(max_length=60, pattern=r"^[\w .:/-]*$")] = ""
    granted_on: date = Field(default_factory=lambda: datetime.now(UTC).date())

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.role is Role.PUBLIC:
            raise ValueError("everybody is public: nothing to grant")
        if (self.role is Role.AUTHORITY) != bool(self.scope):
            raise ValueError("an authority needs a scope, the other roles have none")
        return self

    @property
    def key(self) -> tuple[str, Role, str]:
        """Return person, role and scope, which together identify a grant."""
        return (self.person, self.role, self.scope)


COLUMNS = tuple(Grant.model_fields)


def table(warehouse: Path) -> Path:
    """Return the path of a warehouse's table of grants."""
    return files.beside(warehouse, ENDING)


def made(person: str, role: str, scope: str = "") -> Grant:
    """Return a grant of a role to a person, dated today.

    Raises:
        WrongGrant: the role does not exist, or a scope is missing or not allowed.
    """
    return _grant({"person": person, "role": role, "scope": scope}, "")


def grants(warehouse: Path) -> tuple[Grant, ...]:
    """Return the grants of a warehouse, in the order of its table; empty without a table.

    Raises:
        WrongGrant: a line of the table is no grant.
        TableExposed: users other than its owner may write the table.
    """
    path = table(warehouse)
    return _known(path, files.seen(path))


@lru_cache(maxsize=8)
def _known(path: Path, seen: tuple[int, ...]) -> tuple[Grant, ...]:
    return tuple(parse(files.read(path), path.name)) if seen else ()


def parse(text: str, name: str) -> list[Grant]:
    """Return the grants in the CSV text of a table.

    Args:
        text: a CSV with a header, `,` or `;` between fields.
        name: the file's name, for error messages.

    Raises:
        WrongGrant: a column is missing, or a line is no grant.
    """
    first = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in first else ",")
    if text and not {"person", "role"} <= set(rows.fieldnames or ()):
        raise WrongGrant(place=name, why="person,role,scope")
    return [_grant(row, f"{name}, {rows.line_num}") for row in rows]


def _grant(row: dict[str, str], place: str) -> Grant:
    try:
        return Grant.model_validate({k: v for k, v in row.items() if v or k != "granted_on"})
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"])) or "scope"
        raise WrongGrant(place=place or where, why=fault["msg"]) from error


def as_csv(listed: Iterable[Grant]) -> str:
    """Return a table of grants as CSV text."""
    made = io.StringIO()
    writer = csv.DictWriter(made, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(one.model_dump(mode="json") for one in listed)
    return made.getvalue()


def change(warehouse: Path, how: Callable[[Sequence[Grant]], Sequence[Grant]]) -> tuple[Grant, ...]:
    """Change the table of grants, and return the grants of the new table.

    The table is locked, so that no simultaneous change is lost.

    Args:
        warehouse: path of the warehouse.
        how: returns the new grants, given the present ones.
    """
    path = table(warehouse)
    with files.alone(path):
        found = {grant.key: grant for grant in how(parse(files.read(path), path.name))}
        listed = tuple(found[key] for key in sorted(found))
        files.replace(path, as_csv(listed))
    return listed


def grant(warehouse: Path, *given: Grant) -> None:
    """Add grants to the table; a grant that exists already keeps its date."""
    change(warehouse, lambda known: [*given, *known])


def revoke(warehouse: Path, taken: Grant) -> None:
    """Remove a grant from the table.

    Raises:
        NoSuchGrant: the grant does not exist.
    """

    def without(known: Sequence[Grant]) -> list[Grant]:
        if taken.key not in {one.key for one in known}:
            raise NoSuchGrant(person=taken.person, role=taken.role, scope=taken.scope or "–")
        return [one for one in known if one.key != taken.key]

    change(warehouse, without)


def access_in(warehouse: Path, person: str, claimed: Iterable[tuple[Role, str]] = ()) -> Access:
    """Return a person's access, from the table of grants and from the roles claimed at sign-in.

    Args:
        warehouse: path of the warehouse beside which the table is kept.
        person: the person's name.
        claimed: the roles that the sign-in provider states for the person, each with its scope.
    """
    listed = [(one.role, one.scope) for one in grants(warehouse) if one.person == person]
    return access_of(person, [*listed, *claimed])
