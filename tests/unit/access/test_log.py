"""The log of accesses: what is in it stays as it was written, whatever is killed or changed."""

import json
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as of_hypothesis
from hypothesis import strategies as st
from typer.testing import CliRunner

from cruscotto.access import Role, entered
from cruscotto.access.context import for_purpose
from cruscotto.access.errors import LogBroken, PurposeMissing
from cruscotto.access.log import append, events, is_kept, log_path, record, verify
from cruscotto.access.roles import access_of
from cruscotto.cli.main import app
from cruscotto.config import settings
from cruscotto.errors import CannotWrite

FORK = multiprocessing.get_context("fork")
what = st.dictionaries(st.text(max_size=8), st.text(max_size=20) | st.integers(), max_size=4)


def filled(folder: Path, count: int = 6) -> Path:
    path = folder / "w.duckdb.access.log"
    for number in range(count):
        append(path, {"person": f"p{number}", "action": "export", "what": {"kpi": "x"}})
    return path


def test_a_log_is_whole_and_its_owner_s_alone(tmp_path) -> None:
    path = filled(tmp_path)
    assert verify(path).events == 6
    assert [event["number"] for event in events(path)] == [1, 2, 3, 4, 5, 6]
    assert oct(path.stat().st_mode)[-3:] == "600"
    assert verify(tmp_path / "none").events == 0


@of_hypothesis(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_change_of_any_byte_is_found(tmp_path, data) -> None:
    path = tmp_path / "w.access.log"
    if not path.exists():
        for number in range(4):
            append(path, {"person": f"p{number}", "what": {"n": number}})
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.integers(32, 126).filter(lambda byte: byte != whole[place]))
    path.write_bytes(whole[:place] + bytes([other]) + whole[place + 1 :])
    try:
        with pytest.raises(LogBroken):
            verify(path)
    finally:
        path.write_bytes(whole)
    assert verify(path).events == 4


CHANGES: dict[str, Callable[[list[str]], list[str]]] = {
    "first taken out": lambda lines: lines[1:],
    "one taken out": lambda lines: [*lines[:2], *lines[3:]],
    "last cut off": lambda lines: lines[:-1],
    "all cut off": lambda lines: [],
    "two changed places": lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]],
    "one repeated": lambda lines: [*lines[:3], lines[2], *lines[3:]],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_events_cannot_be_taken_out_put_in_or_cut_off(tmp_path, change) -> None:
    path = filled(tmp_path)
    path.write_text("".join(change(path.read_text().splitlines(keepends=True))))
    with pytest.raises(LogBroken):
        verify(path)


def test_half_a_line_was_never_acknowledged_and_the_next_event_takes_its_place(tmp_path) -> None:
    path = filled(tmp_path, 3)
    with path.open("a") as file:
        file.write('{"number": 4, "person": "hal')
    assert verify(path).events == 3
    append(path, {"person": "next"})
    assert [event.get("person") for event in events(path)] == ["p0", "p1", "p2", "next"]
    assert verify(path).events == 4


def _write(path: Path, name: str, acknowledged: Path, most: int = 100_000) -> None:
    for number in range(most):
        append(path, {"person": name, "what": {"n": number}})
        with acknowledged.open("a") as file:
            file.write(f"{number}\n")


def test_forty_kills_break_no_chain_and_lose_no_acknowledged_event(tmp_path) -> None:
    path, acknowledged = tmp_path / "w.access.log", tmp_path / "acknowledged"
    for number in range(40):
        writer = FORK.Process(target=_write, args=(path, "anna", acknowledged))
        writer.start()
        time.sleep(0.004 + 0.0007 * number)
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()
    append(path, {"person": "last"})
    found = verify(path).events
    known = len(acknowledged.read_text().splitlines()) if acknowledged.exists() else 0
    assert known > 0
    assert found > known


def test_many_who_write_at_once_make_one_chain(tmp_path) -> None:
    path = tmp_path / "w.access.log"
    at_work = [
        FORK.Process(target=_write, args=(path, name, tmp_path / name, 25)) for name in "abcd"
    ]
    for one in at_work:
        one.start()
    for one in at_work:
        one.join(60)
    assert verify(path).events == 100


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """Return the warehouse of an installation that keeps a log; its settings are forgotten."""
    link = tmp_path / "w.duckdb"
    monkeypatch.setenv("CRUSCOTTO_WAREHOUSE", str(link))
    monkeypatch.setenv("CRUSCOTTO_ACCESS_LOG", "true")
    settings.cache_clear()
    yield link
    monkeypatch.undo()
    settings.cache_clear()


def test_an_event_holds_who_when_what_and_why(kept) -> None:
    with entered(access_of("anna", [(Role.STEWARD, "")])), for_purpose("relazione annuale"):
        record("export", kpis=["participants_count"], sha256="00")
    (event,) = events(log_path(kept))
    assert (event["person"], event["action"], event["why"]) == (
        "anna",
        "export",
        "relazione annuale",
    )
    assert event["what"] == {"kpis": ["participants_count"], "sha256": "00"}
    assert event["at"].endswith("+00:00")


def test_where_a_purpose_is_required_nothing_goes_without_one(kept, monkeypatch) -> None:
    monkeypatch.setenv("CRUSCOTTO_PURPOSE_REQUIRED", "true")
    settings.cache_clear()
    for purpose in ("", "   "):
        with for_purpose(purpose), pytest.raises(PurposeMissing):
            record("export", table="kpi")
    with for_purpose("controllo"):
        record("export", table="kpi")
    assert verify(log_path(kept)).events == 1


def test_where_the_log_cannot_be_written_nothing_is_given(kept) -> None:
    log_path(kept).mkdir()
    with pytest.raises(CannotWrite):
        record("export", table="kpi")


def test_no_log_is_kept_where_nobody_signs_in_unless_it_is_asked_for(kept, monkeypatch) -> None:
    assert is_kept()
    monkeypatch.delenv("CRUSCOTTO_ACCESS_LOG")
    settings.cache_clear()
    assert not is_kept()


def test_the_command_lists_events_and_follows_the_chain(kept) -> None:
    record("export", table="kpi")

    def ran(*words: str):
        return CliRunner().invoke(app, ["--warehouse", str(kept), "access", "log", *words])

    assert json.loads(ran("--format", "json").output)[0]["what"] == {"table": "kpi"}
    assert "1" in ran("--verify").output
    path = log_path(kept)
    path.write_text(path.read_text().replace("kpi", "kpx"))
    assert isinstance(ran("--verify").exception, LogBroken)
