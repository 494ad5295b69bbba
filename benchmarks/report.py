"""What a benchmark found: printed, and kept for the table where `results.py` asks for it."""

import json
import os
from pathlib import Path

# Where `results.py` collects what is found, one JSON document per line; unset otherwise.
COLLECTED = "CRUSCOTTO_BENCHMARK_LINES"


def record(
    what: str,
    measured: float,
    unit: str,
    goal: float | None = None,
    *,
    at_least: bool = False,
    ratio: float | None = None,
    peak_megabytes: float | None = None,
) -> bool:
    """Keep one figure and say whether it reaches what is asked of it.

    Args:
        what: the figure's name, the same at every run: a later one takes its place.
        measured: the figure.
        unit: `ms`, `s`, `x`, `MB`, `KB`, `%` or nothing.
        goal: what is asked of it; some figures only stand beside another.
        at_least: whether more is better.
        ratio: how many times the hand-written way, or the other side, where there is one.
        peak_megabytes: the most memory the process took.
    """
    is_met = goal is None or (measured >= goal if at_least else measured <= goal)
    found = {
        "what": what,
        "measured": measured,
        "unit": unit,
        "goal": goal,
        "at_least": at_least,
        "ratio": ratio,
        "peak_megabytes": peak_megabytes,
        "is_met": is_met,
    }
    target = os.environ.get(COLLECTED)
    if target:
        with Path(target).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(found) + "\n")
    return is_met


def missing(what: str, why: str, unit: str = "", goal: float | None = None) -> None:
    """Keep that a figure was not measured here, and why."""
    target = os.environ.get(COLLECTED)
    print(f"{what}: not measured ({why})")
    if target:
        with Path(target).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"what": what, "unit": unit, "goal": goal, "why": why}) + "\n")
