"""Values that authorities report of their targets, as an audience may see them.

An authority publishes its own values, so no noise is added to them; but a value that counts a few
persons shows as much as any other count, and takes the same thresholds, with the complementary
cells that keep it hidden. What an indicator of a programme's own counts is not known: it is treated
as persons.
"""

from collections.abc import Sequence
from typing import Any

from cruscotto.disclosure.protect import protect
from cruscotto.disclosure.rules import Audience, Rules
from cruscotto.kpi.query.guard import SENSITIVE_INDICATORS

Row = dict[str, Any]
# Projects, administrations and enterprises.
COUNTS_BODIES = frozenset({"CO20", "CO21", "CO22", "CO23", "EECO18", "EECO19"})


def hide_small(rows: Sequence[Row], rules: Rules) -> list[Row]:
    """Return every reported value with `is_hidden`, and nothing achieved where it is.

    Args:
        rows: all reported values of the warehouse: what is hidden must not depend on the question.
        rules: who reads, and the thresholds.
    """
    hidden: set[int] = set()
    if rules.audience is not Audience.EXACT:
        for indicator in {row["indicator_code"] for row in rows} - COUNTS_BODIES:
            places = [i for i, row in enumerate(rows) if row["indicator_code"] == indicator]
            hidden |= _hidden(rows, places, rules, indicator in SENSITIVE_INDICATORS)
    return [
        {**row, "is_hidden": i in hidden, "achieved": None if i in hidden else row["achieved"]}
        for i, row in enumerate(rows)
    ]


def _hidden(
    rows: Sequence[Row], places: Sequence[int], rules: Rules, is_sensitive: bool
) -> set[int]:
    counts = [(max(0, round(rows[i]["achieved"])),) for i in places]
    if all(not 0 < count < rules.threshold_for(is_sensitive) for (count,) in counts):
        return set()
    axes = [f"{rows[i]['programme_code']} {rows[i]['axis_code']}" for i in places]
    codes = [
        (axis, rows[i]["category_of_region_code"]) for axis, i in zip(axes, places, strict=True)
    ]
    programmes = {axis: rows[i]["programme_code"] for axis, i in zip(axes, places, strict=True)}
    found = protect(codes, counts, rules, sensitive=is_sensitive, parents=(programmes, {}))
    return {i for i, is_hidden in zip(places, found.hidden, strict=True) if is_hidden}
