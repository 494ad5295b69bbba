"""Every file of `sql/` gives the same rows, names and types on DuckDB and on Spark."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from cruscotto.warehouse.build import MATERIALISED, build_order, check_files
from cruscotto.warehouse.elsewhere import build_on
from cruscotto.warehouse.engine import Engine
from cruscotto.warehouse.engines import open_engine
from cruscotto.warehouse.exchange_rules import rule_files
from cruscotto.warehouse.on_duckdb import OnDuckDB
from cruscotto.warehouse.parts import checked

SALT = "0f" * 32
# Hard rows are compared by every `make test`; the demonstration's, which take as long and differ
# less, by `make cluster`.
DATA = (pytest.param("demonstration", marks=pytest.mark.cluster), "adversarial")
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


@pytest.fixture(scope="module", params=DATA)
def both(
    request: pytest.FixtureRequest, spark: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Return what both engines made of a source: `duckdb.x` and `spark.x` in one connection."""
    tables = checked(request.getfixturevalue(request.param))
    folder = tmp_path_factory.mktemp("built")
    (folder / "scratch").mkdir()
    with closing(OnDuckDB(folder / "scratch")) as local:
        for name, engine in (("duckdb", local), ("spark", spark)):
            if request.param == "adversarial":
                build_on(engine, tables, SALT, folder / name)
                _write_views(engine, folder / name)
            else:
                build_on(ByFile(engine, folder / name), tables, SALT, folder / name)
            _write_checks(engine, folder / name)
    with duckdb.connect() as con:
        for name in ("duckdb", "spark"):
            con.execute(f"create schema {name}")
            for table in TABLES:
                view = f"{name}.{table.replace('/', '__')}"
                files = f"{folder / name / table}/*.parquet"
                con.execute(f"create view {view} as select * from read_parquet('{files}')")
        yield con


def _write_views(engine: Engine, folder: Path) -> None:
    """Keep what a build does not: views of staging."""
    for view in VIEWS:
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
@pytest.mark.parametrize("table", TABLES)
def test_both_engines_make_the_same_table(both: duckdb.DuckDBPyConnection, table: str) -> None:
    name = table.replace("/", "__")
    columns = [
        [row[:2] for row in both.execute(f"describe select * from {engine}.{name}").fetchall()]
        for engine in ("duckdb", "spark")
    ]
    assert columns[0] == columns[1]
    for one, other in (("duckdb", "spark"), ("spark", "duckdb")):
        missing = both.execute(
            f"select * from {one}.{name} except all select * from {other}.{name} limit 3"
        ).fetchall()
        assert missing == [], f"in {one} alone"


@pytest.mark.spark
@pytest.mark.parametrize("both", ["adversarial"], indirect=True)
def test_the_hard_rows_break_every_rule_that_random_records_can(
    both: duckdb.DuckDBPyConnection,
) -> None:
    found = both.execute(
        "select distinct rule_number from spark.marts__exchange_finding"
    ).fetchall()
    rules = {path.name[:3] for path in rule_files()}
    assert rules - {number for (number,) in found} <= NOT_BROKEN
