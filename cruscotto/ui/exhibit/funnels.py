"""The funnel chart of a fair comparison: one point per place, with funnel limits around them."""

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
    """Return the names to write on a funnel chart: of the farthest places and of chosen ones."""
    ordered = sorted(rows, key=lambda row: -_far(row, found.common))
    kept = [row.code for row in ordered[:most]]
    return {
        code: f"<b>{names[code]}</b>" if code in chosen else names[code]
        for code in (*kept, *chosen)
        if code in names
    }


def _far(row: FairRow, common: float) -> float:
    """Return how far a place's rate is from the common rate; 1 means at its upper 99.8 % limit."""
    return abs(row.rate - common) / (row.limits.high_998 - common)


def point_out(figure: Figure, row: FairRow, found: FairComparison, name: str) -> None:
    """Write a place's name at the top of a funnel chart, joined to the place's point by a line."""
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
    """Return the funnel chart of the given places.

    Args:
        found: the comparison.
        rows: the places to draw.
        written: the names to write beside points, by code of the place.
        titles: the title of the horizontal axis (size) and of the vertical axis (rate).
        hover: returns the text shown when the pointer is over a place.
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
        "95 %",
        "99,8 %" if lang == "it" else "99.8 %",
        lambda n: format_number(n, lang),
        lambda n: scales.tick(n, Unit.SHARE, lang),
    )
    ticks = scales.round_ticks(min(rates), max(rates))
    return funnel.figure(found, points, ticks, words, palette())
