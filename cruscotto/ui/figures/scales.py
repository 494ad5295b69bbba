"""The numbers on an axis: a few round ones, written in the reader's language."""

from collections.abc import Sequence
from math import floor, log10

from cruscotto.i18n import Lang, format_number
from cruscotto.kpi.registry.model import Unit
from cruscotto.ui.figures.scatter import Axis
from cruscotto.ui.text import words


def axis(values: Sequence[float], title: str, unit: str, lang: Lang) -> Axis:
    """Return an axis that has a few round numbers as ticks."""
    ticks = round_ticks(min(values), max(values))
    if unit == "value":
        texts = [format_number(tick, lang, 0 if tick == int(tick) else 1) for tick in ticks]
    elif unit == Unit.SHARE and all(abs(tick * 100 - round(tick * 100)) < 1e-9 for tick in ticks):
        texts = [format_number(round(tick * 100), lang) for tick in ticks]
    else:
        texts = [words.bare(tick, unit, lang) for tick in ticks]
    return Axis(title, tuple(ticks), tuple(texts))


def round_ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Return about `wanted` round numbers between `low` and `high`."""
    span = (high - low) or abs(high) or 1.0
    magnitude = 10.0 ** floor(log10(span / wanted))
    step = next(m * magnitude for m in (1, 2, 5, 10) if span / (m * magnitude) <= wanted)
    first = int(low // step)
    return [n * step for n in range(first, first + 2 * wanted + 2) if low <= n * step <= high]


def tick(value: float, unit: str, lang: Lang) -> str:
    """Return a number on an axis as text, with its unit and without needless decimals."""
    whole = round(value * 100)
    if unit == Unit.SHARE and abs(value * 100 - whole) < 1e-9:
        return percent(whole, lang)
    if unit == Unit.POINTS and abs(value * 100 - whole) < 1e-9:
        return f"{format_number(whole, lang)}{words.UNBROKEN}p.p."
    return words.short(value, unit, lang)


def percent(number: float, lang: Lang, decimals: int = 0) -> str:
    """Return a percentage as text: 95 becomes `95 %` in Italian, `95%` in English."""
    return f"{format_number(number, lang, decimals)}{words.UNBROKEN if lang == 'it' else ''}%"
