"""The dossier: a briefing of a few pages on a region, an authority, an axis or a pact.

`build` returns the dossier as sections of text, tables and charts; `pdf` and `html` typeset it. All
figures come through `cruscotto.kpi`, which applies the disclosure rules: an audience sees the same
figures of persons in a dossier as on the screens.
"""

from cruscotto.dossier.building import build
from cruscotto.dossier.giving import record
from cruscotto.dossier.paper import is_available, pages, pdf
from cruscotto.dossier.subject import Kind, starting
from cruscotto.dossier.web import html

__all__ = ["Kind", "build", "html", "is_available", "pages", "pdf", "record", "starting"]
