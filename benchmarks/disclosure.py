"""Disclosure control measured: speed of a guarded figure, error of what is shown, attacks in full.

    python benchmarks/disclosure.py var/cruscotto.duckdb

Prints one JSON object. Speed: each question is asked of every audience, `exact` beside it in the
same run. Utility: errors of counts and rates of the 21 regions by sex and by age, and cells hidden.
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
from cruscotto.kpi.query.result import State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS, PEOPLE_KPIS

AUDIENCES = ("exact", "protected", "public")
REPEATS = 15
YEARS = ("2020", "2021")
SIZES = ((1, 4), (5, 19), (20, 99), (100, 999), (1000, 10**9))


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


def utility(con: Any, second: str, who: str) -> dict[str, Any]:
    by, rules = ("region", second), Rules(audience=who)
    count, rate = KPIS["participants_count"], KPIS["placement_rate_6m"]
    true = {row.codes: row for row in measure(con, count, by, rules=Rules(audience="exact")).rows}
    seen = {row.codes: row for row in measure(con, count, by, rules=rules).rows}
    errors: dict[str, Any] = {}
    for low, high in SIZES:
        cells = [codes for codes, row in true.items() if low <= row.numerator <= high]
        shown = [codes for codes in cells if seen[codes].state is State.SHOWN]
        off = [abs(seen[codes].numerator - true[codes].numerator) for codes in shown]
        errors[f"{low}+"] = {
            "cells": len(cells),
            "hidden": len(cells) - len(shown),
            "mean error": round(statistics.mean(off), 2) if off else None,
        }
    rates = {row.codes: row for row in measure(con, rate, by, rules=Rules(audience="exact")).rows}
    points, hidden = [], 0
    for row in measure(con, rate, by, rules=rules).rows:
        hidden += row.state is State.HIDDEN
        if row.value is not None:
            points.append(100 * abs(row.value - rates[row.codes].value))
    return {
        "counts": errors,
        "rates": len(rates),
        "rates hidden": hidden,
        "mean error of rates, points": round(statistics.mean(points), 3),
        "largest": round(max(points), 2),
    }


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
                    "utility": {
                        f"{who}, by {second}": utility(con, second, who)
                        for who in AUDIENCES[1:]
                        for second in ("sex", "age_band")
                    },
                },
                indent=1,
            )
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
