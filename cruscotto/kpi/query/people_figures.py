"""Compute the value of a figure of people, its interval, and its unknown and immature records."""

from typing import Any

from cruscotto.kpi.query.intervals import byar, newcombe, wilson, worst_case
from cruscotto.kpi.query.people import WITH_WAITING
from cruscotto.kpi.registry.model import Kpi, Method


def completed(kpi: Kpi, row: dict[str, Any]) -> dict[str, Any]:
    """Return the numbers shown beside a figure, by the names of the fields of `KpiRow`.

    They are the two ends of its interval (`low`, `high`) and, for rates, the numbers of unknown and
    immature records. A number that would reveal a few persons is `None`.

    Args:
        kpi: an indicator of persons.
        row: the figure's row, after disclosure control.
    """
    numerator, denominator = row["numerator"] or 0, row["denominator"] or 0
    beside: dict[str, Any] = {}
    if kpi.method in (Method.RATE, Method.GENDER_GAP):
        beside = _group_facts(row)
    interval = None
    if kpi.method is Method.RATE:
        interval = wilson(numerator, denominator)
        if beside["eligible"] is not None:
            unknown = beside["eligible"] - denominator
            beside["worst_case"] = worst_case(numerator, denominator, unknown)
    elif kpi.method is Method.GENDER_GAP:
        against = (row["against_numerator"] or 0, row["against_denominator"] or 0)
        interval = newcombe((numerator, denominator), against)
        beside |= {"against": against, "eligible": None, "unknown_share": None}
    elif kpi.method is Method.QUANTILE:
        interval = row.get("interval")
    elif kpi.method is Method.OBSERVED_ON_EXPECTED:
        interval = byar(float(numerator), float(denominator))
    low, high = interval or (None, None)
    return beside | {"low": low, "high": high}


def _group_facts(row: dict[str, Any]) -> dict[str, Any]:
    eligible, at_risk = row["eligible"] or 0, row["at_risk"] or 0
    known = row["denominator"] or 0
    unknown = (eligible - known) / eligible if eligible else None
    shows_unknown = not row.get("hides_unknown")
    return {
        "eligible": eligible if shows_unknown else None,
        "immature": None if row.get("hides_immature") else at_risk - eligible,
        "unknown_share": unknown if shows_unknown else None,
    }


def is_not_due(kpi: Kpi, row: dict[str, Any]) -> bool:
    """Return whether it is too early for a figure, because outcomes behind it are not due yet.

    A cost is not due while more than half of its outcomes are not due. A count of results is not
    due while it is zero and some results are awaited. A quantile is not due while it has no value
    and some values are awaited.
    """
    if kpi.method is Method.COST:
        return mostly_waits(row)
    if kpi.method is Method.QUANTILE:  # of changes, nought is a value like any other
        return row["numerator"] is None and bool(row.get("awaited"))
    nobody = row.get("counted") if kpi.method is Method.TARGET else row["numerator"]
    return kpi.mart in WITH_WAITING and not nobody and bool(row.get("awaited"))


def mostly_waits(row: dict[str, Any]) -> bool:
    """Return whether more than half of the outcomes behind a cost are not due yet."""
    return 2 * (row.get("mature") or 0) < (row.get("awaited") or 0)


def value(kpi: Kpi, row: dict[str, Any]) -> float | int | None:
    """Return a figure's value; `None` if the figure is not due or its denominator is zero."""
    if is_not_due(kpi, row):
        return None
    if kpi.method in (Method.PARTICIPATIONS, Method.PERSONS):
        return int(row["numerator"] or 0)
    if kpi.method is Method.QUANTILE:
        return None if row["numerator"] is None else float(row["numerator"])
    if row["numerator"] is None or not row["denominator"]:
        return None
    share = float(row["numerator"]) / float(row["denominator"])
    if kpi.method is Method.PER_THOUSAND:
        return 1000 * share
    if kpi.method is not Method.GENDER_GAP:
        return share
    if not row["against_denominator"]:
        return None
    return share - float(row["against_numerator"] or 0) / float(row["against_denominator"])
