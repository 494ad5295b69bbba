"""Measure a KPI through the package against the same question written by hand.

Both run in turns on the same warehouse; medians and their difference are printed. Asked of it: a
call within 5 ms of the hand-written SQL.

    python benchmarks/kpi_call.py [RUNS]
"""

import statistics
import sys
import time
from collections.abc import Callable

import duckdb
from report import record

from cruscotto.config import settings
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.money import PAYMENT_RATE, PAYMENTS_EUR
from cruscotto.warehouse import reader

MORE_MILLISECONDS, CALL_MILLISECONDS = 5.0, 10.0
BY_HAND = {
    "payments_eur by region": (
        "select region_code, sum(payments_eur) from marts.operation_share "
        "where slot = 'current' and fund_code = 'FSE' group by all order by all"
    ),
    "payment_rate by programme": (
        "select programme_code, sum(payments_eur), sum(comparable_budget_eur) "
        "from marts.programme_money where slot = 'current' group by all order by all"
    ),
}


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    con = reader(settings().warehouse)
    esf = Selection.of(fund="FSE")
    calls: dict[str, Callable[[], object]] = {
        "payments_eur by region": lambda: measure(con, PAYMENTS_EUR, ("region",), esf),
        "payment_rate by programme": lambda: measure(con, PAYMENT_RATE, ("programme",)),
    }
    for name, call in calls.items():
        hand, ours = alternate(lambda name=name: by_hand(con, name), call, runs)
        print(
            f"{name}: by hand {hand:.2f} ms, through the package {ours:.2f} ms, "
            f"{ours - hand:+.2f} ms (asked: at most +5)"
        )
        record(f"{name}: one call", ours, "ms", CALL_MILLISECONDS, ratio=ours / hand)
        record(f"{name}: more than by hand", ours - hand, "ms", MORE_MILLISECONDS)


def by_hand(con: duckdb.DuckDBPyConnection, name: str) -> list[tuple[object, ...]]:
    return con.cursor().execute(BY_HAND[name]).fetchall()


def alternate(
    first: Callable[[], object], second: Callable[[], object], runs: int
) -> tuple[float, float]:
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(runs + 5):
        for side, call in zip(times, (first, second), strict=True):
            start = time.perf_counter()
            call()
            if run >= 5:
                side.append(1000 * (time.perf_counter() - start))
    return statistics.median(times[0]), statistics.median(times[1])


if __name__ == "__main__":
    main()
