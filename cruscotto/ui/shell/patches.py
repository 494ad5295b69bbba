"""Every bet on the insides of another library, in one file: why, and what breaks if they change.

The versions of the libraries named here are bounded in `pyproject.toml`; each bet has its test in
`tests/unit/ui/test_patches.py`. Every room of the screens may import this module; it imports none.
"""

from pathlib import Path
from typing import Any

import streamlit
from pandas.io.formats.style import Styler
from plotly.basedatatypes import BaseFigure
from streamlit.runtime.scriptrunner import get_script_run_ctx

# Streamlit's own scripts and styles.
# Why: pages name their scripts before the browser asks (`preload`), and static files leave
# compressed (`compressed`). What breaks: the first page loads as slowly as without them.
STATIC = (Path(streamlit.__file__).parent / "static").resolve()
SCRIPTS = STATIC / "static" / "js"

# What Streamlit imports when first it draws a chart or a table.
# Why: the warmup imports it before the first visitor comes. What breaks: the warmup stops there,
# writes the failure to the log, and the first visitor waits.
DRAWING_MODULES = ("plotly.graph_objs", "streamlit.elements.arrow")


class AsItIs(BaseFigure):  # type: ignore[misc]
    """A figure that Plotly and Streamlit take as it is.

    Why: of a dictionary Plotly would build and check every property again at each run, and send its
    whole default template along; the tests check every figure once instead (35 ms and 120 KB become
    3.6 ms and 28 KB). What breaks: if Streamlit asks a figure for more than `to_dict`, no chart is
    drawn.
    """

    def __init__(self, figure: dict[str, Any]) -> None:
        """Take a figure's dictionary."""
        self._figure = figure

    def to_dict(self) -> dict[str, Any]:
        """Return the dictionary given."""
        return self._figure


def written_once(styled: Styler) -> Styler:
    """Return a styled table whose cells are written now and never again.

    Why: Streamlit asks a styled table for its cells each time it is drawn, through these two
    methods; the cells are the same at every run, for every visitor. What breaks: if pandas renames
    them or Streamlit asks otherwise, tables are written at every run, or not drawn.
    """
    styled._compute()
    cells = styled._translate(False, False)
    styled._compute = lambda: styled
    styled._translate = lambda *_: cells
    return styled


def is_within_a_page() -> bool:
    """Return whether Streamlit is running a page in this thread.

    Why: outside of a page `st.session_state` is empty and warns; files are also made outside.
    What breaks: figures of a page come from the published edition, not from the page's own.
    """
    return get_script_run_ctx(suppress_warning=True) is not None
