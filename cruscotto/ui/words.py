"""Figures as an official reads them: short where space is short, always with their unit."""

from decimal import Decimal
from textwrap import wrap

from cruscotto.i18n import Lang, format_value, t
from cruscotto.i18n.numbers import Number, format_number
from cruscotto.kpi.model import Kpi, Unit

NOTHING = "–"
# A figure and its unit stay on one line.
UNBROKEN = "\u00a0"
BILLION = 1_000_000_000
MILLION = 1_000_000


def short(value: Number | None, unit: str, lang: Lang) -> str:
    """Write a figure shortly: `9,94 mld €`, `312,5 mln €`, `50,3 %`, `7.273`."""
    if value is None:
        return NOTHING
    if unit != Unit.EUR or abs(float(value)) < MILLION:
        written = format_value(value, unit, lang)
    elif abs(float(value)) >= BILLION:
        written = t("units.billion", lang, n=format_number(_over(value, BILLION), lang, 2))
    else:
        written = t("units.million", lang, n=format_number(_over(value, MILLION), lang, 1))
    return written.replace(" ", UNBROKEN)


def spoken(value: Number | None, unit: str, lang: Lang) -> str:
    """Write a figure for a sentence: `9,94 miliardi di euro`."""
    if value is None or unit != Unit.EUR:
        return short(value, unit, lang)
    if abs(float(value)) >= BILLION:
        return t("units.billion_words", lang, n=format_number(_over(value, BILLION), lang, 2))
    if abs(float(value)) >= MILLION:
        return t("units.million_words", lang, n=format_number(_over(value, MILLION), lang, 1))
    return t("units.euro_words", lang, n=format_number(value, lang))


def _over(value: Number, scale: int) -> Number:
    return value / Decimal(scale) if isinstance(value, Decimal) else value / scale


def as_written(value: Number, unit: str) -> float:
    """Round a figure as it is written, so that what reads alike is alike."""
    return round(float(value), {Unit.SHARE: 3, Unit.DAYS: 1, Unit.INDEX: 3}.get(Unit(unit), 0))


def figure(value: Number | None, kpi: Kpi, lang: Lang) -> str:
    """Write a KPI's value shortly."""
    return short(value, kpi.unit, lang)


def unit_label(unit: str, lang: Lang) -> str:
    """Name a unit as a column header does: `euro`, `%`, `giorni`."""
    return t(f"units.{unit}", lang)


def headed(label: str, unit: str, lang: Lang) -> str:
    """Write a header with its unit: `Pagamenti (euro)`; a count needs none."""
    return label if unit == Unit.COUNT else f"{label} ({unit_label(unit, lang)})"


def cut(name: str, length: int = 30) -> str:
    """Cut a long name with an ellipsis; the full one stays in the table and on hover."""
    return name if len(name) <= length else name[: length - 1].rstrip(" -,") + "…"


def bare(value: Number, unit: str, lang: Lang) -> str:
    """Write a figure without its unit, as little space allows: money in millions."""
    if unit == Unit.EUR:
        millions = _over(value, MILLION)
        return format_number(millions, lang, 0 if abs(float(millions)) >= 100 else 1)
    if unit == Unit.SHARE:
        return format_number(value * 100, lang, 1)
    decimals = {Unit.DAYS: 0, Unit.INDEX: 3}.get(Unit(unit), 0)
    return format_number(value, lang, decimals)


def plain(text: str) -> str:
    """Return text from a file so that Markdown shows it and runs none of it."""
    return "".join(f"\\{sign}" if sign in _MARKS else sign for sign in text.replace("\n", " "))


def label(text: str) -> str:
    """Return text from a file so that a chart shows it and reads no tag in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


_MARKS = frozenset("\\`*_{}[]()#+!|<>~$:")


def sentence(text: str) -> str:
    """Make a sentence of a few words: a capital in front and a full stop behind."""
    return f"{text[:1].upper()}{text[1:]}."


def wrapped(name: str, width: int = 24, lines: int = 2) -> str:
    """Write a long name over a few lines of a chart, cut with an ellipsis where they end."""
    return "<br>".join(label(line) for line in wrap(name, width, max_lines=lines, placeholder="…"))


def barest(value: Number, unit: str, lang: Lang) -> str:
    """Write a figure on a small area of a map: shares to the point, when they are not tiny."""
    if unit == Unit.SHARE and abs(float(value)) >= 0.1:
        return format_number(value * 100, lang)
    return bare(value, unit, lang)
