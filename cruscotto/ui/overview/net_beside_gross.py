"""Net impact beside the gross rate.

The net impact is estimated only on request, since that takes a few seconds.
"""

from collections.abc import Sequence

import streamlit as st

from cruscotto.evaluation import Judgement
from cruscotto.i18n import Lang, error_sentence, t
from cruscotto.impact import verdict_sentences as verdict_words
from cruscotto.impact.answers import Answer
from cruscotto.impact.choice import FILTERS, Choice
from cruscotto.kpi.query.selection import Selection
from cruscotto.ui.exhibit import tables
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.state import address, net_effects, session, sitemap
from cruscotto.ui.text import effects, prose, words
from cruscotto.ui.text.words import NOTHING

SHOWN = "net"


def block(selection: Selection, lang: Lang) -> None:
    """Draw a button that estimates net effects; after a click, draw a table of them."""
    chosen = themes(selection)
    if not address.text(SHOWN) and not address.is_paper():
        _offer(len(chosen), lang)
        return
    with st.spinner(t("net_beside.running", lang)):
        written = [net_effects.answer(_choice(selection, theme)) for theme in chosen]
    with st.container(border=True):
        st.header(_title(written, lang), anchor=False)
        prose.small(t("net_beside.note", lang))
        # every objective in sight: the title counts them
        height = (len(chosen) + 1) * tables.ROW_PIXELS + 3
        tables.draw(_table(chosen, written, lang), lang, key="net_beside_table", height=height)
        sitemap.link("net_impact", lang, t("net_beside.see", lang))


def _offer(n: int, lang: Lang) -> None:
    """Draw the button that estimates the net effects of `n` objectives, below a sentence on it."""
    with st.container(border=True, key="net_beside_frame"):
        st.header(t("net_beside.title", lang), anchor=False)
        st.markdown(words.count(n, "net_beside.offer", lang))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                t("net_beside.button", lang),
                key="net_beside",
                on_click=address.set_values,
                kwargs={SHOWN: "1"},
            )
            sitemap.link("net_impact", lang, t("net_beside.see", lang))


def themes(selection: Selection) -> list[str]:
    """Return the selected objectives for which a net effect can be estimated."""
    wanted = selection.codes("theme")
    return [code for code in net_effects.themes() if not wanted or code in wanted]


def _choice(selection: Selection, theme: str) -> Choice:
    kept = {name: codes for name, codes in selection.where if name in FILTERS}
    return Choice(where=tuple(sorted({**kept, "theme": (theme,)}.items())))


def _title(answer: Sequence[Answer], lang: Lang) -> str:
    """Return a title: how many of the effects shown have an interval above zero."""
    shown = [
        one.found.estimate
        for one in answer
        if one.found and one.found.verdict.judgement is not Judgement.NOT_DETERMINABLE
    ]
    if not shown:
        return t("net_beside.title", lang)
    better = sum(estimate.low > 0 for estimate in shown)
    return t("net_beside.finding", lang, better=better, n=len(shown))


def _table(themes: Sequence[str], answer: Sequence[Answer], lang: Lang) -> Table:
    columns = [
        Column(name, t(f"net_beside.{name}", lang), width=width)
        for name, width in (
            ("objective", 210),
            ("net_effect", 200),
            ("gross", 90),
            ("without", 110),
            ("verdict", 200),
        )
    ]
    named = session.names("theme", lang)
    rows = [
        (named.get(theme, theme), *_cells(one, lang))
        for theme, one in zip(themes, answer, strict=True)
    ]
    return Table.of(columns, rows)


def _cells(answer: Answer, lang: Lang) -> tuple[str, str, str, str]:
    """Return four texts: net effect, gross outcome, counterfactual outcome, verdict.

    If the effect is not determinable, the net effect and the counterfactual outcome are left out.
    If there is no estimate, the reason takes the place of the verdict.
    """
    if answer.found is None:
        why = error_sentence(answer.refused, lang) if answer.refused else t("states.hidden", lang)
        return NOTHING, NOTHING, NOTHING, why
    verdict, one = answer.found.verdict, answer.found.estimate
    words = verdict_words.judgement(verdict, lang)
    gross = effects.share(one.gross, lang)
    if verdict.judgement is Judgement.NOT_DETERMINABLE:
        return t("net_beside.withheld", lang), gross, NOTHING, words
    net = f"{effects.points(one.att, lang)} ({effects.limits(one, lang)})"
    return net, gross, effects.share(one.counterfactual, lang), words
