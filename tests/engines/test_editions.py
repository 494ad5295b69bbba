"""Counts of earlier editions on both engines, from few random rows of what they are made from."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random

import duckdb
import pytest

from cruscotto.warehouse.build import statements
from cruscotto.warehouse.engine import Engine
from cruscotto.warehouse.engines import open_engine
from cruscotto.warehouse.on_duckdb import OnDuckDB

MADE = "marts.edition_count"
DAYS = tuple(date(year, 8, 31) for year in range(2021, 2025))
FIGURES = ("certified_eur", "payments_eur", "known_6m_register")
PROGRAMMES, REGIONS = ("P1", "P2", "P3"), ("ITG1", "ITC4", None)
# table: its columns, with their types
TABLES = {
    "marts.participation_cell": "edition_date date, is_synthetic boolean, slot varchar",
    "marts.operation_share": "edition_date date, is_synthetic boolean, slot varchar, "
    "programme_code varchar, period_code varchar, managing_authority_code varchar",
    "raw.edition_counts": "file_id varchar, row_number bigint, edition date, figure varchar, "
    "programme varchar, fund varchar, region varchar, year smallint, amount decimal(18, 2), "
    "is_synthetic boolean",
    "ledger.file": "file_id varchar, import_sequence bigint",
    "ledger.kept_counts": "edition_date date, figure varchar, programme_code varchar, "
    "fund_code varchar, region_code varchar, year_code varchar, amount decimal(18, 2), "
    "amount_key bigint, is_synthetic boolean",
    "staging.stg_reference__programmes": "programme_code varchar, period_code varchar, "
    "managing_authority_code varchar",
    "staging.stg_reference__regions": "region_code varchar, macro_area_code varchar",
}


def rows_of(chance: Random) -> dict[str, list[tuple[object, ...]]]:
    """Draw counts in two files that repeat each other, and what a warehouse kept itself."""

    def place() -> tuple[object, ...]:
        return chance.choice(FIGURES), chance.choice(PROGRAMMES), chance.choice(("FSE", "IOG"))

    filed = [
        (
            f"f{number % 2}",
            number,
            chance.choice(DAYS),
            *place(),
            chance.choice(REGIONS),
            chance.randrange(2019, 2025),
            chance.choice((0, 7, -12.5, 1234567.89)),
            chance.choice((True, False, None)),
        )
        for number in range(400)
    ]
    kept = [
        (DAYS[0], *place(), "ITG1", str(chance.randrange(2019, 2022)), number, number * 7, False)
        for number in range(20)
    ]
    return {
        "marts.participation_cell": [(DAYS[-1], True, "current")],
        "marts.operation_share": [(DAYS[-1], True, "current", "P1", "2014-2020", "ITG1")],
        "raw.edition_counts": filed,
        "ledger.file": [("f0", 2), ("f1", 1)],
        "ledger.kept_counts": kept,
        "staging.stg_reference__programmes": [("P2", "2021-2027", "ITC4")],
        "staging.stg_reference__regions": [("ITG1", "south"), ("ITC4", "north")],
    }


@pytest.fixture(scope="module")
def engines(small_spark: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Engine]]:
    with (
        closing(open_engine("spark", "local[1]", tmp_path_factory.mktemp("scratch"))) as spark,
        closing(OnDuckDB(tmp_path_factory.mktemp("local"))) as local,
    ):
        yield [spark, local]


def given(engine: Engine, rows: dict[str, list[tuple[object, ...]]], folder: Path) -> None:
    """Give an engine the tables that the counts are made from."""
    with duckdb.connect() as con:
        for name, columns in TABLES.items():
            plain = name.replace(".", "_")
            con.execute(f"create table {plain} ({columns})")
            holders = ", ".join("?" for _ in rows[name][0])
            con.executemany(f"insert into {plain} values ({holders})", rows[name])
            file = folder / f"{plain}.parquet"
            con.execute(f"copy {plain} to '{file}' (format parquet)")
            described = con.execute(f"describe {plain}").fetchall()
            engine.read(name, [file], {row[0]: row[1] for row in described})


@pytest.mark.spark
def test_both_engines_count_earlier_editions_alike(engines: list[Engine], tmp_path: Path) -> None:
    ((text, bound),) = statements("marts", "edition_count", "0f" * 32)
    rows = rows_of(Random(19))
    for number, engine in enumerate(engines):
        folder = tmp_path / str(number)
        folder.mkdir()
        given(engine, rows, folder)
        engine.write(MADE, text, folder / "made", bound)
    spark, local = (f"read_parquet('{tmp_path / str(n) / 'made'}/*.parquet')" for n in range(2))
    with duckdb.connect() as con:
        described = [con.execute(f"describe from {made}").fetchall() for made in (spark, local)]
        assert [row[:2] for row in described[0]] == [row[:2] for row in described[1]]
        for one, other in ((spark, local), (local, spark)):
            assert con.execute(f"from {one} except all from {other}").fetchall() == []
        counts = "count(*), count(distinct amount_key), count(distinct figure), max(edition_date)"
        found = con.execute(f"select {counts} from {local}").fetchone()
    assert found[0] > 150
    assert found[1] > 100
    assert found[2:] == (len(FIGURES), DAYS[-2])
