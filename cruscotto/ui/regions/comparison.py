"""One region beside its macro-area and Italy, and every region beside the others."""

from collections.abc import Sequence

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection, dimension
from cruscotto.kpi.registry import KPIS, MART_DIMENSIONS
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.registry.money import OPERATIONS_COUNT
from cruscotto.ui.exhibit import charts, files, measures, regional
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures.base import Bar, bars
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.figures.panels import Panel, panels
from cruscotto.ui.regions import beside_italy
from cruscotto.ui.state import choices, filters, session
from cruscotto.ui.state.places import Place, all_places, short_names
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
# Rates that fit one panel per region, on one scale.
RATES = ("commitment_rate", "payment_rate", "concluded_share")
# As many bars as a third of a phone's width can hold.
MOST_BARS = 5
Found = Sequence[tuple[Kpi, list[KpiResult]]]


def one_region(selection: Selection, lang: Lang) -> None:
    """Draw one region beside its macro-area and Italy, rate by rate."""
    with st.container(border=True):
        region = _region(selection, lang)
        found = _scopes(region, selection)
        known = [(kpi, scopes) for kpi, scopes in found if _is_known(scopes[0])]
        if not known:
            st.info(t("regions.nothing_to_compare", lang, region=region.short))
            return
        exhibit = _exhibit(region, known, selection, lang)
        charts.head(exhibit)
        drawn = bars(_scope_bars(region, known, lang), palette())
        charts.draw(drawn, exhibit.key, alt=exhibit.title)
        for line in beside_italy.turned_round(known, region.code, selection, lang):
            prose.small(line)
        charts.foot(exhibit, lang)


def _is_known(result: KpiResult) -> bool:
    row = states.total(result)
    return row is not None and row.state is not State.MISSING


def _region(selection: Selection, lang: Lang) -> Place:
    """Return the region to compare: the one filtered, or one picked here."""
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
    """Return each rate in a region, in its macro-area and in Italy."""
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


def _scope_bars(region: Place, known: Found, lang: Lang) -> list[Bar]:
    """Return, rate by rate, its name and a bar each for the region, its macro-area and Italy."""
    items: list[Bar] = []
    names = _scope_names(region, lang)
    for kpi, scopes in known:
        items.append(Bar(kpi.label.in_(lang), None, "", is_heading=True))
        for place, (name, result) in enumerate(zip(names, scopes, strict=True)):
            value = _number(result.value())
            row = states.total(result)
            text = states.written(row, kpi, lang)
            hover = f"{kpi.label.in_(lang)}, {name}: {text}"
            items.append(
                Bar(
                    name,
                    value,
                    text,
                    hover,
                    place == 0,
                    place > 0,
                    is_hatched=row is not None and row.state is State.HIDDEN,
                    interval=measures.interval(row) if row else None,
                )
            )
    return items


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


def every_region(kpi: Kpi, selection: Selection, lang: Lang) -> None:
    """Draw a small panel per region: a few rates, or one indicator along periods or years."""
    with st.container(border=True):
        by = _split(kpi, lang)
        if by == "rates":
            _rates(selection, lang)
        else:
            _along(kpi, by, selection, lang)


def _split(kpi: Kpi, lang: Lang) -> str:
    offered = {"rates": t("regions.split_rates", lang)}
    for name in ("period", "year"):
        if name in MART_DIMENSIONS[kpi.mart]:
            offered[name] = f"{kpi.label.in_(lang)}: {words.along(name, kpi, lang).lower()}"
    return choices.switch("split", t("regions.split", lang), offered, "rates")


def _rates(selection: Selection, lang: Lang) -> None:
    fit = [KPIS[name] for name in RATES if session.fits(KPIS[name], selection)]
    found = [regional.everywhere(kpi, selection) for kpi in fit]
    chosen = selection.codes("region")
    drawn = [
        Panel(
            place.short,
            tuple(t(f"regions.short_{r.kpi.name}", lang) for r in found),
            tuple(_number(r.value(place.code)) for r in found),
            tuple(_bare(r.value(place.code), r.kpi, lang) for r in found),
            is_chosen=place.code in chosen,
        )
        for place in all_places()
    ]
    title = t("regions.multiples_rates", lang)
    written = words.sentence(filters.in_words(selection.with_(region=[]), lang))
    exhibit = Exhibit(
        key="multiples",
        title=title,
        subtitle=t("regions.multiples_rates_subtitle", lang, selection=written),
        table=_rates_table(found, lang),
        notes=notes.of(found, lang),
        files=files.of_table(
            "multiples", lambda in_lang: (title, _rates_table(found, in_lang)), found
        ),
    )
    _show(drawn, exhibit, lang)


def _bare(value: object, kpi: Kpi, lang: Lang) -> str:
    if value is None:
        return words.NOTHING
    return words.bare(float(str(value)), words.axis_unit(kpi), lang)


def _text(row: KpiRow | None, kpi: Kpi, lang: Lang) -> str:
    """Write a figure without its unit, or the sign of its state."""
    if row is None or row.value is None:
        return states.MARKS[row.state if row else State.MISSING]
    return _bare(row.value, kpi, lang)


def _rates_table(found: Sequence[KpiResult], lang: Lang) -> Table:
    columns = [Column("region", t("regions.region", lang))]
    columns += [Column(r.kpi.name, r.kpi.label.in_(lang), r.kpi.unit) for r in found]
    rows = [[p.short, *(r.value(p.code) for r in found)] for p in all_places()]
    return Table.of(columns, rows)


def _show(drawn: Sequence[Panel], exhibit: Exhibit, lang: Lang) -> None:
    """Draw the panels that have a figure, and name the regions that have none."""
    charts.head(exhibit)
    held = [panel for panel in drawn if any(value is not None for value in panel.values)]
    if held:
        charts.draw(panels(held, palette()), exhibit.key, alt=exhibit.title)
    without = [panel.title for panel in drawn if panel not in held]
    if without:
        prose.small(t("regions.without", lang, names=", ".join(without)))
    charts.foot(exhibit, lang)


def _along(kpi: Kpi, by: str, selection: Selection, lang: Lang) -> None:
    result = session.measure(kpi, ("region", by), selection.with_(region=[], **{by: []}))
    known = session.names(by, lang)
    held = {row.codes[1] for row in result.rows if row.state is not State.MISSING}
    codes = sorted(held - {"unknown"})[-MOST_BARS:]
    chosen = selection.codes("region")
    drawn = [
        Panel(
            place.short,
            tuple(_brief(known[code]) for code in codes),
            tuple(_number(result.value(place.code, code)) for code in codes),
            tuple(_text(result.row(place.code, code), kpi, lang) for code in codes),
            is_chosen=place.code in chosen,
        )
        for place in all_places()
    ]
    exhibit = Exhibit(
        key="multiples",
        title=t(
            "regions.multiples_along",
            lang,
            kpi=kpi.label.in_(lang),
            along=words.along(by, kpi, lang).lower(),
        ),
        subtitle=regional.subtitle(kpi, selection.with_(region=[], **{by: []}), lang),
        table=_along_table(result, by, lang),
        notes=notes.of([result], lang),
        files=files.of_results([result], "multiples"),
    )
    _show(drawn, exhibit, lang)


def _brief(word: str) -> str:
    """Write a period as `14-20` and a year as `16`: three panels share a phone's width."""
    return "-".join(part[-2:] for part in word.split("-"))


def _along_table(result: KpiResult, by: str, lang: Lang) -> Table:
    places, members = short_names(), session.names(by, lang)
    columns = [
        Column("region", dimension("region").label.in_(lang)),
        Column(by, words.along(by, result.kpi, lang)),
        *measures.value_columns(result.kpi, lang),
    ]
    rows = [
        [
            places[code],
            members.get(row.codes[1], row.codes[1]),
            *measures.value_cells(row, result.kpi),
        ]
        for code in places
        for row in result.rows
        if row.codes[0] == code
    ]
    return Table.of(columns, rows)
