"""The list of operations, which may be a million rows, leaves from the disk at a secret address."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pytest
from starlette.responses import StreamingResponse
from streamlit.testing.v1 import AppTest

from cruscotto.errors import NoWarehouse
from cruscotto.export import Order, export_bytes, operations_table
from cruscotto.i18n import error_sentence
from cruscotto.kpi.query.selection import Selection
from cruscotto.ui.exhibit import files, large_files
from cruscotto.warehouse import editing, reader

CHOSEN = {"region": "ITG1", "fund": "FSE"}


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep what this test leaves among the temporary files apart from all others."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def addresses(app: AppTest) -> dict[str, str]:
    return {link.proto.label: link.proto.url for link in app.get("link_button")}


def token_of(address: str) -> str:
    return address.removeprefix("/api/files/")


@pytest.fixture
def sent(run_async: Callable[..., None]) -> Callable[[StreamingResponse], bytes]:
    """Return `sent(answer)`: the bytes of a file that is sent as the server does."""

    def bytes_of(answer: StreamingResponse) -> bytes:
        pieces: list[bytes] = []

        async def send(message) -> None:
            pieces.append(message.get("body", b""))

        async def receive() -> dict[str, str]:
            await asyncio.Event().wait()
            raise AssertionError("the visitor stays")

        run_async(answer({"type": "http", "method": "GET", "headers": []}, receive, send))
        return b"".join(pieces)

    return bytes_of


@pytest.mark.parametrize(
    ("label", "style"),
    [
        ("CSV per Excel italiano", "it"),
        ("CSV internazionale (virgola e punto)", "plain"),
        ("Excel (XLSX)", "xlsx"),
        ("Parquet", "parquet"),
    ],
)
def test_a_link_gives_the_bytes_of_the_command_line_and_leaves_nothing(
    visit: Callable[..., AppTest],
    country: Path,
    temporary: Path,
    sent: Callable[..., bytes],
    label: str,
    style: str,
) -> None:
    app = visit("operations", region="ITG1")
    answer = large_files.answer(token_of(addresses(app)[label]))
    expected = export_bytes(operations_table(reader(country), Selection.of(**CHOSEN)), style)
    assert sent(answer) == expected
    assert answer.headers["content-type"].startswith(large_files.MIMES[style])
    assert 'filename="cruscotto_interventi' in answer.headers["content-disposition"]
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("is_gone", [False, True])
def test_a_long_list_is_made_apart_and_where_its_version_is_gone_here(
    visit: Callable[..., AppTest],
    country: Path,
    sent: Callable[..., bytes],
    monkeypatch: pytest.MonkeyPatch,
    is_gone: bool,
) -> None:
    def gone(_: Order) -> BinaryIO:
        raise NoWarehouse(warehouse=country)

    monkeypatch.setattr(files, "APART_FROM", 1)
    if is_gone:
        monkeypatch.setattr(files, "operations_apart", gone)
    address = addresses(visit("operations", region="ITG1"))["CSV per Excel italiano"]
    answer = large_files.answer(token_of(address), "gzip, deflate, br, zstd")
    encoding = None if is_gone else "zstd"
    assert answer.headers.get("content-encoding") == encoding
    file = pa.input_stream(pa.BufferReader(sent(answer)), compression=encoding)
    expected = export_bytes(operations_table(reader(country), Selection.of(**CHOSEN)), "it")
    assert file.read() == expected


def test_only_text_is_compressed_on_its_way(visit: Callable[..., AppTest]) -> None:
    given = addresses(visit("operations"))
    answers = {label: large_files.answer(token_of(a), "gzip") for label, a in given.items()}
    assert {label: a.headers.get("content-encoding") for label, a in answers.items()} == {
        "CSV per Excel italiano": None,
        "CSV internazionale (virgola e punto)": None,
        "Excel (XLSX)": "identity",
        "Parquet": "identity",
    }


def test_each_button_has_an_address_of_its_own_that_stays(visit: Callable[..., AppTest]) -> None:
    app = visit("operations", region="ITG1")
    first = addresses(app)
    assert len(set(first.values())) == 4
    assert min(map(len, first.values())) > 40
    assert addresses(app.run()) == first
    assert set(addresses(visit("operations")).values()).isdisjoint(first.values())


def test_an_address_nobody_offered_gives_a_sentence() -> None:
    answer = large_files.answer("x")
    assert answer.status_code == 404
    assert "riaprire la pagina" in bytes(answer.body).decode()


def test_what_goes_wrong_on_the_way_is_said_in_a_sentence(
    visit: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    address = addresses(visit("operations"))["CSV per Excel italiano"]

    def gone(*_):
        raise NoWarehouse(warehouse=tmp_path)

    monkeypatch.setattr("cruscotto.ui.exhibit.files.operations_table", gone)
    answer = large_files.answer(token_of(address))
    assert answer.status_code == 503
    said = error_sentence(NoWarehouse(warehouse=tmp_path), "it", is_served=True)
    assert str(tmp_path) not in said
    assert bytes(answer.body).decode() == said


def test_offers_of_pages_long_closed_make_room(
    visit: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large_files, "MOST", 4)
    old, new = addresses(visit("operations")), addresses(visit("operations"))
    assert [large_files.answer(token_of(a)).status_code for a in old.values()] == [404] * 4
    assert isinstance(
        large_files.answer(token_of(new["CSV per Excel italiano"])), StreamingResponse
    )


def test_offers_keep_no_edition_open_that_is_past(
    country: Path, tmp_path: Path, copy_warehouse, visiting, opened, setting
) -> None:
    setting(keep_versions="2")
    link = copy_warehouse(country, tmp_path)
    visiting(link)
    given = []
    for number in range(3):
        given.append(addresses(opened("operations"))["Parquet"])
        with editing(link) as con:
            con.execute("update ledger.file set file_name = $name", {"name": f"{number}.csv"})
    found = [large_files.answer(token_of(address)).status_code for address in given]
    assert found == [404, 200, 200]
