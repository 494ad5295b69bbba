"""Every file of `sql/` gives the same rows, names and types on DuckDB and on Spark."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from cruscotto.config import SQL
from cruscotto.warehouse.build import MATERIALISED, build_order, check_files
from cruscotto.warehouse.elsewhere import build_on
from cruscotto.warehouse.engine import Engine
from cruscotto.warehouse.engines import open_engine
from cruscotto.warehouse.exchange_rules import rule_files
from cruscotto.warehouse.on_duckdb import OnDuckDB
from cruscotto.warehouse.parts import checked

SALT = "0f" * 32
# Of a delivery that lacks all of one kind of record, random rows always have some.
NOT_BROKEN = {"002", "003", "007", "008", "010", "011", "014", "017", "018"}
VIEWS = [
    name
    for schema, name in build_order()
    if schema == "staging" and not name.startswith(MATERIALISED)
]
TABLES = [
    *(f"{schema}/{name}" for schema, name in build_order()),
    "marts/exchange_finding",
    *(f"checks/{path.stem}" for path in check_files()),
]
# What every `make test` makes of the hard rows: the money of operations, with all that it is
# made from. Two minutes of Spark make the rest; `make thorough` does.
LEADING = ("marts.operation_share", "marts.reported_revision")


def _behind(*names: str) -> list[str]:
    """Return tables with all that they are made from, as `schema/table`, in their order."""
    wanted = set(names)
    for schema, name in reversed(build_order()):
        if f"{schema}.{name}" in wanted:
            text = (SQL / schema / f"{name}.sql").read_text("utf-8")
            wanted |= set(re.findall(r"\b(?:staging|marts)\.\w+", text))
    return [f"{s}/{name}" for s, name in build_order() if f"{s}.{name}" in wanted]


MONEY = _behind(*LEADING)
# a source, and the tables made of it
DATA = {"money": ("adversarial", MONEY)} | {
    name: (name, TABLES) for name in ("adversarial", "demonstration")
}
CASES = [pytest.param(name, marks=() if name == "money" else pytest.mark.thorough) for name in DATA]


class InPart:
    """An engine on which some tables are made, and no others."""

    def __init__(self, engine: Engine, tables: Sequence[str]) -> None:
        self.engine, self.tables = engine, {table.replace("/", ".") for table in tables}
        self.read, self.query, self.close = engine.read, engine.query, engine.close

    def register(self, table: str, sql: str) -> None:
        """Name a view that is among the tables."""
        if table in self.tables:
            self.engine.register(table, sql)

    def write(self, table: str, sql: str, folder: Path, bound: Mapping[str, str] | None = None):
        """Make a table that is among the tables."""
        if table in self.tables:
            self.engine.write(table, sql, folder, bound or {})


class ByFile:
    """An engine on which a view is run by itself, kept, and read from where it is kept.

    The hard rows are built as any build is, views within views. With few rows Spark spends
    its time planning, and plans are the same whatever the rows: the others need not wait for it.
    """

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.folder = folder
        self.read, self.write, self.query = engine.read, engine.write, engine.query
        self.close = engine.close

    def register(self, table: str, sql: str) -> None:
        """Keep a view's rows, where the parity of views is looked for."""
        self.write(table, sql, self.folder / table.replace(".", "/"))


@pytest.fixture(scope="module")
def spark(small_spark: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with closing(open_engine("spark", "local[2]", tmp_path_factory.mktemp("scratch"))) as engine:
        yield engine


@dataclass(frozen=True)
class Both:
    """What both engines made of a source: views `duckdb.x` and `spark.x` of one connection."""

    con: duckdb.DuckDBPyConnection
    tables: Sequence[str]

    def differing(self, table: str) -> object:
        """Return what differs: columns, or rows that one of them has more often."""
        name = table.replace("/", "__")
        columns = [
            [row[:2] for row in self.con.execute(f"describe {engine}.{name}").fetchall()]
            for engine in ("duckdb", "spark")
        ]
        if columns[0] != columns[1]:
            return columns
        return [
            (f"in {one} alone", missing)
            for one, other in (("duckdb", "spark"), ("spark", "duckdb"))
            if (
                missing := self.con.execute(
                    f"from {one}.{name} except all from {other}.{name} limit 3"
                ).fetchall()
            )
        ]


@pytest.fixture(scope="module", params=CASES)
def both(
    request: pytest.FixtureRequest, spark: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Both]:
    source, made = DATA[request.param]
    tables = checked(request.getfixturevalue(source))
    folder = tmp_path_factory.mktemp("built")
    (folder / "scratch").mkdir()
    with closing(OnDuckDB(folder / "scratch")) as local:
        for name, engine in (("duckdb", local), ("spark", spark)):
            whole = ByFile(engine, folder / name) if source == "demonstration" else engine
            build_on(InPart(whole, made), tables, SALT, folder / name)
            if source == "adversarial":
                _write_views(engine, folder / name, made)
            if made is TABLES:
                _write_checks(engine, folder / name)
    with duckdb.connect() as con:
        for name in ("duckdb", "spark"):
            con.execute(f"create schema {name}")
            for table in made:
                view = f"{name}.{table.replace('/', '__')}"
                files = f"{folder / name / table}/*.parquet"
                con.execute(f"create view {view} as select * from read_parquet('{files}')")
        yield Both(con, made)


def _write_views(engine: Engine, folder: Path, made: Sequence[str]) -> None:
    """Keep what a build does not: views of staging."""
    for view in (view for view in VIEWS if f"staging/{view}" in made):
        engine.write(
            f"staging.kept_{view}", f"select * from staging.{view}", folder / "staging" / view
        )


def _write_checks(engine: Engine, folder: Path) -> None:
    """Keep what the checks find."""
    for path in check_files():
        engine.write(
            f"staging.kept_{path.stem}", path.read_text("utf-8"), folder / "checks" / path.stem
        )


@pytest.mark.spark
def test_both_engines_make_the_same_tables(both: Both) -> None:
    found = {table: both.differing(table) for table in both.tables}
    assert {table: differing for table, differing in found.items() if differing} == {}


@pytest.mark.spark
@pytest.mark.thorough
@pytest.mark.parametrize("both", ["adversarial"], indirect=True)
def test_the_hard_rows_break_every_rule_that_random_records_can(both: Both) -> None:
    found = both.con.execute(
        "select distinct rule_number from spark.marts__exchange_finding"
    ).fetchall()
    rules = {path.name[:3] for path in rule_files()}
    assert rules - {number for (number,) in found} <= NOT_BROKEN
