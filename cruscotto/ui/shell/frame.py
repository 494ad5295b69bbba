"""The frame: runs before every page, draws what all pages share, and catches what goes wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import streamlit as st

from cruscotto import logs
from cruscotto.config import settings
from cruscotto.errors import CruscottoError, NoWarehouse
from cruscotto.i18n import Lang, error_sentence, t
from cruscotto.ui.shell import data_sets
from cruscotto.ui.state import address, filters, sitemap, version
from cruscotto.ui.text import audience, notes

ICON = Path(__file__).parent / "static" / "icon.svg"


def main() -> None:
    """Draw the frame and run the page asked for."""
    lang = address.language()
    page = sitemap.navigation(lang)
    st.set_page_config(
        page_title=f"{page.title} – {t('app.title', lang)}",
        page_icon=ICON,
        layout="wide",
        menu_items={"Get help": None, "Report a bug": None, "About": t("app.about", lang)},
    )
    if page.url_path == "":
        page.run()
        return
    _say_language(lang)
    with _told(lang), _timed(page.url_path):
        version.choose()
        _sidebar(lang, page.url_path)
        notes.context(lang)
        audience.line(lang)
        page.run()


@contextmanager
def _told(lang: Lang) -> Iterator[None]:
    """Say on the screen what went wrong and what to do; the log gets where, and no words."""
    try:
        yield
    except NoWarehouse:
        _no_warehouse(lang)
    except CruscottoError as error:
        logs.failed(error)
        st.error(error_sentence(error, lang))
    except Exception as error:
        logs.failed(error)
        st.error(t("app.unexpected", lang))


@contextmanager
def _timed(page: str) -> Iterator[None]:
    """Write a line when a page takes long; not what was asked of it."""
    start = perf_counter()
    yield
    took = round(1000 * (perf_counter() - start))
    if took >= settings().slow_milliseconds:
        logs.event(logs.Event.SLOW_RERUN, page=page, milliseconds=took)


def _say_language(lang: Lang) -> None:
    """Tell the browser which language the page is in: screen readers choose their voice by it."""
    st.html(
        f"<script>document.documentElement.lang = '{lang}'</script>", unsafe_allow_javascript=True
    )


def _sidebar(lang: Lang, current: str) -> None:
    with st.sidebar:
        st.markdown(f"### {t('app.title', lang)}")
        data_sets.switch(lang)
        sitemap.menu(lang, current)
        _language_switch(lang)
        st.markdown(f"#### {t('filters.title', lang)}")
        filters.draw(lang)


def _language_switch(lang: Lang) -> None:
    key = "language"
    st.session_state[key] = lang
    st.radio(
        t("app.language", lang),
        ["it", "en"],
        key=key,
        horizontal=True,
        format_func=lambda code: t(f"app.lang_{code}", lang),
        on_change=lambda: address.set_values(lang=st.session_state[key]),
        label_visibility="collapsed",
    )


def _no_warehouse(lang: Lang) -> None:
    st.title(t("no_warehouse.title", lang))
    st.markdown(t("no_warehouse.body", lang))
    st.code("cruscotto build", language="bash")
    st.markdown(t("no_warehouse.demonstration", lang))
    st.code("cruscotto demo", language="bash")
    st.markdown(t("no_warehouse.own_files", lang))
    st.code("cruscotto import opencoesione FILE.csv", language="bash")


if __name__ == "__main__":
    main()
