"""Disclosure control measured: speed of a guarded figure, error of an explained change.

    python benchmarks/disclosure.py var/cruscotto.duckdb

Prints one JSON object. Speed: each question is asked of every audience, `exact` beside it in the
same run. What figures cost in errors and hidden cells is in `disclosure_designs.py`.
"""

import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import duckdb

from cruscotto.disclosure import Rules
from cruscotto.kpi.change.explained import Cause
from cruscotto.kpi.change.explaining import explain
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS, PEOPLE_KPIS

AUDIENCES = ("exact", "protected", "public")
REPEATS = 15
YEARS = ("2020", "2021")


def milliseconds(con: Any, kpi: str, by: tuple[str, ...], where: dict[str, Any], who: str) -> Any:
    rules, selection, taken = Rules(audience=who), Selection.from_codes(where), []
    for _ in range(REPEATS):
        start = time.perf_counter()
        measure(con, KPIS[kpi], by, selection, rules)
        taken.append(1000 * (time.perf_counter() - start))
    ordered = sorted(taken)
    return {
        "median": round(statistics.median(ordered), 2),
        "p95": round(ordered[int(0.95 * (len(ordered) - 1))], 2),
    }


def speed(con: Any) -> dict[str, Any]:
    asked = {
        "placement by region": ("placement_rate_6m", ("region",), {"fund": "FSE"}),
        "participations by region and sex": ("participants_count", ("region", "sex"), {}),
        "placement by year, five regions": (
            "placement_rate_6m",
            ("year",),
            {"region": ["ITC1", "ITC4", "ITG1", "ITF3", "ITI4"]},
        ),
    }
    return {
        name: {who: milliseconds(con, *question, who) for who in AUDIENCES}
        for name, question in asked.items()
    }


def page(con: Any) -> dict[str, Any]:
    """Ask forty questions, as a page about persons does: every indicator, whole and by region."""
    names = [kpi.name for kpi in PEOPLE_KPIS if not kpi.needs and kpi.name != "persons_count"]
    found = {}
    for who in AUDIENCES:
        rules, runs = Rules(audience=who), []
        for _ in range(5):
            start = time.perf_counter()
            for name in names[:20]:
                for by in ((), ("region",)):
                    measure(con, KPIS[name], by, rules=rules)
            runs.append(1000 * (time.perf_counter() - start))
        found[who] = {"median": round(statistics.median(runs), 1), "worst": round(max(runs), 1)}
    return found


def explained(con: Any, who: str) -> dict[str, Any]:
    """Part each region's change from one year to the next; measure the error of who was counted."""
    kpi, off = KPIS["placement_rate_6m"], []
    for region in (row.codes[0] for row in measure(con, kpi, ("region",)).rows):
        pair = tuple(Selection.from_codes({"region": region, "year": y}) for y in YEARS)
        true, seen = (
            explain(con, kpi, "year", pair, Rules(audience=one), whole=True).value_of(
                Cause.COMPOSITION
            )
            for one in ("exact", who)
        )
        if true is not None and seen is not None:
            off.append(100 * abs(float(seen) - float(true)))
    return {
        "changes": len(off),
        "mean error of who was counted, points": round(statistics.mean(off), 2),
        "largest": round(max(off), 2),
    }


def main(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as con:
        print(
            json.dumps(
                {
                    "speed, milliseconds": speed(con),
                    "forty questions, milliseconds": page(con),
                    "explained": {who: explained(con, who) for who in AUDIENCES[1:]},
                },
                indent=1,
            )
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
