"""The choice of role: an authority (by its region), a ministry, or an analyst.

The role is kept in the address. It sets the first page and the default filters, and restricts
nothing.
"""

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.ui.state import address, role, sitemap
from cruscotto.ui.state.places import short_names

KEY = "role"


def choose(lang: Lang) -> None:
    """Draw a button with the name of the present role; a click on it opens a list of roles."""
    names = {name: t(f"roles.{name}", lang) for name in role.OTHERS} | short_names()
    now = role.chosen()
    label = t("roles.of", lang, name=names[now]) if now else t("roles.everybody", lang)
    st.session_state[KEY] = now or None
    with st.popover(label, type="tertiary"):
        st.pills(
            t("roles.choose", lang),
            list(names),
            key=KEY,
            format_func=lambda code: names.get(code, code),
            on_change=_changed,
            help=t("roles.help", lang),
        )
        if now:
            page = role.start(now)
            title = t(f"{page}.title", lang)
            sitemap.link(page, lang, t("roles.start", lang, page=title))


def _changed() -> None:
    """Write the chosen role into the address, and remove region, authority and period from it.

    A choice of "no role" is written too, so that the browser forgets a role it remembers.
    """
    mine = dict.fromkeys(("region", "managing_authority", "period"))
    address.set_values(**{**mine, address.ROLE: st.session_state[KEY] or address.ALL})
