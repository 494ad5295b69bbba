"""The dossier: a briefing of a few pages on a region, an authority or an axis.

`build` answers with plain blocks, `pdf` and `html` typeset them. Figures come only through
`cruscotto.kpi`, which guards those of persons: the audience sees here what it sees on the screens.
"""

from cruscotto.dossier.building import build
from cruscotto.dossier.giving import record
from cruscotto.dossier.paper import is_available, pages, pdf
from cruscotto.dossier.subject import Kind, starting
from cruscotto.dossier.web import html

__all__ = ["Kind", "build", "html", "is_available", "pages", "pdf", "record", "starting"]
