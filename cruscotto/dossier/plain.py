"""A dossier as plain lists and texts for the typesetter, with footnotes in reading order."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from cruscotto.dossier.model import Block, Dossier, mark, runs


def renumbered(dossier: Dossier) -> Dossier:
    """Return a dossier with its footnotes numbered in reading order; uncited ones are left out."""
    order: dict[int, int] = {}

    def number(text: str) -> str:
        parts = runs(text)
        for part in parts:
            if isinstance(part, int):
                order.setdefault(part, len(order) + 1)
        return "".join(mark(order[p]) if isinstance(p, int) else p for p in parts)

    sections = _mapped(dossier.sections, number)
    return replace(dossier, sections=sections, notes=tuple(dossier.notes[n - 1] for n in order))


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """Return nested dataclasses and tuples with `change` applied to every text in them."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_mapped(item, change) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _mapped(getattr(value, f.name), change) for f in fields(value)}
        return replace(value, **changed)
    return value


class Spoken:
    """The footnotes that texts have cited so far, and a method that splits texts at their marks."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def runs(self, text: str) -> list[dict[str, Any]]:
        """Return a text's pieces and marks as `{"t": text}` and `{"n": number, "first": bool}`.

        `first` is true where no earlier text cites the footnote.
        """
        return [self._run(part) for part in runs(text)]

    def _run(self, part: str | int) -> dict[str, Any]:
        if isinstance(part, str):
            return {"t": part}
        is_first = part not in self._seen
        self._seen.add(part)
        return {"n": part, "first": is_first}


# Fields that no reader sees as words.
_AS_THEY_ARE = ("svg", "alt", "width", "style", "align", "strong")


def as_dict(block: Block, written: Spoken) -> dict[str, Any]:
    """Return a block as JSON values, with its texts split at footnote marks.

    Args:
        block: the block.
        written: the footnotes cited by earlier blocks; those of this block are added.
    """
    return {"block": type(block).__name__.lower(), **_fields(block, written)}


def _fields(value: Any, written: Spoken) -> dict[str, Any]:
    return {
        f.name: _as_is(getattr(value, f.name))
        if f.name in _AS_THEY_ARE
        else _plain(getattr(value, f.name), written)
        for f in fields(value)
    }


def _as_is(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def _plain(value: Any, written: Spoken) -> Any:
    if isinstance(value, str):
        return written.runs(value)
    if isinstance(value, tuple):
        return [_plain(item, written) for item in value]
    return _fields(value, written)
