"""A what-if for one region: what follows if surplus places move to unmet needs.

The page states that the results are arithmetic, not a forecast.
"""

from collections.abc import Sequence

import streamlit as st

from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.analysis.what_if import Cell, Move, Scenario, expected_placements, move_places
from cruscotto.kpi.query.result import KpiRow
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.need_money import COST_PER_PLACE_EUR
from cruscotto.kpi.registry.needs import NEED_COVERAGE, OVERSUPPLY_SHARE, UNMET_POSITIONS
from cruscotto.kpi.registry.outcomes import COHERENT_PLACEMENT_RATE_6M, PLACEMENT_RATE_6M
from cruscotto.ui.exhibit import charts, files, tables
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.state import choices, places, session
from cruscotto.ui.text import notes, prose, states, words

NOT_COMPARED = ("unknown", "none")
STEPS = 20
EXTRA = (0, 50_000, 100_000, 250_000, 500_000, 1_000_000)


def draw(within: Selection, lang: Lang) -> None:
    """Draw the what-if for one region and one year: two inputs, then the results."""
    with st.container(border=True):
        st.header(t("what_if.title", lang), anchor=False)
        st.markdown(t("what_if.label", lang))
        region = _region(within, lang)
        chosen = Selection.of(region=[region], year=list(within.codes("year")))
        cells = _cells(chosen)
        most = int(sum(int(cell.surplus) for cell in cells))
        if not cells or most == 0:
            st.info(t("what_if.nothing", lang, region=places.short_names().get(region, region)))
            return
        scenario = move_places(cells, *_asked(most, lang))
        st.markdown(_sentence(scenario, chosen, lang))
        st.markdown(_placements(scenario, region, lang))
        _moves(scenario, cells, lang)


def _region(within: Selection, lang: Lang) -> str:
    names = places.short_names()
    held = {row.codes[0] for row in session.measure(UNMET_POSITIONS, ("region",), within).rows}
    offered = {code: name for code, name in names.items() if code in held}
    left, _ = st.columns([1, 2])
    with left:
        return choices.pick("what_if_region", t("gaps.region", lang), offered)


def _asked(most: int, lang: Lang) -> tuple[int, float]:
    """Draw two lists of numbers, and return the two numbers chosen.

    They are the surplus places to take away (at most `most`), and the euro to add.
    """
    left, right = st.columns(2)
    steps = sorted({round(most * n / STEPS) for n in range(1, STEPS + 1)} - {0})
    with left:
        counts = {str(n): format_number(n, lang) for n in steps}
        count = choices.pick(
            "what_if_places",
            t("what_if.places", lang, most=format_number(most, lang)),
            counts,
            str(steps[len(steps) // 2]),
        )
    with right:
        sums = {str(eur): words.short(eur, "eur", lang) for eur in EXTRA}
        extra = choices.pick("what_if_extra", t("what_if.extra", lang), sums, "0")
    return int(count), float(extra)


def _cells(chosen: Selection) -> list[Cell]:
    """Return for each occupation its unmet positions, surplus places and cost of one place.

    An occupation without a known cost has the mean cost. If no cost is known, the result is empty.
    """
    unmet = session.measure(UNMET_POSITIONS, ("occupation",), chosen)
    beyond = session.measure(OVERSUPPLY_SHARE, ("occupation",), chosen)
    costs = session.measure(COST_PER_PLACE_EUR, ("occupation",), chosen)
    whole = session.measure(COST_PER_PLACE_EUR, (), chosen).value()
    codes = sorted({row.codes[0] for r in (unmet, beyond) for row in r.rows} - {*NOT_COMPARED})
    if not whole:
        return []
    found = []
    for code in codes:
        surplus, own = beyond.row(code), costs.value(code)
        found.append(
            Cell(
                code,
                float(unmet.value(code) or 0),
                float((surplus and surplus.numerator) or 0),
                float(own or whole),
                own is not None,
            )
        )
    return found


def _sentence(scenario: Scenario, chosen: Selection, lang: Lang) -> str:
    row = session.measure(NEED_COVERAGE, (), chosen).rows[0]
    need, covered = float(row.denominator or 0), float(row.numerator or 0)
    region = chosen.codes("region")[0]
    after = (covered + scenario.places_added) / need if need else 0.0
    return t(
        "what_if.result",
        lang,
        region=places.short_names().get(region, region),
        taken=format_number(scenario.places_taken, lang),
        added=format_number(scenario.places_added, lang),
        freed=words.short(scenario.freed_eur, "eur", lang),
        extra=words.short(scenario.extra_eur, "eur", lang),
        spent=words.short(scenario.spent_eur, "eur", lang),
        left=words.short(scenario.left_eur, "eur", lang),
        before=words.short(row.value, "share", lang),
        after=words.short(after, "share", lang),
    ).replace("$", "\\$")


def _placements(scenario: Scenario, region: str, lang: Lang) -> str:
    """Return a sentence on how many participants in the added places would find a coherent job.

    A coherent job is one in an occupation that the course prepares for. The number is computed with
    the region's present rates.
    """
    of_region = Selection.of(region=[region])
    rates = [
        states.total(session.measure(kpi, (), of_region))
        for kpi in (PLACEMENT_RATE_6M, COHERENT_PLACEMENT_RATE_6M)
    ]
    found = expected_placements(scenario.places_added, *rates)
    if found is None:
        return t("what_if.no_placements", lang)
    return t(
        "what_if.placements",
        lang,
        n=format_number(round(found.value), lang),
        low=format_number(round(found.low), lang),
        high=format_number(round(found.high), lang),
        placement=_rate(rates[0], lang),
        coherence=_rate(rates[1], lang),
    )


def _rate(row: KpiRow | None, lang: Lang) -> str:
    return words.short(None if row is None else row.value, "share", lang)


def _moves(scenario: Scenario, cells: Sequence[Cell], lang: Lang) -> None:
    table = _table(scenario, cells, lang)
    exhibit = Exhibit(
        key="what_if",
        title=t("what_if.moves_title", lang),
        subtitle=t("what_if.moves_subtitle", lang),
        table=table,
        notes=[t("what_if.note", lang), notes.how_it_is_measured(COST_PER_PLACE_EUR, lang)],
        files=files.of_table(
            "what_if",
            lambda in_lang: (t("what_if.moves_title", in_lang), _table(scenario, cells, in_lang)),
            [session.measure(COST_PER_PLACE_EUR)],
        ),
    )
    st.subheader(exhibit.title, anchor=False)
    prose.small(exhibit.subtitle)
    tables.draw(table, lang, key="what_if_table", alt=exhibit.title)
    charts.note_and_files(exhibit, lang)


def _table(scenario: Scenario, cells: Sequence[Cell], lang: Lang) -> Table:
    names = session.names("occupation", lang)
    known = {cell.occupation: cell for cell in cells}
    columns = [
        Column("occupation", t("gaps.occupation", lang), width=200),
        Column("code", t("gaps.code", lang)),
        Column("change", t("what_if.change", lang), "count"),
        Column("cost", COST_PER_PLACE_EUR.label.in_(lang), "eur"),
        Column("eur", t("what_if.eur", lang), "eur"),
        Column("cost_from", t("what_if.cost_from", lang)),
    ]

    def line(move: Move, sign: int) -> list[object]:
        cell = known[move.occupation]
        own = t("what_if.own" if cell.is_own_cost else "what_if.of_region", lang)
        return [
            names.get(move.occupation, move.occupation),
            move.occupation,
            sign * move.places,
            cell.cost_eur,
            sign * move.eur,
            own,
        ]

    return Table.of(
        columns, [*(line(m, -1) for m in scenario.taken), *(line(m, 1) for m in scenario.added)]
    )
