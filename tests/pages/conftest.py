"""A small country of 21 regions in two editions, and a visitor who opens its pages."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cruscotto.config import REFERENCE, ROOT, settings
from cruscotto.sources.importing import import_files

FRAME = ROOT / "cruscotto" / "ui" / "frame.py"


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def country(
    tmp_path_factory: pytest.TempPathFactory,
    operation: Callable[..., dict[str, str]],
    write_opencoesione: Callable[..., Path],
) -> Path:
    """Return a warehouse: two operations for each regional programme of 2014-2020, two editions."""
    folder = tmp_path_factory.mktemp("country")
    link = folder / "cruscotto.duckdb"
    for day, paid in ((date(2024, 6, 30), 1), (date(2024, 8, 31), 2)):
        rows = [
            operation(
                f"SINT-{programme['cci']}-{number}",
                OC_CODICE_PROGRAMMA=programme["cci"],
                OC_DESCRIZIONE_PROGRAMMA=programme["name"],
                OC_COD_ARTICOLAZ_PROGRAMMA="1",
                OC_TITOLO_PROGETTO=f"CORSO [SINTETICO] {place} {number}",
                FINANZ_TOTALE_PUBBLICO=f"{(place + 1) * 200_000}",
                OC_IMPEGNI_GIURID_VINCOLANTI=f"{(place + 1) * 150_000}",
                TOT_PAGAMENTI=f"{(place + 1) * paid * 60_000}",
                OC_STATO_PROGETTO="Concluso" if number else "In corso",
                OC_DATA_FINE_PROGETTO_PREVISTA="20190231" if place == 3 else "20210131",
                DATA_AGGIORNAMENTO=f"{day:%Y%m%d}",
            )
            for place, programme in enumerate(_regional())
            for number in range(2)
        ]
        file = write_opencoesione(folder / f"edition_{day}.csv", rows)
        import_files("opencoesione", [file], link, day)
    return link


def _regional() -> list[dict[str, str]]:
    return [
        row
        for row in _rows("programmes.csv")
        if row["period"] == "2014-2020" and row["region"] != "NAZ"
    ]


@pytest.fixture
def visiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Return `visiting(warehouse)`: the screens read that warehouse until the test ends."""

    def choose(path: Path) -> None:
        monkeypatch.setenv("CRUSCOTTO_WAREHOUSE", str(path))
        settings.cache_clear()

    yield choose
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def visit_portfolio(warehouse: Path, visiting: Callable[[Path], None]) -> Callable[..., AppTest]:
    """Return `visit_portfolio(page, **query)`: a page over a handful of published operations."""
    visiting(warehouse)
    return opened


@pytest.fixture
def visit_nothing(visiting: Callable[[Path], None], tmp_path: Path) -> Callable[..., AppTest]:
    """Return `visit_nothing(page)`: a page where no warehouse was ever built."""
    visiting(tmp_path / "nothing.duckdb")
    return opened


@pytest.fixture
def visit(country: Path, visiting: Callable[[Path], None]) -> Callable[..., AppTest]:
    """Return `visit(page, **query)`: the page as a visitor of the country finds it."""
    visiting(country)
    return opened


def opened(page: str, **query: Any) -> AppTest:
    """Open a page with an address's query."""
    app = AppTest.from_file(FRAME, default_timeout=30)
    app.run()
    app.switch_page(f"../../pages/{page}.py")
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()
