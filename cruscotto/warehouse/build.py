"""Build the tables of staging and marts from the files of `sql/`, then run the checks.

Each table is built after the tables that it reads. The build fails at the first check that finds
rows.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from cruscotto import logs
from cruscotto.config import REFERENCE, SQL
from cruscotto.errors import ChecksFailed
from cruscotto.model.opencoesione import COLUMNS
from cruscotto.warehouse.errors import MartsOnly
from cruscotto.warehouse.exchange_rules import run_rules

# Tables of data/reference that the staging reads, by the name they get in the raw schema.
REFERENCE_TABLES = {
    "reference_regions": "regions.csv",
    "reference_programmes": "programmes.csv",
    "reference_programmes_2021_2027": "programmes_2021_2027.csv",
    "reference_managing_authorities": "managing_authorities.csv",
    "reference_plans": "official/cohesion_plans_2014_2020.csv",
    "reference_plans_2127": "official/plans_2021_2027.csv",
    "reference_implementation": "official/cohesion_implementation_2014_2020.csv",
    "reference_regional_indicators": "regional_indicators.csv",
    "reference_population": "population_2022_2023.csv",
    "reference_cofinancing_ceilings": "cofinancing_ceilings.csv",
    "reference_cofinancing_rates_2021_2027": "cofinancing_rates_2021_2027.csv",
    "reference_provinces": "provinces.csv",
    "reference_occupations": "occupations.csv",
    "reference_axis_objectives": "axis_objectives.csv",
    "reference_decommitment_rules": "decommitment_rules.csv",
    "reference_full_rate_years": "full_rate_years.csv",
    "reference_participant_codes": "participant_codes.csv",
}

# Columns of raw tables that had another name: schema, table, before, now.
RENAMED_COLUMNS = (("raw", "puc_fn09", "domanda_pagamento", "id_domanda_pagamento"),)

# What is read several times is kept as a table; the rest of staging is a view.
MATERIALISED = ("int_",)

NAMED, COMMENT = re.compile(r"\b(staging|marts)\.(\w+)"), re.compile(r"--.*")

# Tables made in rounds: what the first round reads, and how many rounds `int_need_rounds` lists.
ROUNDS = {"int_need_matches": ("staging.int_need_sides", 26)}


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Create the tables that imports need, if they are missing, and reload the reference tables.

    Raises:
        MartsOnly: the warehouse has no raw tables, see `elsewhere`; an import would empty its
            marts.
    """
    require_raw(con)
    for path in sorted((SQL / "schema").glob("*.sql")):
        con.execute(path.read_text("utf-8"))
    _rename_columns(con)
    columns = ", ".join(f'"{name}" varchar' for name in COLUMNS)
    con.execute(
        "create table if not exists raw.opencoesione_operations "
        f"(file_id varchar not null, {columns})"
    )
    for table, file in REFERENCE_TABLES.items():
        con.execute(
            f"create or replace table raw.{table} as "
            # how the files are written is given: to find it out takes twice as long
            "select * from read_csv($file, all_varchar = true, header = true, delim = ',', "
            "quote = '\"', escape = '\"')",
            {"file": str(REFERENCE / file)},
        )


def _rename_columns(con: duckdb.DuckDBPyConnection) -> None:
    """Give columns their present names in raw tables made by an older version of the program."""
    for schema, table, old, new in RENAMED_COLUMNS:
        there = con.execute(
            "select 1 from duckdb_columns() where schema_name = ? and table_name = ? "
            "and column_name = ? and database_name = current_database()",
            [schema, table, old],
        ).fetchone()
        if there:
            con.execute(f"alter table {schema}.{table} rename column {old} to {new}")


def require_raw(con: duckdb.DuckDBPyConnection) -> None:
    """Raise an error if a warehouse has no raw tables.

    Raises:
        MartsOnly: the warehouse was built from a source of Parquet, see `elsewhere`.
    """
    if holds_marts_only(con):
        name = con.execute("select current_database()").fetchone()
        raise MartsOnly(warehouse=name[0] if name else "")


def holds_marts_only(con: duckdb.DuckDBPyConnection) -> bool:
    """Return whether a warehouse has marts but no raw tables, because it was built from Parquet."""
    found = con.execute(
        "select distinct schema_name from duckdb_tables() "
        "where schema_name in ('raw', 'marts') order by 1"
    ).fetchall()
    return found == [("marts",)]


def build(con: duckdb.DuckDBPyConnection, salt: str) -> None:
    """Build staging and marts again from the raw tables, then run every check.

    Args:
        con: the warehouse being changed.
        salt: the secret from which keys of participations are made; it is bound, never written.

    Raises:
        ChecksFailed: a check found rows; the caller must not publish.
    """
    with logs.timed(logs.Event.BUILD):
        _run_files(con, salt)
        run_rules(con)
        run_checks(con)
        _keep_counts(con)


def _run_files(con: duckdb.DuckDBPyConnection, salt: str) -> None:
    for schema, name in build_order():
        make(con, schema, name, salt)
    for name in MATERIALISED_AFTER_USE:
        con.execute(f"drop table if exists staging.{name}")


def make(con: duckdb.DuckDBPyConnection, schema: str, name: str, salt: str) -> None:
    """Make one table or view of staging or marts; the tables that it reads must exist already."""
    kind = "view" if schema == "staging" and not name.startswith(MATERIALISED) else "table"
    for text, bound in statements(schema, name, salt):
        con.execute(f"create or replace {kind} {schema}.{name} as {text}", dict(bound) or None)
        if name in ROUNDS and not con.execute(f"from {schema}.{name} limit 1").fetchone():
            break  # what is empty after one round stays so: without needs, a quarter of a build


def _keep_counts(con: duckdb.DuckDBPyConnection) -> None:
    """Keep in the ledger the counts of people, operations and money of the newest edition, by year.

    A later edition replaces the rows of this edition in the marts, but not these counts.
    """
    counts = (SQL / "imports" / "kept_counts.sql").read_text("utf-8")
    con.execute(f"create or replace temp table counts_of_now as {counts}")
    con.execute(
        "delete from ledger.kept_counts "
        "where edition_date in (select edition_date from counts_of_now)"
    )
    con.execute("insert into ledger.kept_counts by name from counts_of_now")
    con.execute("drop table counts_of_now")


# Nothing reads these once the marts stand; a smaller file is copied faster at the next import.
MATERIALISED_AFTER_USE = (
    "int_operation_axes",
    "int_operation_regions",
    "int_operation_funds",
    "int_operation_places",
    "int_evaluated",
    "int_evaluated_history",
    "int_courses",
    "int_need_links",
    "int_need_rounds",
    "int_need_sides",
    "int_need_matches",
    "int_operation_needs",
    "int_indicator_cells",
    "int_indicator_waiting",
    "int_ages",
    "int_education_levels",
)


def statements(schema: str, name: str, salt: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the queries that make a table, in order, each with its bound values.

    Most tables need one query. A table in `ROUNDS` is made in several rounds of the same query. The
    first round reads the table that `ROUNDS` names; each later round reads the result of the round
    before. The result of the last round is the table.
    """
    text = (SQL / schema / f"{name}.sql").read_text("utf-8")
    start, count = ROUNDS.get(name, ("", 1))
    for number in range(1, count + 1):
        bound = {"salt": salt, "round": str(number)}
        table = start if number == 1 else f"{schema}.{name}"
        yield (
            text.replace(start, table) if start else text,
            {key: value for key, value in bound.items() if f"${key}" in text},
        )


def run_checks(con: duckdb.DuckDBPyConnection) -> int:
    """Run the checks of `sql/checks`, and return their number; each check must find no rows.

    Raises:
        ChecksFailed: a check found rows; the error has its name, the number of rows (at most 1,000)
            and the first row.
        MartsOnly: the warehouse has no raw tables; its checks were run when it was built.
    """
    require_raw(con)
    for failed in failing_checks(con):
        raise failed
    return len(check_files())


def failing_checks(con: duckdb.DuckDBPyConnection) -> Iterator[ChecksFailed]:
    """Run the checks of `sql/checks`, and yield an error for each check that finds rows.

    The error counts at most 1,000 rows.
    """
    for path in check_files():
        found = con.execute(path.read_text("utf-8")).fetchmany(1000)
        if found:
            yield ChecksFailed(check=path.stem, rows=len(found), first=found[0])


def check_files() -> list[Path]:
    """Return the SQL files of the checks; the rules in `sql/checks/puc` are not among them."""
    return sorted((SQL / "checks").glob("*.sql"))


@cache
def kept_tables() -> frozenset[tuple[str, str]]:
    """Return (schema, table) of every table that a warehouse must have after a build.

    Views, and tables that are removed at the end of a build, are not among them.
    """
    with duckdb.connect() as con:
        prepare(con)
        found = con.execute("select schema_name, table_name from duckdb_tables()").fetchall()
    built = {
        (schema, name)
        for schema, name in build_order()
        if schema == "marts"
        or (name.startswith(MATERIALISED) and name not in MATERIALISED_AFTER_USE)
    }
    return frozenset((str(schema), str(name)) for schema, name in found) | built


@cache
def build_order() -> tuple[tuple[str, str], ...]:
    """Return (schema, table) of every table of staging and marts, in the order of a build.

    Each table comes after the tables that it reads.
    """
    files = [path for schema in ("staging", "marts") for path in (SQL / schema).glob("*.sql")]
    known = {(path.parent.name, path.stem) for path in files}
    graph = {(path.parent.name, path.stem): sorted(_reads(path) & known) for path in sorted(files)}
    return tuple(TopologicalSorter(graph).static_order())


def _reads(path: Path) -> set[tuple[str, str]]:
    """Return the tables that a SQL file names, as (schema, table); comments are ignored.

    A regular expression finds the names, since parsing all files would take a second.
    """
    return set(NAMED.findall(COMMENT.sub("", path.read_text("utf-8"))))
