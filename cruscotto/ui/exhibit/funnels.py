"""The funnel chart of a fair comparison: points between funnel limits.

Each point is a member of the dimension compared, such as a region or a programme.
"""

from collections.abc import Callable, Mapping, Sequence
from math import log10

from cruscotto.i18n import Lang, format_number
from cruscotto.kpi.analysis.comparison import FairComparison, FairRow
from cruscotto.kpi.registry.model import Unit
from cruscotto.ui.figures import funnel, scales
from cruscotto.ui.figures.base import Figure
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.figures.scatter import Point

# Names that fit a picture as wide as a phone; every name is in the table.
MOST_NAMES = 8


def named(
    found: FairComparison,
    rows: Sequence[FairRow],
    names: Mapping[str, str],
    chosen: Sequence[str] = (),
    most: int = MOST_NAMES,
) -> dict[str, str]:
    """Return the names to write on a funnel chart, by code of the member.

    They are the names of the chosen members, and of the members whose rates are farthest from the
    common rate (the rate of all members together).

    Args:
        found: the comparison.
        rows: the members in the chart.
        names: the name of each member, by code.
        chosen: codes of chosen members, named in bold.
        most: how many of the farthest members get a name.
    """
    ordered = sorted(rows, key=lambda row: -_far(row, found.common))
    kept = [row.code for row in ordered[:most]]
    return {
        code: f"<b>{names[code]}</b>" if code in chosen else names[code]
        for code in (*kept, *chosen)
        if code in names
    }


def _far(row: FairRow, common: float) -> float:
    """Return the distance of a member's rate from the common rate of all members, never negative.

    It is 1 for a rate at the member's upper 99.8 % limit.
    """
    return abs(row.rate - common) / (row.limits.high_998 - common)


def point_out(figure: Figure, row: FairRow, found: FairComparison, name: str) -> None:
    """Write a member's name at the top of a funnel chart, and join it to the member's point."""
    colours, at = palette(), log10(funnel.size(row, found.common))
    left, right = figure["layout"]["xaxis"]["range"]
    figure["layout"]["annotations"].append(
        {
            "x": at,
            "y": row.rate,
            "ax": at,
            "ay": figure["layout"]["yaxis"]["range"][1],
            "axref": "x",
            "ayref": "y",
            "xanchor": "left" if at < (left + right) / 2 else "right",
            "yanchor": "top",
            "align": "left" if at < (left + right) / 2 else "right",
            "text": f"<b>{name}</b>",
            "showarrow": True,
            "arrowhead": 0,
            "arrowwidth": 1,
            "arrowcolor": colours.ink,
            "standoff": 5,
            "bgcolor": colours.ground,
            "font": {"size": 12, "color": colours.ink},
        }
    )


def drawn(
    found: FairComparison,
    rows: Sequence[FairRow],
    written: Mapping[str, str],
    titles: tuple[str, str],
    hover: Callable[[FairRow], str],
    lang: Lang,
) -> Figure:
    """Return the funnel chart of the given members, such as regions.

    Args:
        found: the comparison.
        rows: the members to draw.
        written: the names to write beside points, by code of the member.
        titles: the title of the horizontal axis (size) and of the vertical axis (rate).
        hover: returns the text shown when the pointer is over a member's point.
        lang: the language of the numbers.
    """
    points = [
        Point(
            written.get(row.code, ""),
            log10(funnel.size(row, found.common)),
            row.rate,
            hover(row),
            row.is_different,
        )
        for row in rows
    ]
    rates = [row.rate for row in rows]
    words = funnel.Words(
        *titles,
        scales.percent(95, lang),
        scales.percent(99.8, lang, 1),
        lambda n: format_number(n, lang),
        lambda n: scales.tick(n, Unit.SHARE, lang),
    )
    ticks = scales.round_ticks(min(rates), max(rates))
    return funnel.figure(found, points, ticks, words, palette())
