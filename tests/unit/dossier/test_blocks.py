"""Blocks, marks and drawings: what both typesetters are given, before any figure is measured."""

import io
import re
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cruscotto.dossier import html, is_available, pdf
from cruscotto.dossier.drawing.bars import Bar, Mark, bars
from cruscotto.dossier.drawing.map import Area, Key, draw_map
from cruscotto.dossier.drawing.svg import cut
from cruscotto.dossier.drawing.whiskers import Whisker, whiskers
from cruscotto.dossier.model import (
    Bullets,
    Chart,
    Column,
    Definitions,
    Dossier,
    Paragraph,
    Section,
    Table,
    clean,
    mark,
    runs,
    unmarked,
)
from cruscotto.dossier.plain import renumbered
from cruscotto.dossier.sections.fair import short_names
from cruscotto.kpi.query.result import State

HOSTILE = '<script>alert(1)</script> #strong[x] $y$ @z "q" \\ _a_'


def dossier(*blocks, notes=()) -> Dossier:
    return Dossier(
        "it",
        "Prova",
        HOSTILE,
        "Filtri",
        "",
        "",
        date(2026, 8, 31),
        (Section("Sezione", tuple(blocks)),),
        tuple(notes),
    )


@given(st.lists(st.one_of(st.text(alphabet="ab%1 ", min_size=1), st.integers(1, 99)), max_size=6))
def test_a_text_is_cut_at_its_marks_and_nothing_is_lost(parts) -> None:
    text = "".join(mark(p) if isinstance(p, int) else p for p in parts)
    cut = runs(text)
    assert [p for p in cut if isinstance(p, int)] == [p for p in parts if isinstance(p, int)]
    assert "".join(p for p in cut if isinstance(p, str)) == unmarked(text)


def test_text_from_a_file_cannot_pass_for_a_mark() -> None:
    assert runs(clean(f"a{mark(7)}b")) == ["a7b"]


def test_notes_are_numbered_as_a_reader_meets_them_and_those_never_cited_go() -> None:
    table = Table(f"T{mark(3)}", (Column("a", "left"), Column("b")), ((f"x{mark(1)}", "2"),))
    made = renumbered(dossier(Paragraph(f"p{mark(4)}"), table, notes=("un", "due", "tre", "q")))
    first, second = made.sections[0].blocks
    assert runs(first.text) == ["p", 1]
    assert (runs(second.caption), runs(second.rows[0][0])) == (["T", 2], ["x", 3])
    assert made.notes == ("q", "tre", "un")


def test_words_from_files_are_words_and_never_markup_on_the_page() -> None:
    chart = Chart("C", bars([Bar(HOSTILE, 1.0, HOSTILE)], 100, 50), HOSTILE)
    page = html(dossier(Paragraph(HOSTILE), Bullets((HOSTILE,)), chart)).decode()
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 5


def test_the_page_asks_for_nothing_outside_itself() -> None:
    page = html(dossier(Definitions((("a", "b"),)))).decode()
    # the name of the drawing language is an address that nobody visits
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", page) == []
    assert re.findall(r"url\((?!data:)", page) == []
    assert re.findall(r'(?:src|href)="(?!#)', page) == []


def test_a_mark_links_to_its_note_and_the_note_back_to_the_first_mark() -> None:
    page = html(dossier(Paragraph(f"uno{mark(1)} due{mark(1)}"), notes=("Nota",))).decode()
    assert page.count('href="#note-1"') == 2
    assert page.count('id="cited-1"') == page.count('href="#cited-1"') == 1


@pytest.mark.skipif(not is_available(), reason="the extra with the typesetter is not installed")
def test_words_from_files_are_words_and_never_markup_on_paper() -> None:
    pypdf = pytest.importorskip("pypdf")
    text = "".join(
        page.extract_text()
        for page in pypdf.PdfReader(io.BytesIO(pdf(dossier(Paragraph(HOSTILE))))).pages
    )
    assert "#strong[x]" in text
    assert "$y$" in text


def places_of(blocks, *words):
    """Where words stand on the first sheet of a PDF: points from its left, and from its foot."""
    pypdf = pytest.importorskip("pypdf")
    found = {}

    def note(text, moved, at, *_):
        for word in words:
            if word in text:
                found.setdefault(word, (at[4] + moved[4], at[5] + moved[5]))

    pypdf.PdfReader(io.BytesIO(pdf(blocks))).pages[0].extract_text(visitor_text=note)
    return found


@pytest.mark.skipif(not is_available(), reason="no typesetter")
def test_definitions_fill_three_columns_of_one_length() -> None:
    # one column would hold them all
    terms = tuple((f"voce{n}", "parole " * 12) for n in range(15))
    at = places_of(dossier(Definitions(terms)), "voce0", "voce14")
    assert at["voce14"][0] > at["voce0"][0] + 200


@pytest.mark.skipif(not is_available(), reason="no typesetter")
def test_long_headers_leave_the_names_of_rows_their_room() -> None:
    columns = (Column("Programma", "left"), *(Column(f"testa molto lunga {n}") for n in range(6)))
    name = "Un programma dal nome piuttosto lungo"
    row = (name, *["1,0 mln €"] * 6)
    pypdf = pytest.importorskip("pypdf")
    made = pdf(dossier(Table("T", columns, (row,))))
    assert name in pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()


# ---------------------------------------------------------------- drawings
def test_names_that_begin_alike_leave_out_that_beginning_rather_than_their_end() -> None:
    begins = "Amministrazione titolare del PON"
    long = [f"{begins} Iniziativa occupazione", f"{begins} Inclusione sociale e lavoro"]
    assert short_names([*long, "Regione Lazio", "Regione Umbria"]) == [
        "Iniziativa occupazione",
        "Inclusione sociale e lavoro",
        "Regione Lazio",
        "Regione Umbria",
    ]
    # one would read as another
    assert short_names([*long, "Inclusione sociale e lavoro"])[:2] == long


@given(st.lists(st.text(alphabet="ab ", min_size=1, max_size=60), min_size=1, max_size=8))
def test_names_that_differ_stay_different(names) -> None:
    assert len(set(short_names(names))) == len(set(names))


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e12, allow_nan=False)), min_size=1, max_size=8))
def test_bars_stay_inside_their_drawing(values) -> None:
    items = [Bar(str(n), value, "x") for n, value in enumerate(values)]
    root = ElementTree.fromstring(bars(items, 400, 100, mark=Mark(1.0, "m")))
    for rect in root.iter("{http://www.w3.org/2000/svg}rect"):
        assert float(rect.get("x")) + float(rect.get("width")) <= 400.5


def test_whiskers_draw_every_interval_around_its_estimate() -> None:
    items = [
        Whisker("a", 0.5, 0.4, 0.6, "50 %", (0.45, 0.55), True),
        Whisker("b", 0.2, 0.1, 0.3, ""),
    ]
    root = ElementTree.fromstring(whiskers(items, 400, 100, 0.5, "Insieme"))
    dots = [float(d.get("cx")) for d in root.iter("{http://www.w3.org/2000/svg}circle")]
    assert dots[1] < dots[0]


def areas(**states: State) -> dict[str, Area]:
    codes = ("ITC1", "ITC2", "ITG1", "ITF2")
    known = {code: Area(0.1 * n, State.SHOWN) for n, code in enumerate(codes, 1)}
    return known | {code: Area(None, state) for code, state in states.items()}


def test_the_map_tells_missing_and_hidden_apart_from_each_other_and_from_figures() -> None:
    key = Key("k", ("1", "2", "3"), "nascosto", "non disponibile")
    drawn = draw_map(areas(ITF2=State.HIDDEN), key, 200)
    assert "nascosto" in drawn
    assert "non disponibile" not in drawn
    assert "non disponibile" in draw_map(areas(ITF2=State.MISSING), key, 200)


def test_the_chosen_area_is_outlined() -> None:
    key = Key("k", ("1", "2", "3", "4"), "n", "m")
    plain, chosen = (draw_map(areas(), key, 200, code) for code in ("", "ITG1"))
    assert chosen.count("<path") == plain.count("<path") + 2


@pytest.mark.skipif(not is_available(), reason="no typesetter")
@given(st.text(min_size=1, max_size=6))
@settings(max_examples=10, deadline=None)
def test_no_character_of_a_file_stops_a_pdf(text) -> None:
    for words in (text, "日本 😀 \x00 \ud800"):
        made = pdf(dossier(Paragraph(words), Bullets((words,)), notes=(words,)))
        assert made.startswith(b"%PDF")


def test_capitals_and_figures_are_taken_wider_than_small_letters() -> None:
    words = "assistenti familiari"
    assert cut(words, 80) == words
    assert cut(words.upper(), 80) == "ASSISTENTI FAMIL…"
    assert cut("FSE+", 1) == "FSE+"
