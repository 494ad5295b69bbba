"""The version of the warehouse that a visitor sees, the same for everything on a page.

A version may be published while a page is being drawn. So each run of a page chooses the published
version once. Everything on the page uses that version: figures, parts that rerun alone, files
behind buttons. An open page checks now and then whether a newer version was published; if so, it
runs again. A link may cite an edition: the page then shows the kept version of that edition,
whatever was published later.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

import streamlit as st

from cruscotto.config import OFFICIAL, settings
from cruscotto.facts import Edition, kept
from cruscotto.ui.shell import patches
from cruscotto.ui.state import address, turning, visit

Made = TypeVar("Made")
Asked = ParamSpec("Asked")
KEPT, LOOKED_AT = "version", "version_path"


_chosen: ContextVar[Edition | None] = ContextVar("version", default=None)


def choose() -> None:
    """Choose the version of the warehouse that this run of a page shows; a run calls this first.

    Raises:
        NoWarehouse: nothing was built yet.
        DamagedWarehouse: the file is not a warehouse.
    """
    _chosen.set(None)
    st.session_state.pop(KEPT, None)
    st.session_state[LOOKED_AT] = _published()
    # also where there is nothing to show yet: the page appears as soon as there is
    st.fragment(_look_again, run_every=settings().look_again_seconds)()
    published = _newest()
    version = _cited(published) or published
    _chosen.set(version)
    st.session_state[KEPT], st.session_state[LOOKED_AT] = version, published.path


def shown() -> Edition:
    """Return the version that this page shows or, outside of a page, the published version."""
    version = _chosen.get()
    if version is None and patches.is_within_a_page():
        version = st.session_state.get(KEPT)
        # a part that runs by itself: the visit may be over, or see something else by now
        if version and version.rules != visit.arrive().rules:
            st.rerun()
    return version or _current()


def is_newest() -> bool:
    """Return whether this page shows the published version and not an older, cited one."""
    return shown().path == _published()


def _current() -> Edition:
    published = _newest()
    return _cited(published) or published


def _newest() -> Edition:
    return turning.edition(_link())


def _cited(published: Edition) -> Edition | None:
    """Return the kept version that the address cites.

    If the address cites no edition, or the edition is not kept, return `None`.
    """
    day = address.text(address.EDITION) if patches.is_within_a_page() else ""
    if day in ("", address.NEWEST):
        return None
    return kept.find(_link(), published, day, address.text(address.VERSION))


def _link() -> Path:
    return settings().data_sets[_data_set()]


def _data_set() -> str:
    """Return the data set that the address names or, outside of a page, the official one."""
    return address.data_set() if patches.is_within_a_page() else OFFICIAL


def _published() -> str:
    return turning.path(_link())


def as_shown(make: Callable[Asked, Made]) -> Callable[Asked, Made]:
    """Return a function that runs `make` later, still with the version that this page shows."""
    version = shown()

    def made(*asked: Asked.args, **named: Asked.kwargs) -> Made:
        with showing(version):
            return make(*asked, **named)

    return cast(Callable[Asked, Made], visit.as_arrived(made))


@contextmanager
def showing(version: Edition) -> Iterator[None]:
    """Within a `with` block outside of a page, make `shown` return the given version."""
    token = _chosen.set(version)
    try:
        yield
    finally:
        _chosen.reset(token)


def as_file(make: Callable[[], bytes | str]) -> Callable[[], bytes]:
    """Return a function that later makes a file of this page for this page's visitor only."""
    return visit.own_file(as_shown(make))


def _look_again() -> None:
    """Run the page again if a newer version was published after it was drawn."""
    if _published() != st.session_state.get(LOOKED_AT):
        st.rerun()
