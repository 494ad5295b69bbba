"""Funnel plot: members of a dimension (such as regions) by size, with the limits of chance."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log10

import numpy as np

from cruscotto.evaluation.data.columns import Array
from cruscotto.evaluation.judgement.funnel_and_shrinkage import FunnelLimits, funnel_limits
from cruscotto.kpi.analysis.comparison import FairComparison, FairRow
from cruscotto.ui.figures.base import Figure
from cruscotto.ui.figures.names import Held
from cruscotto.ui.figures.palette import Palette
from cruscotto.ui.figures.scatter import Axis, Point, scatter

STEPS = 60
# Both pairs of limits, and how their lines are drawn.
FAR = (("low_998", "high_998"), "solid")
NEAR = (("low_95", "high_95"), "dot")


@dataclass(frozen=True)
class Words:
    """The texts of the chart: titles of axes, names of limits, and how numbers are written."""

    x: str
    y: str
    within_95: str
    within_998: str
    number: Callable[[float], str]
    share: Callable[[float], str]


def size(row: FairRow, common: float) -> float:
    """Return a member's size on the horizontal axis, as a number of people.

    At the common rate, a simple rate of that many people has the same standard error as the
    member's rate. With this size on the axis, the limits are smooth curves, and a member outside
    them is one that the comparison judges unusual.
    """
    return common * (1 - common) / row.error**2


def limits(found: FairComparison, people: Sequence[float] | Array) -> tuple[FunnelLimits, ...]:
    """Return the funnel limits for members of the given sizes, which are numbers of people.

    They are the limits by which a member's rate is judged to be unusually high or low.
    """
    errors = np.sqrt(found.common * (1 - found.common) / np.asarray(people))
    return funnel_limits(found.common, errors, found.extra)


def figure(
    found: FairComparison,
    points: Sequence[Point],
    ticks: Sequence[float],
    written: Words,
    colours: Palette,
) -> Figure:
    """Return a funnel chart: members, the rate of all members together, and limits.

    The limits are those of 95 % and 99.8 %.

    Args:
        found: the comparison.
        points: the members; `x` is the decimal logarithm of their size.
        ticks: shares at which the vertical axis is numbered.
        written: the texts.
        colours: the theme's colours.
    """
    sizes = [size(row, found.common) for row in found.rows]
    tens = [10.0**n for n in range(1, 8) if min(sizes) / 3 <= 10**n <= max(sizes) * 3]
    ends = (0.75 * min(sizes), 1.35 * max(sizes))
    x = Axis(
        written.x,
        tuple(map(log10, tens)),
        tuple(map(written.number, tens)),
        (log10(ends[0]), log10(ends[1])),
    )
    y = Axis(written.y, tuple(ticks), tuple(map(written.share, ticks)), _heights(found))
    names = (written.within_998, written.within_95)
    held = [
        _held(found, low, text) for low, text in zip(_lowest(found, ends[0]), names, strict=True)
    ]
    drawn = scatter(points, x, y, colours, held=held)
    drawn["data"] = [*_curves(found, ends, colours), *drawn["data"]]
    drawn["layout"]["shapes"] = [_common(found.common, colours)]
    drawn["layout"]["annotations"] += [_named(words, colours) for words in held]
    return drawn


def _heights(found: FairComparison) -> tuple[float, float]:
    """Return the two ends of the vertical axis, as rates from 0 to 1.

    Every member's rate is between them; limits far from the common rate may be outside.
    """
    rates = [row.rate for row in found.rows] + [found.common]
    span = max(rates) - min(rates)
    # the name of a place at zero or at all has room beside it, the scale has no number there
    return max(-0.04 * span, min(rates) - 0.12 * span), min(
        1 + 0.04 * span, max(rates) + 0.12 * span
    )


def _curves(found: FairComparison, ends: tuple[float, float], colours: Palette) -> list[Figure]:
    xs = np.linspace(log10(ends[0]), log10(ends[1]), STEPS + 1)
    drawn = limits(found, 10**xs)
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": xs.tolist(),
            "y": [getattr(one, side) for one in drawn],
            "line": {"color": colours.quiet, "width": 1.5, "dash": dash},
            "hoverinfo": "skip",
        }
        for sides, dash in (FAR, NEAR)
        for side in sides
    ]


def _lowest(found: FairComparison, people: float) -> tuple[float, float]:
    """Return the lower limits of 99.8 % and of 95 % for a member of the given size."""
    (one,) = limits(found, [people])
    return one.low_998, one.low_95


def _common(common: float, colours: Palette) -> Figure:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": common,
        "y1": common,
        "line": {"color": colours.ink, "width": 1.5},
    }


def _held(found: FairComparison, low: float, text: str) -> Held:
    """Return the name of a pair of limits, as a label at the left edge of the chart.

    There the limits are far apart, which leaves room for names. The name stands at the lower limit
    or, if only the upper limit is in sight, at the upper one.

    Args:
        found: the comparison.
        low: the lower limit at the left edge.
        text: the name.
    """
    lowest, highest = _heights(found)
    # the arms are alike: where the lower one is out of sight, the upper one is named
    high = 2 * found.common - low
    is_above = low < lowest and high < highest
    height = high if is_above else max(lowest, low)
    return Held(text, height, is_above or height == lowest)


def _named(words: Held, colours: Palette) -> Figure:
    return {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": words.y,
        "yref": "y",
        "yanchor": "bottom" if words.is_above else "top",
        "text": words.text,
        "showarrow": False,
        "font": {"size": 12, "color": colours.ink},
    }
