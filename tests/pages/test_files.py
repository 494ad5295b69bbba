"""The files of a page: named for what they hold, worded as chosen, all together if wanted."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from cruscotto.export import Look, export_bytes, kpi_table, looked_at
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.money import PAYMENT_RATE
from cruscotto.ui.exhibit import download
from cruscotto.warehouse import reader


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """Return what makes the files of the last page, by the names they are given."""
    found: dict[str, Callable[[], bytes]] = {}
    button = download.st.download_button

    def offering(label: str, **named: Any) -> bool:
        found[named["file_name"]] = named["data"]
        return bool(button(label, **named))

    monkeypatch.setattr(download.st, "download_button", offering)
    return found


def test_a_file_is_named_for_indicator_selection_and_edition(
    visit: Callable[..., AppTest], given: dict[str, Callable[[], bytes]]
) -> None:
    app = visit("regions", period="2014-2020", fund="all")
    assert not app.exception
    assert not app.error
    named = [n for n in given if n.startswith("cruscotto_tasso-di-pagamento_regione")]
    assert any(
        n.endswith("autonoma_2014-2020_2024-08-31_in_parte_sintetici.parquet") for n in named
    ), named


def test_a_worded_file_of_the_screen_is_the_one_of_the_package(
    country: Path, visit: Callable[..., AppTest], given: dict[str, Callable[[], bytes]]
) -> None:
    visit("regions", fund="all", intestazioni="it", percentuali="schermo")
    table = kpi_table(reader(country).cursor(), [PAYMENT_RATE], ("region",), Selection())
    expected = export_bytes(looked_at(table, Look("it", percent=True)), "it")
    assert b"Tasso di pagamento" in expected
    files = [make for name, make in given.items() if name.endswith(".csv")]
    assert expected in [make() for make in files]


def test_all_tables_of_a_page_come_in_one_workbook_or_one_archive(
    visit: Callable[..., AppTest], given: dict[str, Callable[[], bytes]]
) -> None:
    visit("overview", region="ITG1")
    (book,) = [
        make
        for name, make in given.items()
        if name.startswith("cruscotto_quadro") and name.endswith(".xlsx") and "sicilia" in name
    ]
    (pack,) = [make for name, make in given.items() if name.endswith(".zip") and "sicilia" in name]
    sheets = load_workbook(io.BytesIO(book())).sheetnames
    with ZipFile(io.BytesIO(pack())) as packed:
        tables = [name for name in packed.namelist() if name.endswith(".csv")]
    assert sheets[-1] == "Note"
    assert len(sheets) - 1 == len(tables) > 1
