"""The top of the page on outcomes: a sentence and the headline cards."""

import streamlit as st

from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.query.people import SOURCES
from cruscotto.kpi.query.result import KpiRow, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.earnings import MEDIAN_EARNINGS_12M_EUR
from cruscotto.kpi.registry.model import Kpi, Unit
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M
from cruscotto.kpi.registry.people import (
    COMPLETION_RATE,
    PARTICIPANTS_COUNT,
    PERSONS_COUNT,
    QUALIFICATION_RATE,
)
from cruscotto.kpi.wording.phrases import MANY_UNKNOWN
from cruscotto.ui.exhibit import measures, people
from cruscotto.ui.state import address, choices, session
from cruscotto.ui.text import prose, states, words

# The sentence above has the participations and how many finish and qualify, the chart below too.
HEADLINE = (PERSONS_COUNT, PLACEMENT_RATE_6M, MEDIAN_EARNINGS_12M_EUR)
SOURCE = "outcome_source"
RATES = (COMPLETION_RATE, QUALIFICATION_RATE, PLACEMENT_RATE_6M)


def chosen_source(selection: Selection) -> Selection:
    """Return the selection limited to one source of outcomes.

    It is the source that the address names; if it names none, the first of `SOURCES`.
    """
    written = address.text(SOURCE)
    return selection.with_(outcome_source=written if written in SOURCES else SOURCES[0])


def switch_source(lang: Lang) -> None:
    """Draw the choice of the source of outcomes: register or survey.

    Outcomes of different sources are never added up.
    """
    offered = {code: session.names(SOURCE, lang)[code] for code in SOURCES}
    choices.switch(SOURCE, t("outcomes.source", lang), offered, SOURCES[0])
    prose.small(t("outcomes.source_note", lang))


def sentence(selection: Selection, lang: Lang) -> str:
    """Return a text: how many people take part, and which shares finish, qualify and are at work.

    Figures that are not shown are left out. If some are hidden, the text ends with a note on them.
    """
    count = states.total(session.measure(PARTICIPANTS_COUNT, (), selection))
    written = [_counted(count, lang)]
    hidden = count is not None and count.state is State.HIDDEN
    for kpi in RATES:
        row = states.total(session.measure(kpi, (), selection))
        if row is not None and row.state is State.SHOWN:
            written.append(_rate(kpi, row, lang))
        hidden = hidden or (row is not None and row.state is State.HIDDEN)
    return " ".join(
        [*filter(None, written), *([t("outcomes.some_hidden", lang)] if hidden else [])]
    )


def _counted(row: KpiRow | None, lang: Lang) -> str:
    if row is None or row.value is None:
        return ""
    key = "one" if row.value == 1 else "many"
    return t(f"outcomes.lead_count.{key}", lang, n=format_number(row.value, lang))


def _rate(kpi: Kpi, row: KpiRow, lang: Lang) -> str:
    sentence = t(
        f"outcomes.lead_{kpi.name}",
        lang,
        rate=words.figure(row.value, kpi, lang),
        interval=measures.interval_words(row, kpi, lang),
    )
    if row.worst_case is None or (row.unknown_share or 0) < MANY_UNKNOWN:
        return sentence
    low, high = (words.short(end, Unit.SHARE, lang) for end in row.worst_case)
    unknown = words.short(row.unknown_share, Unit.SHARE, lang)
    return f"{sentence} {t('outcomes.lead_unknown', lang, unknown=unknown, low=low, high=high)}"


def cards(selection: Selection, lang: Lang) -> None:
    """Draw the cards on persons, placement, earnings and unknown outcomes."""
    people.headline(HEADLINE, selection, lang, beside=lambda: _unknown(selection, lang))


def _unknown(selection: Selection, lang: Lang) -> None:
    """Draw the share of unknown outcomes, and how far they could change the placement rate."""
    row = states.total(session.measure(PLACEMENT_RATE_6M, (), selection))
    if row is None or row.state is State.MISSING:
        return
    shown = row.state is State.SHOWN and row.unknown_share is not None
    band = row.worst_case if shown else None
    source = (*selection.codes(SOURCE), *SOURCES)[0]
    st.metric(
        t(f"outcomes.unknown_{source}", lang),
        words.short(row.unknown_share, Unit.SHARE, lang) if shown else states.MARKS[State.HIDDEN],
        delta=_beside(selection, band, lang) if band else t(f"states.{State.HIDDEN}", lang),
        delta_color="off",
        delta_arrow="off",
        help=t("outcomes.unknown_help", lang),
        border=True,
        height="stretch",
    )


def _beside(selection: Selection, band: tuple[float, float], lang: Lang) -> str:
    """Return a text that states `band`, and the share of outcomes that no source knows.

    The band is how low and how high the placement rate could be, given the unknown outcomes.
    """
    low, high = (words.bare(end, Unit.SHARE, lang) for end in band)
    sentence, nobody = t("outcomes.band", lang, low=low, high=high), known_to_nobody(selection)
    if nobody is None:
        return sentence
    return f"{sentence} {t('outcomes.nobody', lang, share=words.short(nobody, Unit.SHARE, lang))}"


def known_to_nobody(selection: Selection) -> float | None:
    """Return the share of mature leavers whose status is unknown to both register and survey.

    Return `None` if one of the numbers is not shown.
    """
    rows = [
        states.total(session.measure(PLACEMENT_RATE_6M, (), selection.with_(outcome_source=source)))
        for source in SOURCES
    ]
    known = [row.denominator if row else None for row in rows]
    mature = rows[0].eligible if rows[0] else None
    if not mature or None in known:
        return None
    return max(0.0, 1 - sum(float(one or 0) for one in known) / float(mature))
