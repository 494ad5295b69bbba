"""Restore the publisher's format in an OpenCoesione file that another program rewrote.

The staging reads amounts with a decimal comma and days as YYYYMMDD. A file that a spreadsheet or a
data frame saved has decimal points, grouped thousands, days with slashes and codes with a `.0`.
`sources.values` reads each value, with regard to all values of its column, and the value is written
in the publisher's format. A value that cannot be read stays as it is and is entered in the ledger.
Files as published need no conversion.
"""

import duckdb

from cruscotto.model.fields import FIRST_DAY, LAST_DAY
from cruscotto.model.opencoesione import AMOUNT_COLUMNS, DATE_COLUMNS
from cruscotto.model.places import NOT_SPLIT, normalised, read_region
from cruscotto.sources.contracts.columns import listed, quoted
from cruscotto.sources.contracts.signs_and_days import INFERRED_THOUSANDS, PERHAPS_MONTH_FIRST
from cruscotto.sources.values.dates import date_sql, may_month_first_sql, month_first_sql, twice_sql
from cruscotto.sources.values.numbers import (
    NO_VALUE,
    OPEN,
    SIGNS,
    Evidence,
    Mark,
    cleaned_sql,
    evidence_sql,
    infers_thousands_sql,
    is_one_group_sql,
    number_sql,
)

TABLE = "raw.opencoesione_operations"
# Codes that a data frame takes for numbers, and how many figures they have.
CODES = {"COD_REGIONE": 3, "COD_PROVINCIA": 6, "OC_COD_CICLO": 1, "COD_OB_TEMATICO": 2}
REGION_CODES = "[0-9]{1,3}( *::: *[0-9]{1,3})*"
Connection = duckdb.DuckDBPyConnection


def written_usually(con: Connection, file_id: str, columns: set[str], decimal: Mark | None) -> bool:
    """Convert the amounts and days of a file's loaded rows to the publisher's format.

    If a value is read with a doubt, its entry in the ledger gets the doubt as reason. Of `columns`,
    only those of amounts and days are converted.

    Returns:
        Whether any value was converted.
    """
    amounts, days = columns & set(AMOUNT_COLUMNS), columns & set(DATE_COLUMNS)
    written = [_rewrite_amounts(con, file_id, name, decimal) for name in sorted(amounts)]
    return any([*written, *(_rewrite_days(con, file_id, name) for name in sorted(days))])


def why_unread(name: str, reason: str) -> str:
    """Return the SQL expression of the reason why a value of the column `name` is unread.

    The reason is `ambiguous_number` for an amount that could be read in two ways, else `reason`.
    """
    is_open = f"regexp_full_match(trim({quoted(name)}), '{OPEN}')"
    either = f"case when {is_open} then 'ambiguous_number' else '{reason}' end"
    return either if name in AMOUNT_COLUMNS else f"'{reason}'"


def codes_without_fractions(con: Connection, file_id: str) -> None:
    """Remove from codes the `.0` that a data frame adds, and restore their leading zeros."""
    tests = ", ".join(
        f"coalesce(bool_or(trim({name}) like '%.0' or length(trim({name})) in (4, 5)), false)"
        for name in CODES
    )
    found = (
        con.execute(
            f"select {tests} from {TABLE} where file_id = $file_id", {"file_id": file_id}
        ).fetchone()
        or ()
    )
    for (name, length), is_odd in zip(CODES.items(), found, strict=True):
        if is_odd:
            bare = f"regexp_extract(trim({name}), '^([0-9]+)([.]0)?$', 1)"
            # a province stands alone in three figures, or after its region in six
            figures = f"case when length({bare}) <= 3 then {min(length, 3)} else {length} end"
            con.execute(
                f"update {TABLE} set {name} = lpad({bare}, {figures}, '0') "
                f"where file_id = $file_id and length({bare}) between 1 and {length}",
                {"file_id": file_id},
            )


def regions_as_codes(con: Connection, file_id: str) -> None:
    """Replace each region written as a name or as another code by the publisher's code."""
    bound = {"file_id": file_id}
    odd = f"not regexp_full_match(trim(COD_REGIONE), '{REGION_CODES}') and trim(COD_REGIONE) <> ''"
    found = con.execute(
        f"select distinct trim(COD_REGIONE) from {TABLE} where file_id = $file_id and {odd}", bound
    ).fetchall()
    if not found:
        return
    own = dict(con.execute("select nuts2, opencoesione_code from raw.reference_regions").fetchall())
    for (text,) in found:
        code = "004" if normalised(text) in NOT_SPLIT else own.get(read_region(text) or "")
        if code:
            con.execute(
                f"update {TABLE} set COD_REGIONE = $code "
                "where file_id = $file_id and trim(COD_REGIONE) = $text",
                bound | {"code": code, "text": text},
            )


def _rewrite_amounts(con: Connection, file_id: str, name: str, decimal: Mark | None) -> bool:
    own = f"from {TABLE} where file_id = $file_id"
    text = f"trim({quoted(name)})"
    known = f"case when lower({text}) not in ({listed(NO_VALUE)}) then {text} end"
    texts = f"(select {cleaned_sql('t')} as t from (select {known} as t {own}))"
    bound = {"file_id": file_id}
    row = con.execute(f"select {evidence_sql('t')} from {texts}", bound).fetchone() or (0, 0, 0)
    found = Evidence(*row)
    mark = found.mark_or(decimal)
    if found.open and found.mark in SIGNS:
        is_group = is_one_group_sql(cleaned_sql("value"), mark)
        infers = f"select {infers_thousands_sql('t', mark)} from {texts}"
        _doubt(con, file_id, name, INFERRED_THOUSANDS, f"{is_group} and ({infers})")
    number = _unfolded(f"({number_sql('t', mark)})")
    plain = "(-?[0-9]+(,[0-9]+)?)?"
    # where points are decimals, a comma that the staging would read is one of thousands
    odd = "true" if mark is Mark.POINT else f"not regexp_full_match({text}, '{plain}')"
    (count,) = con.execute(
        f"update {TABLE} set {quoted(name)} = again.written from ("
        f"select place, case when t is null then '' else replace({number}, '.', ',') end "
        f"as written from (select rowid as place, {cleaned_sql('t')} as t from "
        f"(select rowid, {known} as t {own} and {odd}))) as again "
        f"where {TABLE}.rowid = again.place and again.written is not null",
        {"file_id": file_id},
    ).fetchone() or (0,)
    return bool(count)


def _doubt(con: Connection, file_id: str, name: str, reason: str, test: str) -> None:
    """Write `reason`, a doubt, into the ledger entries of a column whose values pass a test.

    Args:
        con: a warehouse being edited, with the file's entries in the ledger.
        file_id: the file's entry in the ledger.
        name: the column.
        reason: why such values are in doubt.
        test: the SQL test of an entry's column `value`.
    """
    con.execute(
        "update ledger.field_issue set reason = $reason "
        f"where file_id = $file_id and column_name = $name and {test}",
        {"file_id": file_id, "name": name, "reason": reason},
    )


def _unfolded(number: str) -> str:
    """Return the SQL expression of a number written without an exponent.

    Spreadsheets write large amounts with an exponent, which the staging cannot read.
    """
    written = f"cast(try_cast({number} as decimal(20, 2)) as varchar)"
    return f"case when regexp_matches({number}, '[eE]') then {written} else {number} end"


def _rewrite_days(con: Connection, file_id: str, name: str) -> bool:
    own, text = f"from {TABLE} where file_id = $file_id", f"trim({quoted(name)})"
    doubtful, may_be = con.execute(
        f"select {month_first_sql('t')}, {may_month_first_sql('t')} "
        f"from (select {text} as t {own})",
        {"file_id": file_id},
    ).fetchone() or (False, False)
    if may_be and not doubtful:
        _doubt(con, file_id, name, PERHAPS_MONTH_FIRST, twice_sql("value"))
    day = date_sql(text, bool(doubtful))
    (count,) = con.execute(
        f"update {TABLE} set {quoted(name)} = strftime({day}, '%Y%m%d') "
        f"where file_id = $file_id and not regexp_full_match({text}, '[0-9]{{8}}|') "
        f"and {day} between date '{FIRST_DAY}' and date '{LAST_DAY}'",
        {"file_id": file_id},
    ).fetchone() or (0,)
    return bool(count)
