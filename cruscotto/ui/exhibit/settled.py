"""An expander on the final values that recent years are expected to reach.

It has a sentence and a chart with a column for each year: filled up to the value known so far, and
hatched from there up to the expected final value.
"""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from cruscotto.i18n import Lang, format_date, t
from cruscotto.kpi.change.cohorts import OF_MONEY, OF_PERSONS, Cohort, Outlook
from cruscotto.kpi.change.edition_triangles import is_kept
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Unit
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M
from cruscotto.kpi.wording import outlooks as wording
from cruscotto.ui.exhibit import charts, files
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column as Header
from cruscotto.ui.exhibit.tables import Table
from cruscotto.ui.figures.hatched import Column, hatched
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.state import choices, session
from cruscotto.ui.text import notes, prose, words

BOUNDS = ("low_80", "high_80", "low_95", "high_95")


def draw(
    selection: Selection, lang: Lang, offered: Sequence[str] = OF_MONEY, key: str = "settle"
) -> None:
    """Draw the expander on expected final values; they are computed when a reader opens it.

    Args:
        selection: what the page shows.
        lang: the reader's language.
        offered: the names of the indicators to choose from, in order.
        key: the expander's key on the page.
    """
    fold = st.expander(t("settle.title", lang), key=f"{key}_open", on_change="rerun")
    if not charts.is_open(fold):
        return
    with fold:
        kpi = choices.indicator(lang, offered, _first(offered), "settle_kpi")
        chosen = session.fitting(kpi, selection)
        if kpi.name in OF_PERSONS and not is_kept(chosen.with_(year=[])):
            st.info(t("settle.not_kept", lang))
            return
        found = session.outlook(kpi, chosen)
        prose.lead(wording.sentence(found, lang))
        if found.cohorts:
            _picture(found, lang, key)


def draw_rates(selection: Selection, lang: Lang) -> None:
    """Draw the expander on expected final values for placement rates."""
    draw(selection, lang, OF_PERSONS, "settle_rates")


def _first(offered: Sequence[str]) -> str:
    """Return the name of the indicator shown first.

    It is placement at six months, if it is offered, otherwise the first of `offered`.
    """
    return PLACEMENT_RATE_6M.name if PLACEMENT_RATE_6M.name in offered else offered[0]


def _picture(found: Outlook, lang: Lang, key: str) -> None:
    def titled(spoken: Lang) -> tuple[str, Table]:
        return _title(found, spoken), _table(found, spoken)

    day = format_date(date.fromisoformat(found.edition), lang)
    exhibit = Exhibit(
        key=key,
        title=_title(found, lang),
        subtitle=t(_subtitle(found), lang, day=day),
        table=_table(found, lang),
        notes=[*wording.notes(found, lang), *notes.of([found.plain], lang)],
        files=files.of_table(f"settled_{found.kpi.name}", titled, [found.plain]),
    )
    charts.head(exhibit)
    columns = [_column(cohort, found, lang) for cohort in found.cohorts]
    charts.draw(hatched(columns, palette(), lang), key, alt=exhibit.title)
    charts.foot(exhibit, lang, drawn=(key,))


def _title(found: Outlook, lang: Lang) -> str:
    return t(_named("figure_title", found), lang, kpi=found.kpi.label.in_(lang))


def _named(key: str, found: Outlook) -> str:
    """Return the catalogue key `settle.KEY`, or `settle.KEY_rate` if the indicator is a rate."""
    return f"settle.{key}_rate" if found.is_rate else f"settle.{key}"


def _subtitle(found: Outlook) -> str:
    named = _named("subtitle", found)
    has_bands = found.total is not None and found.total.bands is not None
    return named if has_bands or found.refused else f"{named}_alone"


def _scale(found: Outlook) -> float:
    return 0.01 if found.is_rate else float(words.MILLION)


def _column(cohort: Cohort, found: Outlook, lang: Lang) -> Column:
    unit, scale = found.kpi.unit, _scale(found)
    if cohort.observed is None:
        return Column(str(cohort.year), 0, None, None, f"{cohort.year}: {_absent(cohort, lang)}")
    written = f"{cohort.year}: {words.short(cohort.observed, unit, lang)}"
    if cohort.settled is not None:
        settled = words.short(cohort.settled, unit, lang)
        written = f"{written}; {t('settle.to_come', lang)} {settled}"
    ends = cohort.bands[0] if cohort.bands else None
    return Column(
        str(cohort.year),
        cohort.observed / scale,
        None if cohort.settled is None else cohort.settled / scale,
        (ends[0] / scale, ends[1] / scale) if ends else None,
        written,
    )


def _absent(cohort: Cohort, lang: Lang) -> str:
    return t(f"states.{cohort.state}", lang)


def _table(found: Outlook, lang: Lang) -> Table:
    figures, unit = ("observed", "settled", *BOUNDS), found.kpi.unit
    counts = ("known", "expected_known") if found.is_rate else ()
    columns = [
        Header("year", t(_named("year", found), lang)),
        *(Header(name, t(f"settle.{name}", lang), unit) for name in figures),
        *(Header(name, t(f"settle.{name}", lang), Unit.COUNT) for name in counts),
    ]
    rows = [[str(one.year), *_cells(one, found)] for one in found.cohorts]
    if found.total is not None:
        whole = t("settle.all_followed" if found.editions else "settle.all", lang)
        rows.append([whole, *_cells(found.total, found)])
    return Table.of(columns, rows)


def _cells(cohort: Cohort, found: Outlook) -> list[float | None]:
    ends = [end for band in cohort.bands or ((None, None), (None, None)) for end in band]
    values = [cohort.observed, cohort.settled, *ends]
    if not found.is_rate:
        return values
    known = None if cohort.known is None else round(cohort.known)
    return [*values, cohort.counts[1] if cohort.counts else None, known]
