"""Search over everything, the glossary, what changed, and addresses for calendars and readers."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from cruscotto.access.roles import Access
from cruscotto.facts.search import folded
from cruscotto.i18n.catalogue import catalogue
from cruscotto.kpi.registry import KPIS
from cruscotto.ui.finding import answers, glossary
from cruscotto.ui.shell import feeds, server
from cruscotto.ui.state import sitemap

Visit = Callable[..., AppTest]
ATOM = "{http://www.w3.org/2005/Atom}"


def links(app: AppTest) -> list[str]:
    return [str(link.proto.label) for link in app.get("page_link")]


# ---------------------------------------------------------------- search
@pytest.mark.parametrize(
    ("searched", "expected"),
    [
        ("sicilia", "Sicilia"),
        ("tasso pagamento", "Tasso di pagamento"),
        ("payment_rate", "Tasso di pagamento"),
        ("disimpegno", "Disimpegno automatico"),
        ("fabbisogni patti", "Fabbisogni e patti"),
        ("SINT-2014IT05SFOP014-1", "CORSO \\[SINTETICO\\] 16 1"),
    ],
)
def test_a_search_finds_places_indicators_terms_pages_and_operations(
    visit: Visit, searched: str, expected: str
) -> None:
    app = visit("search", q=searched)
    assert not app.exception
    assert not app.error
    assert expected in links(app), links(app)


@pytest.mark.parametrize(
    ("searched", "lang", "first"),
    [
        ("soldi persi", "it", "Quanti soldi si rischia di perdere, e quando? (Quadro d'insieme)"),
        (
            "quanti soldi perderemo in Sicilia?",
            "it",
            "Quanti soldi si rischia di perdere, e quando? (Autorità di gestione, Sicilia)",
        ),
        ("chi trova lavoro", "it", "Chi trova lavoro dopo un corso? (Esiti)"),
        ("donne", "it", "Le donne trovano lavoro come gli uomini? (Esiti)"),
        ("Napoli", "it", "Napoli (Campania)"),
        ("napli", "it", "Napoli (Campania)"),
        ("Naples", "en", "Napoli (Campania)"),
        ("occupazzione", "it", "Chi trova lavoro dopo un corso? (Esiti)"),
        (
            "sicilia toscana",
            "it",
            "Due o più regioni fianco a fianco (A confronto, Toscana, Sicilia)",
        ),
        ("tasso di pagamento", "it", "Tasso di pagamento"),
        ("money lost", "en", "How much money may be lost, and when? (Overview)"),
    ],
)
def test_the_words_of_a_layman_find_the_right_page_first(
    visit: Visit, searched: str, lang: str, first: str
) -> None:
    app = visit("search", q=searched, lang=lang)
    assert not app.error
    assert str(app.main.get("page_link")[0].proto.label) == first


def test_a_search_in_another_spelling_says_what_it_found_instead(visit: Visit) -> None:
    app = visit("search", q="dissimpegno")
    assert any("«dissimpegno»" in e.value for e in app.main.markdown)
    assert "Disimpegno automatico" in links(app)


@pytest.mark.parametrize("lang", ["it", "en"])
def test_every_question_of_the_search_leads_to_a_page_and_to_terms_that_exist(lang: str) -> None:
    for name, way in answers.WAYS.items():
        assert way.page in sitemap.PAGES
        assert set(way.terms) <= set(glossary.TERMS)
        tab = f"tabs.{way.page}_{way.tab}"
        assert not way.tab or tab in catalogue(lang), (name, tab)
        assert catalogue(lang)[f"answers.{name}"] != catalogue(lang)[f"answers.{name}_words"]


def test_a_search_without_an_answer_says_so(visit: Visit) -> None:
    assert "zzzqqq" in visit("search", q="zzzqqq").info[0].value


def test_capitals_and_accents_do_not_count() -> None:
    assert folded("Qualità È") == folded("qualita e")


@given(st.text(max_size=40))
def test_any_text_may_be_searched(text: str) -> None:
    assert isinstance(glossary.holds("Valle d'Aosta", text), bool)


# ---------------------------------------------------------------- glossary
@pytest.mark.parametrize("lang", ["it", "en"])
def test_the_glossary_has_an_anchor_for_every_indicator_in_order(visit: Visit, lang: str) -> None:
    app = visit("glossary", lang=lang)
    (page,) = [e.proto.body for e in app.get("html") if "<dl>" in e.proto.body]
    for name in KPIS:
        assert f'id="voce-{name}"' in page
    ordered = sorted(glossary.entries(lang), key=lambda e: folded(e[1]))
    places = [page.index(f'id="voce-{code}"') for code, _, _ in ordered]
    assert places == sorted(places)


def test_a_figure_leads_to_its_entry_and_an_unknown_entry_can_be_cleared(visit: Visit) -> None:
    helps = [metric.help for metric in visit("overview").metric if metric.help]
    assert any("(glossario?voce=" in text for text in helps)
    assert visit("glossary", voce="payment_rate").header[0].value == "Tasso di pagamento"
    app = visit("glossary", voce="nothing")
    assert app.info
    next(b for b in app.button if b.label == "Pulisci").click().run()
    assert not app.info


def test_the_glossary_shows_the_entries_that_hold_the_words_and_states_when_none_does(
    visit: Visit,
) -> None:
    app = visit("glossary")
    app.text_input(key="glossary_find").set_value("disimpegno").run()
    (page,) = [e.proto.body for e in app.get("html") if "<dl>" in e.proto.body]
    assert 'id="voce-decommitment"' in page
    assert 'id="voce-pact"' not in page
    app.text_input(key="glossary_find").set_value("xyzzy").run()
    assert [box.value for box in app.info] == ["Nessuna voce contiene queste parole."]


# ---------------------------------------------------------------- what changed
def test_the_changes_of_a_region_are_the_difference_of_two_editions(visit: Visit) -> None:
    app = visit("changes", fund="all")
    assert not app.exception
    assert not app.error
    frame = app.dataframe[0].value
    row = frame[frame["name"].str.startswith("Sicilia")].iloc[0]
    assert row["payments_eur_change"] * 2 == row["payments_eur"]
    assert row["operations_count_change"] == 0
    lead = " ".join(block.value for block in app.markdown)
    assert "30 giugno 2024" in lead
    assert "31 agosto 2024" in lead


# ---------------------------------------------------------------- feeds
@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\x0b", "\x85", "\u2028"])
def test_a_name_of_a_file_begins_no_property_of_a_calendar_and_breaks_no_feed(
    ask, monkeypatch, end
) -> None:
    name = f"A{end}END:VEVENT{end}ATTACH:http://evil.example\x01<b>"
    monkeypatch.setattr(feeds, "_events", lambda *_: [(name, date(2026, 12, 31), name, name)])
    lines = ask("/api/scadenze.ics", fund="all", lang="it").text.replace("\r\n ", "").splitlines()
    assert [line for line in lines if line.startswith(("ATTACH", "END:VEVENT"))] == ["END:VEVENT"]
    monkeypatch.setattr(feeds.wordings, "reason", lambda *_: name)
    found = ElementTree.fromstring(ask("/api/avvisi.atom", fund="all", lang="it").text)
    summaries = [one.text for one in found.iter("{http://www.w3.org/2005/Atom}summary")]
    assert set(summaries) == {"A END:VEVENT ATTACH:http://evil.example <b>"}


@pytest.fixture
def ask(peopled: Path, visiting: Callable[[Path], None]) -> Callable[..., Any]:
    """Return `ask(path, **query)`: what the server answers at an address of its own."""
    visiting(peopled)
    client = TestClient(Starlette(routes=list(server.ROUTES)))
    return lambda path, **query: client.get(path, params=query)


def test_the_calendar_of_a_selection_is_whole_and_the_same_each_time(ask) -> None:
    answer = ask("/api/scadenze.ics", fund="all", lang="it")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    lines = answer.text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert ask("/api/scadenze.ics", fund="all", lang="it").text == answer.text


def test_the_feed_has_the_alerts_of_the_page_and_leads_to_them(ask) -> None:
    answer = ask("/api/avvisi.atom", fund="all", lang="it")
    assert answer.status_code == 200
    feed = ElementTree.fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    for entry in entries:
        page = entry.find(f"{ATOM}link").get("href").rpartition("/")[2].partition("?")[0]
        assert page in sitemap.PAGES.values()
        assert entry.find(f"{ATOM}summary").text
    assert len({entry.find(f"{ATOM}id").text for entry in entries}) == len(entries)


def test_a_feed_read_exactly_is_logged_and_the_calendar_is_not(ask, monkeypatch) -> None:
    logged: list[str] = []
    monkeypatch.setattr(feeds.log, "record", lambda _, **what: logged.append(what["path"]))
    monkeypatch.setattr(Access, "reads_exactly", property(lambda _: True))
    assert ask("/api/scadenze.ics", fund="all").status_code == 200
    assert ask("/api/avvisi.atom", fund="all").status_code == 200
    assert logged == ["/api/avvisi.atom"]


@pytest.mark.parametrize("path", ["/api/scadenze.ics", "/api/avvisi.atom"])
def test_an_unknown_code_is_one_clear_sentence(ask, path: str) -> None:
    answer = ask(path, region="Atlantide")
    assert answer.status_code == 400
    assert "Atlantide" in answer.text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_folded_lines_come_together_again(line: str) -> None:
    folded_line = feeds._folded(line)
    assert folded_line.replace("\r\n ", "") == line
    assert all(len(part.encode()) <= 75 for part in folded_line.split("\r\n "))
