"""Sentences on an adjusted target, and its row in a sheet.

The sentences claim no more than the interval of the gap allows.
"""

from typing import Any

from cruscotto.i18n import Lang, format_number, format_value, t
from cruscotto.i18n.numbers import MINUS
from cruscotto.kpi.change.fair_targets import AXIS, FairTarget
from cruscotto.kpi.wording.phrases import MANY_UNKNOWN

Row = dict[str, Any]
# The columns of a negotiation sheet, in order; shares of one, unemployment in per cent.
COLUMNS = (
    "from",
    "to",
    "level",
    "first",
    "composition",
    "unemployment_from",
    "unemployment_to",
    "market",
    "target",
    "observed",
    "gap",
    "gap_low",
    "gap_high",
    "numerator",
    "denominator",
    "state",
)


def as_row(found: FairTarget) -> Row:
    """Return an adjusted target as one row of a sheet, with the columns `COLUMNS`."""
    first, last = found.change.ends
    low, high = found.interval or (None, None)
    rates = found.unemployment or (None, None)
    is_shown = found.target is not None
    values = (
        *_years(found),
        found.level,
        first.value if first and is_shown else None,
        found.composition,
        *rates,
        found.market,
        found.target,
        found.observed if is_shown else None,
        found.gap,
        low,
        high,
        last.numerator if last and is_shown else None,
        last.denominator if last and is_shown else None,
        str(found.state),
    )
    return dict(zip(COLUMNS, values, strict=True))


def sentence(found: FairTarget, lang: Lang) -> str:
    """Return a text on an adjusted target: what moved it, and whether the rate reached it.

    If there is no adjusted target, the text gives the reason.
    """
    start, end = _years(found)
    if found.target is None or found.gap is None or found.interval is None:
        return t(f"fair_target.not_{found.state}", lang, start=start, end=end)
    low, high = found.interval
    axis = found.change.kpi.year_column
    key = "reached" if low > 0 else "missed" if high < 0 else "even"
    parts = [t("fair_target.people", lang, points=_points(found.composition or 0.0, lang))]
    if found.market is not None:
        parts.append(t("fair_target.market", lang, points=_points(found.market, lang)))
    moved = t(
        f"fair_target.{key}",
        lang,
        kpi=found.change.kpi.label.in_(lang),
        end=end,
        of_start=t(f"fair_target.of_{axis}", lang, year=start),
        among_end=t(f"fair_target.among_{axis}", lang, year=end),
        level=_share(found.level or 0.0, lang),
        target=_share(found.target, lang),
        observed=_share(found.observed or 0.0, lang),
        gap=_points(found.gap, lang),
        low=_points(low, lang),
        high=_points(high, lang),
        met=t(
            f"fair_target.{'people_alone' if found.market is None else 'people_and_market'}", lang
        ),
        parts=", ".join(parts),
    )
    return " ".join([moved, *_unknown(found, lang)])


def _unknown(found: FairTarget, lang: Lang) -> list[str]:
    """Return, if many outcomes are unknown, one sentence on the rates that are then possible.

    They are the rate if all unknown outcomes fail, and the rate if all of them succeed. If few
    outcomes are unknown, the list is empty.
    """
    row = found.change.ends[1]
    if row is None or row.worst_case is None or (row.unknown_share or 0) < MANY_UNKNOWN:
        return []
    worst, best = (_share(end, lang) for end in row.worst_case)
    share = _share(row.unknown_share or 0.0, lang)
    facts = {"share": share, "end": _years(found)[1], "worst": worst, "best": best}
    return [t("fair_target.unknown", lang, **facts)]


def _years(found: FairTarget) -> tuple[str, str]:
    first, last = (one.selection.codes(AXIS) for one in (found.change.first, found.change.last))
    return first[0], last[0]


def _share(value: float, lang: Lang) -> str:
    return format_value(value, "share", lang)


def _points(value: float, lang: Lang) -> str:
    """Return a difference of shares in percentage points as text, with a sign unless zero."""
    points = round(100 * value, 1)
    sign = "+" if points > 0 else MINUS if points < 0 else ""
    return f"{sign}{format_number(abs(points), lang, 1)}"
