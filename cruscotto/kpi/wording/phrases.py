"""Short texts of figures with their units, and texts of selections, for screens and paper."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from cruscotto.i18n import Lang, format_value, t
from cruscotto.i18n.catalogue import catalogue
from cruscotto.i18n.numbers import MINUS, Number, format_euro, format_number
from cruscotto.kpi.query.selection import Selection, dimension
from cruscotto.kpi.registry.model import Kpi, Method, Unit

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
    """Return a figure with its unit as short text: `9,94 mld €`, `312,5 mln €`, `50,3 %`, `7.273`.

    If there is no figure, return `–`.
    """
    if value is None:
        return NOTHING
    if unit == Unit.EUR and value < 0:
        written = short(-value, unit, lang)
        return written if written == short(0, unit, lang) else f"{MINUS}{written}"
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
    """Return a figure as text for a sentence: `9,94 miliardi di euro`.

    Only amounts of euro differ from `short`.
    """
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
    """Return a figure rounded to as many decimals as texts give it.

    So two figures that are written with the same digits are equal numbers. Amounts are rounded to
    whole euro, and below `CENTS_BELOW` to cents; texts in millions have fewer digits.
    """
    if unit == Unit.EUR and abs(float(value)) < CENTS_BELOW:
        return round(float(value), 2)
    return round(float(value), WRITTEN.get(Unit(unit), 0))


def figure(value: Number | None, kpi: Kpi, lang: Lang) -> str:
    """Return the value of an indicator as short text, with the indicator's unit."""
    return short(value, kpi.unit, lang)


def along(name: str, kpi: Kpi, lang: Lang) -> str:
    """Return the label of a dimension for an indicator.

    Only the label of `year` depends on the indicator: its years may be of entry, exit or start.
    """
    if name == "year" and kpi.year_column != "year_code":
        return t(f"units.{kpi.year_column}", lang)
    return dimension(name).label.in_(lang)


def decimals(kpi: Kpi) -> int | None:
    """Return the number of decimals of an indicator in tables; `None` where the unit decides."""
    return 2 if kpi.denominator == "hours_attended" else None


def axis_unit(kpi: Kpi) -> str:
    """Return the unit of an indicator in charts and maps: millions for sums of money."""
    return MILLIONS if kpi.unit == Unit.EUR and kpi.method == Method.SUM else kpi.unit


def unit_label(unit: str, lang: Lang) -> str:
    """Return the label of a unit in the header of a column: `euro`, `%`, `giorni`."""
    return t(f"units.{unit}", lang)


def headed(label: str, unit: str, lang: Lang) -> str:
    """Return the header of a column with its unit, `Pagamenti (euro)`; a count has no unit."""
    return label if unit == Unit.COUNT else f"{label} ({unit_label(unit, lang)})"


def bare(value: Number, unit: str, lang: Lang) -> str:
    """Return a figure as text without its unit, for places where space is short."""
    if unit == MILLIONS:
        millions = _over(value, MILLION)
        return format_number(millions, lang, 0 if abs(float(millions)) >= 100 else 1)
    if unit == Unit.EUR:
        return format_number(value, lang, 2 if 0 < abs(float(value)) < CENTS_BELOW else 0)
    scale = 100 if unit in (Unit.SHARE, Unit.POINTS) else 1
    return format_number(value * scale, lang, BARE_DECIMALS.get(Unit(unit), 0))


def barest(value: Number, unit: str, lang: Lang) -> str:
    """Return a figure as text for a small area of a map: shares from 10 % on as whole numbers."""
    if unit == Unit.SHARE and abs(float(value)) >= 0.1:
        return format_number(value * 100, lang)
    return bare(value, unit, lang)


def as_barest(value: Number, unit: str) -> float:
    """Return a figure rounded as `barest` writes it.

    So areas of a map with the same text have equal figures, and the same colour.
    """
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
    """Return some words as a sentence, with a capital first letter and a full stop."""
    return f"{text[:1].upper()}{text[1:]}."


def selection_in_words(
    now: Selection, labels: Callable[[str], Mapping[str, str]], lang: Lang, kpi: Kpi | None = None
) -> str:
    """Return a selection as text: `fondo FSE e FSE+; regione Sicilia`.

    Args:
        now: the selection.
        labels: returns the labels of a dimension's codes, in the order that readers expect.
        lang: the reader's language.
        kpi: the indicator measured; it decides whether years are of entry, of exit or of start.
    """
    parts = [
        _named(_noun(name, lang, kpi), listed(codes, labels(name), lang))
        for name, codes in sorted(now.where, key=lambda pair: _place(pair[0]))
    ]
    return "; ".join(parts) or t("filters.none", lang)


def _named(noun: str, names: str) -> str:
    """Return names preceded by a noun, such as `regione Sicilia`.

    If the names begin with the noun, as `Patto di Bari` with `patto`, it is not repeated.
    """
    return names if names.lower().startswith(f"{noun.lower()} ") else f"{noun} {names}"


def _noun(name: str, lang: Lang, kpi: Kpi | None) -> str:
    """Return the noun that stands before the names of a filter's codes, such as `regione`.

    If the catalogues have no noun for the filter, it is the label of the filter's dimension.
    """
    if kpi is not None and name == "year" and kpi.year_column != "year_code":
        return along(name, kpi, lang).lower()
    key = f"filters.noun.{name}"
    return t(key, lang) if key in catalogue(lang) else dimension(name).label.in_(lang).lower()


def _place(name: str) -> int:
    return FIRST_IN_WORDS.index(name) if name in FIRST_IN_WORDS else len(FIRST_IN_WORDS)


def listed(codes: Sequence[str], wordings: Mapping[str, str], lang: Lang) -> str:
    """Return the labels of codes as text, in the order of `wordings`.

    After the first `NAMED` labels, only the number of further codes is stated.
    """
    ordered = [code for code in wordings if code in codes]
    words = ", ".join(wordings[code] for code in ordered[:NAMED])
    others = len(ordered) - NAMED
    return words if others <= 0 else t("filters.and_others", lang, words=words, n=others)


def axis_label(code: str, name: str | None) -> str:
    """Return the label of an axis: `code – name`, or the code alone where the name is missing."""
    return f"{code} – {name}" if name and name != code else code
