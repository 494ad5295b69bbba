"""The answer of each page, first and in a sentence, computed from the data."""

from collections.abc import Sequence

import streamlit as st

from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.registry.money import OPERATIONS_COUNT, PAYMENT_RATE, PAYMENTS_ON_COMMITMENTS
from cruscotto.ui.exhibit import measures, regional, results, stages
from cruscotto.ui.regions import fair
from cruscotto.ui.state import session
from cruscotto.ui.state.places import NOWHERE, short_names
from cruscotto.ui.text import states, words


def lead(sentence: str) -> None:
    """Draw the answer, larger than what follows."""
    st.markdown(f"#### {words.plain(sentence)}")


def count(n: int, key: str, lang: Lang) -> str:
    """Write a number with its noun, singular or plural: `1 intervento`, `7.273 interventi`."""
    return t(f"{key}.one" if n == 1 else f"{key}.many", lang, n=format_number(n, lang))


def rate_for(selection: Selection) -> Kpi:
    """Return the payment rate, or payments on commitments where no plan is known."""
    if not session.fits(PAYMENT_RATE, selection):
        return PAYMENTS_ON_COMMITMENTS
    known = session.measure(PAYMENT_RATE, (), selection).value() is not None
    return PAYMENT_RATE if known else PAYMENTS_ON_COMMITMENTS


def overview(selection: Selection, lang: Lang) -> str:
    """Say how much has been paid, and where most and least."""
    kpi = rate_for(selection)
    money = stages.finding(selection, lang)
    if selection.codes("region"):
        italy = regional.national(kpi, selection).value()
        compared = t("overview.italy", lang, rate=words.figure(italy, kpi, lang))
        return f"{money}. {compared}"
    return f"{money}. {regional.spread(regional.everywhere(kpi, selection), lang)}."


def regions(kpi: Kpi, selection: Selection, lang: Lang) -> str:
    """Say where a chosen region stands, or between which two the figure runs."""
    result = regional.everywhere(kpi, selection)
    rows = results.ranked(result, leave=[NOWHERE])
    chosen = [row for row in rows if row.codes[0] in selection.codes("region")]
    if not measures.is_ranked(kpi):
        return _fairly(kpi, selection, result, lang)
    if len(chosen) != 1:
        return f"{regional.spread(result, lang)}."
    return t(
        "regions.place",
        lang,
        region=short_names()[chosen[0].codes[0]],
        kpi=kpi.label.in_(lang).lower(),
        value=words.figure(chosen[0].value, kpi, lang),
        place=rows.index(chosen[0]) + 1,
        of=len(rows),
        italy=words.figure(regional.national(kpi, selection).value(), kpi, lang),
    )


def _fairly(kpi: Kpi, selection: Selection, result: KpiResult, lang: Lang) -> str:
    """Say a rate of people without a first and a last: chosen region, Italy, fair comparison."""
    label, parts = kpi.label.in_(lang), []
    italy = states.written(states.total(regional.national(kpi, selection)), kpi, lang)
    codes = selection.codes("region")
    row = result.row(*codes) if len(codes) == 1 else None
    if row is not None:
        parts.append(
            t(
                "regions.beside_italy",
                lang,
                region=short_names().get(codes[0], codes[0]),
                kpi=label.lower(),
                value=states.written(row, kpi, lang),
                italy=italy,
            )
        )
    else:
        shown = [
            row.value for row in results.ranked(result, leave=[NOWHERE]) if row.value is not None
        ]
        ends = (
            [words.figure(end, kpi, lang) for end in (min(shown), max(shown))]
            if shown
            else ["–"] * 2
        )
        parts.append(
            t("regions.italy_has", lang, kpi=label, italy=italy, low=ends[0], high=ends[1])
        )
    found = fair.comparison(kpi, selection)
    return " ".join([*parts, *([f"{fair.sentence(found, lang)}."] if found else [])])


def operations(found: int, selection: Selection, lang: Lang) -> str:
    """Say how many operations are listed, of how many."""
    everything = int(session.measure(OPERATIONS_COUNT, (), selection).value() or 0)
    if found == everything:
        return t("operations.all", lang, n=count(found, "nouns.operations", lang))
    return t(
        "operations.found",
        lang,
        n=count(found, "nouns.operations", lang),
        all=format_number(everything, lang),
    )


def programmes(found: Sequence[str], selection: Selection, lang: Lang) -> str:
    """Say how one programme stands, or how many there are and how far apart."""
    kpi = rate_for(selection)
    labels = session.names("programme", lang)
    if len(found) == 1:
        return f"{labels[found[0]]}. {stages.finding(selection, lang)}."
    authorities = selection.codes("managing_authority")
    if len(authorities) == 1:
        name = session.names("managing_authority", lang)[authorities[0]]
        return f"{name}. {stages.finding(selection, lang)}."
    rows = results.ranked(session.measure(kpi, ("programme",), selection))
    many = count(len(found), "nouns.programmes", lang)
    return f"{many}. {results.spread(rows, kpi, labels, lang)}."


def theme(kpi: Kpi, code: str, selection: Selection, lang: Lang) -> str:
    """Say how an objective stands, all programmes together and from one to another."""
    now = selection.with_(theme=code)
    whole = words.figure(session.measure(kpi, (), now).value(), kpi, lang)
    rows = results.ranked(session.measure(kpi, ("programme",), now))
    return t(
        "axes.lead",
        lang,
        theme=session.names("theme", lang)[code],
        kpi=kpi.label.in_(lang).lower(),
        value=whole,
        n=count(len(rows), "nouns.programmes", lang),
    )
