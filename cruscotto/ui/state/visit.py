"""Who visits: the access of the run of a page, and of the files that the page gives later."""

from collections.abc import Callable
from typing import ParamSpec

import streamlit as st

from cruscotto.access import Access, context, installation
from cruscotto.access.errors import SignInEnded
from cruscotto.access.sign_in import Claims, access_of_claims, configured
from cruscotto.ui.shell import patches

Asked = ParamSpec("Asked")


def arrive() -> Access:
    """Enter the access of this visit, as it is now; the first thing a run does."""
    access = _of(_claims())
    context.enter(access)
    return access


def _claims() -> Claims:
    return st.user.to_dict() if configured() and patches.is_within_a_page() else {}


def _of(claims: Claims) -> Access:
    return access_of_claims(claims) if configured() else installation()


def as_arrived(make: Callable[Asked, object]) -> Callable[Asked, object]:
    """Return a function that makes something later, if the visit may see by then what it sees now.

    Raises:
        SignInEnded: the visit is over, or other grants hold by then; the function raises it.
    """
    claims, access = _claims(), context.current()

    def made(*asked: Asked.args, **named: Asked.kwargs) -> object:
        if _of(claims) != access:
            raise SignInEnded()
        with context.entered(access):
            return make(*asked, **named)

    return made


def own_file(make: Callable[[], bytes | str]) -> Callable[[], bytes]:
    """Return a function that makes a file for this visitor alone."""
    person = context.current().person

    def made() -> bytes:
        content = make()
        whole = content.encode() if isinstance(content, str) else content
        return patches.Owned(whole, person)

    return made
