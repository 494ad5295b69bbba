"""The frame of every chart: title, picture, table, note and files, the same on every page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.ui.exhibit import download, images, tables
from cruscotto.ui.exhibit.files import Files
from cruscotto.ui.exhibit.tables import Table
from cruscotto.ui.figures import maps, on_paper
from cruscotto.ui.figures.base import Figure
from cruscotto.ui.figures.on_phone import LIST
from cruscotto.ui.shell import patches
from cruscotto.ui.state import address
from cruscotto.ui.text import prose, words

CONFIG = {"displayModeBar": False, "scrollZoom": False, "topojsonURL": maps.TOPOJSON}


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """The title, table, note and files around a chart.

    Attributes:
        key: a name that is unique on the page; it also names the downloaded file.
        title: the finding, or the measure with its unit and period.
        subtitle: measure, unit and selection, when the title states a finding.
        table: the figures of the chart as rows.
        notes: definition, numerator and denominator, source, edition.
        files: the files offered for download.
        how_to: a hint on what a click does; left out on paper.
    """

    key: str
    title: str
    subtitle: str
    table: Table
    notes: Sequence[str]
    files: Files | None = None
    how_to: str = ""


def framed(
    figure: Figure,
    exhibit: Exhibit,
    lang: Lang,
    *,
    on_select: Callable[[], None] | None = None,
    open_table: bool = False,
) -> None:
    """Draw a chart in a frame, with title, table, note and files."""
    with st.container(border=True, key=f"{exhibit.key}_frame"):
        head(exhibit)
        draw(figure, exhibit.key, alt=f"{exhibit.title}. {exhibit.subtitle}", on_select=on_select)
        foot(exhibit, lang, open_table=open_table, drawn=(exhibit.key,))


def beside(
    figure: Figure, exhibit: Exhibit, lang: Lang, on_select: Callable[[], None] | None = None
) -> None:
    """Draw a chart with its table to the right, or below the chart on a narrow screen."""
    with st.container(border=True, key=f"{exhibit.key}_frame"):
        head(exhibit)
        left, right = st.columns(2, gap="medium")
        with left:
            alt = f"{exhibit.title}. {exhibit.subtitle}"
            draw(figure, exhibit.key, alt=alt, on_select=on_select)
        with right:
            tables.draw(
                exhibit.table,
                lang,
                key=f"{exhibit.key}_table",
                alt=exhibit.title,
                row=tables.DENSE_PIXELS,
            )
        note_and_files(exhibit, lang, drawn=(exhibit.key,))


def head(exhibit: Exhibit) -> None:
    """Draw an exhibit's title and, if it has them, its subtitle and its hint on a click."""
    st.header(words.plain(exhibit.title), anchor=False)
    if exhibit.subtitle:
        prose.small(words.plain(exhibit.subtitle))
    if exhibit.how_to:
        prose.how_to(exhibit.how_to)


def draw(
    figure: Figure, key: str, *, alt: str = "", on_select: Callable[[], None] | None = None
) -> None:
    """Draw a chart without a frame; a click on the chart runs `on_select`.

    On a phone some charts are replaced by a list.
    """
    figure = dict(figure)
    listed = figure.pop(LIST, "")
    if address.is_paper():
        figure = on_paper.fitted(figure)
    elif listed:
        st.html(listed)
    options: dict[str, Any] = {}
    if on_select:
        options = {"on_select": on_select, "selection_mode": "points"}
    st.plotly_chart(patches.AsItIs(figure), key=key, config=CONFIG, alt=alt or None, **options)


def foot(
    exhibit: Exhibit, lang: Lang, *, open_table: bool = False, drawn: tuple[str, ...] = ()
) -> None:
    """Draw the table of an exhibit in an expander, then its note and files.

    While the expander is closed the table is neither made nor sent: pages have many tables, and
    readers open few. The charts whose keys are in `drawn` can be downloaded as pictures.
    """
    is_wide = open_table or address.is_paper()
    fold = st.expander(
        t("charts.table", lang), expanded=is_wide, key=f"{exhibit.key}_fold", on_change="rerun"
    )
    if is_open(fold):
        with fold:
            tables.draw(exhibit.table, lang, key=f"{exhibit.key}_table", alt=exhibit.title)
    note_and_files(exhibit, lang, drawn=drawn)


def is_open(fold: Any) -> bool:
    """Return true if a reader has opened an expander, else false.

    On a page laid out for paper, every expander counts as open.
    """
    return bool(fold.open) or address.is_paper()


def note_and_files(exhibit: Exhibit, lang: Lang, *, drawn: tuple[str, ...] = ()) -> None:
    """Draw the note on how the figures are measured, and the download buttons."""
    with st.expander(t("charts.note", lang), expanded=address.is_paper()):
        for sentence in exhibit.notes:
            st.markdown(sentence)
    if exhibit.files and not address.is_paper():
        whole = images.Picture(drawn, exhibit.title, exhibit.subtitle, exhibit.notes)
        picture = whole if drawn else None
        download.buttons(exhibit.files, exhibit.key, lang, exhibit.title, picture)


def listed(exhibit: Exhibit, lang: Lang, *, is_short: bool = False) -> None:
    """Draw a table without a chart, with title, note and files; a short table does not scroll."""
    with st.container(border=True, key=f"{exhibit.key}_frame"):
        head(exhibit)
        if is_short:
            tables.whole(exhibit.table, lang, exhibit.title)
        else:
            tables.draw(exhibit.table, lang, key=f"{exhibit.key}_table", alt=exhibit.title)
        note_and_files(exhibit, lang)


def clicked(key: str) -> str | None:
    """Return the code of the area or point clicked in a chart, or `None` if nothing is clicked."""
    state = st.session_state.get(key) or {}
    points = state.get("selection", {}).get("points", [])
    if not points:
        return None
    point = points[0]
    return point.get("location") or _custom(point)


def _custom(point: dict[str, Any]) -> str | None:
    data = point.get("customdata")
    return str(data[0] if isinstance(data, list) else data) if data else None
