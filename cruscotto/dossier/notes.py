"""Footnotes, which give for every figure its indicator, its filters and its edition.

Figures of the same source, selection and edition share a note that names all their indicators: a
table of ten rows has one mark to look up, not ten.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from cruscotto.dossier.model import mark
from cruscotto.i18n import Lang, format_date, t
from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.query.selection import Selection, dimension
from cruscotto.kpi.registry.model import Kpi

InWords = Callable[[Selection, Kpi | None], str]
Key = tuple[str, ...]


@dataclass
class _Note:
    number: int
    indicators: dict[str, None] = field(default_factory=dict)
    words: str = ""


class Notes:
    """The footnotes of one dossier, numbered in the order in which they are first cited."""

    def __init__(self, lang: Lang, in_words: InWords) -> None:
        self.lang = lang
        self._in_words = in_words
        self._notes: dict[Key, _Note] = {}
        self.cited: dict[str, KpiResult] = {}
        self._sources: dict[str, None] = {}
        self._editions: set[str] = set()

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the texts of the footnotes in the order of their numbers."""
        return tuple(self._text(note) for note in self._notes.values())

    def of(self, result: KpiResult) -> str:
        """Return the mark of the footnote on a result; add the footnote if it is new.

        The footnote states indicator, filters and edition.
        """
        self.cited.setdefault(result.kpi.name, result)
        words = t(
            "dossier.note.origin",
            self.lang,
            by=self._by(result),
            filters=self._in_words(result.selection, result.kpi),
            edition=editions(result.editions, self.lang),
        )
        note = self._note((result.kpi.source, words), words)
        note.indicators[result.kpi.name] = None
        return mark(note.number)

    def also(self, sources: Iterable[str], days: Iterable[str]) -> None:
        """Add sources and edition dates of figures that belong to no indicator."""
        self._sources.update(dict.fromkeys(sources))
        self._editions.update(days)

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the keys of the sources of all figures cited, in the order of citation."""
        of_kpis = dict.fromkeys(result.kpi.source for result in self.cited.values())
        return (*of_kpis, *(name for name in self._sources if name not in of_kpis))

    @property
    def editions(self) -> tuple[str, ...]:
        """Return the dates of the editions of all figures cited, the oldest first."""
        of_kpis = {day for result in self.cited.values() for day in result.editions}
        return tuple(sorted(of_kpis | self._editions))

    def marked(self, text: str) -> str:
        """Return the mark of the footnote with a given text; add the footnote if it is new."""
        return mark(self._note(("", text), text).number)

    def _note(self, key: Key, words: str) -> _Note:
        return self._notes.setdefault(key, _Note(len(self._notes) + 1, words=words))

    def _text(self, note: _Note) -> str:
        if not note.indicators:
            return note.words
        key = "one" if len(note.indicators) == 1 else "many"
        named = t(f"dossier.note.{key}", self.lang, names=", ".join(note.indicators))
        return f"{named} {note.words}"

    def _by(self, result: KpiResult) -> str:
        if not result.by:
            return ""
        named = ", ".join(dimension(name).label.in_(self.lang).lower() for name in result.by)
        return t("dossier.note.by", self.lang, dimensions=named) + " "

    @property
    def kpis(self) -> list[Kpi]:
        """Return the indicators cited, in the order of citation."""
        return [result.kpi for result in self.cited.values()]


def editions(days: tuple[str, ...], lang: Lang) -> str:
    """Return edition dates written in a language, separated by commas."""
    written = [format_date(date.fromisoformat(day), lang) for day in days]
    return ", ".join(written) or t("context.no_edition", lang)
