"""What one euro spent on courses returns to participants and to the budget.

It is shown only if the verdict allows a conclusion.
"""

from math import isinf

import streamlit as st

from cruscotto.finance.public_value import PublicValue
from cruscotto.i18n import Lang, format_number, t
from cruscotto.impact.answers import Answer
from cruscotto.impact.returns import Returns
from cruscotto.ui.exhibit import download
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.exhibit.tables import draw as draw_table
from cruscotto.ui.net_impact import files as impact_files
from cruscotto.ui.state import net_effects
from cruscotto.ui.text import prose, words


def draw(answer: Answer, lang: Lang) -> None:
    """Draw what one euro returns: a sentence, a table and its file.

    If no conclusion is allowed, draw one line that explains why.
    """
    found = net_effects.returned(answer)
    if found is None:
        prose.small(t("returns.withheld", lang))
        return
    with st.container(border=True, key="returns_frame"):
        st.header(t("returns.title", lang), anchor=False)
        st.markdown(sentence(found, lang))
        if not found.rules.is_verified:
            st.markdown(t("returns.to_verify", lang, version=found.rules.version))
        draw_table(table(found, lang), lang, key="returns_table", alt=t("returns.title", lang))
        with st.expander(t("charts.note", lang)):
            st.markdown(t("returns.method", lang, year=str(found.rules.year)))
        made = impact_files.of_table(
            "returns", lambda spoken: (t("returns.title", spoken), table(found, spoken)), answer
        )
        download.buttons(made, "returns", lang)


def sentence(found: Returns, lang: Lang) -> str:
    """Return a text on the value of one euro spent, and on the year in which it is recovered.

    The budget recovers the euro through taxes and contributions. The year has an earliest and a
    latest value. If the euro is never recovered, the text states this.
    """
    year, latest, earliest = found.break_even
    key = "returns.never" if year is None else "returns.sentence"
    if year is not None and latest is None:
        key = "returns.perhaps_never"
    return t(
        key,
        lang,
        mvpf=_ratio(found.value, lang),
        low=_ratio(found.low, lang),
        high=_ratio(found.high, lang),
        back=format_number(found.value.per_euro, lang, 2),
        year=year,
        earliest=earliest,
        latest=latest,
    )


def table(found: Returns, lang: Lang) -> Table:
    """Return a table of costs and returns: at the estimated effect, and at its interval's ends."""
    columns = [
        Column("figure", t("net_impact.column_figure", lang), width=230),
        Column("estimate", t("returns.column_estimate", lang)),
        Column("low", t("returns.column_low", lang)),
        Column("high", t("returns.column_high", lang)),
    ]
    values = (found.value, found.low, found.high)
    rows = [
        _row("cost", [_euro(v.cost, lang) for v in values], lang),
        _row("willing", [_euro(v.willing, lang) for v in values], lang),
        _row("returned", [_euro(v.returned, lang) for v in values], lang),
        _row("net_cost", [_euro(v.net_cost, lang) for v in values], lang),
        _row("mvpf", [_ratio(v, lang) for v in values], lang),
        _row("per_euro", [format_number(v.per_euro, lang, 2) for v in values], lang),
        _row("break_even", [_year(year, lang) for year in found.break_even], lang),
        _row(
            "with_benefits", [_ratio(found.with_benefits, lang), words.NOTHING, words.NOTHING], lang
        ),
        _row("pay", [_euro(found.monthly_pay, lang), words.NOTHING, words.NOTHING], lang),
    ]
    return Table.of(columns, rows)


def _row(name: str, cells: list[str], lang: Lang) -> list[str]:
    return [t(f"returns.line_{name}", lang), *cells]


def _euro(value: float, lang: Lang) -> str:
    return words.short(round(value), "eur", lang)


def _ratio(value: PublicValue, lang: Lang) -> str:
    return t("returns.pays", lang) if isinf(value.mvpf) else format_number(value.mvpf, lang, 2)


def _year(year: int | None, lang: Lang) -> str:
    return t("returns.not_back", lang) if year is None else str(year)
