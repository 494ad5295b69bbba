"""Classes of a map and their colours, the same on screens and on paper."""

from collections.abc import Sequence
from statistics import quantiles

from cruscotto.i18n import Lang
from cruscotto.kpi.wording.phrases import bare

CLASSES = 5
# Cividis, from little to much: distinct to every eye and in black and white.
SEQUENCE = ("#FEE838", "#C3B369", "#8A8678", "#575D6D", "#123570")


def bounds(values: Sequence[float], count: int = CLASSES) -> list[float]:
    """Return the upper bound of each class: quantiles, or the values when they are few.

    Equal values always fall in one class, there is always at least one, and none is empty: a bound
    is one of the values, where a quantile between two equal ones may miss both by a rounding.
    """
    distinct = sorted(set(values))
    if len(distinct) <= count:
        return distinct
    cuts = quantiles(values, n=count, method="inclusive")
    reached = (max((v for v in distinct if v <= cut), default=distinct[0]) for cut in cuts)
    return sorted({*reached, distinct[-1]})


def class_of(value: float, upper: Sequence[float]) -> int:
    """Return the place of the first class that reaches a value."""
    return next((place for place, top in enumerate(upper) if value <= top), len(upper) - 1)


def class_labels(values: Sequence[float], unit: str, lang: Lang) -> list[str]:
    """Write each class from its lowest to its highest figure, as they occur."""
    upper = bounds(values)
    written = []
    for place in range(len(upper)):
        inside = [value for value in values if class_of(value, upper) == place]
        low, high = (bare(value, unit, lang) for value in (min(inside), max(inside)))
        written.append(low if low == high else f"{low} – {high}")
    return written


def classes(colours: tuple[str, ...], count: int) -> list[str]:
    """Pick colours evenly along a sequence, its ends included."""
    if count <= 1:
        # the middle of the scale is grey, and grey means missing
        return [colours[len(colours) * 3 // 4]]
    last = len(colours) - 1
    return [colours[round(place * last / (count - 1))] for place in range(count)]


def ink_on(colour: str) -> str:
    """Return black or white, whichever reads better on a colour."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    light = 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)
    return "#101820" if light > 0.18 else "#FFFFFF"


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
