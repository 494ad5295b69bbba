"""The rows of an operations file as columns of text, under the published names.

Columns for which the demonstration has no data are left out here; the layout writes them blank.
"""

from collections.abc import Callable

import numpy as np

from cruscotto.demo import formats, labels
from cruscotto.demo.chance import Ints, Mask
from cruscotto.demo.formats import Column, constant, glue, pick
from cruscotto.demo.operations.actors import actor_columns
from cruscotto.demo.operations.amounts import amount_columns
from cruscotto.demo.operations.lookup import Columns, of_line, of_theme, where_line
from cruscotto.demo.operations.portfolio import Portfolio
from cruscotto.demo.operations.progress import progress_columns
from cruscotto.demo.operations.snapshot import Snapshot
from cruscotto.demo.territory.programmes import FIRST, BudgetLine
from cruscotto.demo.territory.territory import areas
from cruscotto.demo.texts_of_operations import Theme, cup_classes

MARK = "[SINTETICO] "
NOTICE = "Dato dimostrativo, non corrisponde a un intervento reale. "
LARGE_CENTS = 150_000_000  # from here on an operation is called a programme, not a course
CYCLES = {FIRST: "2", "2021-2027": "3"}
CUP_COLUMNS = {
    "nature": "NATURA",
    "type": "TIPOLOGIA",
    "sector": "SETTORE",
    "subsector": "SOTTOSETTORE",
    "category": "CATEGORIA",
}
# A few operations of one programme are paid by a second one as well.
SHARED_LINE = ("2014IT05SFOP002", "1")
SHARED_WITH = ("2014IT05M9OP001", "PON INIZIATIVA OCCUPAZIONE GIOVANI", "1 bis")
SHARED_EVERY = 45


def columns(whole: Portfolio, cut: Snapshot) -> Columns:
    """Return the columns of one operations file, without deliberate faults."""
    parts = (
        _identity,
        _programme,
        _objective,
        _classification,
        _location,
        amount_columns,
        progress_columns,
        actor_columns,
        _flags,
    )
    filled: Columns = {}
    for part in parts:
        filled |= part(whole, cut)
    return filled


def _identity(whole: Portfolio, cut: Snapshot) -> Columns:
    rows, words = cut.rows, whole.labels
    programme = of_line(whole, cut, lambda line: line.programme.removeprefix("SINT-"))
    is_large = whole.money.public[rows] >= LARGE_CENTS
    subject = formats.choose(
        is_large,
        glue(pick(labels.programme_titles().words, words.programme_title[rows]), " - lotto "),
        glue(pick(labels.titles().words, words.title[rows]), " - edizione "),
    )
    years = whole.timeline.started[rows].astype("datetime64[Y]").astype(int) + 1970
    title = glue(subject, formats.number(words.variant[rows]), ", ", formats.number(years))
    summary = glue(NOTICE, title, ". Destinatari previsti: ", formats.number(words.trainees[rows]))
    return {
        "COD_LOCALE_PROGETTO": glue("SINT-", programme, "-", formats.number(whole.number[rows], 5)),
        "CUP": _cup(rows),
        "OC_TITOLO_PROGETTO": glue(MARK, title),
        "OC_SINTESI_PROGETTO": glue(MARK, summary),
    }


def _cup(rows: Ints) -> Column:
    """Return fictional project codes, as long as a CUP; some repeat, some are missing."""
    shared = np.where(rows % 37 == 0, rows - 1, rows)
    return formats.blank_unless(rows % 101 != 0, glue("SINT", formats.number(shared, 11)))


def _programme(whole: Portfolio, cut: Snapshot) -> Columns:
    size = cut.rows.size
    return _programme_and_axis(whole, cut) | {
        "OC_COD_CICLO": of_line(whole, cut, lambda line: CYCLES[line.period]),
        "OC_DESCR_CICLO": of_line(whole, cut, lambda x: f"Ciclo di programmazione {x.period}"),
        "OC_COD_FONTE": of_line(whole, cut, _funding_source),
        "OC_DESCR_FONTE": of_line(whole, cut, _funding_source_name),
        "FONDO_COMUNITARIO": _fund_names(whole, cut),
        "OC_ARTICOLAZIONE_PROGRAMMA": constant("ASSE", size),
        "COD_STRUMENTO": constant("01", size),
        "DESCR_STRUMENTO": of_line(whole, cut, lambda line: f"PROGRAMMA {line.period}"),
        "DESCR_TIPO_STRUMENTO": constant("STRUMENTI ATTUAZIONE DIRETTA", size),
        "OC_AMBITO": of_line(whole, cut, lambda line: "FSE" if line.is_esf else line.fund),
    }


def _programme_and_axis(whole: Portfolio, cut: Snapshot) -> Columns:
    """Return the columns of programme and axis; a few operations belong to two programmes."""
    is_shared = where_line(whole, cut, lambda line: (line.programme, line.axis) == SHARED_LINE)
    is_shared &= whole.number[cut.rows] % SHARED_EVERY == 0
    axis_name = of_theme(whole, cut, lambda theme: theme.axis)
    alone = {
        "OC_CODICE_PROGRAMMA": of_line(whole, cut, lambda line: line.programme),
        "OC_DESCRIZIONE_PROGRAMMA": of_line(whole, cut, lambda line: line.programme_name),
        "OC_COD_ARTICOLAZ_PROGRAMMA": of_line(whole, cut, lambda line: line.axis),
        "OC_DESCR_ARTICOLAZ_PROGRAMMA": axis_name,
    }
    second = dict(zip(alone, (*SHARED_WITH, axis_name), strict=True))
    return {
        name: formats.choose(is_shared, glue(text, ":::", second[name]), text)
        for name, text in alone.items()
    }


def _funding_source(line: BudgetLine) -> str:
    return ("FSC" if line.fund == "FSC" else "FS") + line.period[2:4] + line.period[7:9]


def _funding_source_name(line: BudgetLine) -> str:
    kind = (
        "Fondo per lo Sviluppo e la Coesione relativo"
        if line.fund == "FSC"
        else ("Fondi Strutturali relativi")
    )
    return f"{kind} alla programmazione {line.period.replace('-', '/')}"


def _fund_names(whole: Portfolio, cut: Snapshot) -> Column:
    """Return the names of funds as the publisher writes them.

    ESF is `FSE+` in 2021-2027, FSC is blank, and a few YEI rows have `IOG::`. `:::` joins the names
    of an operation with two funds.
    """

    def own(line: BudgetLine) -> str:
        if line.fund == "FSC":
            return ""
        return "FSE+" if line.fund == "FSE" and line.period != FIRST else line.fund

    name = of_line(whole, cut, own)
    is_yei = where_line(whole, cut, lambda line: line.fund == "IOG")
    odd = is_yei & (whole.number[cut.rows] % 150 == 0)
    both = formats.choose(whole.money.second[cut.rows] > 0, glue(name, ":::FESR"), name)
    return formats.choose(odd, "IOG::", both)


def _objective(whole: Portfolio, cut: Snapshot) -> Columns:
    return {
        "OC_COD_TEMA_SINTETICO": of_theme(whole, cut, lambda theme: theme.topic[0]),
        "OC_TEMA_SINTETICO": of_theme(whole, cut, lambda theme: theme.topic[1]),
        "COD_OB_TEMATICO": _first_only(whole, cut, lambda theme: theme.objective[0]),
        "DESCR_OB_TEMATICO": _first_only(whole, cut, lambda theme: theme.objective[1]),
        "COD_PRIORITA_INVEST": formats.blank_unless(
            _is_first(whole, cut), pick(labels.priorities().words, whole.labels.priority[cut.rows])
        ),
    }


def _first_only(whole: Portfolio, cut: Snapshot, word: Callable[[Theme], str]) -> Column:
    return formats.blank_unless(_is_first(whole, cut), of_theme(whole, cut, word))


def _is_first(whole: Portfolio, cut: Snapshot) -> Mask:
    return where_line(whole, cut, lambda line: line.period == FIRST)


def _classification(whole: Portfolio, cut: Snapshot) -> Columns:
    names, drawn = labels.cup_names().words, whole.labels.cup[cut.rows]
    size = cut.rows.size
    filled = {
        "OC_COD_TIPO_AIUTO": constant("F", size),
        "OC_DESCR_TIPO_AIUTO": constant("Intervento che non costituisce aiuto di stato", size),
    }
    for level, column in CUP_COLUMNS.items():
        pairs = [cup_classes()[name][level] for name in names]
        filled[f"CUP_COD_{column}"] = pick([pair[0] for pair in pairs], drawn)
        filled[f"CUP_DESCR_{column}"] = pick([pair[1] for pair in pairs], drawn)
    return filled


def _location(whole: Portfolio, cut: Snapshot) -> Columns:
    found, drawn = whole.book.places, whole.place[cut.rows]
    words = {
        "COD_REGIONE": [place.regions[0] for place in found],
        "DEN_REGIONE": [place.regions[1] for place in found],
        "COD_PROVINCIA": [place.provinces[0] for place in found],
        "DEN_PROVINCIA": [place.provinces[1] for place in found],
        "COD_COMUNE": [place.towns[0] for place in found],
        "DEN_COMUNE": [place.towns[1] for place in found],
        "OC_MACROAREA": [place.macro_area for place in found],
        "OC_COD_SLL": ["9999" if place.is_multiple else "0" for place in found],
        "OC_DENOMINAZIONE_SLL": [
            "SLL MULTIPLO" if place.is_multiple else "SLL NON ATTRIBUIBILE" for place in found
        ],
    }
    filled = {name: pick(text, drawn) for name, text in words.items()}
    return filled | {"OC_MACROAREA_PROGRAMMA": of_line(whole, cut, _programme_macro_area)}


def _programme_macro_area(line: BudgetLine) -> str:
    return areas()[line.areas[0]].macro_area if line.is_regional else "Ambito nazionale"


def _flags(whole: Portfolio, cut: Snapshot) -> Columns:
    size = cut.rows.size
    return {
        "OC_FLAG_VISUALIZZAZIONE": pick(("0", "1", "2", "3"), whole.flag[cut.rows]),
        "OC_FLAG_PAC": constant("0", size),
        "OC_FLAG_AGGREGATO": constant("0", size),
        "DATA_AGGIORNAMENTO": constant(str(cut.day).replace("-", ""), size),
    }
