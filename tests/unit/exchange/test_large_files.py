"""Files of any size: what is kept in memory does not grow with them."""

import tracemalloc
from collections import Counter
from datetime import date

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as some

from cruscotto.config import SQL
from cruscotto.errors import LayoutChanges, LineTooLong
from cruscotto.i18n import error_sentence
from cruscotto.sources.files import scanning
from cruscotto.sources.files.scanning import KEPT_WITH_A_FAULT, Fields, scan_text
from cruscotto.sources.puc import importing as puc

DAY = date(2020, 1, 31)
ROW = "OP1|P1|P|10/05/2018|600,50|A||"
MEGABYTE = 1 << 20


@pytest.fixture
def file(tmp_path):
    """Return `file(*texts)`: a file of payments, written piece by piece."""

    def write(*texts: str):
        path = tmp_path / "FN06.txt"
        with path.open("w", encoding="utf-8", newline="") as out:
            out.writelines(texts)
        return path

    return write


def rows(count: int, separator: str = "|"):
    return (
        f"OP{i}|P{i}|P|10/05/2018|{i % 900},50|A||\n".replace("|", separator) for i in range(count)
    )


def test_a_line_that_never_ends_is_said_by_its_number(file) -> None:
    path = file(f"{ROW}\n{ROW}\nOP2|P2|", "x" * (18 * MEGABYTE), f"|\n{ROW}\n")
    with pytest.raises(LineTooLong) as error:
        puc.check(path)
    assert error.value.facts["line"] == 3


def test_a_long_line_of_another_kind_of_line_end_is_no_line_without_end(file) -> None:
    assert puc.check(file(*(f"{row.strip()}\r" for row in rows(40_000)))).columns


def test_a_file_that_changes_its_separator_half_way_is_said_with_the_line(file) -> None:
    path = file(*rows(100_000), *rows(100_000, ";"))
    with pytest.raises(LayoutChanges) as error:
        puc.check(path)
    facts = error.value.facts
    assert (facts["line"], facts["found"], facts["expected"]) == (100_001, 1, 8)
    assert "100001" in error_sentence(error.value, "it")


def test_some_broken_lines_among_many_are_refused_one_by_one(file) -> None:
    path = file(*rows(50_000), "OP1|P1\n\n\r\n", *rows(50_000))
    assert puc.check(path).columns


def test_looking_at_a_file_takes_no_more_memory_than_a_few_pieces_of_it(file) -> None:
    path = file(*rows(600_000))
    assert path.stat().st_size > 20 * MEGABYTE
    tracemalloc.start()
    try:
        scan_text(path, fields=Fields(b"|"))
        assert tracemalloc.get_traced_memory()[1] < 8 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_an_engine_with_little_memory_reads_a_file_whole(file, tmp_path) -> None:
    path = file(*rows(400_000))
    con = duckdb.connect(str(tmp_path / "w.duckdb"), config={"threads": 1})
    con.execute("set memory_limit = '32MB'")
    for name in ("ledger", "raw_puc"):
        con.execute((SQL / "schema" / f"{name}.sql").read_text("utf-8"))
    report = puc.load(con, puc.check(path), DAY)
    assert (report.read, report.loaded) == (400_000, 400_000)


LINES = some.lists(some.text(alphabet="a|\r", max_size=6), max_size=12)


@given(lines=LINES, size=some.integers(1, 20), end=some.sampled_from(("\n", "")))
def test_the_fields_of_each_line_are_counted_wherever_the_file_is_cut(lines, size, end) -> None:
    text = "\n".join(lines + [""] * bool(end)).encode()
    fields, at = Fields(b"|"), 1
    for start in range(0, len(text), size):
        chunk = text[start : start + size]
        fields.add(chunk, chunk.count(b"\n"), at)
        at += chunk.count(b"\n")
    fields.close(at)
    kept = {n: line.removesuffix("\r") for n, line in enumerate(lines, 1)}
    kept = {n: line for n, line in kept.items() if line}
    assert fields.lines == Counter(line.count("|") + 1 for line in kept.values())
    assert +fields.blank == Counter(
        line.count("|") + 1 for line in kept.values() if line.endswith("|")
    )
    widths = {line.count("|") + 1 for line in kept.values()}
    assert fields.firsts == {
        width: min(n for n, line in kept.items() if line.count("|") + 1 == width)
        for width in widths
    }
    assert fields.kept(3) == sum(
        max(1, 2 - line.count("|")) * (len(lines[n - 1]) + KEPT_WITH_A_FAULT)
        for n, line in kept.items()
        if line.count("|") != 2
    )


def test_what_a_broken_line_costs_is_bounded(file, monkeypatch) -> None:
    monkeypatch.setattr(scanning, "MOST_KEPT", 10 * KEPT_WITH_A_FAULT)
    with pytest.raises(LayoutChanges):
        puc.check(file(*rows(5), "OP1|P1\nOP1|P1\n", *rows(5)))
