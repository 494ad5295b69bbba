"""An authority's due days, as a table for a file and as a table for the screen.

Each row is an account on one due day. An account is a programme's money of one fund and one
category of region. The file has every figure in euro; the screen has fewer figures, in millions.
"""

from collections.abc import Sequence
from typing import Any

from cruscotto.finance.outlook import Standing
from cruscotto.i18n import Lang, format_date, format_number, t
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.state import session
from cruscotto.ui.text import words

COLUMNS: tuple[tuple[str, str | None], ...] = (
    ("programme", None),
    ("year", None),
    ("target", "eur"),
    ("covered", "eur"),
    ("gap", "eur"),
    ("state", None),
    ("missing", "eur"),
    ("missing_low", "eur"),
    ("missing_high", "eur"),
    ("eur_per_month", "eur"),
    ("months_left", "count"),
    ("headroom", "eur"),
    ("fund", None),
    ("category", None),
)
# Columns of the table on a screen and their pixels; those whose headers are shortened there.
SHORT = (
    ("programme", 150),
    ("year", 92),
    ("target", 82),
    ("covered", 78),
    ("gap", 84),
    ("state", 90),
    ("missing", 84),
    ("band", 100),
    ("eur_per_month", 70),
    ("category", 172),
)
SHORTENED = ("missing", "band", "eur_per_month", "category")


def category(code: str, lang: Lang) -> str:
    """Return the name of a category of region."""
    return t(f"certify.category_{code}", lang)


def soonest_first(one: Standing) -> tuple[bool, int]:
    """Return a sort key: future due days first (soonest first), then past ones (latest first)."""
    day = (one.position.day or one.at).toordinal()
    return one.is_past, -day if one.is_past else day


def whole(found: Sequence[Standing], lang: Lang) -> Table:
    """Return a table with a row per account and due day, with every figure in euro."""
    columns = [Column(name, t(f"certify.column_{name}", lang), unit) for name, unit in COLUMNS]
    rows = []
    for standing in found:
        row = standing.as_dict() | {"category": category(standing.place.category, lang)}
        row["year"] = format_date(standing.position.day or standing.at, lang)
        row["state"] = t(f"certify.state_{standing.state}", lang)
        rows.append([row[name] for name, _ in COLUMNS])
    return Table.of(columns, rows)


def short(found: Sequence[Standing], lang: Lang) -> Table:
    """Return a table with a row per account and due day, with amounts in millions of euro.

    The table has fewer columns than the file, so that it fits a screen.
    """
    names = session.names("programme", lang)
    columns = [_short_column(name, width, lang) for name, width in SHORT]
    rows = []
    for standing in found:
        row = standing.as_dict()
        row |= {
            "category": category(standing.place.category, lang),
            "year": f"{standing.position.day or standing.at:%d/%m/%Y}",
            "state": t(f"certify.state_{standing.state}", lang),
            "programme": names.get(row["programme"], row["programme"]),
            "band": _band_words(row, lang),
        }
        rows.append([row[name] for name, _ in SHORT])
    return Table.of(columns, rows)


def _short_column(name: str, width: int, lang: Lang) -> Column:
    long = t(f"certify.column_{name}", lang) if name != "band" else None
    short = t(f"certify.short_{name}", lang) if name in SHORTENED else str(long)
    unit = words.MILLIONS if dict(COLUMNS).get(name) == "eur" else None
    return Column(name, short, unit, help=long, width=width, has_unit=False)


def _band_words(row: dict[str, Any], lang: Lang) -> str:
    ends = (row["missing_low"], row["missing_high"])
    if None in ends:
        return words.NOTHING
    return " – ".join(format_number(float(end) / words.MILLION, lang, 1) for end in ends)
