"""The sign-in page of an installation that requires sign-in, and the buttons to sign in and out."""

import streamlit as st

from cruscotto.access import Access, context
from cruscotto.access.sign_in import configured, is_closed
from cruscotto.config import settings
from cruscotto.i18n import Lang, t


def is_shut(access: Access) -> bool:
    """Return whether a visitor must sign in before a page draws anything."""
    return is_closed() and not access.person


def draw(lang: Lang) -> None:
    """Draw the sign-in page, which contains no figure, no name and no edition."""
    with st.container(border=True, key="door"):
        st.title(t("app.title", lang), anchor=False)
        if settings().owner:
            st.markdown(settings().owner)
        st.markdown(t("door.why", lang))
        st.button(t("door.sign_in", lang), type="primary", on_click=st.login)


def handle(lang: Lang) -> None:
    """Draw the button to sign in or out; draw nothing if the installation has no sign-in."""
    if configured() is None:
        return
    person = context.current().person
    if not person:
        st.button(t("door.sign_in", lang), on_click=st.login, type="tertiary")
        return
    shown = str(st.user.get("name") or st.user.get("email") or person)
    st.button(
        t("door.sign_out", lang),
        on_click=st.logout,
        type="tertiary",
        help=t("door.signed_in_as", lang, person=shown),
    )
