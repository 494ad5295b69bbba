"""What recent years will come to when they have settled: a fold, a sentence, hatched columns."""

from datetime import date

import streamlit as st

from cruscotto.i18n import Lang, format_date, t
from cruscotto.kpi.change.settling import Cohort, Outlook
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Unit
from cruscotto.kpi.registry.money import COMMITMENTS_EUR, PAYMENTS_EUR
from cruscotto.kpi.wording import outlooks as wording
from cruscotto.ui.exhibit import charts, files
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column as Header
from cruscotto.ui.exhibit.tables import Table
from cruscotto.ui.figures.hatched import Column, hatched
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.state import choices, session
from cruscotto.ui.text import notes, prose, words

OFFERED = (PAYMENTS_EUR.name, COMMITMENTS_EUR.name)
BOUNDS = ("low_80", "high_80", "low_95", "high_95")


def draw(selection: Selection, lang: Lang, key: str = "settle") -> None:
    """Draw the fold; nothing in it is worked out until a reader opens it."""
    fold = st.expander(t("settle.title", lang), key=f"{key}_open", on_change="rerun")
    if not charts.is_open(fold):
        return
    with fold:
        kpi = choices.indicator(lang, OFFERED, OFFERED[0], "settle_kpi")
        found = session.outlook(kpi, session.fitting(kpi, selection))
        prose.lead(wording.sentence(found, lang))
        if found.cohorts:
            _picture(found, lang, key)


def _picture(found: Outlook, lang: Lang, key: str) -> None:
    def titled(spoken: Lang) -> tuple[str, Table]:
        return _title(found, spoken), _table(found, spoken)

    day = format_date(date.fromisoformat(found.edition), lang)
    exhibit = Exhibit(
        key=key,
        title=_title(found, lang),
        subtitle=t("settle.subtitle", lang, day=day),
        table=_table(found, lang),
        notes=[*wording.notes(found, lang), *notes.of([found.plain], lang)],
        files=files.of_table(f"settled_{found.kpi.name}", titled, [found.plain]),
    )
    charts.head(exhibit)
    columns = [_column(cohort, lang) for cohort in found.cohorts]
    charts.draw(hatched(columns, palette(), lang), key, alt=exhibit.title)
    charts.foot(exhibit, lang, drawn=(key,))


def _title(found: Outlook, lang: Lang) -> str:
    return t("settle.figure_title", lang, kpi=found.kpi.label.in_(lang))


def _column(cohort: Cohort, lang: Lang) -> Column:
    written = f"{cohort.year}: {words.short(cohort.observed, Unit.EUR, lang)}"
    if cohort.settled is not None:
        settled = words.short(cohort.settled, Unit.EUR, lang)
        written = f"{written}; {t('settle.to_come', lang)} {settled}"
    ends = cohort.bands[0] if cohort.bands else None
    return Column(
        str(cohort.year),
        cohort.observed / words.MILLION,
        None if cohort.settled is None else cohort.settled / words.MILLION,
        (ends[0] / words.MILLION, ends[1] / words.MILLION) if ends else None,
        written,
    )


def _table(found: Outlook, lang: Lang) -> Table:
    figures = ("observed", "settled", *BOUNDS)
    columns = [
        Header("year", t("settle.year", lang)),
        *(Header(name, t(f"settle.{name}", lang), Unit.EUR) for name in figures),
    ]
    rows = [[str(one.year), *_cells(one)] for one in found.cohorts]
    if found.total is not None:
        rows.append([t("settle.all", lang), *_cells(found.total)])
    return Table.of(columns, rows)


def _cells(cohort: Cohort) -> list[float | None]:
    ends = [end for band in cohort.bands or ((None, None), (None, None)) for end in band]
    return [cohort.observed, cohort.settled, *ends]
