"""Figures as they are written on screens and on paper: short, always with their unit."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from cruscotto.i18n import Lang, format_value, t
from cruscotto.i18n.catalogue import catalogue
from cruscotto.i18n.numbers import Number, format_euro, format_number
from cruscotto.kpi.query.selection import Selection, dimension
from cruscotto.kpi.registry.model import Kpi, Method, Unit

NOTHING = "–"
# A figure and its unit stay on one line.
UNBROKEN = "\u00a0"
MINUS = "\u2212"
BILLION = 1_000_000_000
MILLION = 1_000_000
# Below this many euro, the cents count: the cost of an hour.
CENTS_BELOW = 100
# Sums of money on a map, in a small panel or on an axis.
MILLIONS = "million_eur"
# Figures after the decimal mark where the unit stands elsewhere; of a share in per cent.
BARE_DECIMALS = {Unit.SHARE: 1, Unit.POINTS: 1, Unit.INDEX: 3, Unit.RATIO: 2, Unit.PER_THOUSAND: 1}
WRITTEN = {
    Unit.SHARE: 3,
    Unit.POINTS: 3,
    Unit.DAYS: 1,
    Unit.INDEX: 3,
    Unit.RATIO: 2,
    Unit.PER_THOUSAND: 1,
}
# Filters in the order they are written; any other comes after.
FIRST_IN_WORDS = ("period", "fund", "region", "managing_authority", "programme", "axis", "status")
# From this share of unknown outcomes on, a sentence gives the band beside the rate.
MANY_UNKNOWN = 1 / 3
# A line of words names this many codes of a filter, then counts the others.
NAMED = 3


def short(value: Number | None, unit: str, lang: Lang) -> str:
    """Write a figure in short form: `9,94 mld €`, `312,5 mln €`, `50,3 %`, `7.273`."""
    if value is None:
        return NOTHING
    if unit == Unit.EUR and 0 < abs(float(value)) < CENTS_BELOW:
        written = format_euro(value, lang, 2)
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
    if value < 0:
        return f"{MINUS}{spoken(-value, unit, lang)}"
    if abs(float(value)) >= BILLION:
        return t("units.billion_words", lang, n=format_number(_over(value, BILLION), lang, 2))
    if abs(float(value)) >= MILLION:
        if round(float(value) / MILLION, 1) == 1:
            return t("units.one_million", lang)
        return t("units.million_words", lang, n=format_number(_over(value, MILLION), lang, 1))
    return t("units.euro_words", lang, n=format_number(value, lang))


def _over(value: Number, scale: int) -> Number:
    return value / Decimal(scale) if isinstance(value, Decimal) else value / scale


def as_written(value: Number, unit: str) -> float:
    """Round a figure to the digits that are written, so that figures written alike are equal."""
    if unit == Unit.EUR and abs(float(value)) < CENTS_BELOW:
        return round(float(value), 2)
    return round(float(value), WRITTEN.get(Unit(unit), 0))


def figure(value: Number | None, kpi: Kpi, lang: Lang) -> str:
    """Write the value of an indicator in short form."""
    return short(value, kpi.unit, lang)


def along(name: str, kpi: Kpi, lang: Lang) -> str:
    """Name a dimension for an indicator: its year may be that of entry, of exit or of start."""
    if name == "year" and kpi.year_column != "year_code":
        return t(f"units.{kpi.year_column}", lang)
    return dimension(name).label.in_(lang)


def decimals(kpi: Kpi) -> int | None:
    """Return an indicator's decimals in a table; `None` where they are those of its unit."""
    return 2 if kpi.denominator == "hours_attended" else None


def axis_unit(kpi: Kpi) -> str:
    """Return the unit of figures where space is short: sums of money are in millions."""
    return MILLIONS if kpi.unit == Unit.EUR and kpi.method == Method.SUM else kpi.unit


def unit_label(unit: str, lang: Lang) -> str:
    """Name a unit as a column header does: `euro`, `%`, `giorni`."""
    return t(f"units.{unit}", lang)


def headed(label: str, unit: str, lang: Lang) -> str:
    """Write a header with its unit: `Pagamenti (euro)`; a count needs none."""
    return label if unit == Unit.COUNT else f"{label} ({unit_label(unit, lang)})"


def bare(value: Number, unit: str, lang: Lang) -> str:
    """Write a figure without its unit, where space is short; `axis_unit` names the unit."""
    if unit == MILLIONS:
        millions = _over(value, MILLION)
        return format_number(millions, lang, 0 if abs(float(millions)) >= 100 else 1)
    if unit == Unit.EUR:
        return format_number(value, lang, 2 if 0 < abs(float(value)) < CENTS_BELOW else 0)
    scale = 100 if unit in (Unit.SHARE, Unit.POINTS) else 1
    return format_number(value * scale, lang, BARE_DECIMALS.get(Unit(unit), 0))


def barest(value: Number, unit: str, lang: Lang) -> str:
    """Write a figure on a small area of a map: shares without decimals, unless they are tiny."""
    if unit == Unit.SHARE and abs(float(value)) >= 0.1:
        return format_number(value * 100, lang)
    return bare(value, unit, lang)


def as_barest(value: Number, unit: str) -> float:
    """Round a figure to the digits of `barest`: areas with the same text get the same colour."""
    number = float(value)
    if unit == MILLIONS:
        return round(number / MILLION, 0 if abs(number) >= 100 * MILLION else 1) * MILLION
    if unit == Unit.SHARE and abs(number) >= 0.1:
        return round(number, 2)
    if unit == Unit.EUR:
        return round(number, 2 if abs(number) < CENTS_BELOW else 0)
    power = 2 if unit in (Unit.SHARE, Unit.POINTS) else 0
    return round(number, BARE_DECIMALS.get(Unit(unit), 0) + power)


def capitalised(text: str) -> str:
    """Return a text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Make a sentence of a few words: a capital first letter and a full stop."""
    return f"{text[:1].upper()}{text[1:]}."


def selection_in_words(
    now: Selection, labels: Callable[[str], Mapping[str, str]], lang: Lang, kpi: Kpi | None = None
) -> str:
    """Describe what is selected: `fondo FSE e FSE+; regione Sicilia`.

    Args:
        now: the selection.
        labels: returns the labels of a dimension's codes, in the order that readers expect.
        lang: the reader's language.
        kpi: the indicator selected from; it decides which year `year` is.
    """
    parts = [
        _named(_noun(name, lang, kpi), listed(codes, labels(name), lang))
        for name, codes in sorted(now.where, key=lambda pair: _place(pair[0]))
    ]
    return "; ".join(parts) or t("filters.none", lang)


def _named(noun: str, names: str) -> str:
    """Write a noun before names, unless they begin with it: `Patto di Bari`."""
    return names if names.lower().startswith(f"{noun.lower()} ") else f"{noun} {names}"


def _noun(name: str, lang: Lang, kpi: Kpi | None) -> str:
    """Name a filter; by the name of its dimension where it has none of its own."""
    if kpi is not None and name == "year" and kpi.year_column != "year_code":
        return along(name, kpi, lang).lower()
    key = f"filters.noun.{name}"
    return t(key, lang) if key in catalogue(lang) else dimension(name).label.in_(lang).lower()


def _place(name: str) -> int:
    return FIRST_IN_WORDS.index(name) if name in FIRST_IN_WORDS else len(FIRST_IN_WORDS)


def listed(codes: Sequence[str], wordings: Mapping[str, str], lang: Lang) -> str:
    """Name the first codes in the order of their labels, and count the others."""
    ordered = [code for code in wordings if code in codes]
    words = ", ".join(wordings[code] for code in ordered[:NAMED])
    others = len(ordered) - NAMED
    return words if others <= 0 else t("filters.and_others", lang, words=words, n=others)


def axis_label(code: str, name: str | None) -> str:
    """Write an axis as `code – name`, or as its code alone where it has no other name."""
    return f"{code} – {name}" if name and name != code else code
