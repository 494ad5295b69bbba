"""The button that offers a dossier's files; a file is made only when a reader asks for it."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from cruscotto.dossier import Kind, build, html, is_available, pdf, record
from cruscotto.dossier.building import FILTERS
from cruscotto.dossier.model import Dossier
from cruscotto.dossier.subject import ALL, SEPARATOR
from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.ui.exhibit import download
from cruscotto.ui.state import address, session, version
from cruscotto.ui.state.places import NOWHERE
from cruscotto.ui.text import prose


@dataclass(frozen=True)
class Wanted:
    """A dossier that a page offers: kind and code of its subject, other filters, language."""

    kind: Kind
    code: str
    filters: Selection
    lang: Lang

    def name(self, ending: str) -> str:
        """Return the file name of the dossier with an ending, such as `pdf`."""
        code = self.code.replace(SEPARATOR, "_").replace(" ", "_")
        return f"cruscotto_dossier_{self.kind}_{code}_{self.lang}.{ending}"

    def pdf(self) -> bytes:
        """Return the dossier as a PDF file."""
        return self._given(pdf)

    def html(self) -> bytes:
        """Return the dossier as an HTML file."""
        return self._given(html)

    def _given(self, typeset: Callable[[Dossier], bytes]) -> bytes:
        edition = version.shown()
        made = typeset(build(edition, self.kind, self.code, self.lang, self.filters))
        record(self.kind, self.code, self.filters, edition, made)
        return made


def of_region(selection: Selection, lang: Lang) -> None:
    """Draw the button for the dossier of the region chosen in the filters.

    If no region is chosen, take the region compared on the page.
    """
    compared = tuple(address.values("compare"))
    codes = selection.codes("region") or compared
    _offer(Kind.REGION, codes, selection.with_(region=[]), lang)


def of_authority(selection: Selection, lang: Lang) -> None:
    """Draw the button for the dossier of the authority chosen in the filters.

    If no authority is chosen, take the authority of the chosen programme.
    """
    codes = selection.codes("managing_authority") or tuple(
        sorted(
            row["managing_authority_code"]
            for row in session.rows("programmes")
            if row["programme_code"] in selection.codes("programme")
        )
    )
    _offer(Kind.AUTHORITY, codes, selection.with_(managing_authority=[]), lang)


def of_axis(theme: str, selection: Selection, lang: Lang) -> None:
    """Draw the button for a dossier of an axis, or of an objective over all programmes.

    If one programme and one axis are chosen, the dossier is of that axis. Otherwise it is of the
    objective `theme`.
    """
    programmes, axes = selection.codes("programme"), selection.codes("axis")
    rest = selection.with_(programme=[], axis=[])
    if len(programmes) == len(axes) == 1:
        _offer(Kind.AXIS, (f"{programmes[0]}{SEPARATOR}{axes[0]}",), rest, lang)
    elif theme != "unknown":
        _offer(Kind.AXIS, (theme,), rest, lang)


def _offer(kind: Kind, codes: tuple[str, ...], filters: Selection, lang: Lang) -> None:
    """Draw a button that opens the download of a dossier as PDF or HTML.

    If `codes` does not have exactly one known code, the button opens a hint on what to choose.

    Args:
        kind: the kind of the dossier's subject, such as a region.
        codes: the codes of the subjects chosen on the page.
        filters: what else the page shows.
        lang: the reader's language.
    """
    with st.popover(t("dossier.button.title", lang), icon=":material/description:"):
        if len(codes) != 1 or codes[0] in ("unknown", NOWHERE):
            prose.small(t(f"dossier.button.choose_{kind}", lang))
            return
        kept = Selection.from_codes({n: list(c) for n, c in filters.where if n in FILTERS})
        # no fund chosen means all of them here, where a dossier alone would start from one
        within = kept if kept.codes("fund") else kept.with_(fund=ALL)
        _files(Wanted(kind, codes[0], within, lang), lang)


def _files(wanted: Wanted, lang: Lang) -> None:
    prose.small(t("dossier.button.about", lang))
    may_give = download.has_purpose("dossier", lang)
    with st.container(horizontal=True, gap="small"):
        if is_available():
            _button(wanted, "pdf", "application/pdf", may_give)
        _button(wanted, "html", "text/html", may_give)
    if not is_available():
        prose.small(t("dossier.button.no_pdf", lang))


def _button(wanted: Wanted, ending: str, mime: str, may_give: bool) -> None:
    st.download_button(
        t(f"dossier.button.{ending}", wanted.lang),
        data=version.as_file(getattr(wanted, ending)),
        file_name=wanted.name(ending),
        mime=mime,
        key=f"dossier_{ending}",
        disabled=not may_give,
        on_click="ignore",
    )
