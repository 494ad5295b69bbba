"""The classes of a map and their colours, the same on screens and on paper."""

from collections.abc import Sequence
from math import floor, inf, log10
from statistics import median, pstdev, quantiles

from cruscotto.i18n import Lang, format_number
from cruscotto.kpi.registry.model import Unit
from cruscotto.kpi.wording.phrases import MILLION, MILLIONS, bare

CLASSES = 5
# Cividis, from little to much: distinct to every eye and in black and white.
# Matrices keep it; maps have one blue, whose lightest shade shouts no more than the others.
SEQUENCE = ("#FEE838", "#C3B369", "#8A8678", "#575D6D", "#123570")
BLUES = ("#D9E8F6", "#A6CBEC", "#64A3DB", "#2672BE", "#0B3A75")


def bounds(
    values: Sequence[float], middle: float | None = None, count: int = CLASSES
) -> list[float]:
    """Return the upper bound of each class of values, in ascending order.

    With at most `count` distinct values, each value is a class. Otherwise the bounds are round
    numbers, except the last bound, which is the largest value. With a `middle`, classes are about
    equally wide, and the middle class contains `middle`. Without it, each class has about the same
    number of values. Equal values are always in one class, and no class is empty.

    Args:
        values: the figures shown, rounded as they are written.
        middle: the value that the figures are compared with, such as the rate of all Italy.
        count: the largest number of classes.
    """
    distinct = sorted(set(values))
    if len(distinct) <= count:
        return distinct
    breaks = _around(distinct, middle) if middle is not None else _rounded_quantiles(values, count)
    kept: list[float] = []
    for one in breaks:
        low = kept[-1] if kept else -inf
        if any(low < value <= one for value in distinct) and one < distinct[-1]:
            kept.append(one)
    return [*kept, distinct[-1]]


def _around(distinct: Sequence[float], middle: float) -> list[float]:
    """Return four bounds: 1.5 and 0.5 class widths below the middle, 0.5 and 1.5 above it.

    If all values are on one side of `middle`, the median of the values is used instead of it. The
    middle is rounded to a multiple of half a class width.
    """
    if not distinct[0] < middle < distinct[-1]:
        # every value is on one side of the whole's: around it they would be one class
        middle = median(distinct)
    half = _nice(pstdev(distinct) / 2)
    centre = round(middle / half)
    return [round((centre + n) * half, 10) for n in (-3, -1, 1, 3)]


def _nice(size: float) -> float:
    """Return the round number nearest to a size: 1, 2, 5 or 10 times a power of ten."""
    power = 10.0 ** floor(log10(size))
    return float(min((1, 2, 5, 10), key=lambda n: abs(n * power - size)) * power)


def _rounded_quantiles(values: Sequence[float], count: int) -> list[float]:
    """Return the quantiles that cut values into `count` classes, to two significant digits."""
    cuts = quantiles(values, n=count, method="inclusive")
    return sorted({_two_digits(cut) for cut in cuts})


def _two_digits(value: float) -> float:
    if value == 0:
        return 0.0
    return round(value, 1 - floor(log10(abs(value))))


def class_of(value: float, upper: Sequence[float]) -> int:
    """Return the index of the class that a value is in.

    Args:
        value: the value.
        upper: the upper bounds of the classes, in ascending order. A bound is in its own class, and
            a value above the last bound is in the last class.
    """
    return next((place for place, top in enumerate(upper) if value <= top), len(upper) - 1)


def class_labels(
    values: Sequence[float], unit: str, lang: Lang, middle: float | None = None
) -> list[str]:
    """Return the label of each class: the lowest and the highest figure that it may hold.

    The first class has no lower end, and the last class has no upper end. With few values, each
    value is a class. No figure is in two labels: where figures are written as whole numbers,
    the label after `55 – 58` begins with 59.

    Args:
        values: the figures shown, rounded as they are written.
        unit: the unit of the figures.
        lang: the reader's language.
        middle: the value that the figures are compared with, as for `bounds`.
    """
    upper = bounds(values, middle)
    if len(set(values)) == len(upper):
        return [bare(value, unit, lang) for value in upper]
    if len(upper) == 1:
        ends = (bare(end, unit, lang) for end in (min(values), max(values)))
        return [" – ".join(ends)]
    # whole numbers of the last decimal that figures are written with
    one = 10 ** _decimals(values, unit) * _scale(unit)
    tops = [floor(round(edge * one, 6)) for edge in upper[:-1]]
    highs = [_edge(top / one, unit, lang) for top in tops]
    lows = [_edge((top + 1) / one, unit, lang) for top in tops]
    inner = [
        high if low == high else f"{low} – {high}"
        for low, high in zip(lows, highs[1:], strict=False)
    ]
    return [f"≤ {highs[0]}", *inner, f"≥ {lows[-1]}"]


def _decimals(values: Sequence[float], unit: str) -> int:
    """Return the least number of decimals with which all figures can be written exactly."""
    scaled = [round(value * _scale(unit), 9) for value in values]
    return next(n for n in range(10) if all(round(value, n) == value for value in scaled))


def _edge(value: float, unit: str, lang: Lang) -> str:
    """Return a round number as text, without superfluous decimals."""
    scaled = round(value * _scale(unit), 9)
    decimals = next(n for n in range(10) if round(scaled, n) == scaled)
    return format_number(scaled, lang, decimals)


def _scale(unit: str) -> float:
    """Return the factor by which a figure is multiplied before it is written: 100 for shares."""
    return {Unit.SHARE: 100.0, Unit.POINTS: 100.0, MILLIONS: 1 / MILLION}.get(unit, 1.0)


def classes(colours: tuple[str, ...], count: int) -> list[str]:
    """Return `count` colours of a sequence, evenly spaced from its first to its last colour.

    A single class gets a colour at three quarters of the sequence.
    """
    if count <= 1:
        # the middle of the scale is grey, and grey means missing
        return [colours[len(colours) * 3 // 4]]
    last = len(colours) - 1
    return [colours[round(place * last / (count - 1))] for place in range(count)]


def ink_on(colour: str) -> str:
    """Return black or white as text colour: the one with more contrast on a background colour."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    light = 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)
    # black itself: with a softer one neither ink would have 4.5 to 1 on colours about halfway
    return "#000000" if light > 0.179 else "#FFFFFF"


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
