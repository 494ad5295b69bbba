"""Axis ticks at round figures, for shares, percentage points and euro, in the reader's language."""

from math import ceil, floor, log10

from cruscotto.i18n import Lang, format_number
from cruscotto.i18n.numbers import MINUS
from cruscotto.ui.figures import scales
from cruscotto.ui.net_impact.marks import Ticks
from cruscotto.ui.text.effects import level

MOST = 5


def shares(low: float, high: float, lang: Lang) -> Ticks:
    """Return ticks for shares: `0 %`, `20 %`; in English `0%`, `20%`."""
    places = _places(low, high)
    texts = (scales.percent(value * 100, lang, _decimals(value * 100)) for value in places)
    return Ticks(places, tuple(texts))


def levels(low: float, high: float, lang: Lang, unit: str) -> Ticks:
    """Return ticks for outcomes of groups: in euro if `unit` is `eur`, otherwise as shares."""
    if unit != "eur":
        return shares(low, high, lang)
    places = _places(low, high)
    return Ticks(places, tuple(level(value, lang, unit) for value in places))


def points(low: float, high: float, lang: Lang, title: str = "", unit: str = "pp") -> Ticks:
    """Return ticks for differences, with a sign: `−5`, `0`, `+5`.

    The differences are in percentage points or, if `unit` is `eur`, in euro.
    """
    places = _places(low, high)
    return Ticks(places, tuple(_signed(value, lang, unit) for value in places), title)


def sizes(low: float, high: float, lang: Lang, title: str = "", unit: str = "pp") -> Ticks:
    """Return ticks for sizes of differences, without a sign: `0`, `2`.

    The sizes are in percentage points or, if `unit` is `eur`, in euro.
    """
    places = _places(low, high)
    return Ticks(places, tuple(_number(value, lang, unit) for value in places), title)


def plain(low: float, high: float, lang: Lang, title: str = "") -> Ticks:
    """Return ticks for numbers without a unit."""
    places = _places(low, high)
    step = places[1] - places[0] if len(places) > 1 else 1.0
    decimals = max(0, -floor(log10(step))) if step else 0
    texts = tuple(format_number(value, lang, decimals) for value in places)
    return Ticks(places, texts, title)


def _places(low: float, high: float) -> tuple[float, ...]:
    span = max(high - low, 1e-9)
    rough = 10.0 ** floor(log10(span / MOST))
    step = next(rough * factor for factor in (1, 2, 5, 10, 20) if span / (rough * factor) <= MOST)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return tuple(round(place * step, 10) for place in range(first, last + 1))


def _number(value: float, lang: Lang, unit: str = "pp") -> str:
    scaled = value if unit == "eur" else value * 100
    return format_number(abs(scaled), lang, _decimals(scaled))


def _decimals(value: float) -> int:
    return 0 if abs(value - round(value)) < 1e-6 else 1


def _signed(value: float, lang: Lang, unit: str) -> str:
    sign = "+" if value > 1e-12 else MINUS if value < -1e-12 else ""
    return f"{sign}{_number(value, lang, unit)}"
