"""A small country of 21 regions in two editions, and a visitor who opens its pages."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cruscotto.config import REFERENCE, settings
from cruscotto.sources.importing import Batch, import_batches
from cruscotto.ui.exhibit import charts, download


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def country(
    make_once: Callable[..., Path],
    operation: Callable[..., dict[str, str]],
    write_opencoesione: Callable[..., Path],
) -> Path:
    """Return a warehouse: two operations for each regional programme of 2014-2020, two editions."""

    def make(folder: Path) -> None:
        batches = []
        for day, paid in ((date(2024, 6, 30), 1), (date(2024, 8, 31), 2)):
            rows = [
                operation(f"SINT-{programme['cci']}-{number}", **_changes(place, number, day, paid))
                for place, programme in enumerate(_regional())
                for number in range(2)
            ]
            file = write_opencoesione(folder / f"edition_{day}.csv", rows)
            batches.append(Batch("opencoesione", day, (file,)))
        import_batches(batches, folder / "cruscotto.duckdb")

    return make_once("country", make) / "cruscotto.duckdb"


def _changes(place: int, number: int, day: date, paid: int) -> dict[str, str]:
    programme = _regional()[place]
    return {
        "OC_CODICE_PROGRAMMA": programme["cci"],
        "OC_DESCRIZIONE_PROGRAMMA": programme["name"],
        "OC_COD_ARTICOLAZ_PROGRAMMA": "1",
        "OC_TITOLO_PROGETTO": f"CORSO [SINTETICO] {place} {number}",
        "FINANZ_TOTALE_PUBBLICO": f"{(place + 1) * 200_000}",
        "OC_IMPEGNI_GIURID_VINCOLANTI": f"{(place + 1) * 150_000}",
        "TOT_PAGAMENTI": f"{(place + 1) * paid * 60_000}",
        "OC_STATO_PROGETTO": "Concluso" if number else "In corso",
        "OC_DATA_FINE_PROGETTO_PREVISTA": "20190231" if place == 3 else "20210131",
        "DATA_AGGIORNAMENTO": f"{day:%Y%m%d}",
    }


@cache
def _regional() -> list[dict[str, str]]:
    return [
        row
        for row in _rows("programmes.csv")
        if row["period"] == "2014-2020" and row["region"] != "NAZ"
    ]


PEOPLE_DAY = date(2024, 8, 31)
# In Valle d'Aosta there are too few people to be shown; in Veneto nobody left long ago.
FEW, LATE = 19, 20


def _person(place: int, number: int, code: str) -> dict[str, str]:
    """Return a participation; every fifth one, and all of the last region, left too lately."""
    is_late = number % 5 == 0 or place == LATE
    left = date(2024, 7, 1) if is_late else date(2021 + number % 3, 3, 15)
    works = (number + place) % 3 > 0
    return {
        "participation_id": f"PT{place}-{number}",
        "person_id": f"PE{place}-{number}",
        "operation_code": code,
        "sex": "FM"[number % 2],
        "age_at_entry": str(20 + number % 40),
        "education_isced": str(number % 9),
        "status_at_entry": ("unemployed", "inactive", "employed")[number // 2 % 3],
        "disability": "false",
        "migrant": "false",
        "minority": "false",
        "homeless": "false",
        "rural": "true",
        "other_disadvantage": "true" if number % 4 == 0 else "false",
        "entry_date": f"{left.year - 1}-02-01",
        "exit_date": f"{left:%Y-%m-%d}",
        "exit_reason": "completed" if number % 6 else "other",
        "hours_planned": "100",
        "hours_attended": "130" if number == 7 else "90",
        "qualification": "true",
        "status_28d": "searching",
        "status_6m": "" if is_late else _status(number, works),
        "status_12m": "",
        "outcome_source": "survey" if number % 4 == 3 else "register",
    }


def _status(number: int, works: bool) -> str:
    if number % 9 == 8:
        return "unknown"
    return "employed" if works else "searching"


def _written(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="session")
def peopled(country: Path, salted: Callable[[Path], Path], make_once: Callable[..., Path]) -> Path:
    """Return the country with its participants and targets; it has three rows to mend."""
    operations = country.parent / f"edition_{PEOPLE_DAY}.csv"

    def make(folder: Path) -> None:
        participations = _written(folder / "participations.csv", _people())
        batches = [
            Batch("opencoesione", PEOPLE_DAY, (operations,)),
            Batch("participations", PEOPLE_DAY, (participations,)),
            Batch("targets", PEOPLE_DAY, (_written(folder / "targets.csv", _targets()),)),
        ]
        import_batches(batches, salted(folder / "cruscotto.duckdb"))

    return make_once("peopled", make) / "cruscotto.duckdb"


def _people() -> list[dict[str, str]]:
    rows = [
        _person(place, number, f"SINT-{programme['cci']}-{number % 2}")
        for place, programme in enumerate(_regional())
        for number in range(6 if place == FEW else 80)
    ]
    return [*rows, {**rows[-1], "participation_id": "PT-X", "exit_date": "1999-01-01"}]


def _targets() -> list[dict[str, str]]:
    return [
        {
            "programme": programme["cci"],
            "priority_axis": "1",
            "indicator": "CO01",
            "sex": "T",
            "category_of_region": "",
            "baseline": "0",
            "milestone_year": "2018",
            "milestone": "10",
            "target_year": "2023",
            "target": str(20 + place),
            "achieved": "",
            "edition": "2024-08-31",
        }
        for place, programme in enumerate(_regional())
    ]


@pytest.fixture
def audience(setting: Callable[..., None]) -> Callable[[str], None]:
    """Return `audience(name)`: figures of persons are guarded for it until the test ends."""
    return lambda name: setting(audience=name)


@pytest.fixture
def visit_people(
    peopled: Path,
    visiting: Callable[[Path], None],
    audience: Callable[[str], None],
    opened: Callable[..., AppTest],
) -> Callable[..., AppTest]:
    """Return `visit_people(page, audience="protected", **query)`: a page of the peopled country."""

    def open_for(page: str, audience_name: str = "protected", **query: Any) -> AppTest:
        audience(audience_name)
        visiting(peopled)
        return opened(page, **query)

    return open_for


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
def visit_portfolio(
    warehouse: Path, visiting: Callable[[Path], None], opened: Callable[..., AppTest]
) -> Callable[..., AppTest]:
    """Return `visit_portfolio(page, **query)`: a page over a handful of published operations."""
    visiting(warehouse)
    return opened


@pytest.fixture
def visit_nothing(
    visiting: Callable[[Path], None], tmp_path: Path, opened: Callable[..., AppTest]
) -> Callable[..., AppTest]:
    """Return `visit_nothing(page)`: a page where no warehouse was ever built."""
    visiting(tmp_path / "nothing.duckdb")
    return opened


@pytest.fixture
def visit(
    country: Path, visiting: Callable[[Path], None], opened: Callable[..., AppTest]
) -> Callable[..., AppTest]:
    """Return `visit(page, **query)`: the page as a visitor of the country finds it."""
    visiting(country)
    return opened


@pytest.fixture(autouse=True)
def open_tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Open tables and files under the charts, so that every visit draws them; undo closes them."""
    with monkeypatch.context() as patch:
        patch.setattr(charts, "is_open", lambda _: True)
        patch.setattr(download, "is_open", lambda _: True)
        yield patch
