"""How figures are made: indicators, sources, and the rules that all figures follow."""

import streamlit as st

from cruscotto.i18n import Lang, format_date, t
from cruscotto.i18n.grammar import capital
from cruscotto.kpi.registry import KPIS
from cruscotto.kpi.registry.model import Kpi
from cruscotto.sources.catalogue import SOURCES
from cruscotto.ui.exhibit import download, files, tables
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.state import session
from cruscotto.ui.text import licences, words

STATES = ("shown", "hidden", "missing", "immature")
RULES = ("ratios", "shares", "bases", "editions", "synthetic", "net_impact", "limits")


def indicators(lang: Lang) -> None:
    """Draw every indicator, grouped by source: definition, formula, unit, direction."""
    st.header(t("methodology.indicators", lang), anchor=False)
    for source in dict.fromkeys(kpi.source for kpi in KPIS.values()):
        measured = [kpi for kpi in KPIS.values() if kpi.source == source]
        with st.expander(f"{words.plain(SOURCES[source].name.in_(lang))} ({len(measured)})"):
            for kpi in measured:
                _indicator(kpi, lang)
    made = files.of_table(
        "methodology",
        lambda in_lang: (t("methodology.indicators", in_lang), _indicator_table(in_lang)),
    )
    download.buttons(made, "indicators", lang)


def _indicator(kpi: Kpi, lang: Lang) -> None:
    st.subheader(kpi.label.in_(lang), anchor=False)
    facts = t(
        "methodology.facts",
        lang,
        formula=formula(kpi, lang),
        unit=words.unit_label(kpi.unit, lang),
        direction=t(f"methodology.direction_{kpi.direction}", lang),
        source=SOURCES[kpi.source].name.in_(lang),
        name=kpi.name,
    )
    st.markdown(f"{kpi.definition.in_(lang)}  \n:small[{facts}]")


def formula(kpi: Kpi, lang: Lang) -> str:
    """Return the formula of an indicator in words, made from numerator and denominator."""
    above = kpi.numerator_label.in_(lang)
    below = kpi.denominator_label
    return t(
        f"methodology.method_{kpi.method}",
        lang,
        above=above,
        below=below.in_(lang) if below else "",
    )


def _indicator_table(lang: Lang) -> Table:
    columns = [
        Column("kpi", "kpi"),
        Column("label", t("choices.kpi", lang)),
        Column("definition", t("methodology.definition", lang)),
        Column("formula", t("methodology.formula", lang)),
        Column("unit", t("methodology.unit", lang)),
        Column("source", t("fields.source", lang)),
    ]
    return Table.of(
        columns,
        [
            [
                k.name,
                k.label.in_(lang),
                k.definition.in_(lang),
                formula(k, lang),
                words.unit_label(k.unit, lang),
                SOURCES[k.source].name.in_(lang),
            ]
            for k in KPIS.values()
        ],
    )


def sources(lang: Lang) -> None:
    """Draw each source: publisher, licence, frequency, and the editions loaded."""
    st.header(t("methodology.sources", lang), anchor=False)
    title = t("methodology.sources", lang)
    tables.draw(_source_table(lang), lang, key="sources", alt=title)
    made = files.of_table(
        "sources", lambda in_lang: (t("methodology.sources", in_lang), _source_table(in_lang))
    )
    download.buttons(made, "sources", lang)


def _source_table(lang: Lang) -> Table:
    columns = [
        Column("name", t("fields.source", lang), width=310),
        Column("publisher", t("methodology.publisher", lang), width=270),
        Column("licence", t("fields.licence", lang), width=190),
        Column("edition", t("fields.edition_date", lang)),
        Column("rhythm", t("methodology.rhythm", lang)),
        Column("page", t("methodology.page", lang)),
    ]
    rows = [
        [
            s.name.in_(lang),
            s.publisher,
            licences.in_words(s.licence, lang),
            _editions(s.key, lang),
            s.rhythm.in_(lang),
            s.page or words.NOTHING,
        ]
        for s in SOURCES.values()
    ]
    return Table.of(columns, rows)


def _editions(key: str, lang: Lang) -> str:
    held = {row["edition_date"] for row in session.rows("files") if row["source"] == key}
    days = sorted(held, reverse=True)
    return "; ".join(format_date(day, lang) for day in days) or t("methodology.with_code", lang)


def states(lang: Lang) -> None:
    """Draw an explanation of the four states of a figure."""
    st.header(t("methodology.states", lang), anchor=False)
    lines = [
        f"- **{capital(t(f'states.{s}', lang))}**: {t(f'methodology.state_{s}', lang)}"
        for s in STATES
    ]
    st.markdown("\n".join(lines))


def rules(lang: Lang) -> None:
    """Draw the rules that all figures follow, and the limits of what figures can show."""
    for rule in RULES:
        st.header(t(f"methodology.{rule}_title", lang), anchor=False)
        st.markdown(t(f"methodology.{rule}", lang))
