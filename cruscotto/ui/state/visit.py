"""What the present visitor may see (the visitor's access), kept for pages and for their files."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import ParamSpec

import streamlit as st

from cruscotto.access import Access, context, installation, log
from cruscotto.access.errors import SignInEnded
from cruscotto.access.sign_in import Claims, access_of_claims, configured
from cruscotto.facts.edition import reader_of
from cruscotto.ui.shell import patches

Asked = ParamSpec("Asked")
# What files of this visit are for, and the exact page that was written down last.
PURPOSE, NOTED = "purpose", "noted_page"
# Who arrived last under each set of rules, for what is worked out before it is asked.
MOST_RULES = 256
_arrived: OrderedDict[str, tuple[Access, Claims]] = OrderedDict()
# The page that this visit drew last, and whether the one it draws now is the same.
DRAWN, AGAIN = "drawn_page", "drawn_again"


def arrive() -> Access:
    """Apply this visitor's access during this run of a page, and return the access."""
    claims = _claims()
    access = _of(claims)
    context.enter(access)
    name = reader_of(access.rules)
    _arrived[name] = (access, claims)
    _arrived.move_to_end(name)
    while len(_arrived) > MOST_RULES:
        _arrived.popitem(last=False)
    return access


def reader(name: str) -> Access | None:
    """Return the access of the most recent visitor to whom some disclosure rules applied.

    Return `None` if there was no such visitor, or if that visitor's access has changed since.

    Args:
        name: the name of the rules, which is also the key of cached answers.
    """
    access, claims = _arrived.get(name, (None, {}))
    if access is None or _of(claims) != access:
        _arrived.pop(name, None)
        return None
    return access


def note(page: str, filters: Mapping[str, list[str]], edition: str) -> None:
    """Log that a page with exact figures is shown; a rerun of the same page is not logged again.

    Args:
        page: the address of the page.
        filters: the filters of the page.
        edition: the path of the version that the page shows.
    """
    if not context.current().reads_exactly or not log.is_kept():
        return
    shown = (page, sorted(filters.items()), edition)
    if st.session_state.get(NOTED) != shown:
        log.record("page", page=page, filters=dict(filters), edition=edition.rpartition("/")[2])
        st.session_state[NOTED] = shown


def draws(page: str) -> None:
    """Record the address of the page that this run draws."""
    st.session_state[AGAIN] = st.session_state.get(DRAWN) == page
    st.session_state[DRAWN] = page


def is_drawn_again() -> bool:
    """Return whether this run draws the same page as the previous run."""
    return bool(st.session_state.get(AGAIN))


def _claims() -> Claims:
    return st.user.to_dict() if configured() and patches.is_within_a_page() else {}


def _of(claims: Claims) -> Access:
    return access_of_claims(claims) if configured() else installation()


def as_arrived(make: Callable[Asked, object]) -> Callable[Asked, object]:
    """Return a function that later runs `make` with the access that the visitor has now.

    Raises:
        SignInEnded: raised by the returned function, if the visitor has signed out or has another
            access by then.
    """
    claims, access = _claims(), context.current()
    purpose = str(st.session_state.get(PURPOSE, "")) if patches.is_within_a_page() else ""

    def made(*asked: Asked.args, **named: Asked.kwargs) -> object:
        if _of(claims) != access:
            raise SignInEnded()
        with context.entered(access), context.for_purpose(purpose):
            return make(*asked, **named)

    return made


def own_file(make: Callable[[], bytes | str]) -> Callable[[], bytes]:
    """Return a function that makes a file and marks it as only for this visitor."""
    person = context.current().person

    def made() -> bytes:
        content = make()
        whole = content.encode() if isinstance(content, str) else content
        return patches.Owned(whole, person)

    return made
