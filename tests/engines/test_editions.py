"""Counts of earlier editions and dated money on both engines, from few random rows before them."""

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

DAYS = tuple(date(year, 8, 31) for year in range(2021, 2025))
FIGURES = ("certified_eur", "payments_eur", "known_6m_register")
PROGRAMMES, REGIONS = ("P1", "P2", "P3"), ("ITG1", "ITC4", None)
# table to make: the tables it is made from, each with its columns and their types
TABLES = {
    "marts.edition_count": {
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
    },
    "marts.dated_money": {
        "staging.stg_puc__payments": "operation_code varchar, edition_date date, "
        "payment_date date, signed_eur decimal(18, 2)",
        "staging.stg_puc__commitments": "operation_code varchar, edition_date date, "
        "commitment_date date, signed_eur decimal(18, 2)",
        "staging.stg_puc__certified": "operation_code varchar, edition_date date, "
        "claim_date date, total_eur decimal(18, 2)",
        "marts.operation_share": "slot varchar, operation_id varchar, operation_code varchar, "
        "edition_date date, is_synthetic boolean, year_code varchar, "
        "commitments_eur decimal(18, 2), payments_eur decimal(18, 2), period_code varchar, "
        "fund_code varchar, region_code varchar, province_code varchar, macro_area_code varchar, "
        "managing_authority_code varchar, programme_code varchar, axis_code varchar, "
        "theme_code varchar, status_code varchar",
    },
}
Rows = dict[str, list[tuple[object, ...]]]


def counts_drawn(chance: Random) -> Rows:
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


def money_drawn(chance: Random) -> Rows:
    """Draw dated amounts of operations of one to three places, paid, committed alone, or neither.

    Some are of no day, of a day after the edition's or of no operation; cents are often odd, so
    that their halves lie between two cents.
    """
    days = (date(2019, 2, 28), date(2020, 2, 29), date(2021, 8, 31), date(2022, 9, 1), None)
    days = (*days, date(2024, 8, 31), date(2024, 9, 1), date(2023, 12, 31))
    amounts = ("0.01", "0.03", "100.05", "-7.77", "0.00", "999999.99", "12345.67", "1.005")
    editions = {f"O{n}": chance.choice((date(2024, 2, 29), date(2024, 8, 31))) for n in range(120)}

    def dated(number: int) -> list[tuple[object, ...]]:
        return [
            (code, editions.get(code, DAYS[0]), chance.choice(days), chance.choice(amounts))
            for code in (f"O{chance.randrange(130)}" for _ in range(number))
        ]

    shares = []
    for code, edition in editions.items():
        year = chance.choice(("2018", "2020", "2021", "2024", "unknown"))
        whole = chance.choice(
            (("50.00", "10.00"), ("50.00", "0.00"), ("0.00", "0.00"), (None, None))
        )
        named = (code, edition, True, year)
        for place in range(chance.randrange(1, 4)):
            codes = (
                "2014-2020",
                "FSE",
                f"R{place}",
                "unknown",
                "south",
                "A",
                "P",
                "1",
                "08",
                "paid",
            )
            shares.append(("current", f"{code}-id", *named, *whole, *codes))
    return {
        "staging.stg_puc__payments": dated(900),
        "staging.stg_puc__commitments": dated(900),
        "staging.stg_puc__certified": dated(900),
        "marts.operation_share": shares,
    }


@pytest.fixture(scope="module")
def spark(small_spark: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with closing(open_engine("spark", "local[1]", tmp_path_factory.mktemp("scratch"))) as engine:
        yield engine


def given(engine: Engine, made: str, rows: Rows, folder: Path) -> None:
    """Give an engine the tables that one is made from."""
    with duckdb.connect() as con:
        for name, columns in TABLES[made].items():
            plain = name.replace(".", "_")
            con.execute(f"create table {plain} ({columns})")
            holders = ", ".join("?" for _ in rows[name][0])
            con.executemany(f"insert into {plain} values ({holders})", rows[name])
            file = folder / f"{plain}.parquet"
            con.execute(f"copy {plain} to '{file}' (format parquet)")
            described = con.execute(f"describe {plain}").fetchall()
            engine.read(name, [file], {row[0]: row[1] for row in described})


def made_alike(spark: Engine, made: str, rows: Rows, folder: Path) -> str:
    """Make a table on both engines, compare columns, types and rows, and return where one is."""
    ((text, bound),) = statements(*made.split("."), "0f" * 32)
    with closing(OnDuckDB(folder)) as local:
        for name, engine in (("spark", spark), ("local", local)):
            (folder / name).mkdir()
            given(engine, made, rows, folder / name)
            engine.write(made, text, folder / name / "made", bound)
    both = [f"read_parquet('{folder / name / 'made'}/*.parquet')" for name in ("spark", "local")]
    with duckdb.connect() as con:
        described = [con.execute(f"describe from {one}").fetchall() for one in both]
        assert [row[:2] for row in described[0]] == [row[:2] for row in described[1]]
        for one, other in (both, both[::-1]):
            assert con.execute(f"from {one} except all from {other}").fetchall() == []
    return both[1]


@pytest.mark.spark
def test_both_engines_count_earlier_editions_alike(spark: Engine, tmp_path: Path) -> None:
    local = made_alike(spark, "marts.edition_count", counts_drawn(Random(19)), tmp_path)
    with duckdb.connect() as con:
        counts = "count(*), count(distinct amount_key), count(distinct figure), max(edition_date)"
        found = con.execute(f"select {counts} from {local}").fetchone()
    assert found[0] > 150
    assert found[1] > 100
    assert found[2:] == (len(FIGURES), DAYS[-2])


@pytest.mark.spark
def test_both_engines_place_dated_money_alike(spark: Engine, tmp_path: Path) -> None:
    local = made_alike(spark, "marts.dated_money", money_drawn(Random(19)), tmp_path)
    with duckdb.connect() as con:
        money = ", ".join(f"sum({name})" for name in ("commitments_eur", "payments_eur"))
        ages = f"select count(*), list_sort(list(distinct age)), {money}, sum(certified_eur) "
        found = con.execute(f"{ages} from {local}").fetchone()
    assert found[0] > 60
    assert found[1] == [0, 1, 2, 3, 4, 5, 6, None]
    assert all(found[2:])
