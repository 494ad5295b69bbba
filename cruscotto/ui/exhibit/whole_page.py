"""One file with all tables of a page: a workbook with a sheet per table, or an archive.

A chart or table registers its files here when it is drawn. A list that may have a million rows is
left out.
"""

from contextvars import ContextVar
from functools import partial

import streamlit as st

from cruscotto.export import Look, looked_at
from cruscotto.i18n import Lang, t
from cruscotto.ui.exhibit import file_names
from cruscotto.ui.exhibit.files import Files
from cruscotto.ui.state import version

Offered = dict[str, tuple[str, Files]]
_offered: ContextVar[Offered | None] = ContextVar("offered", default=None)
MIMES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def begin() -> None:
    """Empty the register of files; the run of a page calls this first."""
    _offered.set({})


def add(key: str, title: str, files: Files) -> None:
    """Register the file of a chart or table for the file of the whole page, unless it is large."""
    noted = _offered.get()
    if noted is not None and not files.is_large:
        noted[key] = (title, files)


def is_worth_it() -> bool:
    """Return whether the page has more than one table, so that a single file for all is useful."""
    return len(_offered.get() or {}) > 1


def draw(page: str, look: Look, lang: Lang, *, may_give: bool) -> None:
    """Draw two buttons, which download all tables of a page as one workbook or as one archive.

    Args:
        page: the page, which names the files.
        look: how headers and percentages are written.
        lang: the reader's language.
        may_give: whether readers may download; otherwise the buttons cannot be pressed.
    """
    noted = list((_offered.get() or {}).values())
    stem = file_names.of_page(page)
    for kind, make in (("xlsx", _workbook), ("zip", _archive)):
        st.download_button(
            t(f"download.all_{kind}", lang, n=len(noted)),
            data=version.as_file(partial(make, noted, look)),
            file_name=f"cruscotto_{stem}.{kind}",
            mime=MIMES[kind],
            key=f"all_{kind}",
            disabled=not may_give,
            on_click="ignore",
        )


def _workbook(noted: list[tuple[str, Files]], look: Look) -> bytes:
    from cruscotto.export.workbook import several  # its library is slow to load

    return several.workbook([(title, looked_at(f.table(), look)) for title, f in noted])


def _archive(noted: list[tuple[str, Files]], look: Look) -> bytes:
    from cruscotto.export.workbook import several

    return several.archive([(f.stem, looked_at(f.table(), look)) for _, f in noted], "it", ".csv")
