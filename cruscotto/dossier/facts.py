"""The figures of one dossier, under the disclosure rules of its audience, with their footnotes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb

from cruscotto.disclosure.thresholds import Rules
from cruscotto.dossier.model import clean
from cruscotto.dossier.notes import Notes
from cruscotto.dossier.subject import Subject
from cruscotto.facts import Edition, figures
from cruscotto.i18n import Lang, t
from cruscotto.i18n.grammar import place
from cruscotto.kpi.analysis.comparison import FairComparison
from cruscotto.kpi.query.fitting import fits, fitting
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import MART_DIMENSIONS
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.wording.phrases import axis_label, selection_in_words, spoken


@dataclass
class Facts:
    """Figures, names and footnote marks for the sections of one dossier.

    Attributes:
        edition: the edition to read, under the rules of its audience.
        subject: the subject of the dossier.
        lang: the reader's language.
        notes: the footnotes cited so far.
    """

    edition: Edition
    subject: Subject
    lang: Lang
    notes: Notes = field(init=False)

    def __post_init__(self) -> None:
        self.notes = Notes(self.lang, self.in_words)

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """Return the database connection to the edition."""
        return self.edition.con

    @property
    def rules(self) -> Rules:
        """Return the disclosure rules of the audience."""
        return self.edition.rules

    def measure(
        self, kpi: Kpi, by: tuple[str, ...] = (), selection: Selection | None = None
    ) -> KpiResult:
        """Return an indicator's result over a selection; filters that do not apply are left out."""
        asked = self.subject.selection if selection is None else selection
        chosen = self._fitting(kpi, asked)
        # without the subject's own filter the figure would be of all: it is nobody's
        if any(asked.codes(name) and not chosen.codes(name) for name in self.subject.own):
            return KpiResult(kpi, by, chosen)
        return figures.measure(self.edition, kpi, by, chosen)

    def _fitting(self, kpi: Kpi, asked: Selection) -> Selection:
        """Return the part of a selection that an indicator can be filtered by.

        Training places are compared with needs, which have no fund or period. So an indicator of
        training places keeps only the filters that needs also have, and the filters that define the
        subject, such as its authority. The screens do the same.
        """
        chosen = fitting(kpi, asked)
        if kpi.mart != "need_place":
            return chosen
        known = {*MART_DIMENSIONS["need"], *self.subject.own}
        return chosen.with_(**{name: [] for name, _ in chosen.where if name not in known})

    def compare(self, kpi: Kpi) -> FairComparison | None:
        """Return the fair comparison of a rate, between the subject and others of its kind."""
        if not self.speaks_of(kpi):
            return None
        around = self._fitting(kpi, self.subject.around)
        return figures.compare(self.edition, kpi, self.subject.by, around)

    def speaks_of(self, kpi: Kpi) -> bool:
        """Return whether an indicator can be filtered by the dimensions that define the subject."""
        return all(name in MART_DIMENSIONS[kpi.mart] for name in self.subject.own)

    def fits(self, kpi: Kpi) -> bool:
        """Return whether an indicator can be filtered by all filters of the subject."""
        return fits(kpi, self.subject.selection)

    def row(self, kpi: Kpi, selection: Selection | None = None) -> KpiRow | None:
        """Return the row of an indicator's total if its figure is shown, otherwise `None`."""
        return shown(self.measure(kpi, (), selection))

    # ------------------------------------------------------------ words
    def names(self, dimension: str) -> dict[str, str]:
        """Return `{code: label}` of a dimension, in the dimension's usual order."""
        found = figures.names(self.edition, dimension, self.lang)
        return {code: clean(name) for code, name in found.items()}

    def region_codes(self) -> list[str]:
        """Return the codes of the 21 areas, north to south."""
        return [row["region_code"] for row in figures.rows(self.edition, "regions")]

    def in_words(self, selection: Selection, kpi: Kpi | None = None) -> str:
        """Return a selection as text, such as `fondo FSE e FSE+; regione Sicilia`."""
        return selection_in_words(
            selection, lambda name: self._names_of(name, selection), self.lang, kpi
        )

    def _names_of(self, name: str, selection: Selection) -> Mapping[str, str]:
        if name == "region":
            return {code: place(code, self.lang).name for code in self.region_codes()}
        if name == "axis" and len(selection.codes("programme")) == 1:
            return {**self.names(name), **self.axis_labels(selection.codes("programme")[0])}
        return self.names(name)

    def axis_labels(self, programme: str) -> dict[str, str]:
        """Return `{axis code: code – name}` for the axes of one programme."""
        found = figures.axis_names(self.edition, programme)
        return {c: clean(axis_label(c, name)) for c, name in found.items()}

    # ------------------------------------------------------------ figures with their mark
    def written(self, result: KpiResult) -> str:
        """Return a result's total as text for a sentence, with its footnote mark.

        The total must have a figure that is shown.
        """
        row = result.rows[0]
        return f"{spoken(row.value, result.kpi.unit, self.lang)}{self.notes.of(result)}"

    def state(self, row: KpiRow | None) -> str:
        """Return in words why a row's figure is not shown, such as "hidden"."""
        state = State.MISSING if row is None or row.state is State.SHOWN else row.state
        return t(f"states.{state}", self.lang)


def shown(result: KpiResult) -> KpiRow | None:
    """Return the row of a result's total if its figure is shown, otherwise `None`."""
    row = next(iter(result.rows), None)
    if row is None or row.state is not State.SHOWN or row.value is None:
        return None
    return row
