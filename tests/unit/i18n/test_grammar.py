"""Articles and prepositions: what a reader of Italian would stumble on."""

import re
from runpy import run_path

import pytest

from cruscotto.config import ROOT
from cruscotto.i18n.articles import agreed, number_with_article
from cruscotto.i18n.catalogue import catalogue
from cruscotto.i18n.grammar import body, joined, ordinal, place
from cruscotto.i18n.singular import of_one

WITHIN = {
    "ITC1": "in Piemonte",
    "ITC2": "in Valle d'Aosta",
    "ITH1": "nella Provincia autonoma di Bolzano",
    "ITH2": "nella Provincia autonoma di Trento",
    "ITH5": "in Emilia-Romagna",
    "ITI2": "in Umbria",
    "ITI3": "nelle Marche",
    "ITI4": "nel Lazio",
    "ITF1": "in Abruzzo",
    "ITG1": "in Sicilia",
    "south": "nel Mezzogiorno",
    "centre_north": "nel Centro-Nord",
    "italy": "in Italia",
}
OF = {
    "ITC1": "del Piemonte",
    "ITH5": "dell'Emilia-Romagna",
    "ITI2": "dell'Umbria",
    "ITI3": "delle Marche",
    "ITI4": "del Lazio",
    "ITF1": "dell'Abruzzo",
    "ITG1": "della Sicilia",
    "ITH2": "della Provincia autonoma di Trento",
    "italy": "dell'Italia",
}
REGIONS = (
    "ITC1",
    "ITC2",
    "ITC3",
    "ITC4",
    "ITH1",
    "ITH2",
    "ITH3",
    "ITH4",
    "ITH5",
    "ITI1",
    "ITI2",
    "ITI3",
    "ITI4",
    "ITF1",
    "ITF2",
    "ITF3",
    "ITF4",
    "ITF5",
    "ITF6",
    "ITG1",
    "ITG2",
)


@pytest.mark.parametrize(("code", "words"), WITHIN.items())
def test_something_happens_in_a_place_as_italian_says_it(code: str, words: str) -> None:
    assert place(code, "it").within == words


@pytest.mark.parametrize(("code", "words"), OF.items())
def test_something_is_of_a_place_as_italian_says_it(code: str, words: str) -> None:
    assert place(code, "it").of == words


@pytest.mark.parametrize("lang", ["it", "en"])
def test_every_area_has_its_forms(lang) -> None:
    nouns = [place(code, lang) for code in REGIONS]
    assert len({noun.name for noun in nouns}) == 21
    assert all(noun.name in noun.the and noun.name in noun.of for noun in nouns)


def test_only_the_marche_are_plural() -> None:
    assert [code for code in REGIONS if place(code, "it").is_plural] == ["ITI3"]


def test_provinces_are_short_on_charts() -> None:
    assert place("ITH1", "it").short == "P.A. Bolzano"
    assert place("ITH2", "en").short == "P.A. Trento"
    assert place("ITC2", "it").short == "Valle d'Aosta"


def test_english_puts_an_article_only_before_what_has_one() -> None:
    assert place("ITH2", "en").within == "in the Autonomous Province of Trento"
    assert place("ITG1", "en").of == "of Sicilia"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("47,3 %", "il 47,3 %"),
        ("8,2 %", "l'8,2 %"),
        ("80,0 %", "l'80,0 %"),
        ("88 %", "l'88 %"),
        ("800,5 %", "l'800,5 %"),
        ("1,0 %", "l'1,0 %"),
        ("11,4 %", "l'11,4 %"),
        ("0,4 %", "lo 0,4 %"),
        ("10,2 %", "il 10,2 %"),
        ("18,1 %", "il 18,1 %"),
        ("100,0 %", "il 100,0 %"),
        ("110,0 %", "il 110,0 %"),
        ("1.250,0 %", "il 1.250,0 %"),
        ("0,0 %", "lo 0,0 %"),
        ("81,9 %", "l'81,9 %"),
    ],
)
def test_the_article_of_a_percentage_follows_the_number_as_it_is_said(written, said) -> None:
    assert number_with_article(written) == said


def test_a_preposition_fuses_with_the_article_of_a_number() -> None:
    assert number_with_article("15,3 %", "di") == "del 15,3 %"
    assert number_with_article("8 %", "a") == "all'8 %"
    assert number_with_article("0,5 %", "in") == "nello 0,5 %"


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("Regione Siciliana", "nei programmi della Regione Siciliana"),
        ("Provincia autonoma di Trento", "nei programmi della Provincia autonoma di Trento"),
        (
            "Amministrazione titolare del PON SCUOLA",
            "nei programmi dell'Amministrazione titolare del PON SCUOLA",
        ),
        ("Ministero del lavoro", "nei programmi del Ministero del lavoro"),
        ("Xyz", "nei programmi dell'autorità «Xyz»"),
    ],
)
def test_a_body_has_its_article_or_says_what_it_is(name, within) -> None:
    assert body(name, "it").within == within


def test_places_in_a_ranking_are_written_in_each_language() -> None:
    assert ordinal(1, "it") == "1º"
    assert [ordinal(n, "en") for n in (1, 2, 3, 4, 11, 12, 13, 21)] == [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "11th",
        "12th",
        "13th",
        "21st",
    ]


def test_a_list_ends_with_a_conjunction() -> None:
    assert joined(["A", "B", "C"], "it") == "A, B e C"
    assert joined(["A", "B"], "en") == "A and B"
    assert joined(["A"], "it") == "A"


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("il 86,8 % e il 0,6 %", "l'86,8 % e lo 0,6 %"),
        ("Il 8,0 % nel 11,2 % dei casi", "L'8,0 % nell'11,2 % dei casi"),
        ("dei 80 posti, sui 8 richiesti", "degli 80 posti, sugli 8 richiesti"),
        ("i 2 posti, dei 1.000, nel 2019", "i 2 posti, dei 1.000, nel 2019"),
        ("al 47,3 %, dal 800,5 %", "al 47,3 %, dall'800,5 %"),
        ("al 1º posto, al 8º, al 11º", "al 1º posto, all'8º, all'11º"),
    ],
)
def test_numbers_of_a_sentence_get_the_article_of_their_sound(written, right) -> None:
    assert agreed(written) == right


@pytest.mark.parametrize(
    ("lang", "written", "right"),
    [
        ("it", "1 programmi su 21 programmi", "1 programma su 21 programmi"),
        ("it", "1 campi da correggere", "1 campo da correggere"),
        ("it", "11 righe, 2,1 posti, CO01 posti", "11 righe, 2,1 posti, CO01 posti"),
        ("en", "1 alerts, 1 axes, 1 people", "1 alert, 1 axis, 1 person"),
        ("en", "2021 programmes, 1.1 days", "2021 programmes, 1.1 days"),
    ],
)
def test_what_is_counted_once_has_the_form_of_one(lang, written, right) -> None:
    assert of_one(written, lang) == right


WRONG_ARTICLE = re.compile(
    r"\b(?:il|del|al|dal|nel|sul)[ \u00a0](?:0(?!\d)|8\d{0,2}(?![\d.])|11(?![\d.]))"
    r"|\b(?:i|dei|ai|dai|nei|sui)[ \u00a0](?:8\d{0,2}(?![\d.])|11(?![\d.]))",
    re.IGNORECASE,
)
ENGLISH_SPACE = re.compile(r"\d[ \u00a0]%")
SENTENCES = run_path(str(ROOT / "tools" / "sentences.py"))


@pytest.mark.parametrize("lang", ["it", "en"])
def test_every_sentence_reads_well_with_any_figure(lang) -> None:
    fault = WRONG_ARTICLE if lang == "it" else ENGLISH_SPACE
    assert [(key, text) for key, text in SENTENCES["rendered"](lang) if fault.search(text)] == []


def test_the_file_to_be_read_holds_every_sentence_of_both_catalogues(tmp_path) -> None:
    written = SENTENCES["write"](tmp_path / "sentences.txt")
    lines = (tmp_path / "sentences.txt").read_text("utf-8").splitlines()
    keys = {tuple(line.partition(": ")[0].split(" ")) for line in lines}
    assert written == len(lines) > 5_000
    assert {(lang, key) for lang in ("it", "en") for key in catalogue(lang)} <= keys
