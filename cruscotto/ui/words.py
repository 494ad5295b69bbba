"""Figures as an official reads them: short where space is short, always with their unit."""

import re
from decimal import Decimal
from textwrap import wrap

from cruscotto.i18n import Lang, format_value, t
from cruscotto.i18n.numbers import Number, format_number
from cruscotto.kpi.model import Kpi, Method, Unit
from cruscotto.kpi.selection import dimension

NOTHING = "–"
# A figure and its unit stay on one line.
UNBROKEN = "\u00a0"
BILLION = 1_000_000_000
MILLION = 1_000_000
# Below this many euro, the cents count: the cost of an hour.
CENTS_BELOW = 100
# Sums of money on a map, in a small panel or on an axis.
MILLIONS = "million_eur"
# Figures after the decimal mark where the unit stands elsewhere; of a share in per cent.
BARE_DECIMALS = {
    Unit.SHARE: 1, Unit.POINTS: 1, Unit.INDEX: 3, Unit.RATIO: 2, Unit.PER_THOUSAND: 1,
}  # fmt: skip
WRITTEN = {
    Unit.SHARE: 3, Unit.POINTS: 3, Unit.DAYS: 1, Unit.INDEX: 3, Unit.RATIO: 2,
    Unit.PER_THOUSAND: 1,
}  # fmt: skip


def short(value: Number | None, unit: str, lang: Lang) -> str:
    """Write a figure shortly: `9,94 mld €`, `312,5 mln €`, `50,3 %`, `7.273`."""
    if value is None:
        return NOTHING
    if unit == Unit.EUR and 0 < abs(float(value)) < CENTS_BELOW:
        written = f"{format_number(value, lang, 2)} €"
    elif unit != Unit.EUR or abs(float(value)) < MILLION:
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
    if unit == Unit.EUR and abs(float(value)) < CENTS_BELOW:
        return round(float(value), 2)
    return round(float(value), WRITTEN.get(Unit(unit), 0))


def figure(value: Number | None, kpi: Kpi, lang: Lang) -> str:
    """Write a KPI's value shortly."""
    return short(value, kpi.unit, lang)


def along(name: str, kpi: Kpi, lang: Lang) -> str:
    """Name a dimension as an indicator reads it: the year of entry, of exit, or of start."""
    if name == "year" and kpi.year_column != "year_code":
        return t(f"units.{kpi.year_column}", lang)
    return dimension(name).label.in_(lang)


def decimals(kpi: Kpi) -> int | None:
    """Return the decimals of a KPI in a table where they are not those of its unit."""
    return 2 if kpi.denominator == "hours_attended" else None


def axis_unit(kpi: Kpi) -> str:
    """Return the unit figures are written in where space is short: sums of money in millions."""
    return MILLIONS if kpi.unit == Unit.EUR and kpi.method == Method.SUM else kpi.unit


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
    """Write a figure without its unit, as little space allows; `axis_unit` says which unit."""
    if unit == MILLIONS:
        millions = _over(value, MILLION)
        return format_number(millions, lang, 0 if abs(float(millions)) >= 100 else 1)
    if unit == Unit.EUR:
        return format_number(value, lang, 2 if 0 < abs(float(value)) < CENTS_BELOW else 0)
    scale = 100 if unit in (Unit.SHARE, Unit.POINTS) else 1
    return format_number(value * scale, lang, BARE_DECIMALS.get(Unit(unit), 0))


def plain(text: str) -> str:
    """Return text from a file so that Markdown shows it and runs none of it."""
    return "".join(f"\\{sign}" if sign in _MARKS else sign for sign in text.replace("\n", " "))


def label(text: str) -> str:
    """Return text from a file so that a chart shows it and reads no tag in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


_IN_BRACKETS = re.compile(r"\([^)]{1,14}\)")
_MARKS = frozenset("\\`*_{}[]()#+!|<>~$:")


def sentence(text: str) -> str:
    """Make a sentence of a few words: a capital in front and a full stop behind."""
    return f"{text[:1].upper()}{text[1:]}."


def wrapped(name: str, width: int = 24, lines: int = 2) -> str:
    """Write a long name over a few lines of a chart, cut with an ellipsis where they end."""
    # what stands in brackets stays together, and so does a figure with its unit
    whole = _IN_BRACKETS.sub(lambda found: found[0].replace(" ", UNBROKEN), name)
    return "<br>".join(label(line) for line in wrap(whole, width, max_lines=lines, placeholder="…"))


def barest(value: Number, unit: str, lang: Lang) -> str:
    """Write a figure on a small area of a map: shares to the point, when they are not tiny."""
    if unit == Unit.SHARE and abs(float(value)) >= 0.1:
        return format_number(value * 100, lang)
    return bare(value, unit, lang)


def percent(share: float, lang: Lang) -> str:
    """Write a share as whole points without its sign, for a cell of a matrix."""
    return format_number(share * 100, lang)
