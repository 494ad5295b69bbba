"""Damaged files: each is loaded with all its rows accounted for, or explained."""

import csv
import io
import os
import random
import re
from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from cruscotto.config import SQL
from cruscotto.errors import CruscottoError
from cruscotto.i18n import error_sentence
from cruscotto.model.participations import CONTRACT
from cruscotto.sources.contracts.people_and_claims import PARTICIPATIONS

EDITION = date(2026, 8, 31)
# MUTATIONS=500 in the environment tries more
BATCHES, ROWS = 5, 8
FILES_PER_BATCH = int(os.environ.get("MUTATIONS", "125")) // BATCHES
TAX_CODE = "RSSMRA80A01H501U"
TAX_CODES = re.compile(r"[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z][0-9]{3}[A-Z]", re.IGNORECASE)
GOOD = {
    "region": "ITG1",
    "province": "PA",
    "sex": "F",
    "age_at_entry": "31",
    "education_isced": "3",
    "status_at_entry": "unemployed",
    "entry_date": "2024-01-10",
    "exit_date": "2024-06-30",
    "exit_reason": "completed",
    "hours_planned": "300",
    "hours_attended": "280.5",
    "status_28d": "searching",
    "status_6m": "employed",
    "status_12m": "employed",
    "outcome_source": "register",
    "contract_type_6m": "permanent",
    "occupation_code_6m": "5221",
}
ODD_VALUES = (
    "",
    " ",
    "NULL",
    "0",
    "-1",
    "1e9",
    "99999999999999999999",
    "1.234",
    "12,5",
    "nan",
    "infinity",
    "2024-02-30",
    "31/12/2023",
    "20240630",
    "2024-06-30T10:00",
    "0000-00-00",
    "epoch",
    TAX_CODE,
    TAX_CODE.lower(),
    "RSS MRA 80A01 H501U",
    "perché",
    "日本",
    "=1+1",
    "'; drop table raw",
    "\t",
    "a;b",
    "a,b",
    'di "casa"',
    "due\nrighe",
    "\u00a0",
    "x" * 3000,
    "vero",
    "self_employed",
    "ITD1",
)
PIECES = (
    b'"',
    b";",
    b",",
    b"\n",
    b"\r",
    b"\r\n",
    b"\n\n",
    b"\x00",
    b"\xff",
    b"\xc3",
    b" ",
    b"'",
    b"\\",
    b"\xef\xbb\xbf",
    b'""',
    b"PT1;P1",
    b"-",
    b"9",
)


def good_row(number, columns):
    values = GOOD | {
        "participation_id": f"PT{number}",
        "person_id": f"P{number}",
        "operation_code": "OP-1",
    }
    return {name: values.get(name, "") for name in columns}


def as_csv(rows, columns, chance):
    text = io.StringIO()
    end = chance.choice(["\n", "\r\n"])
    writer = csv.DictWriter(text, columns, delimiter=chance.choice(";,"), lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return (chance.choice(["", "\ufeff"]) + text.getvalue()).encode()


def some_columns(chance):
    optional = [name for name in CONTRACT.columns if name not in CONTRACT.required]
    columns = [*CONTRACT.required, *chance.sample(optional, chance.randint(0, 12))]
    chance.shuffle(columns)
    return columns


def odd_values(rows, columns, chance):
    for _ in range(chance.randint(1, 6)):
        chance.choice(rows)[chance.choice(columns)] = chance.choice(ODD_VALUES)


def damaged(content, chance):
    """Cut, doubled, moved or spoilt at a few places."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(content) + 1)
        piece = chance.choice(PIECES)
        content = chance.choice(
            [
                content[:at] + piece + content[at:],
                content[:at] + piece + content[at + len(piece) :],
                content[:at] + content[at + chance.randint(1, 40) :],
                content[: max(at, 30)],
                content + content[at:],
                content[at:] + content[:at],
                content + piece,
            ]
        )
    return content


def parquet_of(rows, columns, chance):
    columns = {name: [row[name] or None for row in rows] for name in columns}
    kinds = [
        lambda v: v,
        lambda v: [None if x is None else len(x) for x in v],
        lambda v: [None if x is None else [x] for x in v],
        lambda v: [None if x is None else x.encode() for x in v],
        lambda v: [date(2024, 1, 1)] * len(v),
    ]
    for name in chance.sample(list(columns), min(2, len(columns))):
        columns[name] = chance.choice(kinds)(columns[name])
    file = io.BytesIO()
    parquet.write_table(pa.table(columns), file)
    return file.getvalue()


def make(chance):
    """Return the bytes of a file, and how many rows it must account for where that is certain."""
    columns = some_columns(chance)
    rows = [good_row(n, columns) for n in range(ROWS)]
    kind = chance.random()
    if kind < 0.35:
        odd_values(rows, columns, chance)
        return as_csv(rows, columns, chance), ROWS
    if kind < 0.85:
        content = damaged(as_csv(rows, columns, chance), chance)
        return content, None if b'"' in content else records_in(content)
    odd_values(rows, columns, chance)
    content = parquet_of(rows, columns, chance)
    return (content, ROWS) if kind < 0.93 else (damaged(content, chance), None)


def records_in(content):
    """Count the lines that are not blank, the header apart."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    return sum(line != b"" for line in lines) - 1


def account(con, path):
    """Load a file and return its report, or the error that explains why not."""
    try:
        return PARTICIPATIONS.load(con, PARTICIPATIONS.check(path), EDITION)
    except CruscottoError as error:
        return error


TABLES = ("ledger.file", "ledger.refused_row", "ledger.field_issue", "raw.participations")


@pytest.fixture(scope="module")
def warehouse():
    con = duckdb.connect(config={"threads": 1})  # a few rows gain nothing from more
    for name in ("ledger", "raw_participations"):
        con.execute((SQL / "schema" / f"{name}.sql").read_text("utf-8"))
    return con


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_damage_loses_a_row_or_a_sentence(warehouse, tmp_path, batch):
    chance = random.Random(f"participations {batch}")
    for number in range(FILES_PER_BATCH):
        content, expected = make(chance)
        path = tmp_path / f"file_{number}.csv"
        path.write_bytes(content)
        report = account(warehouse, path)
        if isinstance(report, CruscottoError):
            assert error_sentence(report, "it") != error_sentence(report, "en")
        else:
            check_account(warehouse, report, expected)
        for table in TABLES:
            warehouse.execute(f"delete from {table}")


def check_account(con, report, expected):
    assert report.read == report.loaded + report.refused_count
    assert expected in (None, report.read)
    adds_up = (SQL / "checks" / "every_file_adds_up.sql").read_text("utf-8")
    assert con.execute(adds_up).fetchall() == []
    [(loaded, ids)] = con.execute(
        "select count(*), count(distinct participation_id) from raw.participations"
    ).fetchall()
    assert loaded == ids == report.loaded
    kept = con.execute("select original_text from ledger.refused_row").fetchall()
    kept += con.execute("select person_id from raw.participations").fetchall()
    assert not TAX_CODES.search(str(kept))
