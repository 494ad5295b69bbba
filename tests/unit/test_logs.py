"""Events are lines of JSON, and nothing that a person wrote or is can be read in them."""

import io
import json
import logging
import sys
from datetime import date

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cruscotto import logs
from cruscotto.config import settings
from cruscotto.errors import CruscottoError, NothingUsable
from cruscotto.sources.importing import import_files

SURNAMES = ("ROSSI", "Bianchi", "D'Angelo", "Muñoz", "esposito")
names = st.tuples(st.sampled_from(SURNAMES), st.sampled_from(("Maria", "LUCA", "Zoë"))).map(
    " ".join
)
tax_codes = st.from_regex(r"[A-Z]{6}[0-9]{2}[A-EHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z]", fullmatch=True)
private = st.one_of(names, tax_codes, tax_codes.map(str.lower), st.emails())


@pytest.fixture(scope="module")
def lines():
    """Return `lines()`: what was written since it was asked last."""
    logs.start(logs.STDERR)
    stream = io.StringIO()
    (handler,) = logs.LOGGER.handlers
    handler.setStream(stream)

    def written() -> list[str]:
        said = stream.getvalue().splitlines()
        stream.seek(0)
        stream.truncate()
        return said

    yield written
    logs.start()


def test_an_event_is_one_line_with_its_facts(lines) -> None:
    logs.event(logs.Event.IMPORT, source="opencoesione", read=8, day=date(2024, 8, 31))
    (line,) = lines()
    found = json.loads(line)
    assert (found["event"], found["level"], found["source"]) == ("import", "info", "opencoesione")
    assert (found["read"], found["day"]) == (8, "2024-08-31")
    assert found["time"].endswith("+00:00")


@given(text=private)
def test_a_text_that_is_no_name_of_ours_is_refused(lines, text) -> None:
    with pytest.raises(ValueError, match="name of ours"):
        logs.event(logs.Event.IMPORT, source=text)
    assert lines() == []


@given(text=private)
def test_an_error_is_written_without_its_words(lines, text) -> None:
    for error in (ValueError(text), NothingUsable(file=text, reason=text), KeyError(text)):
        try:
            try:
                raise RuntimeError(text)
            except RuntimeError as cause:
                raise error from cause
        except Exception as caught:
            logs.failed(caught)
    said = lines()
    assert [json.loads(line)["error"] for line in said] == [
        "ValueError",
        "NothingUsable",
        "KeyError",
    ]
    assert json.loads(said[1])["key"] == "errors.nothing_usable"
    assert json.loads(said[0])["cause"] == "RuntimeError"
    assert text.lower() not in "".join(said).lower()


@given(text=private)
def test_what_other_code_logs_is_written_without_its_words(lines, text) -> None:
    own = logging.getLogger("cruscotto.somewhere")
    own.warning("found %s", text)
    try:
        duckdb.execute("select cast($t as integer)", {"t": text})
    except duckdb.Error:
        own.exception("a query failed for %s", text)
    said = lines()
    assert [json.loads(line)["event"] for line in said] == ["other", "other"]
    assert json.loads(said[1])["error"] == "ConversionException"
    assert text.lower() not in "".join(said).lower()


def test_libraries_lose_the_words_of_errors_too(monkeypatch) -> None:
    before = logging.getLogRecordFactory()
    monkeypatch.setattr(logging, "_logRecordFactory", before)
    logs.silence_libraries()
    logs.silence_libraries()
    try:
        raise ValueError("RSSMRA80A01H501U")
    except ValueError:
        record = logging.getLogRecordFactory()(
            "streamlit", logging.ERROR, __file__, 1, "failed for %s", ("ROSSI",), sys.exc_info()
        )
    said = logging.Formatter().format(record)
    assert "ValueError" in said
    assert "RSSMRA" not in said
    assert "ROSSI" not in said


def test_an_import_is_told_in_numbers_and_never_in_names(
    lines, tmp_path, operation, write_opencoesione
) -> None:
    person, code = "ROSSI MARIA", "RSSMRA80A01H501U"
    rows = [
        operation("OP1", OC_DENOM_BENEFICIARIO=person, OC_CODFISC_BENEFICIARIO=code),
        operation("OP2", OC_DATA_INIZIO_PROGETTO=person, FINANZ_TOTALE_PUBBLICO=code),
        operation("", OC_TITOLO_PROGETTO=person),
    ]
    file = write_opencoesione(tmp_path / "rossi_maria.csv", rows)
    import_files("opencoesione", [file], tmp_path / "w.duckdb", date(2024, 8, 31))
    said = lines()
    assert [json.loads(line)["event"] for line in said] == ["build", "publish", "import"]
    told = json.loads(said[-1])
    assert told["read"] == told["loaded"] + told["out_of_scope"] + told["refused"] == 3
    written = "".join(said).lower()
    assert not [word for word in ("rossi", "rssmra", str(tmp_path)) if word in written]


def test_a_file_gets_the_lines_where_the_installation_says_so(tmp_path, monkeypatch, lines) -> None:
    handler = logs.LOGGER.handlers[0]
    monkeypatch.setenv("CRUSCOTTO_LOG", str(tmp_path / "logs" / "events.jsonl"))
    settings.cache_clear()
    logs.start()
    logs.event(logs.Event.PUBLISH, bytes=1)
    logs.failed(CruscottoError())
    written = (tmp_path / "logs" / "events.jsonl").read_text().splitlines()
    assert [json.loads(line)["event"] for line in written] == ["publish", "error"]
    monkeypatch.undo()
    settings.cache_clear()
    logs.start()
    logs.LOGGER.handlers[:] = [handler]
