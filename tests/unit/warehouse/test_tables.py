"""What an answer was read from is known, and a table that changed is known to have changed."""

from itertools import combinations
from pathlib import Path

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from cruscotto.config import SQL
from cruscotto.kpi.query.asking import shape, sql_of
from cruscotto.kpi.query.people import BUILDERS
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS, MART_DIMENSIONS
from cruscotto.warehouse import reading, tables
from cruscotto.warehouse.tables import marks, named_in, noting

QUERIES = sorted((SQL / "queries").glob("*.sql"))


def read_by(sql: str) -> set[str]:
    parsed = sqlglot.parse_one(sql, dialect="duckdb")
    return {f"{one.db}.{one.name}" for one in parsed.find_all(exp.Table) if one.db}


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_every_table_of_a_query_is_named(file: Path) -> None:
    sql = file.read_text("utf-8")
    assert read_by(sql) <= named_in(sql)


@pytest.mark.parametrize("name", sorted(KPIS))
def test_every_table_of_an_indicators_query_is_named(name: str) -> None:
    kpi = KPIS[name]
    for by in ((), *((one,) for one in MART_DIMENSIONS[kpi.mart])):
        sql = sql_of(kpi, by, shape(Selection()), kpi.method in BUILDERS)
        assert read_by(sql) == named_in(sql) != frozenset()


def test_tables_are_noted_for_all_who_note() -> None:
    con = duckdb.connect()
    con.execute("create schema marts; create table marts.a as select 1 as n")
    con.execute("create table marts.b as select 2 as n")
    with noting() as outer:
        reading.records(con, "select * from marts.a")
        with noting() as inner:
            reading.records(con, "select * from marts.b")
    reading.records(con, "select * from marts.a")
    assert (inner, outer) == ({"marts.b"}, {"marts.a", "marts.b"})
    assert tables._noted.get() is None


CONTENTS = {
    "as it is": "select * from (values (1, 'a'), (2, null), (2, null)) as t (n, word)",
    "a row less": "select * from (values (1, 'a'), (2, null)) as t (n, word)",
    "another row twice": "select * from (values (1, 'a'), (1, 'a'), (2, null)) as t (n, word)",
    "a value more": "select * from (values (1, 'a'), (2, ''), (2, null)) as t (n, word)",
    "values exchanged": "select * from (values (2, 'a'), (1, null), (2, null)) as t (n, word)",
    "another name": "select * from (values (1, 'a'), (2, null), (2, null)) as t (m, word)",
    "another kind": "select cast(n as double) as n, word"
    " from (values (1, 'a'), (2, null), (2, null)) as t (n, word)",
    "no row": "select * from (values (1, 'a')) as t (n, word) where n > 1",
}


def marked(sql: str) -> str:
    con = duckdb.connect()
    con.execute(f"create schema marts; create table marts.a as {sql}")
    return marks(con)["marts.a"]


def test_a_table_that_changed_has_another_mark() -> None:
    found = {name: marked(sql) for name, sql in CONTENTS.items()}
    assert [(a, b) for a, b in combinations(found, 2) if found[a] == found[b]] == []


def test_the_order_of_rows_changes_no_mark() -> None:
    rows = "select range as n, range % 7 as word from range(5000) order by"
    assert marked(f"{rows} n") == marked(f"{rows} n desc")
