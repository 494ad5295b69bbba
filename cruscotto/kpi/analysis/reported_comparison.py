"""Compare programmes or regions on the results that they reported to the Commission.

The share of people in work in a programme or region is compared with an expected share. This is the
share that it would have if each of its investment priorities had the share of that priority in all
programmes or regions together. A priority counts only where both the result and the entrants are
reported, so that a result that was not reported does not count as a failure. The funnel limits
allow for overdispersion. The comparison shows an association and no effect: results come from
samples, authorities measure them differently, and few characteristics of the entrants are known.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb

from cruscotto.kpi.analysis.comparison import FairComparison, Place, judged, with_labour_market
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.registry.reported import REPORTED_INDICATOR_VALUE, REPORTED_RESULT_KNOWN_SHARE
from cruscotto.warehouse.reading import ask

MIX = "investment_priority"
# What is known of who entered: the part, and the indicators it is a part of.
ENTRANTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "long_term": ("CO02", ("CO01",)),
    "inactive": ("CO03", ("CO01", "CO03")),
    "low_education": ("CO09", ("CO01", "CO03", "CO05")),
}
# Codes of the YEI's own list are other questions.
_ASKED = sorted({code for part, whole in ENTRANTS.values() for code in (part, *whole)})
Cells = Mapping[tuple[str, str], tuple[int, int]]


@dataclass(frozen=True)
class ReportedComparison:
    """Programmes or regions compared on a reported share.

    Attributes:
        fair: the comparison of the programmes or regions that reported the result.
        silent: codes of programmes or regions that reported entrants but not the result.
        reach: of all entrants who were not employed, the fraction that the comparison counts.
        entrants: by code of programme or region, then by kind (a key of `ENTRANTS`), the entrants
            of that kind as a fraction of the group of entrants that `ENTRANTS` gives for it.
    """

    fair: FairComparison
    silent: tuple[str, ...]
    reach: float
    entrants: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def compare_reported(
    con: duckdb.DuckDBPyConnection, kpi: Kpi, by: str, selection: Selection
) -> ReportedComparison | None:
    """Return the comparison of programmes or regions on a share that they reported.

    The result is `None` if fewer than two programmes or regions reported the share, or if the share
    of all of them together is 0 or 1.

    Args:
        con: a read-only connection to the warehouse.
        kpi: a reported share of the entrants who were not employed.
        by: `programme` or `region`.
        selection: the reports compared.
    """
    shown = measure(con, kpi, (by,), selection)
    cells = _cells(measure(con, kpi, (by, MIX), selection))
    places = _places(cells)
    observed, known = (sum(part[i] for part in cells.values()) for i in (0, 1))
    if len(places) < 2 or not 0 < observed < known:
        return None
    rows, extra = judged(places, observed / known)
    fair = FairComparison(kpi, by, observed / known, rows, shown, extra, (MIX,))
    regions = None if by == "region" else _regions(con)
    everybody = measure(con, REPORTED_RESULT_KNOWN_SHARE, (by,), selection)
    entered = {r.codes[0]: int(r.denominator or 0) for r in everybody.rows}
    return ReportedComparison(
        with_labour_market(con, fair, regions, _year(shown)),
        tuple(code for code, count in entered.items() if count and code not in places),
        known / sum(entered.values()),
        _entrants(measure(con, REPORTED_INDICATOR_VALUE, (by, "indicator"), _among(selection))),
    )


def _cells(result: KpiResult) -> dict[tuple[str, str], tuple[int, int]]:
    """Return (people with the outcome, entrants) for each (programme or region, priority).

    A pair is left out if its result is not reported, or if it has no entrants.
    """
    return {
        (row.codes[0], row.codes[1]): (int(row.numerator), int(row.denominator))
        for row in result.rows
        if row.numerator is not None and row.denominator
    }


def _places(cells: Cells) -> dict[str, Place]:
    met: dict[str, int] = defaultdict(int)
    entered: dict[str, int] = defaultdict(int)
    for (_, priority), (observed, known) in cells.items():
        met[priority] += observed
        entered[priority] += known
    places: dict[str, Place] = defaultdict(Place)
    for (code, priority), (observed, known) in cells.items():
        # results arrive after entries and come from samples: they may exceed them
        share = min(1.0, met[priority] / entered[priority])
        place = places[code]
        place.observed += observed
        place.known += known
        place.expected += known * share
        place.variance += known * share * (1 - share)
    return {code: p for code, p in sorted(places.items()) if p.expected > 0 and p.variance > 0}


def _regions(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return {str(r["programme_code"]): str(r["region_code"] or "") for r in ask(con, "programmes")}


def _year(result: KpiResult) -> int:
    return int(max(result.editions)[:4])


def _among(selection: Selection) -> Selection:
    return selection.with_(indicator=_ASKED)


def _entrants(result: KpiResult) -> dict[str, dict[str, float]]:
    counts = {(r.codes[0], r.codes[1]): float(r.value) for r in result.rows if r.value is not None}
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for code in {place for place, _ in counts}:
        for name, (part, whole) in ENTRANTS.items():
            base = sum(counts.get((code, indicator), 0.0) for indicator in whole)
            if base and (code, part) in counts:
                found[code][name] = counts[code, part] / base
    return dict(found)
