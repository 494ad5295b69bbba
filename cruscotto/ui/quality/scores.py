"""The accuracy of past forecasts, and the public log of errors, for the page on methods."""

from collections.abc import Sequence

import streamlit as st

from cruscotto.facts.error_log import Mended, errors
from cruscotto.finance.published import LOST, PROGRAMMES, Outcome, outcomes
from cruscotto.finance.scores import Score, What
from cruscotto.i18n import Lang, format_date, format_number, t
from cruscotto.kpi.query.intervals import wilson
from cruscotto.ui.exhibit import charts, files
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import dots
from cruscotto.ui.figures.base import Bar
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.figures.reference_lines import Line
from cruscotto.ui.state import address, session
from cruscotto.ui.text import prose, words

BAND = 0.8
# Errors that stand open; the rest is folded, for it is longer than all else on the page.
ERRORS_OPEN = 5


def forecasts(lang: Lang) -> None:
    """Draw, by year, the share of past forecasts whose band contains the actual value."""
    found = session.forecast_scores()
    if not found:
        st.info(t("methodology.scores_none", lang))
        return
    exhibit = Exhibit(
        key="forecast_scores",
        title=_title(found, lang),
        subtitle=t("methodology.scores_subtitle", lang),
        table=_table(found, lang),
        notes=[t("methodology.scores_note", lang)],
        files=files.of_table(
            "forecast_scores", lambda in_lang: (_title(found, in_lang), _table(found, in_lang))
        ),
    )
    line = Line(BAND, words.short(BAND, "share", lang))
    charts.framed(dots.dots([_bar(one, lang) for one in found], palette(), [line]), exhibit, lang)


def published(lang: Lang) -> None:
    """Draw a table of shortfalls in certification, as published and as computed here."""
    found = outcomes()
    agreeing = sum(one.agrees for one in found)
    title = t("methodology.published_title", lang, n=agreeing, of=len(found))
    note = t("methodology.published_note", lang, programmes=PROGRAMMES, lost=LOST)
    subtitle = t("methodology.published_subtitle", lang)
    exhibit = Exhibit(
        key="published_outcomes",
        title=title,
        subtitle=subtitle,
        table=_published(found, lang),
        notes=[note],
    )
    charts.listed(exhibit, lang)


def _published(found: Sequence[Outcome], lang: Lang) -> Table:
    columns = [
        Column("programmes", t("methodology.published_programmes", lang), width=160),
        Column("day", t("methodology.published_day", lang)),
        Column("basis", t("methodology.published_basis", lang), is_extra=True),
        Column("target_eur", t("methodology.published_target", lang), "eur"),
        Column("covered_eur", t("methodology.published_covered", lang), "eur"),
        Column("stated_eur", t("methodology.published_stated", lang), "eur"),
        Column("missing_eur", t("methodology.published_missing", lang), "eur"),
        Column("source", t("methodology.published_source", lang), width=146),
    ]
    rows = [
        [
            one.programmes.in_(lang),
            format_date(one.day, lang),
            t(f"methodology.published_{'pace' if one.is_pace else 'declared'}", lang),
            one.target_eur,
            one.covered_eur,
            one.stated_eur,
            one.missing_eur,
            one.source.in_(lang),
        ]
        for one in found
    ]
    return Table.of(columns, rows)


def _title(found: Sequence[Score], lang: Lang) -> str:
    shares = {}
    for what in What:
        held = [one for one in found if one.what is what]
        total = sum(one.forecasts for one in held)
        inside = sum(one.inside for one in held)
        shares[str(what)] = (
            words.short(inside / total, "share", lang)
            if total
            else t("methodology.scores_nothing", lang)
        )
    return t("methodology.scores_title", lang, **shares)


def _bar(one: Score, lang: Lang) -> Bar:
    what = t(f"methodology.scores_{one.what}", lang)
    label = t("methodology.scores_row", lang, what=what, year=one.year)
    written = words.short(one.share, "share", lang)
    counted = f"{format_number(one.inside, lang)} / {format_number(one.forecasts, lang)}"
    return Bar(
        words.wrapped(label, 34),
        one.share,
        written,
        f"<b>{label}</b><br>{written} ({counted})",
        interval=wilson(one.inside, one.forecasts),
    )


def _table(found: Sequence[Score], lang: Lang) -> Table:
    columns = [
        Column("what", t("methodology.scores_what", lang), width="medium"),
        Column("year", t("methodology.scores_year", lang)),
        Column("forecasts", t("methodology.scores_forecasts", lang), "count"),
        Column("inside", t("methodology.scores_inside", lang), "count"),
        Column("share", t("methodology.scores_share", lang), "share"),
    ]
    rows = [
        [
            t(f"methodology.scores_{one.what}", lang),
            str(one.year),
            one.forecasts,
            one.inside,
            one.share,
        ]
        for one in found
    ]
    return Table.of(columns, rows)


def error_log(lang: Lang) -> None:
    """Draw the public log of errors found in published figures."""
    st.header(t("methodology.errors_title", lang), anchor=False)
    prose.small(t("methodology.errors_lead", lang))
    newest_first = tuple(reversed(errors()))
    _list_errors(newest_first[:ERRORS_OPEN], lang)
    if earlier := newest_first[ERRORS_OPEN:]:
        label = t("methodology.errors_earlier", lang, n=format_number(len(earlier), lang))
        is_open = address.is_paper()
        fold = st.expander(label, expanded=is_open, key="errors_fold", on_change="rerun")
        if charts.is_open(fold):
            with fold:
                _list_errors(earlier, lang)


def _list_errors(listed: Sequence[Mended], lang: Lang) -> None:
    for one in listed:
        st.markdown("\n".join(_lines(one, lang)))


def _lines(one: Mended, lang: Lang) -> list[str]:
    mended = format_date(one.mended, lang) if one.mended else t("methodology.errors_open", lang)
    return [
        f"- **{t('methodology.errors_shown', lang)}:** {words.plain(one.shown.in_(lang))}  ",
        f"  **{t('methodology.errors_right', lang)}:** {words.plain(one.right.in_(lang))}  ",
        f"  {t('methodology.errors_since', lang)}: {format_date(one.since, lang)}. "
        f"{t('methodology.errors_found', lang)}: {words.plain(one.found.in_(lang))}. "
        f"{t('methodology.errors_mended', lang)}: {mended}.",
    ]
