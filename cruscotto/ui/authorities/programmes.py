"""An authority's programmes: a table that compares several, or charts of a single one."""

from collections.abc import Sequence

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.result import Figure, KpiResult
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi, Unit
from cruscotto.kpi.registry.money import (
    COMMITMENT_RATE,
    COMMITMENTS_EUR,
    CONCLUDED_SHARE,
    OPERATIONS_COUNT,
    PAYMENT_RATE,
    PAYMENTS_EUR,
    PAYMENTS_ON_COMMITMENTS,
    PLANNED_BUDGET_EUR,
    PUBLIC_FUNDING_EUR,
)
from cruscotto.kpi.registry.outcomes import COST_PER_PARTICIPANT_EUR, PLACEMENT_RATE_6M
from cruscotto.kpi.registry.people import COMPLETION_RATE, PARTICIPANTS_COUNT
from cruscotto.kpi.wording.phrases import axis_label
from cruscotto.ui.exhibit import charts, files, regional, results, stages, tables
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import base as figures
from cruscotto.ui.figures.bullets import Bullet, bullets
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.figures.reference_lines import Line
from cruscotto.ui.state import address, filters, session
from cruscotto.ui.text import notes, states, words

# Columns of the list of programmes, after the name.
LISTED: tuple[Kpi, ...] = (
    OPERATIONS_COUNT,
    PLANNED_BUDGET_EUR,
    PUBLIC_FUNDING_EUR,
    COMMITMENTS_EUR,
    PAYMENTS_EUR,
    PAYMENT_RATE,
    PAYMENTS_ON_COMMITMENTS,
    CONCLUDED_SHARE,
    PARTICIPANTS_COUNT,
    COMPLETION_RATE,
    PLACEMENT_RATE_6M,
    COST_PER_PARTICIPANT_EUR,
)
# Those that a reader asks for: with them the list would not fit a screen.
EXTRA = (PUBLIC_FUNDING_EUR, COMPLETION_RATE, COST_PER_PARTICIPANT_EUR)
LISTED_PIXELS = 80
# Stages of an axis, and the rates whose numerators are the same stages of planned programmes.
SPENT: tuple[Kpi, ...] = (COMMITMENTS_EUR, PAYMENTS_EUR)
SPENT_ON_PLAN: tuple[Kpi, ...] = (COMMITMENT_RATE, PAYMENT_RATE)
NAME_PIXELS = 240
Amounts = list[tuple[Kpi, dict[str, Figure | None]]]


def side_by_side(selection: Selection, lang: Lang) -> None:
    """Draw the payment rates of the selected programmes, then a table of all their figures."""
    ranking(stages.rate_for(selection), selection, lang)
    listing(selection, lang)


def ranking(kpi: Kpi, selection: Selection, lang: Lang) -> None:
    """Draw an indicator by programme, with a line at Italy's value; a click opens a programme.

    Draw nothing if fewer than two programmes have a figure.
    """
    result = session.measure(kpi, ("programme",), selection)
    labels = session.names("programme", lang)
    rows = results.listed(result, list(labels))
    if len(rows) < 2:
        return
    line = _italy(kpi, selection, lang)
    whole = session.measure(kpi, (), selection).value()
    title = results.standing(rows, kpi, whole, "nouns.programmes", labels, lang)
    exhibit = Exhibit(
        key="programmes",
        title=stages.of_programmes(title, kpi, selection, lang),
        subtitle=regional.subtitle(kpi, selection, lang),
        table=results.table(result, labels, lang, results.with_missing(rows, result)),
        notes=notes.of([result], lang),
        files=files.of_results([result], "programmes"),
    )
    figure = results.picture(rows, kpi, labels, lang, lines=[line])
    figure["data"][-1]["customdata"] = [row.codes[0] for row in rows]
    charts.framed(figure, exhibit, lang, on_select=_open_clicked)


def _open_clicked() -> None:
    code = charts.clicked("programmes")
    if code:
        filters.choose("programme", [code])


def _italy(kpi: Kpi, selection: Selection, lang: Lang) -> Line:
    whole = session.measure(
        kpi, (), Selection.of(period=selection.codes("period"), fund=selection.codes("fund"))
    )
    value = whole.value() or 0
    return Line(float(value), f"{t('regions.italy', lang)} {words.figure(value, kpi, lang)}")


def listing(selection: Selection, lang: Lang) -> None:
    """Draw a table of the selected programmes' figures; a click on a row opens the programme."""
    fit = [kpi for kpi in LISTED if session.fits(kpi, selection) and session.has_data(kpi)]
    found = [session.measure(kpi, ("programme",), selection) for kpi in fit]
    labels, ordered = session.names("programme", lang), session.programmes_of(selection)
    columns = [Column("name", t("authorities.programme", lang), width=NAME_PIXELS)]
    columns += [_listed(kpi, lang) for kpi in fit]
    rows = [[labels[code], *(states.of(result, code) for result in found)] for code in ordered]
    exhibit = Exhibit(
        key="programme_list",
        title=t("authorities.list_title", lang),
        subtitle=t("authorities.list_units", lang),
        how_to=t("authorities.choose_row", lang),
        table=Table.of(columns, rows),
        notes=notes.of(found, lang),
        files=files.of_results(found, "programme_list"),
    )
    with st.container(border=True):
        charts.head(exhibit)
        tables.draw(
            exhibit.table,
            lang,
            key=exhibit.key,
            alt=exhibit.title,
            on_select=lambda: _open_selected(ordered),
            links=[address.link(programme=[code], axis=None) for code in ordered],
        )
        charts.note_and_files(exhibit, lang)


def _listed(kpi: Kpi, lang: Lang) -> Column:
    """Return an indicator's column for the list of programmes, with a short header.

    The indicator's full name and definition appear on hovering over the header.
    """
    label = kpi.label.in_(lang)
    return Column(
        kpi.name,
        t(f"authorities.listed_{kpi.name}", lang),
        words.axis_unit(kpi),
        f"{label}. {kpi.definition.in_(lang)}",
        LISTED_PIXELS,
        is_extra=kpi in EXTRA,
        has_unit=kpi.unit is Unit.SHARE,
    )


def _open_selected(ordered: Sequence[str]) -> None:
    place = tables.selected("programme_list")
    if place is not None:
        filters.choose("programme", [ordered[place]])


def by_axis(programme: str, selection: Selection, lang: Lang) -> None:
    """Draw, for each axis, which shares of its planned budget are committed and paid.

    The axis with the lowest paid share comes first. If no plan is known, the paid share is of the
    commitments.
    """
    behind, amounts = _amounts(selection)
    axes = sorted({axis for _, by_code in amounts for axis in by_code})
    names = {code: axis_label(code, n) for code, n in session.axis_names(programme).items()}
    if not axes:
        return
    exhibit = Exhibit(
        key="axes",
        title=t("authorities.axes_title", lang),
        subtitle=t("authorities.axes_subtitle", lang),
        table=_axis_table(axes, names, amounts, lang),
        notes=notes.of(behind, lang),
        files=files.of_results(behind, "axes"),
    )
    drawn = [
        _axis_bullet(axis, names.get(axis, axis), amounts, lang)
        for axis in axes
        if amounts[0][1].get(axis)
    ]
    drawn.sort(key=lambda row: row.shares[-1] or 0.0)
    stages = [t(f"authorities.short_{kpi.name}", lang) for kpi, _ in amounts]
    charts.framed(bullets(drawn, stages, palette()), exhibit, lang, open_table=True)


def _amounts(selection: Selection) -> tuple[list[KpiResult], Amounts]:
    """Return the planned (if known), committed and paid amounts by axis.

    If the plan is known, commitments and payments are only those that the plan covers.

    Returns:
        The results that contain the amounts, and the amounts themselves.
    """
    plan = session.measure(PLANNED_BUDGET_EUR, ("axis",), selection)
    if plan.is_empty or not session.fits(PLANNED_BUDGET_EUR, selection):
        behind = [session.measure(kpi, ("axis",), selection) for kpi in SPENT]
        return behind, [(r.kpi, {row.codes[0]: row.value for row in r.rows}) for r in behind]
    rates = [session.measure(kpi, ("axis",), selection) for kpi in SPENT_ON_PLAN]
    planned = {row.codes[0]: row.value for row in plan.rows}
    spent = [{row.codes[0]: row.numerator for row in rate.rows} for rate in rates]
    return [plan, *rates], [(PLANNED_BUDGET_EUR, planned), *zip(SPENT, spent, strict=True)]


def _axis_bullet(axis: str, name: str, amounts: Amounts, lang: Lang) -> Bullet:
    """Return an axis's bar, which shows each amount as a share of the first amount.

    The first amount is the planned budget or, if no plan is known, the commitments.
    """
    values = [(kpi, by_code.get(axis)) for kpi, by_code in amounts]
    whole, last = float(values[0][1] or 0), values[-1][1]
    written = (f"{kpi.label.in_(lang)}: {words.short(v, kpi.unit, lang)}" for kpi, v in values)
    return Bullet(
        words.wrapped(name, 34),
        tuple(None if v is None else float(v) / whole for _, v in values),
        t(
            "money.part_of",
            lang,
            share=words.short(float(last or 0) / whole, "share", lang),
            whole=words.short(whole, "eur", lang),
        ),
        "<br>".join([f"<b>{words.label(name)}</b>", *written]),
    )


def _axis_table(axes: Sequence[str], names: dict[str, str], amounts: Amounts, lang: Lang) -> Table:
    columns = [Column("axis", t("authorities.axis", lang), width=NAME_PIXELS)]
    columns += [Column(kpi.name, kpi.label.in_(lang), kpi.unit) for kpi, _ in amounts]
    rows = [[names.get(a, a), *(by_code.get(a) for _, by_code in amounts)] for a in axes]
    return Table.of(columns, rows)


def by_status(selection: Selection, lang: Lang) -> None:
    """Draw the number of operations in each status."""
    result = session.measure(OPERATIONS_COUNT, ("status",), selection)
    labels = session.names("status", lang)
    rows = results.in_order(result, list(labels))
    if not rows:
        return
    largest = max(rows, key=lambda row: row.value or 0)
    exhibit = Exhibit(
        key="status",
        title=t(
            "authorities.status_title",
            lang,
            status=labels[largest.codes[0]].lower(),
            n=words.figure(largest.value, OPERATIONS_COUNT, lang),
        ),
        subtitle=regional.subtitle(OPERATIONS_COUNT, selection, lang),
        table=results.table(result, labels, lang, rows),
        notes=notes.of([result], lang),
        files=files.of_results([result], "status"),
    )
    items = results.bars(rows, OPERATIONS_COUNT, labels, lang)
    charts.framed(figures.bars(items, palette()), exhibit, lang)


def way_back(lang: Lang) -> None:
    """Draw the link from one programme back to the list of programmes."""
    st.button(t("authorities.back", lang), on_click=filters.choose, args=("programme", []))


def is_one_authority(selection: Selection) -> bool:
    """Return whether the selection is of one managing authority or one programme."""
    return (
        len(selection.codes("managing_authority")) == 1
        or len(session.programmes_of(selection)) == 1
    )
