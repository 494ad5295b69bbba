"""Replace characters that no font of the typesetter has, so that the PDF can be made.

PDF/UA-1 requires that a font draws every character, and the typesetter stops at the first one that
no font has. Without replacement, a single emoji or control character in the data would stop the
whole dossier.
"""

from functools import lru_cache
from types import ModuleType
from typing import Any

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_ONE = (
    '#set document(title: "x")\n'
    '#set text(font: ("Titillium Web", "Libertinus Serif"))\n'
    "#sys.inputs.text"
)


def encodable(data: Any) -> Any:
    """Return data whose texts have `?` for each lone surrogate, which UTF-8 cannot write."""
    return _changed(data, lambda text: text.encode("utf-8", "replace").decode())


def drawable(data: Any, typst: ModuleType, fonts: str) -> Any:
    """Return data whose texts have a replacement sign for every character that no font has.

    Args:
        data: lists and dictionaries of texts.
        typst: the typesetter.
        fonts: the folder of this program's fonts; the typesetter has further fonts.
    """

    def change(text: str) -> str:
        return "".join(one if _is_drawn(one, typst, fonts) else UNKNOWN for one in text)

    return _changed(data, change)


@lru_cache(maxsize=4096)
def _is_drawn(character: str, typst: ModuleType, fonts: str) -> bool:
    if " " <= character <= "~":
        return True
    try:
        typst.compile(
            _ONE.encode(),
            font_paths=[fonts],
            ignore_system_fonts=True,
            sys_inputs={"text": character},
            format="pdf",
            pdf_standards=["ua-1"],
        )
    except typst.TypstError:
        return False
    return True


def _changed(data: Any, change: Any) -> Any:
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {name: _changed(value, change) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_changed(value, change) for value in data]
    return data
