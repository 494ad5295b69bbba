"""A small country of random participations, few enough that many figures are small."""

import random
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cruscotto.warehouse.build import build

SALT = "0f" * 32
PROGRAMMES = ("2014IT05SFOP014", "2014IT05SFOP015", "2014IT05SFOP013", "2014IT05SFOP010")
STATUSES = ("employed", "self_employed", "education", "searching", "inactive", "unknown", None)
CONTRACTS = ("permanent", "fixed_term", None)
ENTRY = ("unemployed", "long_term_unemployed", "inactive", "inactive_in_education", "employed")


def _participation(number: int, rng: random.Random) -> list[Any]:
    entry = date(2019, 1, 1) + timedelta(rng.randrange(1500))
    leaves = entry + timedelta(rng.randrange(30, 500)) if rng.random() < 0.9 else None
    flags = [rng.choice([True, False, False, False, None]) for _ in range(6)]
    return [
        "p1",
        number,
        f"PA{number}",
        f"PE{rng.randrange(900)}",
        f"OP{rng.randrange(8)}",
        None,
        None,
        rng.choices("FMX", (50, 48, 2))[0],
        rng.randrange(16, 64),
        rng.randrange(9),
        rng.choice(ENTRY),
        *flags,
        entry,
        leaves,
        rng.choice(["completed", "completed", "job", "other"]) if leaves else None,
        100,
        rng.randrange(100),
        rng.choice([True, False, None]),
        rng.choice(STATUSES),
        rng.choice(STATUSES),
        rng.choice(STATUSES),
        rng.choice(["register", "register", "survey"]),
        rng.choice(CONTRACTS),
        None,
        rng.choice([True, False, None]),
    ]


def _fill(con: duckdb.DuckDBPyConnection) -> None:
    rng = random.Random(20)
    rows = [_participation(number, rng) for number in range(1000)]
    holders = ", ".join("?" for _ in rows[0])
    con.executemany(f"insert into raw.participations values ({holders}, null, null, null)", rows)
    con.execute(
        "insert into ledger.file values ('p1', 9, 'participations', 'p.csv', 'p1', '', '', "
        "'2024-08-31', now()::timestamp, 1000, 1000, 0, 0, 0, false, '')"
    )


@pytest.fixture(scope="session")
def _country(
    _prepared: Path, insert_operations: Any, operation: Any, tmp_path_factory: Any
) -> Path:
    path = tmp_path_factory.mktemp("people") / "people.duckdb"
    shutil.copyfile(_prepared, path)
    with duckdb.connect(str(path)) as con:
        _fill(con)
        programmes = {f"OP{i}": (PROGRAMMES[i // 2], str(1 + i % 2)) for i in range(8)}
        rows = [
            operation(code, OC_CODICE_PROGRAMMA=programme, OC_COD_ARTICOLAZ_PROGRAMMA=axis)
            for code, (programme, axis) in programmes.items()
        ]
        insert_operations(con, 1, "2024-08-31", rows)
        build(con, SALT)
    return path


@pytest.fixture(scope="session")
def people(_country: Path) -> Any:
    """Return marts of 1,000 participations in eight operations of four programmes; only read."""
    con = duckdb.connect(str(_country), read_only=True)
    yield con
    con.close()


@pytest.fixture
def rebuilt(_country: Path, tmp_path: Path) -> Any:
    """Return `rebuilt(salt)`: the same marts made with another secret."""
    shutil.copyfile(_country, tmp_path / "copy.duckdb")
    con = duckdb.connect(str(tmp_path / "copy.duckdb"))

    def again(salt: str) -> duckdb.DuckDBPyConnection:
        build(con, salt)
        return con

    yield again
    con.close()
