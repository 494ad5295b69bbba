"""The frame: it runs before every page, draws what all pages share, and handles errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import streamlit as st

from cruscotto import logs
from cruscotto.access import context
from cruscotto.config import settings
from cruscotto.errors import CruscottoError, NoWarehouse
from cruscotto.i18n import Lang, error_sentence, t
from cruscotto.ui.exhibit import download, whole_page
from cruscotto.ui.shell import chips, door, header
from cruscotto.ui.state import address, sitemap, turning, version, visit
from cruscotto.ui.text import cited, notes, words

# A page without a menu: no column is held for one.
ALONE = "alone"
ICON = Path(__file__).parent / "static" / "icon.svg"


def main() -> None:
    """Draw the page that the address asks for, with the frame around it."""
    lang = address.language()
    with _shown_errors(lang):
        visit.arrive()
    page = sitemap.navigation(lang)
    st.set_page_config(
        page_title=f"{page.title} – {t('app.title', lang)}",
        page_icon=ICON,
        layout="wide",
        menu_items={"Get help": None, "Report a bug": None, "About": t("app.about", lang)},
    )
    with _shown_errors(lang, is_alone=True), _timed(page.url_path):
        if door.is_shut(context.current()):
            with st.container(key=ALONE):
                door.draw(lang)
        elif page.url_path == "":
            page.run()
        else:
            _draw(page, lang)


def _draw(page: st.Page, lang: Lang) -> None:
    """Draw a page with what all pages share: header, menu, filters, downloads, footer."""
    version.choose()
    visit.draws(page.url_path)
    visit.note(page.url_path, sitemap.query(), version.shown().path)
    header.draw(lang)
    header.ribbon(lang)
    with st.sidebar:
        st.markdown(f"### {t('app.title', lang)}")
        with st.container(key="menu"):
            sitemap.menu(lang, page.url_path)
    chips.draw(lang, sitemap.acting(page.url_path))
    header.describe(lang, page.url_path)
    notes.ignored(lang)
    cited.notice(lang)
    body, files, foot = st.container(key="body"), st.container(), st.container()
    # first, since a page may stop where it has nothing to show
    with foot:
        header.footer(lang, page.url_path)
    whole_page.begin()
    try:
        # within the body: below the foot nobody would look for what went wrong
        with body, _shown_errors(lang):
            page.run()
    finally:
        # also below a page that stops where it has no more to show
        with files:
            download.everything(page.url_path, lang)


@contextmanager
def _shown_errors(lang: Lang, *, is_alone: bool = False) -> Iterator[None]:
    """Within a `with` block, show errors on the screen, and log where in the code they arose.

    A text beside the error states what to do next. If `is_alone` is true, no page has been drawn
    yet: the product's name is drawn above the error.
    """
    try:
        yield
    except NoWarehouse:
        _no_warehouse(lang)
    except CruscottoError as error:
        logs.failed(error)
        _write_error(error_sentence(error, lang, is_served=True), lang, is_alone)
    except Exception as error:
        logs.failed(error)
        _write_error(t("app.unexpected", lang), lang, is_alone)


def _write_error(sentence: str, lang: Lang, is_alone: bool) -> None:
    if not is_alone:
        st.error(words.with_commands(sentence))
        return
    with st.container(key=ALONE):
        st.title(t("app.title", lang), anchor=False)
        st.error(words.with_commands(sentence))


@contextmanager
def _timed(page: str) -> Iterator[None]:
    """Within a `with` block, time the drawing of a page; if it takes long, log page and time.

    The page's filters are not logged.
    """
    start = perf_counter()
    with turning.pages.drawing():
        yield
    took = round(1000 * (perf_counter() - start))
    if took >= settings().slow_milliseconds:
        logs.event(logs.Event.SLOW_RERUN, page=page, milliseconds=took)


def _no_warehouse(lang: Lang) -> None:
    with st.container(key=ALONE):
        st.title(t("no_warehouse.title", lang))
        st.markdown(t("no_warehouse.body", lang))
        st.code("cruscotto build", language=None)
        st.markdown(t("no_warehouse.demonstration", lang))
        st.code("cruscotto demo", language=None)
        st.markdown(t("no_warehouse.own_files", lang))
        st.code("cruscotto import opencoesione FILE.csv", language=None)


if __name__ == "__main__":
    main()
