"""Text from a file is text in the browser: no link, no picture, no icon, whatever it holds."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cruscotto.sources.importing import import_files

from .waiting import settle

# What Streamlit finds in finished text as well, where a backslash before it is already gone.
HOSTILE = (
    "VEDI http://evil.example/x www.evil.example scrivi@evil.example :material/delete: "
    ":streamlit: [x](http://evil.example) ![y](http://evil.example/z) :red[rosso] A -> B"
)
MADE = (
    "a[href*='//evil'], a[href*='//www.evil'], a[href^='mailto'], img[alt*='Streamlit'], "
    "img[src*='evil'], [role=img][aria-label*='delete'], .stMarkdownColoredText"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, serve, operation, write_opencoesione):
    """Return the address of a dashboard whose operations have a title that would be markup."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    rows = [operation(f"OP{n}", OC_TITOLO_PROGETTO=f"{HOSTILE} {n}") for n in range(3)]
    file = write_opencoesione(folder / "operations.csv", rows)
    import_files("opencoesione", [file], folder / "cruscotto.duckdb", date(2024, 8, 31))
    with serve(folder / "cruscotto.duckdb") as address:
        yield address


@pytest.mark.parametrize(
    "path", ["interventi?operation=OP1", "cerca?q=VEDI", "interventi?stampa=1"]
)
def test_the_title_of_an_operation_is_drawn_as_it_is_written(
    hostile: str, page: Page, path: str
) -> None:
    page.goto(f"{hostile}/{path}")
    settle(page)
    expect(page.get_by_text("VEDI", exact=False).first).to_be_attached()
    expect(page.locator(MADE)).to_have_count(0)
