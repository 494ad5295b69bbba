"""Write numbers, units and dates, by Babel; every screen uses these functions."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date as babel_date
from babel.numbers import format_decimal

from cruscotto.i18n.catalogue import Lang

Number = int | float | Decimal

# The sign of what people read. Files for programs are not written by these functions and keep the
# hyphen, which is the only sign that programs read as a minus.
MINUS = "\u2212"

# English figures follow the British order of dates, which Italian readers of English expect.
LOCALES: dict[str, str] = {"it": "it_IT", "en": "en_GB"}


def format_number(value: Number, lang: Lang, decimals: int = 0) -> str:
    """Write a number with the language's separators and a minus sign: `−1.234.567,8` in Italian.

    A number that is rounded to zero has no sign.
    """
    # adding zero takes the sign off a negative zero, which equals the positive one
    return _written(value + 0, lang, decimals)


# A page writes hundreds of figures, mostly the same ones as at its last run, and Babel parses the
# pattern and the locale at each.
@lru_cache(maxsize=16_384)
def _written(value: Number, lang: Lang, decimals: int) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    written = str(format_decimal(value, pattern, locale=LOCALES[lang]))
    if not written.startswith("-"):
        return written
    return f"{MINUS}{written[1:]}" if written.strip("-0,.") else written[1:]


def format_euro(value: Number, lang: Lang, decimals: int = 0) -> str:
    """Write an amount with the euro sign where the language puts it: `1.234 €`, `€1,234`."""
    written = format_number(value, lang, decimals)
    if lang == "it":
        return f"{written} €"
    return f"{MINUS}€{written[1:]}" if written.startswith(MINUS) else f"€{written}"


def format_value(value: Number | None, unit: str, lang: Lang) -> str:
    """Write a figure with its unit; a share is written as a percentage, euro without cents.

    Args:
        value: the figure; shares are fractions (0.123 is `12,3 %`). `None` is a dash.
        unit: a `cruscotto.kpi.registry.model.Unit` value.
        lang: the reader's language.
    """
    if value is None:
        return "–"
    writers = {
        "share": lambda: f"{format_number(value * 100, lang, 1)}{' %' if lang == 'it' else '%'}",
        "eur": lambda: format_euro(value, lang),
        "days": lambda: _days(value, lang),
        "index": lambda: format_number(value, lang, 3),
        "pp": lambda: f"{format_number(value * 100, lang, 1)} p.p.",
        "per_thousand": lambda: f"{format_number(value, lang, 1)} ‰",
        "ratio": lambda: format_number(value, lang, 2),
    }
    return writers.get(unit, lambda: format_number(value, lang))()


def _days(value: Number, lang: Lang) -> str:
    """Write a number of days with one decimal, or none if the decimal would be zero: `623 giorni`.

    The decimal is needed for means and medians.
    """
    written = format_number(value, lang, 1)
    whole = written.removesuffix(",0" if lang == "it" else ".0")
    is_one = whole in ("1", f"{MINUS}1")
    noun = {"it": ("giorni", "giorno"), "en": ("days", "day")}[lang][is_one]
    return f"{whole} {noun}"


def format_date(value: date, lang: Lang) -> str:
    """Write a date in full: `31 agosto 2024`, and the first of a month `1º agosto 2024`."""
    written = str(babel_date(value, "d MMMM yyyy", locale=LOCALES[lang]))
    return f"1º{written[1:]}" if lang == "it" and value.day == 1 else written
