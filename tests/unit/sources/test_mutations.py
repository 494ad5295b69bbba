"""Two hundred damaged files: one sentence or a ledger that adds up, and no record lost."""

import csv
import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cruscotto.config import SQL
from cruscotto.errors import CruscottoError
from cruscotto.i18n import error_sentence
from cruscotto.model.opencoesione import AMOUNT_COLUMNS, DATE_COLUMNS, KEY
from cruscotto.sources import opencoesione
from cruscotto.sources.published import CODES
from cruscotto.sources.values.dates import read_date
from cruscotto.sources.values.numbers import NO_VALUE, Mark, read_number
from cruscotto.warehouse.file_report import FileReport

COLUMNS = (
    KEY,
    "OC_TITOLO_PROGETTO",
    "OC_COD_CICLO",
    "OC_CODICE_PROGRAMMA",
    "FONDO_COMUNITARIO",
    "OC_COD_ARTICOLAZ_PROGRAMMA",
    "CUP_COD_SETTORE",
    "COD_REGIONE",
    "FINANZ_UE_FSE",
    "FINANZ_TOTALE_PUBBLICO",
    "TOT_PAGAMENTI",
    "OC_STATO_PROGETTO",
    "DESCR_PROCED_ATTIVAZIONE",
    "DATA_AGGIORNAMENTO",
)
AWKWARD = ('CORSO "BASE"; PRIMO ANNO', "CORSO\nSU DUE RIGHE", "CORSO\r\nSU DUE RIGHE", " ", "è")
RECORD = re.compile(r"(?m)^\"?(OP-\d{4}X)\b")
BROKEN = {"too_few_fields", "too_many_fields", "broken_quotes", "unreadable_record"}

Damage = Callable[[bytes], bytes]


def at(place: int, content: bytes) -> int:
    return place % (len(content) + 1)


def delete(place: int, size: int) -> Damage:
    return lambda c: c[: at(place, c)] + c[at(place, c) + size :]


def insert(place: int, piece: bytes) -> Damage:
    return lambda c: c[: at(place, c)] + piece + c[at(place, c) :]


def repeat(place: int, size: int) -> Damage:
    return lambda c: c[: at(place, c) + size] + c[at(place, c) :]


def truncate(place: int) -> Damage:
    return lambda c: c[: at(place, c)]


def swap(old: bytes, new: bytes, times: int) -> Damage:
    return lambda c: c.replace(old, new, times)


def in_header(old: bytes, new: bytes) -> Damage:
    def damage(content: bytes) -> bytes:
        header, end, rest = content.partition(b"\n")
        return header.replace(old, new, 1) + end + rest

    return damage


def in_line(number: int, change: Callable[[bytes], bytes]) -> Damage:
    def damage(content: bytes) -> bytes:
        lines = content.split(b"\n")
        place = number % len(lines)
        return b"\n".join([*lines[:place], change(lines[place]), *lines[place + 1 :]])

    return damage


PIECES = (
    b'"',
    b'""',
    b'"""',
    b";",
    b";;;",
    b"\n",
    b"\r",
    b"\r\n",
    b"\n\n\n",
    b"\x00",
    b"\xe8",
    b"\xff",
    b"\xc3",
    b"\xef\xbb\xbf",
    b"\\",
    b'\\"',
    b"'",
    b"#",
    b",",
    b"\t",
    b" ",
    b"-",
    b"{}",
    b"%s",
    "\u2028".encode(),
    "\U0001f600".encode(),
    b"\x1a",
    b"\x0b",
    b"9" * 400,
    b"x" * 150_000,
)

places = st.integers(0, 10**6)
in_the_rows = st.integers(250, 2500)
sizes = st.integers(1, 300)
anywhere = st.one_of(places, in_the_rows)
mutations = st.one_of(
    st.builds(delete, anywhere, sizes),
    st.builds(insert, anywhere, st.sampled_from(PIECES)),
    st.builds(insert, in_the_rows, st.sampled_from(PIECES)),
    st.builds(repeat, anywhere, sizes),
    st.builds(truncate, anywhere),
    st.builds(
        swap,
        st.sampled_from([b"\n", b"\r\n", b";", b'"', b"OP-", b",00", b"2024", b'"2"', b"FSE"]),
        st.sampled_from([b"\r", b"\r\n", b"\n", b"", b";", b",", b"\t", b" ", b'"', b"\xe0"]),
        st.sampled_from([1, 2, 5, -1]),
    ),
    st.builds(
        in_header,
        st.sampled_from([b'"', b";", b"FINANZ", b"COD_LOCALE_PROGETTO", b"TOT_PAGAMENTI", b"\xef"]),
        st.sampled_from([b"", b";", b'";"', b"OC_STATO_PROGETTO", b"x", b'""', b"\n"]),
    ),
    st.builds(
        in_line,
        places,
        st.sampled_from(
            [
                lambda line: b"",
                lambda line: line + b"\n" + line,
                lambda line: line[: len(line) // 2],
                lambda line: line + b";",
                lambda line: line.replace(b'"', b""),
                lambda line: b" \n" + line,
                lambda line: line.rsplit(b";", 1)[0],
                lambda line: b'"' + line,
                lambda line: b";" + line,
            ]
        ),
    ),
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, operation, write_opencoesione) -> bytes:
    """Return the bytes of a file of twelve records with every awkward but lawful field."""
    rows = [
        operation(f"OP-{n:04}X", OC_TITOLO_PROGETTO=AWKWARD[n % len(AWKWARD)]) for n in range(10)
    ]
    outside = {"FONDO_COMUNITARIO": "FESR", "FINANZ_UE_FSE": "", "CUP_COD_SETTORE": "01"}
    rows += [operation("OP-0010X", **outside), operation("OP-0011X", TOT_PAGAMENTI="molto")]
    path = tmp_path_factory.mktemp("sound") / "sound.csv"
    return write_opencoesione(path, rows, COLUMNS, newline="\n").read_bytes()


def in_scope(record: dict[str, str]) -> bool:
    """Say whether a second reader would load a record; written apart from the importer."""
    names = [name.strip() for name in record["FONDO_COMUNITARIO"].upper().split(":::")]
    try:
        money = float(record["FINANZ_UE_FSE"].strip().replace(",", "."))
    except ValueError:
        money = 0
    return "FSE" in names or money > 0 or record["CUP_COD_SETTORE"].strip() == "11"


@dataclass(frozen=True)
class Record:
    """A record as Python's own reader sees it, with the lines it stands on."""

    fields: dict[str, str]
    lines: range


def second_reading(content: bytes) -> tuple[list[Record], int]:
    """Return the whole records of a file, and how many records it has in all."""
    csv.field_size_limit(10**8)
    reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    names = [name.strip().strip("\ufeff").upper() for name in next(reader)]
    whole, records, line = [], 0, reader.line_num + 1
    for fields in reader:
        records += bool(fields)
        # empty fields too many are forgiven: nothing is in them
        if len(fields) >= len(names) and not any(fields[len(names) :]):
            known = dict(zip(names, fields, strict=False))
            whole.append(Record(known, range(line, reader.line_num + 1)))
        line = reader.line_num + 1
    return whole, records


def check_nothing_lost(con: duckdb.DuckDBPyConnection, content: bytes, report: FileReport) -> None:
    whole, records = second_reading(content)
    if not BROKEN & {r.reason for r in report.refused}:
        assert report.read == records
    rows = con.execute(f"select {KEY} from raw.opencoesione_operations").fetchall()
    loaded = {key.strip() for (key,) in rows}
    for record in whole:
        key = record.fields[KEY].strip()
        if RECORD.match(key) and in_scope(record.fields) and key not in loaded:
            assert any(
                key in r.original_text or r.line_number in record.lines for r in report.refused
            ), f"{key} is nowhere"


def check_copied_faithfully(con: duckdb.DuckDBPyConnection, content: bytes) -> None:
    whole, _ = second_reading(content)
    seen: dict[str, list[dict[str, str]]] = {}
    for record in whole:
        seen.setdefault(record.fields[KEY].strip(), []).append(record.fields)
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    for row in con.execute(f"select {columns} from raw.opencoesione_operations").fetchall():
        kept = [(value or "").split() for value in row]
        assert any(
            all(
                own == text.split() or is_rewritten(name, " ".join(own), text.strip())
                for name, own, text in zip(
                    COLUMNS, kept, (fields.get(name, "") for name in COLUMNS), strict=True
                )
            )
            for fields in seen[row[0].strip()]
        )


def is_rewritten(name: str, kept: str, published: str) -> bool:
    """Return whether a value is the published one, written in the publisher's own way."""
    if name in AMOUNT_COLUMNS:
        is_nothing = kept == "" and published.lower() in NO_VALUE
        value = read_number(kept, Mark.COMMA)
        return is_nothing or (
            value is not None and value in [read_number(published, mark) for mark in Mark]
        )
    if name in DATE_COLUMNS:
        return read_date(kept) is not None and read_date(kept) == read_date(published)
    return name in CODES and kept.lstrip("0") == published.removesuffix(".0").lstrip("0")


def check_ledger(con: duckdb.DuckDBPyConnection) -> None:
    for name in ("every_file_adds_up", "loaded_rows_are_there"):
        assert con.execute((SQL / "checks" / f"{name}.sql").read_text("utf-8")).fetchall() == []


def check_the_fault_is_said(error: CruscottoError) -> None:
    for lang in ("it", "en"):
        sentence = error_sentence(error, lang)
        assert sentence.endswith(".")
        assert not re.search(r"None(?! of the)|\{\w+\}", sentence)
    assert 10 <= error.exit_code < 30


def try_to_load(con: duckdb.DuckDBPyConnection, path: Path) -> FileReport | None:
    try:
        return opencoesione.load(con, opencoesione.check(path), date(2024, 8, 31))
    except CruscottoError as error:
        check_the_fault_is_said(error)
        return None


@settings(
    # MUTATIONS=200 in the environment tries more; a file takes half a second
    max_examples=int(os.environ.get("MUTATIONS", settings().max_examples)),
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(damages=st.lists(mutations, min_size=1, max_size=3))
def test_a_damaged_file_gives_a_sentence_or_a_ledger_that_adds_up_and_loses_nothing(
    tmp_path: Path, database: duckdb.DuckDBPyConnection, sound: bytes, damages: list[Damage]
) -> None:
    for table in (
        "raw.opencoesione_operations",
        "ledger.file",
        "ledger.refused_row",
        "ledger.field_issue",
        "ledger.out_of_scope",
    ):
        database.execute(f"delete from {table}")
    content = sound
    for damage in damages:
        content = damage(content)
    path = tmp_path / "damaged.csv"
    path.write_bytes(content)
    report = try_to_load(database, path)
    if report is None:
        return
    assert report.read == report.loaded + sum(report.out_of_scope.values()) + len(report.refused)
    check_ledger(database)
    check_nothing_lost(database, content, report)
    check_copied_faithfully(database, content)


def test_the_sound_file_is_read_whole(tmp_path, database, sound) -> None:
    path = tmp_path / "sound.csv"
    path.write_bytes(sound)
    report = opencoesione.load(database, opencoesione.check(path), None)
    assert (report.read, report.loaded, report.out_of_scope, report.field_issues) == (
        12,
        11,
        {"neither_esf_nor_training": 1},
        1,
    )
    check_nothing_lost(database, sound, report)
    check_copied_faithfully(database, sound)
