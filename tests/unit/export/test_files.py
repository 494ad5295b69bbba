import errno
import hashlib
import io
import json
import os
from pathlib import Path

import pyarrow as pa
import pytest

from cruscotto.config import settings
from cruscotto.errors import CannotWrite, DiskFull, UnknownName
from cruscotto.export import (
    STYLES,
    ExportTable,
    export_bytes,
    export_description,
    export_to_disk,
    export_to_path,
    file_name,
    files,
)

ROWS = {"code": ["019", "=1"], "n": [1, 2]}


@pytest.mark.parametrize("style", STYLES)
def test_screen_and_path_get_the_same_bytes(table, tmp_path, style):
    out = tmp_path / file_name(table(ROWS), style)
    export_to_path(table(ROWS), style, out)
    assert out.read_bytes() == export_bytes(table(ROWS), style)
    told = Path(f"{out}.json").read_bytes()
    assert told == export_description(table(ROWS), style, out.name)
    with export_to_disk(table(ROWS), style) as aside:
        assert aside.read() == out.read_bytes()


def test_a_file_that_fails_on_its_way_to_the_disk_is_closed(table, monkeypatch):
    opened = []

    def full(_, stream):
        opened.append(stream)
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setitem(STYLES, "it", full)
    with pytest.raises(DiskFull):
        export_to_disk(table(ROWS), "it")
    assert opened[0].closed


@pytest.mark.parametrize("style", STYLES)
def test_the_sidecar_tells_rows_checksum_and_origin(table, tmp_path, style):
    out = tmp_path / "trial.out"
    written = export_to_path(table(ROWS), style, out)
    told = json.loads((tmp_path / "trial.out.json").read_text("utf-8"))
    assert told["rows"] == written.row_count == 2
    assert told["bytes"] == written.bytes == out.stat().st_size
    assert told["sha256"] == written.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    assert (told["file"], told["style"], told["table"]) == ("trial.out", style, "trial")
    assert told["filters"] == {"region": ["ITG1"]}
    assert told["editions"] == ["2024-08-31"]
    assert told["sources"][0]["publisher"] == "Ente"
    assert told["view_address"] == "/regioni?region=ITG1"
    assert [c["type"] for c in told["columns"]] == ["text", "integer"]


def test_a_file_of_the_demonstration_links_its_page_there(table) -> None:
    described = json.loads(export_description(table(ROWS, data_set="demonstration"), "it", "x.csv"))
    assert described["data_set"]["code"] == "demonstration"
    assert described["view_address"] == "/regioni?region=ITG1&dati=demo"


def test_the_sidecar_says_how_to_read_the_file(table):
    told = json.loads(export_description(table(ROWS), "it", "x.csv"))["reading"]
    assert (told["delimiter"], told["decimal_mark"], told["date_format"]) == (";", ",", "%d/%m/%Y")
    assert any("apostrofo" in note["it"] for note in told["notes"])


@pytest.mark.parametrize("kind", ["synthetic", "mixed"])
def test_synthetic_rows_are_named_in_the_sidecar_and_in_the_file_name(table, kind):
    told = json.loads(export_description(table(ROWS, data_kind=kind), "it", "x.csv"))
    assert told["data_kind"]["code"] == kind
    assert "sintetici" in told["data_kind"]["it"]
    assert "ynthetic" in told["data_kind"]["en"]
    assert "_sintetici" in file_name(table(ROWS, data_kind=kind), "xlsx")


def test_published_rows_carry_no_warning(table):
    told = json.loads(export_description(table(ROWS), "it", "x.csv"))
    assert told["data_kind"] == {"code": "published"}
    assert file_name(table(ROWS), "it") == "cruscotto_trial_2024-08-31.csv"


def test_every_style_has_a_file_name_of_its_own(table):
    assert len({file_name(table(ROWS), style) for style in STYLES}) == len(STYLES)


def test_an_unknown_style_suggests_near_ones(table, tmp_path):
    with pytest.raises(UnknownName) as caught:
        export_to_path(table(ROWS), "xls", tmp_path / "x")
    assert "xlsx" in caught.value.facts["similar"]
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said_and_leaves_the_old_file(table, tmp_path, monkeypatch):
    out = tmp_path / "trial.csv"
    out.write_text("before")

    def full(table, stream):
        stream.write(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setitem(files.STYLES, "it", full)
    with pytest.raises(DiskFull) as caught:
        export_to_path(table(ROWS), "it", out)
    assert caught.value.facts == {"folder": tmp_path}
    assert [p.name for p in tmp_path.iterdir()] == ["trial.csv"]
    assert out.read_text() == "before"


@pytest.mark.parametrize("style", STYLES)
def test_a_disk_that_fills_while_writing_is_a_full_disk(table, style):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    many = table({"words": ["x" * 50] * 20_000, "n": list(range(20_000))}, 20_000)
    with (
        open("/dev/full", "r+b", buffering=0) as full,
        pytest.raises(OSError, match="No space") as caught,
    ):
        files.write(many, style, full)
    assert caught.value.errno == errno.ENOSPC


def test_an_interrupted_export_leaves_nothing_behind(table, tmp_path, monkeypatch):
    def stopped(table, stream):
        raise KeyboardInterrupt

    monkeypatch.setitem(files.STYLES, "it", stopped)
    with pytest.raises(KeyboardInterrupt):
        export_to_path(table(ROWS), "it", tmp_path / "trial.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("out", ["absent/trial.csv", "", "trial.csv/inside.csv"])
def test_a_path_that_cannot_be_written_is_said(table, tmp_path, out):
    (tmp_path / "trial.csv").touch()
    with pytest.raises(CannotWrite) as caught:
        export_to_path(table(ROWS), "it", tmp_path / out)
    assert caught.value.facts["file"] == tmp_path / out
    assert caught.value.facts["why"]


def test_a_link_keeps_pointing_at_the_file_it_names(table, tmp_path):
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    link.symlink_to(real)
    export_to_path(table(ROWS), "it", link)
    assert link.is_symlink()
    assert real.read_bytes() == export_bytes(table(ROWS), "it")


def test_the_bytes_do_not_depend_on_the_number_of_threads(table, monkeypatch):
    rows = {"words": [f"a;{n}" for n in range(500)], "n": list(range(500))}
    expected = export_bytes(table(rows, 7), "it")
    monkeypatch.setenv("CRUSCOTTO_THREADS", "5")
    settings.cache_clear()
    try:
        assert export_bytes(table(rows, 7), "it") == expected
    finally:
        settings.cache_clear()


def test_a_fault_among_the_rows_is_not_swallowed(table):
    with pytest.raises(TypeError, match="list"):
        export_bytes(table({"a": pa.array([[1]]), "n": [1]}), "it")


def test_rows_are_written_while_later_ones_are_still_unread(provenance):
    read = 0

    def batches():
        nonlocal read
        for _ in range(50):
            read += 1
            yield pa.record_batch({"a": ["x"], "n": [1]})

    def reader():
        schema = pa.schema([("a", pa.string()), ("n", pa.int64())])
        return pa.RecordBatchReader.from_batches(schema, batches())

    class Watched(io.BytesIO):
        def write(self, piece):
            seen.append(read)
            return super().write(piece)

    seen: list[int] = []
    files.write(ExportTable("trial", reader, provenance), "it", Watched())
    first_rows = seen[1]
    assert first_rows < 10 < read
