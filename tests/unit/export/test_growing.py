"""A file is read while it is written, whole or with what went wrong."""

from concurrent.futures import Future
from pathlib import Path

import pytest

from cruscotto.errors import CannotWrite
from cruscotto.export import Growing, growing


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a writer, its work that has not ended, and who reads what it writes."""
    monkeypatch.setattr(growing, "FIRST", 4)
    work: Future[None] = Future()
    with (tmp_path / "file").open("wb", buffering=0) as writer:
        writer.write(b"first")
        with (tmp_path / "file").open("rb") as file, Growing(file, work).begun() as reader:
            yield writer, work, reader


def test_the_beginning_leaves_while_the_end_is_still_written(begun) -> None:
    writer, work, reader = begun
    assert not reader.is_whole
    assert reader.read(100) == b"first"
    writer.write(b", last")
    work.set_result(None)
    assert reader.is_whole
    assert reader.read() == b", last"
    assert reader.read(1) == b""


def test_what_goes_wrong_after_the_beginning_is_no_end_of_the_file(begun) -> None:
    writer, work, reader = begun
    writer.write(b", more")
    work.set_exception(CannotWrite(file="f", why="x"))
    assert reader.read(100) == b"first, more"
    with pytest.raises(CannotWrite):
        reader.read(100)


def test_what_goes_wrong_before_the_beginning_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"half")
    work: Future[None] = Future()
    work.set_exception(CannotWrite(file="f", why="x"))
    with (tmp_path / "file").open("rb") as file, pytest.raises(CannotWrite):
        Growing(file, work).begun()
