"""The role that a visitor chose, and the default filters of that role.

The address keeps the role; the role of an authority is the code of its region. An authority's pages
start with its region and newest period, and the page on authorities with its own programmes. A
ministry's pages start with all of Italy in the newest period, an analyst's with all data.

Filters in the address take precedence. A programme or authority chosen there is shown in all
regions, and a programme in its own period.
"""

from functools import lru_cache

import streamlit as st

from cruscotto.kpi.query.selection import Selection
from cruscotto.ui.shell import patches
from cruscotto.ui.state import address, facets, session, visit

MINISTRY, ANALYST = "ministry", "analyst"
OTHERS = (MINISTRY, ANALYST)
# The page on which an authority reads of its own programmes alone, and the one of courses that
# ended long enough ago, of which a new period has few.
OWN_PAGE, OF_ALL_PERIODS = "autorita", "impatto"
# The page from which each starts.
START = {MINISTRY: "regions", ANALYST: "operations"}
HOME = "overview"


def chosen() -> str:
    """Return the visitor's role: `ministry`, `analyst`, or the region code of an authority.

    Without a role the result is empty.
    """
    asked = address.text(address.ROLE) if patches.is_within_a_page() else ""
    return asked if asked in OTHERS or asked in session.names("region", "it") else ""


def region() -> str:
    """Return the region code of a visitor in the role of an authority; empty for other visitors."""
    role = chosen()
    return "" if role in OTHERS else role


def start(role: str) -> str:
    """Return the name of a role's first page.

    The page that lists operations is never the first if no operations are loaded.
    """
    page = START.get(role, HOME)
    return page if page != "operations" or session.has_operations() else HOME


def filters() -> dict[str, list[str]]:
    """Return the default filters of the visitor's role, without those that the address sets."""
    role = chosen()
    if not role or role == ANALYST:
        return {}
    own = region()
    is_whole = bool(address.values("programme") or address.values("managing_authority"))
    found: dict[str, list[str]] = {}
    if own and not is_whole:
        found["region"] = [own]
        is_elsewhere = bool(address.values("region")) or not _is_on(OWN_PAGE)
        if not is_elsewhere and own in session.names("managing_authority", "it"):
            found["managing_authority"] = [own]
    newest = _newest_period(session.edition(), own)
    if newest and not address.values("programme") and not _is_on(OF_ALL_PERIODS):
        found["period"] = [newest]
    return found


def _is_on(page: str) -> bool:
    return bool(st.session_state.get(visit.DRAWN) == page)


@lru_cache(maxsize=64)
def _newest_period(_edition: str, own: str) -> str:
    """Return the newest period with operations in the region `own`, or in Italy if `own` is empty.

    If no operations are loaded, the result is empty.
    """
    if not session.has_operations():
        return ""
    now = Selection.of("current", region=[own] if own else [])
    periods = facets.available("period", now, address.FILTERS)
    return max((code for code in periods if code[:1].isdigit()), default="")
