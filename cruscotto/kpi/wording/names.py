"""Codes and their words, in the order a reader needs."""

from difflib import get_close_matches

import duckdb

from cruscotto.errors import UnknownName
from cruscotto.i18n import Lang
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.common_indicators import KNOWN_INDICATORS, label
from cruscotto.kpi.registry.dimensions import DIMENSIONS
from cruscotto.warehouse.reading import records

_QUERIES = {
    "region": "select region_code as code, region_name as name from marts.region order by position",
    "programme": (
        "select programme_code as code, programme_name as name from marts.programme "
        "order by period_code desc, is_national, programme_name, programme_code"
    ),
    "managing_authority": (
        "select a.managing_authority_code as code, a.managing_authority_name as name "
        "from marts.managing_authority as a "
        "left join marts.region as r on a.region_code = r.region_code "
        "order by r.position nulls last, a.managing_authority_name, code"
    ),
    "axis": (
        "select axis_code as code, axis_code as name from marts.priority_axis "
        "group by axis_code order by axis_code"
    ),
    "year": (
        "select code, code as name from ("
        "select year_code as code from marts.operation_share "
        "union select entry_year_code from marts.participation_cell "
        "union select exit_year_code from marts.participation_cell "
        "union select year_code from marts.need "
        "union select year_code from marts.reported_money "
        "union select year_code from marts.reported_indicator"
        ") where code <> 'unknown' order by code desc"
    ),
    "pact": (
        "select p.pact_code as code, p.pact_name as name from marts.pact as p "
        "left join marts.region as r on p.region_code = r.region_code "
        "order by r.position nulls last, p.pact_name, p.pact_code"
    ),
    "occupation": (
        "select occupation_code as code, occupation_name as name from marts.occupation "
        "order by occupation_code"
    ),
    # a programme's own indicators have no words but their code
    "indicator": (
        "select distinct indicator_code as code, null as name from marts.target order by code"
    ),
}


def names(con: duckdb.DuckDBPyConnection, dimension: str, lang: Lang) -> dict[str, str]:
    """Return `{code: wording}` of a dimension, data first, fixed members after."""
    found: dict[str, str] = {}
    if dimension in _QUERIES:
        found = {row["code"]: row["name"] for row in records(con, _QUERIES[dimension])}
    fixed = {c: text.in_(lang) for c, text in DIMENSIONS[dimension].members.items()}
    if dimension == "indicator":
        fixed = {code: label(code, lang) for code in KNOWN_INDICATORS}
    named = {code: name or fixed.get(code, code) for code, name in found.items()}
    return {**named, **{code: word for code, word in fixed.items() if code not in found}}


def require_known_codes(con: duckdb.DuckDBPyConnection, selection: Selection) -> None:
    """Stop at a code that no dimension has: an empty answer would pass for a true one.

    Raises:
        UnknownName: with the near codes and all there are.
    """
    for name, codes in selection.where:
        # a programme may have indicators of its own, which no list knows
        if name == "indicator":
            continue
        known = list(names(con, name, "it"))
        for code in codes:
            if known and code not in known:
                similar = get_close_matches(code, known, cutoff=0.5)
                raise UnknownName(kind="code", name=code, similar=similar, known=known)


def axis_names(con: duckdb.DuckDBPyConnection, programme: str) -> dict[str, str]:
    """Return `{axis code: name}` of one programme; the name is the published one if there is."""
    rows = records(
        con,
        "select axis_code as code, coalesce(axis_name, axis_code) as name "
        "from marts.priority_axis where programme_code = $programme order by axis_code",
        {"programme": programme},
    )
    return {row["code"]: row["name"] for row in rows}
