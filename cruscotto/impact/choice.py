"""Questions that the warehouse can answer: which participants, which outcome, which method."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from cruscotto.errors import UnknownName
from cruscotto.evaluation import MatchingOnObservables
from cruscotto.evaluation.design import MatchingMethod
from cruscotto.i18n import Lang, Text
from cruscotto.impact.outcomes import OUTCOMES, Outcome
from cruscotto.impact.request import MATCHING
from cruscotto.kpi.registry.dimensions import (
    AGE_BAND,
    DIMENSIONS,
    EDUCATION,
    ENTRY_STATUS,
    REGION,
    SEX,
    VULNERABLE,
)

TREATED = "participated"
PLACEBO = "earlier_work"
CLUSTER = "operation_code"
ALL = "all"
# Filters of the frame that the cells understand; comparison persons may serve for `any` of them.
FILTERS = ("period", "fund", "region", "managing_authority", "programme", "axis", "theme")
ANY = "any"


@dataclass(frozen=True)
class Target:
    """A group of participants, who have certain codes of one characteristic at entry."""

    name: str
    column: str
    codes: tuple[str, ...]
    label: Text
    is_sensitive: bool = False


TARGETS: dict[str, Target] = {
    one.name: one
    for one in (
        Target(ALL, "", (), Text(it="Tutti i partecipanti", en="All participants")),
        Target("women", SEX.column, ("F",), Text(it="Donne", en="Women")),
        Target("men", SEX.column, ("M",), Text(it="Uomini", en="Men")),
        Target(
            "under_30",
            AGE_BAND.column,
            ("0-17", "18-24", "25-29"),
            Text(it="Meno di 30 anni", en="Under 30"),
        ),
        Target("over_54", AGE_BAND.column, ("55+",), Text(it="55 anni e oltre", en="55 and over")),
        Target(
            "low_education",
            EDUCATION.column,
            ("0-2",),
            Text(it="Fino alla licenza media", en="Lower secondary at most"),
        ),
        Target(
            "long_term_unemployed",
            ENTRY_STATUS.column,
            ("long_term_unemployed",),
            Text(it="Disoccupati di lunga durata", en="Long-term unemployed"),
        ),
        Target(
            "inactive",
            ENTRY_STATUS.column,
            ("inactive", "inactive_in_education"),
            Text(it="Inattivi", en="Inactive"),
        ),
        Target(
            "vulnerable",
            VULNERABLE.column,
            ("yes",),
            Text(it="Con almeno una vulnerabilità", en="With at least one vulnerability"),
            is_sensitive=True,
        ),
    )
}

WORK_BEFORE = Text(it="Lavoro nell'anno prima", en="Work in the year before")
WORK_BEFORE_MEMBERS = {
    "none": Text(it="mai", en="never"),
    "some": Text(it="fino a metà dei mesi", en="up to half of the months"),
    "most": Text(it="più di metà dei mesi", en="more than half of the months"),
    "unknown": Text(it="non noto", en="unknown"),
}
ENTRY_YEAR = Text(it="Anno di ingresso", en="Year of entry")
EARLIER_WORK = Text(
    it="lavoro nel secondo anno prima dell'ingresso", en="work in the second year before entry"
)
SUBGROUPS = (SEX, AGE_BAND, EDUCATION, ENTRY_STATUS, VULNERABLE)
COVARIATES = (
    *(one.column for one in SUBGROUPS),
    "work_before_code",
    "entry_year_code",
    REGION.column,
)
# Months before and after entry at which work is followed.
QUARTERS = (-24, -21, -18, -15, -12, -9, -6, -3, 3, 6, 9, 12, 15, 18, 21, 24)


@dataclass(frozen=True)
class Choice:
    """One question about net effects in the warehouse; it can be the key of a cache.

    Attributes:
        outcome: one of `OUTCOMES`.
        target: one of `TARGETS`.
        type: the type of course, as published; empty for all types.
        where: filters, as pairs of a dimension and its codes.
        method: one of `request.MATCHING`.
        confidence: confidence level of the intervals.
    """

    outcome: str = "employed_6m"
    target: str = ALL
    type: str = ""
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    method: MatchingMethod = "aipw"
    confidence: float = 0.95

    def __post_init__(self) -> None:
        _require("outcome", self.outcome, tuple(OUTCOMES))
        _require("target", self.target, tuple(TARGETS))
        _require("method", self.method, MATCHING)
        for name, _ in self.where:
            _require("dimension", name, FILTERS)

    @property
    def measured(self) -> Outcome:
        """Return the chosen outcome, with its columns and labels."""
        return OUTCOMES[self.outcome]

    @property
    def is_sensitive(self) -> bool:
        """Return whether the figures are about a sensitive characteristic."""
        return TARGETS[self.target].is_sensitive

    def codes(self, name: str) -> tuple[str, ...]:
        """Return the codes that one filter keeps; empty when the filter is not set."""
        return dict(self.where).get(name, ())

    def design(self, columns: Iterable[str]) -> MatchingOnObservables:
        """Return the design: matching on observables by the chosen method, with a placebo.

        Args:
            columns: the columns of the data. The columns `characteristic=level` become the
                covariates.
        """
        levels = tuple(name for name in columns if name.partition("=")[0] in COVARIATES)
        return MatchingOnObservables(
            outcome=self.outcome,
            treated=TREATED,
            covariates=levels,
            placebo=PLACEBO,
            method=self.method,
            cluster=CLUSTER,
            confidence=self.confidence,
        )


def _require(kind: str, name: str, known: tuple[str, ...]) -> None:
    if name not in known:
        similar = get_close_matches(name, known)
        raise UnknownName(kind=kind, name=name, similar=similar, known=list(known))


def quarter_column(months: int) -> str:
    """Return the ending of names of columns about a month before or after entry to the course.

    It is `before_6m` for -6 months, and `after_12m` for 12 months.
    """
    return f"before_{-months}m" if months < 0 else f"after_{months}m"


def column_label(name: str, lang: Lang, regions: dict[str, str] | None = None) -> str:
    """Return the label of a column: an outcome, the placebo, or a characteristic at entry.

    Args:
        name: the column, or `column=level` for one level of a characteristic.
        lang: the reader's language.
        regions: the names of regions, by code.
    """
    column, _, level = name.partition("=")
    if column in OUTCOMES:
        return OUTCOMES[column].share.in_(lang)
    if column == PLACEBO:
        return EARLIER_WORK.in_(lang)
    if column == "work_before_code":
        words = WORK_BEFORE_MEMBERS.get(level)
        return _joined(WORK_BEFORE.in_(lang), words.in_(lang) if words else level)
    if column == "entry_year_code":
        return _joined(ENTRY_YEAR.in_(lang), level)
    dimension = next((one for one in DIMENSIONS.values() if one.column == column), None)
    if dimension is None:
        return name
    if dimension is REGION:
        return (regions or {}).get(level) or dimension.member_label(level, lang) or level or name
    words_of = dimension.member_label(level, lang)
    return _joined(dimension.label.in_(lang), _small(words_of) if words_of else level)


def _joined(name: str, level: str) -> str:
    return f"{name}: {level}" if level else name


def _small(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"
