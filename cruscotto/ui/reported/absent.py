"""A notice on a page without data: which file is missing, who has it, how to import it."""

from dataclasses import dataclass
from html import escape

import streamlit as st

from cruscotto.config import DEMONSTRATION, settings
from cruscotto.i18n import Lang, t
from cruscotto.kpi.registry import KPIS
from cruscotto.sources.catalogue import SOURCES
from cruscotto.ui.reported import money
from cruscotto.ui.state import session, sitemap
from cruscotto.ui.text import words


@dataclass(frozen=True)
class Missing:
    """The data that a page without data lacks.

    Attributes:
        kpi: an indicator that has a value as soon as these data are imported.
        sources: the sources to import, in this order.
    """

    kpi: str
    sources: tuple[str, ...]


OPERATIONS = Missing("operations_count", ("opencoesione",))
PEOPLE = Missing("participants_count", ("opencoesione", "participations"))
PAGES: dict[str, Missing] = {
    "overview": OPERATIONS,
    "regions": OPERATIONS,
    "authorities": OPERATIONS,
    "axes": OPERATIONS,
    "operations": OPERATIONS,
    "changes": OPERATIONS,
    "outcomes": PEOPLE,
    "net_impact": Missing(
        "participants_count", ("participations", "comparisons", "employment_history")
    ),
    "providers": PEOPLE,
    "needs": Missing("need_positions", ("pacts", "needs", "need_operations")),
    "pooled": Missing("pooled_funding_eur", ("needs", "need_operations", "funding_sources")),
}


def is_lacking(page: str) -> bool:
    """Return whether a page's data are missing although reports to the Commission are loaded."""
    return money.are_known() and not session.has_data(KPIS[PAGES[page].kpi])


def notice(page: str, lang: Lang) -> None:
    """Draw which data a page lacks, who publishes them, and the commands that import them.

    If the server has the demonstration, a link opens the same page there.
    """
    with st.container(border=True):
        st.header(t(f"absent.{page}", lang), anchor=False)
        st.markdown(t("absent.lead", lang))
        for name in PAGES[page].sources:
            _source(name, lang)
        if DEMONSTRATION in settings().data_sets:
            label = t("absent.demonstration", lang)
            sitemap.link(page, lang, label, dati=DEMONSTRATION)


def _source(name: str, lang: Lang) -> None:
    source = SOURCES[name]
    publisher = words.plain(source.publisher)
    st.markdown(
        f"**{words.plain(source.name.in_(lang))}.** {t('absent.holder', lang, holder=publisher)}"
    )
    if source.page:
        lines = [f"# {source.page}", f"cruscotto import {name} FILE.csv"]
    else:
        lines = [f"cruscotto template {name} > {name}.csv", f"cruscotto import {name} {name}.csv"]
    # Not st.code: its script and font are 530 KB of the first visit, for two lines without colours.
    commands = escape("\n".join(lines))
    st.html(f'<pre class="command">{commands}</pre>')
