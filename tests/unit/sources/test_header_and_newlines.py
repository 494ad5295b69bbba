"""Damages that property-based testing found, each kept as an example of its own."""

from contextlib import suppress
from datetime import date

import pytest

from cruscotto.errors import CruscottoError
from cruscotto.sources import opencoesione

EDITION = date(2024, 8, 31)


@pytest.fixture
def load(tmp_path, database, operation, write_opencoesione):
    """Return `load(damage)`: the account of six records after a damage to the file's bytes."""

    def of(damage):
        rows = [operation(f"OP{n}") for n in range(6)]
        file = write_opencoesione(tmp_path / "f.csv", rows, newline="\n", blank=" ")
        file.write_bytes(damage(file.read_bytes()))
        return opencoesione.load(database, opencoesione.check(file), EDITION)

    return of


def test_a_header_that_ends_in_a_separator_is_read_or_said(load) -> None:
    def damage(content: bytes) -> bytes:
        return content.replace(b"\n", b";\n")

    with suppress(CruscottoError):
        assert load(damage).read == 6


@pytest.mark.parametrize("times", [1, 2, 4])
def test_windows_newlines_in_some_lines_lose_no_record(load, times) -> None:
    report = load(lambda content: content.replace(b"\n", b"\r\n", times))
    assert report.read == 6


def test_a_record_whose_first_quotes_are_missing_is_refused_or_said(load) -> None:
    def damage(content: bytes) -> bytes:
        broken = b'OP3;CORSO\r\nSU DUE RIGHE"'
        return content.replace(b'"OP3";"G00A00000000001"', broken, 1)

    with suppress(CruscottoError):
        report = load(damage)
        assert report.read == report.loaded + len(report.refused)


def test_a_lone_carriage_return_in_a_record_is_refused_or_said(load) -> None:
    def damage(content: bytes) -> bytes:
        return content.replace(b'"OP3";"', b'"OP3"\r;"', 1)

    with suppress(CruscottoError):
        report = load(damage)
        assert report.read == report.loaded + len(report.refused)
