"""One rate by group of participants, such as women and men, with its interval."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.kpi.analysis import strata
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection, dimension
from cruscotto.kpi.registry import PEOPLE_KPIS
from cruscotto.kpi.registry.model import Kpi, Method
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M
from cruscotto.kpi.wording import paradoxes
from cruscotto.ui.exhibit import charts, files, measures, regional, results, turning
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import dots
from cruscotto.ui.figures.base import Bar
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.figures.reference_lines import Line
from cruscotto.ui.state import choices, session
from cruscotto.ui.text import notes, prose, states, words

# Groups that a reader sets against each other.
PAIRS = {"sex": ("F", "M"), "vulnerable": ("yes", "no")}
KINDS = ("sex", "age_band", "education", "entry_status", "vulnerable")


def rates() -> list[str]:
    """Return the names of indicators that have data and are rates of people."""
    return [k.name for k in PEOPLE_KPIS if k.method is Method.RATE and session.has_data(k)]


def draw(selection: Selection, lang: Lang, key: str = "groups") -> None:
    """Draw a rate by sex, age, education, status at entry and vulnerability."""
    with st.container(border=True):
        left, _ = st.columns([1, 1])
        with left:
            kpi = choices.indicator(lang, rates(), PLACEMENT_RATE_6M.name, "rate")
        found = [session.measure(kpi, (name,), selection) for name in KINDS]
        whole = session.measure(kpi, (), selection)
        exhibit = Exhibit(
            key=key,
            title=_title(kpi, whole, lang),
            subtitle=regional.subtitle(kpi, selection, lang),
            table=_table(found, lang),
            notes=notes.of([whole, *found], lang),
            files=files.of_table(
                key, lambda in_lang: (_title(kpi, whole, in_lang), _table(found, in_lang)), found
            ),
        )
        charts.head(exhibit)
        items, lines = _items(found, lang), _lines(whole, lang)
        figure = dots.dots(items, palette(), lines, results.ticks(items, kpi, lang, lines))
        charts.draw(figure, key, alt=exhibit.title)
        for line in turned_round(kpi, selection, lang):
            prose.small(line)
        charts.foot(exhibit, lang)


def turned_round(kpi: Kpi, selection: Selection, lang: Lang) -> list[str]:
    """Return warnings about groups whose comparison reverses when people are split further.

    For example, women have a higher rate than men overall, but a lower one at every age.
    """
    found: list[str] = []
    for name, pair in PAIRS.items():
        labels = session.names(name, lang)
        if not all(code in labels for code in pair):
            continue
        turns = strata.between(session.measure, kpi, name, pair, selection)
        pair_names = (labels[pair[0]], labels[pair[1]])
        found += paradoxes.sentences(
            kpi, pair_names, turns, lambda one: session.names(one, lang), lang
        )
    return [*found, *_members_turned(kpi, selection, lang)]


def _members_turned(kpi: Kpi, selection: Selection, lang: Lang) -> list[str]:
    """Return warnings about groups by age, education or status whose comparison reverses.

    A group is compared with all other participants if its rate differs clearly from the rate of
    all. The comparison reverses when people are split by a further characteristic, such as sex.
    """
    whole = session.measure(kpi, (), selection)
    return [
        line
        for name in KINDS
        if name not in PAIRS
        for apart in [turning.clearly_apart(session.measure(kpi, (name,), selection), whole)]
        for line in turning.turned_round(
            kpi, name, apart, selection, session.names(name, lang), lang
        )
    ]


def _title(kpi: Kpi, whole: KpiResult, lang: Lang) -> str:
    row = states.total(whole)
    return t("groups.title", lang, kpi=kpi.label.in_(lang), value=states.written(row, kpi, lang))


def _lines(whole: KpiResult, lang: Lang) -> list[Line]:
    row = states.total(whole)
    if row is None or row.value is None:
        return []
    pair_names = words.figure(row.value, whole.kpi, lang)
    return [Line(float(row.value), t("groups.all", lang, value=pair_names))]


def _items(found: Sequence[KpiResult], lang: Lang) -> list[Bar]:
    items: list[Bar] = []
    for result in found:
        heading = dimension(result.by[0]).label.in_(lang)
        items.append(Bar(heading, None, "", is_heading=True))
        labels = session.names(result.by[0], lang)
        rows = rows_of(result)
        drawn = results.bars(rows, result.kpi, labels, lang)
        items += [_with_ends(bar, row, result, lang) for bar, row in zip(drawn, rows, strict=True)]
    return items


def _with_ends(bar: Bar, row: KpiRow, result: KpiResult, lang: Lang) -> Bar:
    """Return a bar with a second line of text: the interval of its rate."""
    ends = measures.interval_words(row, result.kpi, lang)
    return replace(bar, text=f"{bar.text}<br>{ends}") if ends else bar


def rows_of(result: KpiResult) -> list[KpiRow]:
    """Return the rows that are not missing, in the usual order of their dimension."""
    ordered = list(session.names(result.by[0], "it"))
    return [r for r in results.in_order(result, ordered) if r.state is not State.MISSING]


def _table(found: Sequence[KpiResult], lang: Lang) -> Table:
    columns = [
        Column("dimension", t("groups.dimension", lang)),
        Column("group", t("groups.group", lang), width="medium"),
        *measures.value_columns(found[0].kpi, lang),
    ]
    rows = [
        [
            dimension(result.by[0]).label.in_(lang),
            session.names(result.by[0], lang).get(row.codes[0], row.codes[0]),
            *measures.value_cells(row, result.kpi),
        ]
        for result in found
        for row in rows_of(result)
    ]
    return Table.of(columns, rows)
