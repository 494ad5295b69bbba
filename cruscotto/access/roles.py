"""Roles, and the access that a person's grants give."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from cruscotto.config import settings
from cruscotto.disclosure.thresholds import Audience, Rules, installed_rules

# The order of audiences, from the one that sees least.
LEAST_FIRST = (Audience.PUBLIC, Audience.PROTECTED, Audience.EXACT)


class Role(StrEnum):
    """The role of a person in an installation."""

    PUBLIC = "public"
    AUTHORITY = "authority"
    MINISTRY = "ministry"
    STEWARD = "steward"
    AUDITOR = "auditor"


@dataclass(frozen=True)
class Access:
    """The access of a person: roles, own authorities and audience.

    Attributes:
        person: who signed in; empty where nobody did.
        roles: the person's roles.
        own: managing authorities whose participants the person answers for.
        audience: the audience whose rules apply to the participants of all other authorities.
    """

    person: str
    roles: frozenset[Role]
    own: tuple[str, ...]
    audience: Audience

    def is_a(self, role: Role) -> bool:
        """Return whether the person has a role."""
        return role in self.roles

    @property
    def rules(self) -> Rules:
        """Return the disclosure rules under which this person reads figures of persons."""
        return _rules(installed_rules(), self.audience, self.own)

    @property
    def reads_exactly(self) -> bool:
        """Return whether this person sees exact figures of at least some participants."""
        return self.audience is Audience.EXACT or bool(self.own)


@lru_cache(maxsize=1024)
def _rules(installed: Rules, audience: Audience, own: tuple[str, ...]) -> Rules:
    return installed.model_copy(update={"audience": audience, "own": own})


def audience_of(role: Role) -> Audience:
    """Return the audience whose rules apply when a person with this role reads figures of persons.

    Figures of the participants of the person's own authority are exact all the same.
    """
    if role is Role.MINISTRY:
        return Audience(settings().ministry_audience)
    # who reads the log of what was taken away need not read the figures
    return Audience.PUBLIC if role in (Role.PUBLIC, Role.AUDITOR) else Audience.PROTECTED


def access_of(person: str, grants: Iterable[tuple[Role, str]]) -> Access:
    """Return the access that several grants give together; without grants, the public's access.

    Args:
        person: who signed in.
        grants: roles, each with its scope: a managing authority's code, or empty.
    """
    given = sorted(set(grants))
    roles = frozenset({Role.PUBLIC, *(role for role, _ in given)})
    own = tuple(scope for role, scope in given if role is Role.AUTHORITY)
    return Access(person, roles, own, max(map(audience_of, roles), key=LEAST_FIRST.index))


def installation() -> Access:
    """Return the access of commands, and of visitors where there is no sign-in.

    The setting `CRUSCOTTO_AUDIENCE` decides how figures of persons are protected. Commands have
    every role, since anybody who can run a command can read the warehouse's file.
    """
    return Access("", frozenset(Role), (), Audience(settings().audience))


NOBODY = Access("", frozenset({Role.PUBLIC}), (), Audience.PUBLIC)
