"""Labels of the codes of dimensions, in the order in which readers expect them."""

from difflib import get_close_matches

import duckdb

from cruscotto.errors import UnknownName
from cruscotto.i18n import Lang
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.common_indicators import KNOWN_INDICATORS, label
from cruscotto.kpi.registry.dimensions import DIMENSIONS
from cruscotto.kpi.wording import programme_names
from cruscotto.warehouse.reading import ask

# Dimensions whose members the data hold: `sql/queries/names_of_DIMENSION.sql`.
_FROM_DATA = (
    "region",
    "province",
    "programme",
    "managing_authority",
    "axis",
    "year",
    "pact",
    "occupation",
    "indicator",
    "provider",
    "course",
)
# Those whose members are named after programmes.
_OF_PROGRAMMES = ("programme", "managing_authority")


def names(con: duckdb.DuckDBPyConnection, dimension: str, lang: Lang) -> dict[str, str]:
    """Return `{code: label}` of a dimension.

    Codes in the data come first, then the declared codes that the data do not have.
    """
    found: dict[str, str] = {}
    if dimension in _FROM_DATA:
        found = {row["code"]: row["name"] for row in ask(con, f"names_of_{dimension}")}
    if dimension in _OF_PROGRAMMES:
        found = {code: programme_names.written(name or "") for code, name in found.items()}
    fixed = {c: text.in_(lang) for c, text in DIMENSIONS[dimension].members.items()}
    if dimension == "indicator":
        fixed = {code: label(code, lang) for code in KNOWN_INDICATORS}
    named = {code: name or fixed.get(code, code) for code, name in found.items()}
    return {**named, **{code: word for code, word in fixed.items() if code not in found}}


def require_known_codes(con: duckdb.DuckDBPyConnection, selection: Selection) -> None:
    """Raise an error if a selection has a code that does not exist in its dimension.

    Without this error the result would be empty, as if the code existed and had no data.

    Raises:
        UnknownName: no such code; the error lists similar codes and all codes that exist.
    """
    for name, codes in selection.where:
        # a programme may have indicators of its own, which no list knows
        if name == "indicator":
            continue
        words = names(con, name, "it")
        for code in codes:
            if words and code not in words:
                english = names(con, name, "en")
                raise UnknownName(
                    kind="code",
                    name=code,
                    similar=_similar(code, [words, english]),
                    known=list(words),
                )


def _similar(written: str, languages: list[dict[str, str]]) -> list[str]:
    """Return suggestions for a text that is no known code of a dimension.

    If the text resembles labels, each suggestion is a code with its label, as `ITG1 (Sicilia)`. If
    not, the suggestions are the codes that resemble the text. There may be none.

    Args:
        written: the text.
        languages: labels by code, in each language.
    """
    labels = {
        label.casefold(): (code, label) for words in languages for code, label in words.items()
    }
    by_name: dict[str, str] = {}
    for near in get_close_matches(written.casefold(), labels, cutoff=0.7):
        by_name.setdefault(*labels[near])
    if by_name:
        return [f"{code} ({label})" for code, label in by_name.items()]
    return get_close_matches(written, list(languages[0]), cutoff=0.5)


def axis_names(con: duckdb.DuckDBPyConnection, programme: str) -> dict[str, str]:
    """Return the name of each axis of a programme, by the code of the axis.

    An axis without a name has its code as name.
    """
    rows = ask(con, "axis_names", {"programme": programme})
    return {row["code"]: row["name"] for row in rows}
