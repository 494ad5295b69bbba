"""Dossiers of a small country: states in words, audience, buttons, commands."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cruscotto.cli.main import app
from cruscotto.disclosure.thresholds import Audience, Rules
from cruscotto.dossier import build, html, is_available, paper, pdf
from cruscotto.dossier.errors import NothingToReport, TypesetterMissing
from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Dossier, Paragraph, Table, unmarked
from cruscotto.errors import UnknownName
from cruscotto.facts import Edition
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.result import State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M
from cruscotto.kpi.wording.phrases import figure
from cruscotto.ui.exhibit import dossiers
from cruscotto.ui.state import version
from cruscotto.warehouse import reader

needs_typst = pytest.mark.skipif(not is_available(), reason="the typesetter is not installed")
LANGS = ("it", "en")
REGIONS = "select region_code from marts.region order by position"


@pytest.fixture
def con(peopled):
    return reader(peopled)


def words(made: Dossier) -> str:
    """Return all that a dossier says, from its page, without marks."""
    page = re.sub(r"<style>.*?</style>|<sup>.*?</sup>", "", html(made).decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def tables(made: Dossier) -> list[Table]:
    return [b for s in made.sections for b in s.blocks if isinstance(b, Table)]


def row(made: Dossier, label: str) -> tuple[str, ...]:
    return next(r for table in tables(made) for r in table.rows if unmarked(r[0]) == label)


def alone(con, code: str) -> State:
    """Return the state of a region's own placement rate."""
    return measure(con, PLACEMENT_RATE_6M, (), Selection.of(fund="FSE", region=code)).rows[0].state


def in_state(con, state: State) -> str:
    """Return a region whose own placement rate is in a state."""
    codes = [row[0] for row in con.cursor().execute(REGIONS).fetchall()]
    return next(code for code in codes if alone(con, code) is state)


# ---------------------------------------------------------------- states
@pytest.mark.parametrize("lang", LANGS)
def test_a_hidden_figure_is_a_word_in_its_table_and_no_sentence(con, lang) -> None:
    made = build(Edition.of(con), "region", in_state(con, State.HIDDEN), lang)
    label = PLACEMENT_RATE_6M.label.in_(lang)
    assert row(made, label)[1] == ("nascosto" if lang == "it" else "hidden")
    assert "sei mesi dopo l'uscita (" not in words(made)
    assert "six months after leaving (" not in words(made)


@pytest.mark.parametrize("lang", LANGS)
def test_a_figure_that_is_not_mature_is_a_word_and_no_sentence(con, lang) -> None:
    made = build(Edition.of(con), "region", in_state(con, State.IMMATURE), lang)
    said = row(made, PLACEMENT_RATE_6M.label.in_(lang))[1]
    assert said == ("non ancora maturo" if lang == "it" else "not yet mature")
    assert "Fra chi non lavorava" not in words(made)
    assert "Of those not at work" not in words(made)


def test_a_figure_that_is_shown_is_told_with_its_interval_and_its_article(con) -> None:
    exact, marche = Rules(audience=Audience.EXACT), Selection.of(region="ITI3", fund="FSE")
    made = build(Edition.of(con, exact), "region", "ITI3", "it")
    found = measure(con, PLACEMENT_RATE_6M, (), marche, exact).rows[0]
    value, low, high = (
        figure(v, PLACEMENT_RATE_6M, "it").replace("\u00a0", " ")
        for v in (found.value, found.low, found.high)
    )
    said = words(made)
    assert re.search(rf"(il |l'|lo ){re.escape(value)}", said.replace("&#x27;", "'"))
    assert f"da {low} a {high}" in said
    assert "Nelle Marche" in said
    assert "Le Marche sono al" in said


def test_where_there_is_no_record_of_people_the_dossier_says_so_and_has_no_outcomes(
    country,
) -> None:
    made = build(Edition.published(country), "region", "ITG1", "it")
    assert "Non ci sono schede di partecipanti" in words(made)
    assert [s.title for s in made.sections if s.title in ("Esiti", "Impatto netto")] == []


@pytest.mark.parametrize("state", [State.HIDDEN, State.MISSING, State.IMMATURE])
def test_every_state_that_is_not_shown_silences_its_sentence(con, monkeypatch, state) -> None:
    measured = Facts.measure

    def altered(self, kpi, by=(), selection=None):
        result = measured(self, kpi, by, selection)
        gone = (replace(r, state=state, value=None, low=None, high=None) for r in result.rows)
        return replace(result, rows=tuple(gone))

    monkeypatch.setattr(Facts, "measure", altered)
    first = build(Edition.of(con), "region", "ITI1", "it").sections[0]
    assert not [b for b in first.blocks if isinstance(b, Paragraph) and b.style == "lead"]
    written = [cell for b in first.blocks if isinstance(b, Table) for r in b.rows for cell in r[1:]]
    assert not [cell for cell in written if any(sign.isdigit() for sign in cell)]


# ---------------------------------------------------------------- audience and editions
def test_the_audience_of_the_dossier_is_that_of_the_screens(con) -> None:
    code = in_state(con, State.HIDDEN)
    exact = build(Edition.of(con, Rules(audience=Audience.EXACT)), "region", code, "it")
    assert row(exact, PLACEMENT_RATE_6M.label.it)[1] != "nascosto"
    assert "non va diffuso" in words(exact)
    assert "sotto 5" in words(build(Edition.of(con), "region", code, "it"))


def test_an_edition_of_the_warehouse_is_the_date_of_the_dossier(country) -> None:
    con = reader(country)
    assert build(Edition.of(con), "region", "ITG1", "it").edition == date(2024, 8, 31)
    before = build(Edition.of(con), "region", "ITG1", "it", edition=date(2024, 6, 30))
    assert before.edition == date(2024, 6, 30)
    assert "30 giugno 2024" in words(before)
    now = build(Edition.of(con), "region", "ITG1", "it")
    assert row(before, "Pagamenti")[1] != row(now, "Pagamenti")[1]


def test_an_edition_that_the_warehouse_has_not_is_refused_with_those_it_has(country) -> None:
    with pytest.raises(UnknownName) as refused:
        build(Edition.published(country), "region", "ITG1", "it", edition=date(2020, 1, 1))
    assert refused.value.facts["known"] == ["2024-08-31", "2024-06-30"]


def test_synthetic_data_are_named_on_the_first_page_and_at_the_foot_of_all(con) -> None:
    made = build(Edition.of(con), "region", "ITG1", "it")
    assert made.warning.startswith("Dati sintetici")
    assert made.mark == "Dati sintetici di dimostrazione"


@pytest.mark.parametrize("filters", [Selection.of(fund="FESR"), Selection.of(period="2000-2006")])
def test_where_nothing_answers_there_is_no_dossier(con, filters) -> None:
    with pytest.raises(NothingToReport):
        build(Edition.of(con), "region", "ITG1", "it", filters)


# ---------------------------------------------------------------- what it is about
KINDS = [("region", "ITH1"), ("authority", "ITI4"), ("axis", "08"), ("axis", "2014IT05SFOP005/1")]


@pytest.mark.parametrize(("kind", "code"), KINDS)
@pytest.mark.parametrize("lang", LANGS)
def test_every_kind_is_built_and_every_number_of_a_note_has_its_note(con, kind, code, lang) -> None:
    made = build(Edition.of(con), kind, code, lang)
    cited = {int(n) for n in re.findall(r'href="#note-(\d+)"', html(made).decode())}
    assert cited == set(range(1, len(made.notes) + 1))
    assert all("{" not in note for note in made.notes)


@pytest.mark.parametrize("lang", LANGS)
def test_every_note_of_a_figure_names_indicator_filters_and_edition(con, lang) -> None:
    notes = build(Edition.of(con), "region", "ITG1", lang).notes
    of_figures = [note for note in notes if "_" in note]
    filters, edition = ("Filtri:", "Edizione:") if lang == "it" else ("Filters:", "Edition:")
    assert len(of_figures) >= 5
    assert all(filters in note and edition in note and "2024" in note for note in of_figures[:3])


@pytest.mark.parametrize(
    ("kind", "code"), [("region", "XX"), ("planet", "IT"), ("axis", "9"), ("pact", "none")]
)
def test_an_unknown_subject_is_refused(con, kind, code) -> None:
    with pytest.raises(UnknownName):
        build(Edition.of(con), kind, code, "it")


# ---------------------------------------------------------------- commands and buttons
def run(warehouse: Path, *arguments: str):
    return CliRunner().invoke(app, ["--warehouse", str(warehouse), "dossier", *arguments])


def test_the_command_writes_the_bytes_of_the_page(peopled, con, tmp_path) -> None:
    out = tmp_path / "lazio.html"
    done = run(peopled, "region", "ITI4", "--out", str(out), "--lang", "en")
    assert done.exit_code == 0, done.output
    assert out.read_bytes() == html(build(Edition.of(con), "region", "ITI4", "en"))


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("region", "ITI4", "--out", "x.docx"), "WrongValue"),
        (("region", "ITI4", "--out", "x.html", "--lang", "fr"), "WrongValue"),
        (("region", "ITI4", "--out", "x.html", "--edition", "ieri"), "WrongValue"),
        (("region", "LAZIO", "--out", "x.html"), "UnknownName"),
        (("region", "ITI4", "--out", "x.html", "--where", "sex=F"), "UnknownName"),
        (("region", "ITI4", "--out", "/nowhere/x.html"), "CannotWrite"),
    ],
)
def test_a_wrong_command_ends_in_one_of_our_errors_and_writes_nothing(
    peopled, tmp_path, monkeypatch, arguments, error
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(peopled, *arguments)
    assert type(done.exception).__name__ == error
    assert list(tmp_path.iterdir()) == []


def test_without_the_typesetter_a_pdf_is_refused_and_the_page_still_made(
    peopled, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(paper, "find_spec", lambda name: None)
    done = run(peopled, "region", "ITI4", "--out", str(tmp_path / "x.pdf"))
    assert isinstance(done.exception, TypesetterMissing)
    assert run(peopled, "region", "ITI4", "--out", str(tmp_path / "x.html")).exit_code == 0


@needs_typst
def test_the_same_inputs_give_the_same_bytes(con) -> None:
    made = [build(Edition.of(con), "region", "ITI4", "it") for _ in range(2)]
    assert pdf(made[0]) == pdf(made[1])
    assert html(made[0]) == html(made[1])


@needs_typst
def test_the_pdf_is_tagged_speaks_its_language_and_describes_its_pictures(con) -> None:
    pypdf = pytest.importorskip("pypdf")
    content = pdf(build(Edition.of(con), "region", "ITI4", "en"))
    found = pypdf.PdfReader(io.BytesIO(content))
    assert found.root_object["/MarkInfo"]["/Marked"]
    assert found.root_object["/Lang"].startswith("en")
    assert found.metadata.title == "Dossier: Lazio"
    assert "2024" in str(found.metadata.creation_date)
    assert b"pdfuaid" in found.root_object["/Metadata"].get_data()
    assert {tuple(round(float(x)) for x in p.mediabox[2:]) for p in found.pages} == {(595, 842)}
    alts = [str(node["/Alt"]) for node in figures(found.root_object["/StructTreeRoot"])]
    assert len(alts) >= 3
    assert all(len(alt) > 20 for alt in alts)


def figures(node) -> list:
    """Return the pictures of a tree of tags."""
    node = node.get_object()
    if not isinstance(node, dict):
        return (
            [found for child in node for found in figures(child)] if isinstance(node, list) else []
        )
    here = [node] if node.get("/S") == "/Figure" else []
    children = node.get("/K")
    return here + (figures(children) if children is not None else [])


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("regions", {"region": "ITG1"}),
        ("authorities", {"managing_authority": "ITI4"}),
        ("axes", {"theme": "08"}),
    ],
)
def test_every_cockpit_offers_its_dossier_and_builds_none_before_a_click(
    visit_people, monkeypatch, page, query
) -> None:
    monkeypatch.setattr(dossiers, "build", lambda *_: pytest.fail("built without a click"))
    opened = visit_people(page, lang="it", **query)
    assert not opened.exception
    offered = [button.label for button in opened.get("download_button")]
    assert "Scarica il dossier (HTML)" in offered


def test_a_cockpit_of_many_says_how_to_have_a_dossier(visit_people) -> None:
    opened = visit_people("authorities", lang="it")
    said = [str(text.value) for text in (*opened.markdown, *opened.caption)]
    assert any("sceglierne una sola" in text for text in said)


def test_the_button_gives_what_the_command_gives(peopled, con, monkeypatch) -> None:
    monkeypatch.setattr(version, "shown", lambda: Edition.of(con))
    wanted = dossiers.Wanted("region", "ITI4", Selection.of(fund="FSE"), "it")
    assert wanted.html() == html(
        build(Edition.of(con), "region", "ITI4", "it", Selection.of(fund="FSE"))
    )
    assert wanted.name("pdf") == "cruscotto_dossier_region_ITI4_it.pdf"
