"""Turn a question on the command line (a method and columns) into a design."""

from dataclasses import dataclass
from typing import Any

from cruscotto.errors import UnknownName, WrongValue
from cruscotto.evaluation import (
    Design,
    DifferenceInDifferences,
    MatchingOnObservables,
    PanelRegression,
    Randomised,
    RegressionDiscontinuity,
    RepeatedCrossSections,
    StaggeredAdoption,
)
from cruscotto.evaluation.design import Aggregate, ComparisonCohorts, Side, Vcov

MATCHING = ("difference", "regression", "oaxaca", "ipw", "entropy", "aipw")
PANELS = ("fixed", "random")
METHODS = (*MATCHING, "did", "drdid", "csdid", "rdd", *PANELS)


@dataclass(frozen=True, kw_only=True)
class Request:
    """A question on the command line: the values of its options.

    Attributes:
        outcome: column of the outcome.
        treatment: 0/1 column; not needed by csdid and rdd.
        covariates: columns of characteristics at entry.
        categories: covariates that are codes although they look like numbers.
        method: one of `METHODS`.
        placebo: column of an outcome that was already determined before treatment.
        placebo_without: covariates that have the same content as the placebo, and are left out of
            its test.
        cluster: column of groups whose members resemble one another.
        vcov: kind of standard error.
        is_randomised: whether treatment was assigned at random.
        unit: column of the unit, in a panel.
        time: column of the period, in a panel.
        cohort: column of the first treated period, in a panel.
        known: 0/1 column, 1 where the outcome is known; the program makes it while reading the
            file.
        periods: for did and drdid, the periods before and after, optionally with an earlier period
            in front.
        before: for drdid on one row per person, column of the outcome before treatment.
        earlier: column of the outcome one period before `before`.
        comparison: for csdid, which units cohorts are compared with.
        aggregate: for csdid, which average of the effects is the main result.
        running: for rdd, column of the running variable.
        cutoff: for rdd, the value at which admission begins.
        side: for rdd, the treated side of the cutoff.
        bandwidth: for rdd, the half-width of the window; chosen from the data when absent.
        confidence: confidence level of the interval.
    """

    outcome: str
    treatment: str | None = None
    covariates: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    method: str | None = None
    placebo: str | None = None
    placebo_without: tuple[str, ...] = ()
    known: str | None = None
    cluster: str | None = None
    vcov: Vcov | None = None
    is_randomised: bool = False
    unit: str | None = None
    time: str | None = None
    cohort: str | None = None
    periods: tuple[str, ...] = ()
    before: str | None = None
    earlier: str | None = None
    comparison: ComparisonCohorts = "never"
    aggregate: Aggregate = "simple"
    running: str | None = None
    cutoff: float | None = None
    side: Side = "above"
    bandwidth: float | None = None
    confidence: float = 0.95

    @property
    def chosen_method(self) -> str:
        """Return the requested method, or else the method that the given columns imply."""
        if self.method == "did" and (self.unit or self.before):
            return "drdid"  # the same people before and after: their own changes
        if self.method:
            return self.method
        if self.cohort:
            return "csdid"
        if self.running:
            return "rdd"
        if self.before or self.periods:
            return "drdid"
        return "aipw" if self.covariates and not self.is_randomised else "difference"

    @property
    def is_long(self) -> bool:
        """Return whether `drdid` gets a panel, which must be arranged in one row per unit."""
        return self.chosen_method == "drdid" and bool(self.unit and self.time)

    @property
    def counts_unknown(self) -> bool:
        """Return whether rows without an outcome are kept.

        They count as unknown outcomes, and the verdict takes them into account.
        """
        return self.chosen_method in (*MATCHING, "did")

    @property
    def is_repeated(self) -> bool:
        """Return whether the method is `did`, which assumes other persons in each period."""
        return self.chosen_method == "did"

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns to read, each once."""
        names = (
            self.outcome,
            self.treatment,
            *self.covariates,
            self.placebo,
            self.cluster,
            self.unit,
            self.time,
            self.cohort,
            self.before,
            self.earlier,
            self.running,
        )
        return tuple(dict.fromkeys(name for name in names if name))

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the columns that name groups or periods; numbers in them are not quantities."""
        names = (self.cluster, self.unit, self.time, self.cohort, *self.categories)
        return tuple(name for name in names if name)

    @property
    def may_be_empty(self) -> tuple[str, ...]:
        """Return the columns in which an empty value has a meaning, such as never treated."""
        return (self.cohort,) if self.cohort else ()


def design_of(request: Request) -> Design:
    """Return the design that a request asks for.

    Raises:
        UnknownName: there is no such method; the error names them all.
        WrongValue: the method lacks a column or a value.
    """
    method = request.chosen_method
    if method not in METHODS:
        raise UnknownName(kind="method", name=method, similar=[], known=list(METHODS))
    if method == "csdid":
        return _staggered(request)
    if method == "rdd":
        return _discontinuity(request)
    if method in PANELS:
        return _panel(request)
    if method == "did":
        return _cross_sections(request)
    if method == "drdid":
        return _changes(request)
    return _two_arms(request)


def _shared(request: Request) -> dict[str, Any]:
    return {
        "outcome": request.outcome,
        "covariates": request.covariates,
        "categories": request.categories,
        "cluster": request.cluster,
        "vcov": request.vcov,
        "confidence": request.confidence,
    }


def _two_arms(request: Request) -> Design:
    kind: Any = Randomised if request.is_randomised else MatchingOnObservables
    design: Design = kind(
        **_shared(request),
        treated=_needed(request.treatment, "--treatment"),
        placebo=request.placebo,
        placebo_without=request.placebo_without,
        known=request.known,
        method=request.chosen_method,
    )
    return design


def _changes(request: Request) -> Design:
    return DifferenceInDifferences(
        **_shared(request),
        treated=_needed(request.treatment, "--treatment"),
        before=request.before,
        earlier=request.earlier,
        placebo=request.placebo,
        placebo_without=request.placebo_without,
    )


def _cross_sections(request: Request) -> Design:
    return RepeatedCrossSections(
        **_shared(request),
        treated=_needed(request.treatment, "--treatment"),
        time=_needed(request.time, "--time"),
        periods=request.periods,
        placebo=request.placebo,
        placebo_without=request.placebo_without,
        known=request.known,
    )


def _staggered(request: Request) -> Design:
    return StaggeredAdoption(
        **_shared(request),
        unit=_needed(request.unit, "--unit"),
        time=_needed(request.time, "--time"),
        cohort=_needed(request.cohort, "--cohort"),
        comparison=request.comparison,
        aggregate=request.aggregate,
    )


def _discontinuity(request: Request) -> Design:
    if request.cutoff is None:
        raise WrongValue(option="--cutoff", value="–", expected="--cutoff 60")
    return RegressionDiscontinuity(
        **_shared(request),
        running=_needed(request.running, "--running"),
        cutoff=request.cutoff,
        side=request.side,
        bandwidth=request.bandwidth,
        treated=request.treatment,
        placebo=request.placebo,
    )


def _panel(request: Request) -> Design:
    return PanelRegression(
        **_shared(request),
        treated=_needed(request.treatment, "--treatment"),
        unit=_needed(request.unit, "--unit"),
        time=_needed(request.time, "--time"),
        effects="random" if request.chosen_method == "random" else "fixed",
    )


def _needed(column: str | None, option: str) -> str:
    if not column:
        raise WrongValue(option=option, value="–", expected=f"{option} COL")
    return column
