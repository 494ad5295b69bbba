"""The sections of a dossier: each module has a function from facts to a section or `None`.

A new section is a module with one function and a line in `SECTIONS`.
"""

from collections.abc import Callable

from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Section
from cruscotto.dossier.sections import (
    attention,
    fair,
    fair_target,
    impact,
    money,
    needs,
    outcomes,
    pact,
    places,
    pooled,
    reported,
    risk,
    summary,
)

SECTIONS: tuple[Callable[[Facts], Section | None], ...] = (
    summary.section,
    pact.section,
    money.section,
    reported.section,
    risk.section,
    places.section,
    outcomes.section,
    fair.section,
    fair_target.section,
    impact.section,
    needs.section,
    pooled.section,
    attention.section,
)
