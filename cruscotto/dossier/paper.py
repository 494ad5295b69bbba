"""Typeset a dossier as tagged PDF/UA-1, or its pages as PNG images."""

import importlib
import json
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from cruscotto.config import how_to_install
from cruscotto.dossier.errors import TypesetterMissing
from cruscotto.dossier.glyphs import drawable, encodable
from cruscotto.dossier.model import Dossier
from cruscotto.dossier.plain import Spoken, as_dict
from cruscotto.i18n import t

HERE = Path(__file__).parent
TEMPLATE = HERE / "template" / "dossier.typ"
FONTS = HERE / "fonts"
TYPST = "typst>=0.15,<0.16"  # as the extra `dossier` in pyproject.toml


def is_available() -> bool:
    """Return whether the library that typesets PDF (typst) is installed."""
    return find_spec("typst") is not None


def pdf(dossier: Dossier) -> bytes:
    """Return a dossier as a PDF/UA-1 file; equal dossiers give equal bytes.

    Raises:
        TypesetterMissing: the installation has no typesetter.
    """
    return bytes(_compile(dossier, format="pdf", pdf_standards=["ua-1"]))


def pages(dossier: Dossier, ppi: float = 80.0) -> list[bytes]:
    """Return a PNG image of each page of a dossier.

    Raises:
        TypesetterMissing: the installation has no typesetter.
    """
    made = _compile(dossier, format="png", ppi=ppi)
    return [made] if isinstance(made, bytes) else list(made)


def _compile(dossier: Dossier, **options: Any) -> Any:
    typst, data = _typst(), encodable(_data(dossier))
    try:
        return _typeset(typst, dossier, data, **options)
    except typst.TypstError:
        # most often a character without a glyph: each is tried by itself, which takes a while
        return _typeset(typst, dossier, drawable(data, typst, str(FONTS)), **options)


def _typeset(typst: ModuleType, dossier: Dossier, data: Any, **options: Any) -> Any:
    # system fonts and the clock would make other bytes on another machine or day
    at = datetime.combine(dossier.edition, datetime.min.time(), UTC)
    return typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        timestamp=int(at.timestamp()),
        sys_inputs={"dossier": json.dumps(data, ensure_ascii=False)},
        **options,
    )


def _typst() -> ModuleType:
    if not is_available():
        raise TypesetterMissing(how=how_to_install(TYPST))
    return importlib.import_module("typst")


def _data(dossier: Dossier) -> dict[str, Any]:
    spoken, lang = Spoken(), dossier.lang
    edition = dossier.edition
    return {
        "lang": lang,
        "author": t("app.title", lang),
        "full_title": f"{t('dossier.title', lang)}: {dossier.title}",
        "kind": dossier.kind,
        "title": dossier.title,
        "line": dossier.line,
        "warning": dossier.warning,
        "mark": dossier.mark,
        "page": t("dossier.page", lang),
        "date": [edition.year, edition.month, edition.day],
        "notes": list(dossier.notes),
        "sections": [
            {"title": section.title, "blocks": [as_dict(block, spoken) for block in section.blocks]}
            for section in dossier.sections
        ],
    }
