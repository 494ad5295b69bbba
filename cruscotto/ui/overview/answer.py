"""One answer at the top of the overview: question, figure, reason, link."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.ui.state import sitemap


@dataclass(frozen=True)
class Bullet:
    """A thin bar that shows a share, with a label.

    A bar with `is_quiet` is grey: it is there for comparison.
    """

    label: str
    share: float
    written: str
    is_quiet: bool = False


@dataclass(frozen=True)
class Answer:
    """The answer to one question.

    Attributes:
        key: the question's name in the catalogues.
        figure: the figure in large print; if it is empty, `why` explains the reason.
        why: a sentence that continues after the figure.
        base: a text that names the people or the money that the figure is about, and the day.
        page: the name of the page with the details.
        changes: filters that the link to this page adds to those in the address.
        bullets: bars that show shares, such as the same figure for other periods or regions; if a
            bar has another denominator than the figure, its label states it.
        question: the name of the question to show, if the data answer another question than `key`.
    """

    key: str
    figure: str
    why: str
    base: str
    page: str
    changes: Mapping[str, str] = field(default_factory=dict)
    bullets: tuple[Bullet, ...] = ()
    question: str = ""

    def draw(self, lang: Lang) -> None:
        """Draw the answer in a box."""
        question = escape(t(f"glance.{self.question or self.key}_question", lang))
        figure = f'<p class="cs-figure">{escape(self.figure)}</p>' if self.figure else ""
        bars = "".join(_bar(bullet) for bullet in self.bullets)
        listed = f'<ul class="cs-bullets">{bars}</ul>' if bars else ""
        base = f'<p class="cs-base">{escape(self.base)}</p>' if self.base else ""
        with st.container(border=True, height="stretch", key=f"glance_{self.key}"):
            st.html(
                f'<h2 class="cs-question">{question}</h2>{figure}'
                f'<p class="cs-why">{escape(self.why)}</p>{listed}{base}'
            )
            label = f"{t('glance.see', lang)}: {t(f'glance.{self.key}_short', lang)}"
            sitemap.link(self.page, lang, label, **self.changes)


def _bar(bullet: Bullet) -> str:
    width = f"{min(max(bullet.share, 0.0), 1.0) * 100:.1f}%"
    kind = ' class="cs-quiet"' if bullet.is_quiet else ""
    return (
        f"<li{kind}><span>{escape(bullet.label)}</span><span>{escape(bullet.written)}</span>"
        f'<i aria-hidden="true"><b style="width:{width}"></b></i></li>'
    )
