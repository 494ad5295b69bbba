"""Charts of the money that exchange files report for given programmes: stages, months, axes.

Where a function has a `theme`, only axes that serve this objective count; if it is empty, all do.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from cruscotto.i18n import Lang, format_date, format_number, t
from cruscotto.kpi.wording.phrases import axis_label, listed
from cruscotto.ui.exhibit import charts, files
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import base as figures
from cruscotto.ui.figures.base import Bar
from cruscotto.ui.figures.bullets import Bullet, bullets
from cruscotto.ui.figures.lines import Series, lines
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.state import session
from cruscotto.ui.text import words

Row = dict[str, Any]
STAGES = ("selected_eur", "committed_eur", "paid_eur", "certified_eur")
OVER_TIME = ("committed_eur", "paid_eur", "certified_eur")
ROLES = {"committed_eur": "quiet", "paid_eur": "main", "certified_eur": "accent"}
NAME_PIXELS = 240
# Letters of an axis in one line beside its bar.
NAME_LETTERS = 34


def delivered(programmes: Sequence[str]) -> list[str]:
    """Return those of the given programmes that have exchange files in the warehouse."""
    known = {row["programme_code"] for row in session.rows("money_programmes")}
    return [code for code in programmes if code in known]


def _about(programmes: Sequence[str], theme: str, lang: Lang) -> str:
    """Return a note that names the programmes covered: only a few deliver exchange files."""
    held = {str(row["programme_code"]) for row in _asked("money_axes", programmes, theme)}
    return t("money.about", lang, names=listed([*held], session.names("programme", lang), lang))


def _asked(query: str, programmes: Sequence[str], theme: str) -> list[Row]:
    return session.rows(query, programmes=",".join(programmes), theme=theme)


def label(stage: str, lang: Lang) -> str:
    """Return the name, in the reader's language, of the stage with a code such as `paid_eur`."""
    return t(f"money.{stage}", lang)


# ---------------------------------------------------------------- the waterfall
def waterfall(programmes: Sequence[str], lang: Lang, theme: str = "") -> None:
    """Draw a chart of planned, selected, committed, paid and certified amounts.

    If the plan of one of the programmes is unknown, the planned amount is left out.
    """
    totals = {row["slot"]: row for row in _asked("money_totals", programmes, theme)}
    if not (now := totals.get("current")):
        return
    plans = {r["programme_code"]: r["planned_eur"] for r in _asked("money_plan", programmes, theme)}
    # a plan of some of the programmes beside the money of all would compare unlike things
    plan = sum(plans.values()) if set(plans) >= set(programmes) else None
    amounts = [("planned_eur", plan), *((stage, now[stage]) for stage in STAGES)]
    amounts = [(stage, value) for stage, value in amounts if value is not None]
    exhibit = Exhibit(
        key="waterfall",
        title=_waterfall_title(amounts, lang),
        subtitle=f"{_waterfall_subtitle(plan, lang)} {_about(programmes, theme, lang)}",
        table=_waterfall_table(amounts, totals.get("previous"), lang),
        notes=_notes(now, lang),
        files=files.of_table(
            "waterfall",
            lambda in_lang: (
                t("money.waterfall", in_lang),
                _waterfall_table(amounts, totals.get("previous"), in_lang),
            ),
        ),
    )
    charts.framed(figures.bars(_waterfall_bars(amounts, lang), palette()), exhibit, lang)


def _waterfall_subtitle(plan: Any, lang: Lang) -> str:
    written = t("money.waterfall_subtitle", lang)
    return written if plan is not None else f"{written} {t('money.no_plan', lang)}"


def _waterfall_title(amounts: list[tuple[str, Any]], lang: Lang) -> str:
    by_stage = dict(amounts)
    paid, certified = by_stage.get("paid_eur"), by_stage.get("certified_eur")
    if not paid or certified is None:
        return t("money.waterfall", lang)
    return t(
        "money.waterfall_title",
        lang,
        share=words.short(certified / paid, "share", lang),
        waiting=words.spoken(paid - certified, "eur", lang),
    )


def _waterfall_bars(amounts: list[tuple[str, Any]], lang: Lang) -> list[Bar]:
    first = float(amounts[0][1]) or 1.0
    return [
        Bar(
            words.wrapped(label(stage, lang), 15),
            float(value),
            f"{words.short(value, 'eur', lang)}<br>"
            f"{words.short(float(value) / first, 'share', lang)}",
            f"{label(stage, lang)}: {words.spoken(value, 'eur', lang)}",
            stage == "certified_eur",
            stage == "planned_eur",
        )
        for stage, value in amounts
    ]


def _waterfall_table(amounts: list[tuple[str, Any]], before: Row | None, lang: Lang) -> Table:
    """Return a table with a row for each stage, such as committed or paid.

    Columns: amount, difference from the row above, and change since the previous edition
    (`before`).
    """
    columns = [
        Column("stage", t("stages.stage", lang)),
        Column("value", t("stages.amount", lang), "eur"),
        Column("fall", t("money.fall", lang), "eur"),
        Column("change", t("money.change", lang), "eur", is_signed=True),
    ]
    rows, last = [], None
    for stage, value in amounts:
        earlier = (before or {}).get(stage)
        rows.append(
            [
                label(stage, lang),
                value,
                None if last is None else value - last,
                None if earlier is None else value - earlier,
            ]
        )
        last = value
    return Table.of(columns, rows)


def _notes(row: Row, lang: Lang) -> list[str]:
    written = [
        t("money.note", lang),
        t("notes.edition", lang, edition=format_date(row["edition_date"], lang)),
    ]
    return [*written, t("notes.synthetic", lang)] if row["is_synthetic"] else written


# ---------------------------------------------------------------- over time
def series(programmes: Sequence[str], lang: Lang, theme: str = "") -> None:
    """Draw a chart of the amounts committed, paid and certified by the end of each month."""
    months = _asked("money_months", programmes, theme)
    if not months:
        return
    (times,) = _asked("money_times", programmes, theme)
    drawn = [_cumulative(stage, months, lang) for stage in OVER_TIME]
    exhibit = Exhibit(
        key="money_months",
        title=_series_title(times, lang),
        subtitle=f"{t('money.series_subtitle', lang)} {_about(programmes, theme, lang)}",
        table=_month_table(months, lang),
        notes=[t("money.times_note", lang), *_notes(months[-1], lang)],
        files=files.of_table(
            "money_months",
            lambda in_lang: (t("money.series", in_lang), _month_table(months, in_lang)),
        ),
    )
    charts.framed(lines(drawn, palette(), lang), exhibit, lang)


def _series_title(times: Row, lang: Lang) -> str:
    if times["payment_days"] is None:
        return t("money.series", lang)
    return t(
        "money.series_title",
        lang,
        days=format_number(round(times["payment_days"]), lang),
        lag=words.spoken(times["claim_lag_eur"], "eur", lang),
    )


def _cumulative(stage: str, months: list[Row], lang: Lang) -> Series:
    days: list[date] = []
    values: list[float] = []
    hovers: list[str] = []
    total = 0
    for row in months:
        total += row[stage] or 0
        days.append(row["month"])
        values.append(float(total) / 1e6)
        hovers.append(
            f"{label(stage, lang)}, {row['month']:%m/%Y}: {words.spoken(total, 'eur', lang)}"
        )
    return Series(label(stage, lang), tuple(days), tuple(values), tuple(hovers), ROLES[stage])


def _month_table(months: list[Row], lang: Lang) -> Table:
    columns = [Column("month", t("money.month", lang))]
    columns += [Column(stage, label(stage, lang), "eur") for stage in OVER_TIME]
    rows = [[f"{row['month']:%Y-%m}", *(row[s] for s in OVER_TIME)] for row in reversed(months)]
    return Table.of(columns, rows)


# ---------------------------------------------------------------- axes
def axes(programmes: Sequence[str], lang: Lang, theme: str = "") -> None:
    """Draw, for each axis, which shares of its selected cost are committed, paid and certified."""
    found = sorted(_asked("money_axes", programmes, theme), key=_certified)
    if not found:
        return
    exhibit = Exhibit(
        key="money_axes",
        title=_axes_title(found, lang),
        subtitle=f"{t('money.axes_subtitle', lang)} {_about(programmes, theme, lang)}",
        table=_axes_table(found, lang),
        notes=_notes(found[0], lang),
        files=files.of_table(
            "money_axes", lambda in_lang: (t("money.axes", in_lang), _axes_table(found, in_lang))
        ),
    )
    is_one = len({row["programme_code"] for row in found}) == 1
    drawn = [_axis_bullet(row, is_one, lang) for row in found if row[STAGES[0]]]
    stages = [t(f"money.short_{stage}", lang) for stage in STAGES]
    charts.framed(bullets(drawn, stages, palette()), exhibit, lang)


def _certified(row: Row) -> float:
    """Return the certified share of an axis's selected cost; 2 for a cost of 0, to sort it last."""
    whole = row[STAGES[0]]
    return float(row[STAGES[-1]] or 0) / float(whole) if whole else 2.0


def _axis_name(row: Row, lang: Lang) -> str:
    """Return the name of an axis after its programme's name, since programmes share axis codes."""
    programme = session.names("programme", lang).get(row["programme_code"], row["programme_code"])
    return f"{programme}: {_bare_axis(row, lang)}"


def _bare_axis(row: Row, lang: Lang) -> str:
    if row["axis_code"] == "unknown":
        return t("money.no_axis", lang)
    names = session.axis_names(row["programme_code"])
    return axis_label(row["axis_code"], names.get(row["axis_code"]))


def _axes_title(found: list[Row], lang: Lang) -> str:
    """Return the chart's title, which names the axis with the smallest certified share."""
    named = [row for row in found if row[STAGES[0]] and row["axis_code"] != "unknown"]
    if len(named) < 2:
        return t("money.axes", lang)
    return t(
        "money.axes_title",
        lang,
        axis=_axis_name(named[0], lang),
        share=words.short(_certified(named[0]), "share", lang),
    )


def _axis_bullet(row: Row, is_one: bool, lang: Lang) -> Bullet:
    whole = float(row[STAGES[0]])
    name = _bare_axis(row, lang) if is_one else _axis_name(row, lang)
    written = (f"{label(s, lang)}: {words.short(row[s], 'eur', lang)}" for s in STAGES)
    return Bullet(
        words.wrapped(name, NAME_LETTERS),
        tuple(None if row[s] is None else float(row[s]) / whole for s in STAGES),
        t(
            "money.part_of",
            lang,
            share=words.short(_certified(row), "share", lang),
            whole=words.short(whole, "eur", lang),
        ),
        "<br>".join([f"<b>{words.label(name)}</b>", *written]),
    )


def _axes_table(found: list[Row], lang: Lang) -> Table:
    columns = [
        Column("programme", t("authorities.programme", lang)),
        Column("axis", t("authorities.axis", lang), width=NAME_PIXELS),
        *(Column(stage, label(stage, lang), "eur") for stage in STAGES),
    ]
    rows = [[r["programme_code"], _axis_name(r, lang), *(r[s] for s in STAGES)] for r in found]
    return Table.of(columns, rows)


def nothing(lang: Lang) -> None:
    """Draw a notice that the programmes have no exchange files, and how to load them."""
    st.info(t("money.nothing", lang))
