"""Settled values as dictionaries, which the command `settle` and the API write for programs.

The figure of a recent year is still incomplete because records arrive late. Its settled value is
the value expected once they have arrived. An `Outlook` has the settled values of an indicator, by
year.
"""

from dataclasses import asdict
from typing import Any

from cruscotto.i18n import Lang
from cruscotto.kpi.change.cohorts import Cohort, Outlook
from cruscotto.kpi.query.result import State
from cruscotto.kpi.wording.outlooks import notes, sentence

Row = dict[str, Any]
VALUES = ("observed", "settled", "low_80", "high_80", "low_95", "high_95")
EXPECTED, REFUSED, NOT_FOLLOWED = "expected", "refused", "not_followed"


def cohort_rows(found: Outlook) -> list[Row]:
    """Return a dictionary for each year of an outlook.

    It has the year's observed value, and its settled value with bands of 80 % and 95 %.
    """
    return [_row(cohort, found) for cohort in found.cohorts]


def outlook_row(found: Outlook, lang: Lang) -> Row:
    """Return an outlook as a dictionary.

    The dictionary has the values of each year and of all years together, the test of the bands on
    past years, and the sentence and notes on the settled values in the language `lang`.
    """
    total = found.total and {**_row(found.total, found), "year": "all"}
    return {
        "kpi": found.kpi.name,
        "unit": str(found.kpi.unit),
        "edition": found.edition,
        "state": REFUSED if found.refused else EXPECTED,
        "refused": found.refused and str(found.refused),
        "covered_share": None if found.is_rate else found.covered,
        "editions": list(found.editions),
        "cohorts": cohort_rows(found),
        "total": total,
        "held_back": found.held_back and asdict(found.held_back),
        "sentence": sentence(found, lang),
        "notes": notes(found, lang),
        "data_kind": found.plain.data_kind,
    }


def _row(cohort: Cohort, found: Outlook) -> Row:
    narrow, wide = cohort.bands or ((None, None), (None, None))
    return {
        "year": str(cohort.year),
        "observed": cohort.observed,
        **_counts(cohort, found),
        "settled": cohort.settled,
        "low_80": narrow[0],
        "high_80": narrow[1],
        "low_95": wide[0],
        "high_95": wide[1],
        "state": _state(cohort, found),
    }


def _counts(cohort: Cohort, found: Outlook) -> Row:
    """Return the counts behind a rate of persons who left in one year.

    They are the numerator, the denominator, and the number of persons whose outcome is expected to
    be known in the end. The dictionary is empty if the indicator is not a rate.
    """
    if not found.is_rate:
        return {}
    numerator, denominator = map(round, cohort.counts) if cohort.counts else (None, None)
    known = None if cohort.known is None else round(cohort.known)
    return {"numerator": numerator, "denominator": denominator, "known_settled": known}


def _state(cohort: Cohort, found: Outlook) -> str:
    """Return `expected` if a year has a settled value, otherwise the reason why it has none."""
    if cohort.state is not State.SHOWN:
        return str(cohort.state)
    if found.refused:
        return REFUSED
    return EXPECTED if cohort.settled is not None else NOT_FOLLOWED
