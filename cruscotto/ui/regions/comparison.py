"""One region compared with its macro-area and with Italy."""

from collections.abc import Sequence

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.result import KpiResult, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.kpi.registry.model import Kpi, Unit
from cruscotto.kpi.registry.money import OPERATIONS_COUNT
from cruscotto.ui.exhibit import charts, files, measures, results
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import dot_rows
from cruscotto.ui.figures.dot_rows import Dot, Row
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.regions import beside_italy
from cruscotto.ui.state import choices, filters, session
from cruscotto.ui.state.places import Place, all_places
from cruscotto.ui.text import notes, prose, states, words

# Rates one region is compared on, all in per cent and all better when higher.
COMPARED = (
    "selection_rate",
    "commitment_rate",
    "payment_rate",
    "payments_on_commitments",
    "concluded_share",
    "completion_rate",
    "qualification_rate",
    "placement_rate_6m",
)
Found = Sequence[tuple[Kpi, list[KpiResult]]]


def one_region(selection: Selection, lang: Lang) -> None:
    """Draw a chart of rates, each shown for a region, its macro-area and Italy."""
    with st.container(border=True):
        region = _region(selection, lang)
        found = _scopes(region, selection)
        known = [(kpi, scopes) for kpi, scopes in found if _is_known(scopes[0])]
        if not known:
            st.info(t("regions.nothing_to_compare", lang, region=region.short))
            return
        exhibit = _exhibit(region, known, selection, lang)
        charts.head(exhibit)
        rows, names = _scope_rows(region, known, lang), _scope_names(region, lang)
        scale = results.scale(*dot_rows.reach(rows), Unit.SHARE, lang)
        drawn = dot_rows.dot_rows(rows, names, palette(), scale)
        charts.draw(drawn, exhibit.key, alt=exhibit.title)
        for line in beside_italy.turned_round(known, region.code, selection, lang):
            prose.small(line)
        charts.foot(exhibit, lang, drawn=(exhibit.key,))


def _is_known(result: KpiResult) -> bool:
    row = states.total(result)
    return row is not None and row.state is not State.MISSING


def _region(selection: Selection, lang: Lang) -> Place:
    """Return the region that the filters choose.

    If they do not choose exactly one, draw a list of regions and return the region chosen there.
    """
    places = {place.code: place for place in all_places()}
    chosen = selection.codes("region")
    if len(chosen) == 1 and chosen[0] in places:
        return places[chosen[0]]
    counted = session.measure(OPERATIONS_COUNT, ("region",), selection.with_(region=[]))
    held = [c for c in places if counted.row(c) and (not chosen or c in chosen)]
    offered = {c: places[c].name for c in held or places}
    left, _ = st.columns([1, 2])
    with left:
        return places[choices.pick("compare", t("regions.compare", lang), offered)]


def _scopes(region: Place, selection: Selection) -> Found:
    """Return each rate with three results: of a region, of its macro-area and of Italy."""
    scopes = (
        selection.with_(region=region.code),
        selection.with_(region=[], macro_area=region.macro_area),
        selection.with_(region=[]),
    )
    return [
        (KPIS[name], [session.measure(KPIS[name], (), scope) for scope in scopes])
        for name in COMPARED
        if session.fits(KPIS[name], selection)
    ]


def _scope_names(region: Place, lang: Lang) -> tuple[str, str, str]:
    area = session.names("macro_area", lang)[region.macro_area]
    return region.short, area, t("regions.italy", lang)


def _scope_rows(region: Place, known: Found, lang: Lang) -> list[Row]:
    """Return a row for each rate, with three dots: the region, its macro-area and Italy."""
    names = _scope_names(region, lang)
    rows = []
    for kpi, scopes in known:
        label = kpi.label.in_(lang)
        totals = [states.total(result) for result in scopes]
        written = [states.written(row, kpi, lang) for row in totals]
        dots = tuple(
            Dot(
                _number(result.value()),
                f"<b>{words.label(label)}</b><br>{name}: {text}",
                measures.interval(row) if row else None,
            )
            for name, result, row, text in zip(names, scopes, totals, written, strict=True)
        )
        rows.append(Row(words.wrapped(label), dots, written[0]))
    return rows


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


def _exhibit(region: Place, known: Found, selection: Selection, lang: Lang) -> Exhibit:
    everywhere = selection.with_(region=[])
    title = beside_italy.title(region.short, known, lang)
    written = t("regions.comparison_subtitle", lang, selection=filters.in_words(everywhere, lang))
    everything = [result for _, scopes in known for result in scopes]
    return Exhibit(
        key="comparison",
        title=title,
        subtitle=f"{written}{beside_italy.base(known, everywhere, lang)}",
        table=_scope_table(region, known, lang),
        notes=notes.of(everything, lang),
        files=files.of_table(
            "comparison",
            lambda in_lang: (
                beside_italy.title(region.short, known, in_lang),
                _scope_table(region, known, in_lang),
            ),
            everything,
        ),
    )


def _scope_table(region: Place, known: Found, lang: Lang) -> Table:
    here, area, italy = _scope_names(region, lang)
    columns = [
        Column("kpi", t("choices.kpi", lang)),
        Column("region", here, "share"),
        Column("macro_area", area, "share"),
        Column("italy", italy, "share"),
    ]
    rows = [[kpi.label.in_(lang), *(states.of(scope) for scope in found)] for kpi, found in known]
    return Table.of(columns, rows)
