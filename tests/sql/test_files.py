"""Every file of `sql/` states its grain, keeps to the portable part of SQL, and has its place."""

import re
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from cruscotto.config import SQL
from cruscotto.warehouse.build import build_order
from cruscotto.warehouse.spark.dialect import to_spark

FILES = sorted(SQL.rglob("*.sql"))
# Importers read files, which only DuckDB does; the schema is DuckDB's own. The rest is portable.
PORTABLE = [path for path in FILES if path.parent.name in ("staging", "marts", "checks")]


def named(path: Path) -> str:
    return str(path.relative_to(SQL))


def parsed(path: Path) -> list[exp.Expr]:
    text = path.read_text("utf-8").replace("{unreadable}", "select 1")
    return [tree for tree in sqlglot.parse(text, dialect="duckdb") if tree is not None]


every_file = pytest.mark.parametrize("path", FILES, ids=named)
every_portable_file = pytest.mark.parametrize("path", PORTABLE, ids=named)


@every_file
def test_every_file_states_its_grain_in_the_first_line(path: Path) -> None:
    assert re.match(r"-- Grain:  \S", path.read_text("utf-8"))


@every_file
def test_every_file_is_sql_of_lower_case_words(path: Path) -> None:
    assert parsed(path)
    code = re.sub(r"--[^\n]*|'[^']*'", "", path.read_text("utf-8"))
    assert not re.findall(r"\b(SELECT|FROM|WHERE|GROUP BY|ORDER BY|JOIN|CASE|WITH)\b", code)


@pytest.mark.parametrize("path", sorted((SQL / "staging").glob("stg_*.sql")), ids=named)
def test_every_staging_file_that_copies_a_source_names_it(path: Path) -> None:
    assert re.search(r"^-- Source: \S", path.read_text("utf-8"), re.MULTILINE)


@every_portable_file
def test_portable_files_translate_to_spark_without_loss(path: Path) -> None:
    assert sqlglot.parse_one(to_spark(path.read_text("utf-8")), dialect="spark")


def test_the_build_order_holds_every_staging_and_mart_file_after_what_it_reads() -> None:
    order = list(build_order())
    files = {(p.parent.name, p.stem) for p in PORTABLE if p.parent.name != "checks"}
    assert set(order) == files
    for schema, name in order:
        tree = sqlglot.parse_one(
            (SQL / schema / f"{name}.sql").read_text("utf-8"), dialect="duckdb"
        )
        read = {(t.db, t.name) for t in tree.find_all(exp.Table)} & files
        assert all(order.index(other) < order.index((schema, name)) for other in read)
