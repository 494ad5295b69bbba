"""Every file of `sql/` states its grain, keeps to the portable part of SQL, and has its place."""

import re
from pathlib import Path

import pytest
import sqlglot
from sqlglot import ErrorLevel, exp

from cruscotto.config import SQL
from cruscotto.warehouse.build import build_order

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
def test_portable_files_call_no_function_that_one_engine_alone_knows(path: Path) -> None:
    unknown = [node.name for tree in parsed(path) for node in tree.find_all(exp.Anonymous)]
    assert unknown == []


# What changes numbers in silence, or fails, on the other engine.
FORBIDDEN: tuple[type[exp.Expr], ...] = (
    exp.PercentileCont, exp.Avg, exp.DayOfWeek, exp.Mode, exp.Pivot, exp.StrToTime, exp.StrToDate,
    exp.Columns,
)  # fmt: skip


def faults(tree: exp.Expr) -> list[str]:
    found = [type(node).__name__ for node in tree.find_all(*FORBIDDEN)]
    found += [
        f"date_diff in {node.unit}"
        for node in tree.find_all(exp.DateDiff)
        if str(node.unit or "DAY").strip("'").upper() != "DAY"
    ]
    found += [
        "regexp_replace without 'g'"
        for node in tree.find_all(exp.RegexpReplace)
        if "g" not in str(node.args.get("modifiers") or "")
    ]
    found += ["union by name" for node in tree.find_all(exp.Union) if node.args.get("by_name")]
    found += ["* replace" for node in tree.find_all(exp.Star) if node.args.get("replace")]
    found += ["named window" for node in tree.find_all(exp.Select) if node.args.get("windows")]
    found += ["* with qualify" for node in tree.find_all(exp.Qualify) if node.parent.is_star]
    return found


@every_portable_file
def test_portable_files_keep_to_what_both_engines_compute_alike(path: Path) -> None:
    assert [fault for tree in parsed(path) for fault in faults(tree)] == []


@pytest.mark.parametrize(
    "sql",
    [
        "select avg(x) from t",
        "select try_strptime(x, '%Y') from t",
        "select date_diff('month', a, b) from t",
        "select regexp_replace(x, 'a', 'b') from t",
        "select * replace (1 as x) from t",
        "select * from t qualify row_number() over (order by x) = 1",
        "select a from t union all by name select a from u",
        "select percentile_cont(0.5) within group (order by x) from t",
    ],
)
def test_the_lint_sees_what_it_forbids(sql: str) -> None:
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    assert faults(tree) or list(tree.find_all(exp.Anonymous))


@every_portable_file
def test_portable_files_translate_to_spark_without_loss(path: Path) -> None:
    for tree in parsed(path):
        translated = tree.sql("spark", unsupported_level=ErrorLevel.RAISE)
        assert sqlglot.parse_one(translated, dialect="spark")


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
