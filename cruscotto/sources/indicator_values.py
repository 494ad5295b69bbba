"""Read the values and areas of a file of regional indicators.

How a value is read depends on all values of its column.
"""

import duckdb

from cruscotto.model.indicators import SDMX_SCALES
from cruscotto.model.places import NOT_SPLIT, normalised, read_region
from cruscotto.sources.contracts.columns import listed, quoted
from cruscotto.sources.contracts.signs_and_days import INFERRED_THOUSANDS
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

Connection = duckdb.DuckDBPyConnection
# Bolzano and Trento are provinces too, with a code of their own.
_PROVINCES = ("ITH10", "ITH20", "ITD10", "ITD20")


def read_values(con: Connection, is_sdmx: bool, decimal: Mark | None) -> None:
    """Create the table `observed_values`: each record's value, or the reason why it was not read.

    In SDMX-CSV the decimal sign is a point, and thousands are not grouped. So a value with a comma
    stays unread, unless values show that a spreadsheet saved the file with decimal commas. A value
    read with a doubt has a reason, too.

    Args:
        con: a warehouse being edited, with the table `observed_rows`.
        is_sdmx: whether the file is SDMX-CSV.
        decimal: the decimal sign that the importing person named, if the values do not decide it.
    """
    con.execute(
        "create or replace temp table published_values as select rowid as place, "
        f"case when lower(value) not in ({listed(NO_VALUE)}) then {cleaned_sql('value')} end "
        "as clean from observed_rows"
    )
    row = con.execute(f"select {evidence_sql('clean')} from published_values").fetchone()
    found = Evidence(*(row or (0, 0, 0)))
    is_published = is_sdmx and found.mark is Mark.OWN and not found.comma
    mark = Mark.POINT if is_published else found.mark_or(decimal)
    number = number_sql("clean", mark)
    if is_sdmx and mark is Mark.POINT:
        number = f"case when not contains(clean, ',') then {number} end"
    con.execute(
        "create or replace temp table observed_values as "
        "select rows.* exclude (value), rows.value as value_text, "
        f"coalesce({number}, '') as value, "
        f"case when {_is_inferred(con, found)} and {number} is not null "
        f"then '{INFERRED_THOUSANDS}' when clean is null or {number} is not null then null "
        f"when regexp_full_match(clean, '{OPEN}') then 'ambiguous_number' "
        "else 'unreadable_value' end as value_reason "
        "from observed_rows as rows inner join published_values "
        "on rows.rowid = published_values.place order by place"
    )


def _is_inferred(con: Connection, found: Evidence) -> str:
    """Return the SQL test that a value such as `1.234` is read as 1234, but with a doubt.

    The decimal sign is known from other values of the column, but none of these certainly groups
    thousands (see `infers_thousands`). If there is no such doubt, the test is always false.
    """
    if not found.open or found.mark not in SIGNS:
        return "false"
    infers = infers_thousands_sql("clean", found.mark)
    (is_any,) = con.execute(f"select {infers} from published_values").fetchone() or (False,)
    return is_one_group_sql("clean", found.mark) if is_any else "false"


def read_areas(con: Connection) -> None:
    """Create the table `areas`, with a row for each area named in `observed_values`.

    A row has the area's NUTS 2 code, or null if the area is no known region. Three flags state
    whether it is a province, whether it is written as the current code, and whether it is Trento
    and Bolzano together.
    """
    con.execute(
        "create or replace temp table areas (area varchar, nuts2 varchar, is_province boolean, "
        "is_current boolean, is_not_split boolean)"
    )
    names = [row[0] for row in con.execute("select distinct area from observed_values").fetchall()]
    if names:
        con.executemany("insert into areas values (?, ?, ?, ?, ?)", [_area(name) for name in names])


def _area(name: str) -> tuple[str, str | None, bool, bool, bool]:
    spelled, nuts2 = normalised(name), read_region(name)
    return name, nuts2, spelled in _PROVINCES, spelled == nuts2, spelled in NOT_SPLIT


def dimensions_that_part(con: Connection, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the columns `names` whose values distinguish one series from another.

    Left out are columns of scale, such as the multiplier, that are empty in some records and have
    at most one value in all others.
    """
    scales = [name for name in names if name in SDMX_SCALES]
    if not scales:
        return names
    counts = ", ".join(
        f"count(distinct nullif(trim({quoted(name)}), '')), "
        f"coalesce(bool_or(coalesce(trim({quoted(name)}), '') = ''), false)"
        for name in scales
    )
    row = con.execute(f"select {counts} from incoming").fetchone() or ()
    pairs = zip(scales, row[::2], row[1::2], strict=True)
    absent = {name for name, distinct, has_empty in pairs if distinct <= 1 and has_empty}
    return tuple(name for name in names if name not in absent)
