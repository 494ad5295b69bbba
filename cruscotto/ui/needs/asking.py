"""The top of the page on needs: the choice of year, a sentence on coverage, the cards."""

import streamlit as st

from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.need_money import COST_PER_COVERED_POSITION_EUR
from cruscotto.kpi.registry.needs import (
    DAYS_FROM_PACT_TO_COURSE,
    FUNDED_PLACES,
    NEED_ADHERENCE,
    NEED_COVERAGE,
    OVERSUPPLY_SHARE,
    PACT_OPERATIONS_SHARE,
    UNMET_POSITIONS,
)
from cruscotto.ui.exhibit import people
from cruscotto.ui.state import choices, filters, places, session
from cruscotto.ui.text import prose, words

# The sentence above has the positions, how many are covered, and whether places follow needs.
HEADLINE = (UNMET_POSITIONS, FUNDED_PLACES, PACT_OPERATIONS_SHARE, COST_PER_COVERED_POSITION_EUR)
EVERY_YEAR = ""


def are_known() -> bool:
    """Return whether the warehouse has any needs."""
    return bool(session.rows("need_years"))


def none_imported(lang: Lang) -> None:
    """Draw a notice that no needs are loaded, and how to load them."""
    st.info(t("needs.none_imported", lang))
    st.code(
        "cruscotto import pacts FILE.csv --edition AAAA-MM-GG\n"
        "cruscotto import needs FILE.csv --edition AAAA-MM-GG\n"
        "cruscotto import need_operations FILE.csv --edition AAAA-MM-GG",
        language=None,
    )


def selection(lang: Lang) -> Selection:
    """Draw the choice of year, and return the chosen year with the regions of the filters.

    A need has no fund, programme or status, so no other filter applies to these pages.
    """
    years = {row["year_code"]: row["year_code"] for row in session.rows("need_years")}
    left, _ = st.columns([1, 3])
    with left:
        year = choices.pick(
            "need_year", t("needs.year", lang), {EVERY_YEAR: t("needs.every_year", lang), **years}
        )
    prose.small(t("needs.filters", lang))
    regions = filters.selection().codes("region")
    return Selection.of(region=regions, year=[year] if year else [])


def in_words(within: Selection, lang: Lang) -> str:
    """Return a text with the regions (or Italy) and the year (or all years) of a selection."""
    year = ", ".join(within.codes("year"))
    return t(
        "needs.within",
        lang,
        regions=regions_in_words(within, lang),
        years=year or t("needs.all_years", lang),
    )


def regions_in_words(within: Selection, lang: Lang) -> str:
    """Return the names of the regions of a selection; "Italy" if it has no region."""
    names = places.short_names()
    regions = ", ".join(names.get(code, code) for code in within.codes("region"))
    return regions or t("regions.italy", lang)


def sentence(within: Selection, lang: Lang) -> str:
    """Return a text on the share of positions covered, and on where the financed places go.

    It states which share of places is put to a need, and which share is beyond the need. Without
    needs in the selection, it states that there are none.
    """
    coverage = session.measure(NEED_COVERAGE, (), within)
    if coverage.value() is None:
        return t("needs.nothing_here", lang, within=in_words(within, lang))
    row = coverage.rows[0]
    written = [
        t(
            "needs.lead",
            lang,
            positions=format_number(row.denominator or 0, lang),
            coverage=words.figure(row.value, NEED_COVERAGE, lang),
            within=in_words(within, lang),
        )
    ]
    adherence = session.measure(NEED_ADHERENCE, (), within).value()
    beyond = session.measure(OVERSUPPLY_SHARE, (), within).value()
    if adherence is not None and beyond is not None:
        written.append(
            t(
                "needs.lead_places",
                lang,
                adherence=words.figure(adherence, NEED_ADHERENCE, lang),
                beyond=words.figure(beyond, OVERSUPPLY_SHARE, lang),
            )
        )
    return " ".join(written)


def headline(within: Selection, lang: Lang) -> None:
    """Draw the cards on needs, then two notes.

    One note states the median days from the signature of a pact to the start of a course, if they
    are known. The other states what the survey Excelsior counts.
    """
    people.headline(HEADLINE, within, lang)
    days = session.measure(DAYS_FROM_PACT_TO_COURSE, (), within)
    if days.value() is not None:
        written = format_number(round(days.value() or 0), lang)
        operations = format_number(days.rows[0].denominator or 0, lang)
        prose.small(t("needs.days", lang, days=written, operations=operations))
    prose.small(t("needs.intentions", lang))
