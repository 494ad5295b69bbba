"""Issue 5, acceptance 1 and 3: dossiers of the demonstration and of the worked example."""

import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cruscotto.dossier import build, html, pdf
from cruscotto.dossier.model import Dossier, Table, unmarked
from cruscotto.dossier.sections.summary import MONEY, PEOPLE
from cruscotto.facts import Edition
from cruscotto.i18n import Lang
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.needs import FUNDED_PLACES, NEED_ADHERENCE, OVERSUPPLY_SHARE
from cruscotto.kpi.wording.phrases import figure
from cruscotto.warehouse import reader

pypdf = pytest.importorskip("pypdf")
pytest.importorskip("typst")

# Each kind in both languages, every one about somebody else.
SAMPLE = [
    ("region", "ITG1", "it", {"region": "ITG1"}),
    ("region", "ITI3", "en", {"region": "ITI3"}),
    ("authority", "ITI4", "it", {"managing_authority": "ITI4"}),
    ("authority", "2014IT05M2OP001", "en", {"managing_authority": "2014IT05M2OP001"}),
    ("axis", "08", "en", {"theme": "08"}),
    ("axis", "2014IT05SFOP005/1", "it", {"programme": "2014IT05SFOP005", "axis": "1"}),
]
MOST_PAGES = 7


@pytest.fixture(scope="module")
def con(whole_demonstration: Path) -> Any:
    return reader(whole_demonstration / "cruscotto.duckdb")


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def squeezed(text: str) -> str:
    """Return text without spaces: where lines break says nothing."""
    return re.sub(r"\s", "", unmarked(text))


@pytest.fixture(scope="module")
def made(con) -> Callable[[str, str, Lang], Dossier]:
    """Return `made(kind, code, lang)`: a dossier of the demonstration, computed once."""
    return cache(lambda kind, code, lang: build(Edition.of(con), kind, code, lang))


# each kind and each language in `make test`, each kind in both languages in `make thorough`
CASES = [
    pytest.param(*case, marks=pytest.mark.thorough if n % 3 == 1 else ())
    for n, case in enumerate(SAMPLE)
]


@pytest.mark.parametrize(("kind", "code", "lang", "where"), CASES, ids=lambda v: str(v))
def test_a_dossier_holds_every_headline_figure(con, made, kind, code, where, lang) -> None:
    found = pages(pdf(made(kind, code, lang)))
    assert 2 <= len(found) <= MOST_PAGES
    text = squeezed("".join(found))
    for kpi in (*MONEY, *PEOPLE):
        value = measure(con, kpi, (), Selection.of(fund="FSE", **where)).value()
        if value is not None:
            assert squeezed(figure(value, kpi, lang)) in text, kpi.name


def test_a_plan_that_no_region_has_a_share_of_is_not_attributable(made) -> None:
    written = unmarked(html(made("region", "ITG1", "it")).decode("utf-8"))
    assert "non attribuibile" in written


@pytest.mark.parametrize("lang", ["it", "en"])
def test_paper_and_page_say_the_same(made, lang) -> None:
    said = made("region", "ITG1" if lang == "it" else "ITI3", lang)
    paper = squeezed("".join(pages(pdf(said))))
    page = re.sub(r"<style>.*?</style>|<svg.*?</svg>", "", html(said).decode(), flags=re.DOTALL)
    page = squeezed(re.sub(r"<[^>]+>", "", page).replace("&#x27;", "'").replace("&quot;", '"'))
    cells = {squeezed(cell) for t in tables(said) for r in t.rows for cell in r[1:]}
    assert len(cells) > 50
    assert [cell for cell in cells if cell not in page or cell not in paper] == []


def tables(dossier: Dossier) -> list[Table]:
    return [b for section in dossier.sections for b in section.blocks if isinstance(b, Table)]


def test_the_text_reads_in_the_order_of_the_sections(made) -> None:
    said = made("authority", "ITI4", "it")
    text = squeezed("".join(pages(pdf(said))))
    places = [text.index(squeezed(section.title)) for section in said.sections]
    assert places == sorted(places)


# ---------------------------------------------------------------- the worked example of needs
def cells_of(made: Dossier) -> dict[str, str]:
    return {unmarked(row[0]): row[1] for table in tables(made) for row in table.rows}


def test_the_dossier_of_a_pact_tells_the_worked_example(needs_warehouse: Path) -> None:
    made = build(Edition.published(needs_warehouse), "pact", "P1", "it")
    found = cells_of(made)
    # cooks and waiters of Palermo: 70 wanted, 40 + 20 covered
    assert found["Posizioni richieste"] == "70"
    assert found["Copertura dei fabbisogni"] == "85,7\u00a0%"
    assert found["Posizioni scoperte"] == "10"
    assert found["Comune di Palermo"] == "ente locale"
    said = squeezed("".join(pages(pdf(made))))
    assert squeezed("i fabbisogni in vigore chiedono 70") in said
    assert squeezed("È stato firmato il 19 luglio 2019") in said


def test_the_dossier_of_a_region_tells_the_worked_example(needs_warehouse: Path) -> None:
    found = cells_of(build(Edition.published(needs_warehouse), "region", "ITG1", "en"))
    # with Catania: 90 wanted, 75 covered, 15 left
    assert found["Positions wanted"] == "90"
    assert found["Coverage of needs"] == "83.3%"
    assert found["Unmet positions"] == "15"


def test_a_dossier_measures_adherence_over_the_places_that_the_screen_counts(con, made) -> None:
    # before: the dossier took the places of one fund alone, the screen those of all
    here = Selection.of(region="ITG2")
    found = cells_of(made("region", "ITG2", "en"))
    for kpi in (NEED_ADHERENCE, FUNDED_PLACES, OVERSUPPLY_SHARE):
        assert found[kpi.label.en] == figure(measure(con, kpi, (), here).value(), kpi, "en")
    other = measure(con, FUNDED_PLACES, (), here.with_(fund="FSE")).value()
    assert other != measure(con, FUNDED_PLACES, (), here).value()
