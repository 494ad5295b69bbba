"""Designs of an evaluation: whose effect, compared with whom, on which outcome, by what assumption.

A design has names of columns and choices, never data. So it can be a cache key, be printed, and be
run again on the next edition.
"""

from dataclasses import dataclass, replace
from typing import ClassVar, Literal, Self

Vcov = Literal["iid", "hc1", "nn", "cluster", "naive"]
MatchingMethod = Literal["difference", "regression", "oaxaca", "ipw", "entropy", "aipw"]
ChangeMethod = Literal["drdid", "difference", "regression", "ipw", "entropy"]
RandomisedMethod = Literal["difference", "regression"]
ComparisonCohorts = Literal["never", "not_yet"]
Aggregate = Literal["simple", "dynamic", "group", "calendar"]
Effects = Literal["fixed", "random"]
Side = Literal["above", "below"]


@dataclass(frozen=True)
class Window:
    """Rows whose `column` lies between `low` and `high`, both included."""

    column: str
    low: object
    high: object


@dataclass(frozen=True, kw_only=True)
class Design:
    """The fields that every design declares.

    Attributes:
        outcome: column of the outcome.
        covariates: columns of entry characteristics, measured before treatment.
        categories: covariates whose numbers are codes and not quantities.
        window: rows that belong to the evaluation; where absent, all rows.
        cluster: column of the groups within which people resemble one another.
        vcov: the kind of standard error; by default clustered if `cluster` is named, else HC1.
        confidence: the confidence level of the interval, 0 to 1.
    """

    outcome: str
    covariates: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    window: Window | None = None
    cluster: str | None = None
    vcov: Vcov | None = None
    confidence: float = 0.95

    assumption: ClassVar[str]
    estimand: ClassVar[str] = "att"

    @property
    def standard_error(self) -> Vcov:
        """The kind of standard error that the design uses."""
        return self.vcov or ("cluster" if self.cluster else "hc1")


@dataclass(frozen=True, kw_only=True)
class TwoArms(Design):
    """A design with a treatment column.

    Attributes:
        treated: 0/1 column, 1 for the treated.
        compared: 0/1 column of people who may be comparison persons; by default everybody not
            treated.
        placebo: an outcome that was settled before treatment and cannot be an effect of treatment.
        placebo_without: covariates that restate the placebo, left out when the placebo is
            estimated.
        known: 0/1 column, 1 where the outcome is known. People with 0 count as attrition and are no
            part of the estimate.
    """

    treated: str
    compared: str | None = None
    placebo: str | None = None
    placebo_without: tuple[str, ...] = ()
    known: str | None = None

    def on_placebo(self) -> Self | None:
        """Return the same design on its placebo outcome, or `None` if it has none."""
        if self.placebo is None:
            return None
        left_out = {self.placebo, *self.placebo_without}
        kept = tuple(name for name in self.covariates if name not in left_out)
        return replace(self, outcome=self.placebo, covariates=kept, placebo=None)


@dataclass(frozen=True, kw_only=True)
class MatchingOnObservables(TwoArms):
    """Compare participants with other people who had the same characteristics on entry.

    Assumption: given the covariates, who took part is unrelated to the outcome they would have had
    without the course (unconfoundedness), and comparable non-participants exist (overlap).
    """

    method: MatchingMethod = "aipw"
    assumption: ClassVar[str] = "unconfoundedness"


@dataclass(frozen=True, kw_only=True)
class Randomised(TwoArms):
    """Compare applicants drawn by lot with applicants who were not drawn.

    Assumption: assignment was random and nobody's outcome is missing because of it. Covariates only
    make the estimate more precise and show the balance.
    """

    method: RandomisedMethod = "difference"
    assumption: ClassVar[str] = "random_assignment"


@dataclass(frozen=True, kw_only=True)
class DifferenceInDifferences(TwoArms):
    """Compare the changes over time of participants with those of people who did not take part.

    Assumption: without treatment, the outcomes of people with equal covariates would have moved in
    parallel in the two groups.

    Attributes:
        outcome: outcome after treatment.
        before: outcome before treatment; where absent, `outcome` is already the change.
        earlier: outcome one period before `before`; the change from `earlier` to `before` tests
            whether trends are parallel.
    """

    before: str | None = None
    earlier: str | None = None
    method: ChangeMethod = "drdid"
    assumption: ClassVar[str] = "parallel_trends"

    @property
    def change(self) -> str:
        """The name of the column with the change in outcome, which grouped data must have."""
        return change_name(self.outcome, self.before) if self.before else self.outcome

    def on_placebo(self) -> Self | None:
        """Return the same design with the change before treatment as its outcome.

        Without data on that change, its placebo becomes the outcome; without placebo, the result is
        `None`.
        """
        if self.before and self.earlier:
            return replace(
                self, outcome=self.before, before=self.earlier, earlier=None, placebo=None
            )
        placebo = super().on_placebo()
        return replace(placebo, before=None, earlier=None) if placebo else None


@dataclass(frozen=True, kw_only=True)
class RepeatedCrossSections(TwoArms):
    """Compare the changes over time of two groups, whose members are not the same in each period.

    Assumption: without treatment, the mean outcomes of the two groups would have moved in parallel
    (given covariates), and who belongs to a group does not change with treatment.

    Attributes:
        treated: 0/1 column, 1 for the group that treatment reaches, in every period.
        time: column of the period.
        periods: the period before treatment and the period after, as text. With a third period,
            placed first, trends are tested too.
    """

    time: str
    periods: tuple[str, ...]
    assumption: ClassVar[str] = "parallel_trends"

    def on_placebo(self) -> Self | None:
        """Return the same design with the change before treatment as its outcome.

        Without data on that change, its placebo becomes the outcome; without placebo, the result is
        `None`.
        """
        if len(self.periods) > 2:
            return replace(self, periods=self.periods[:-1], placebo=None)
        return super().on_placebo()


@dataclass(frozen=True, kw_only=True)
class StaggeredAdoption(Design):
    """Follow cohorts that were treated at different times (Callaway and Sant'Anna 2021).

    Assumption: given covariates, each cohort would have moved in parallel with its comparison
    group; nobody acted in anticipation; treatment is never undone.

    Attributes:
        unit: column of the person, firm or area observed repeatedly.
        time: column of the period, an ordered number.
        cohort: column of the first treated period; 0 or missing for the never treated.
        comparison: whom cohorts are compared with: never-treated units, or also units not yet
            treated.
        aggregate: which average of the group-time effects is the main result.
    """

    unit: str
    time: str
    cohort: str
    comparison: ComparisonCohorts = "never"
    aggregate: Aggregate = "simple"
    assumption: ClassVar[str] = "parallel_trends"


@dataclass(frozen=True, kw_only=True)
class RegressionDiscontinuity(Design):
    """Compare people just on either side of a threshold of admission.

    Assumption: everything but treatment changes smoothly at the cutoff, and nobody can choose a
    side of the cutoff. The effect holds at the cutoff only.

    Attributes:
        running: column of the score, age or income that decides admission.
        cutoff: value of the score at which treatment begins; people exactly at it are treated.
        side: the side of the cutoff on which people are treated, `above` or `below`.
        bandwidth: half-width of the windows; where absent, it is chosen from the data.
        treated: 0/1 column; where named, it must agree with the cutoff for everybody.
        placebo: outcome settled before treatment, which must not jump at the cutoff.
    """

    running: str
    cutoff: float
    side: Side = "above"
    bandwidth: float | None = None
    treated: str | None = None
    placebo: str | None = None
    assumption: ClassVar[str] = "continuity"
    estimand: ClassVar[str] = "effect_at_cutoff"

    @property
    def standard_error(self) -> Vcov:
        """Return the kind of standard error that the design uses.

        The default is clustered if `cluster` is named, else estimated from nearest neighbours as in
        the software cited in `discontinuity`.
        """
        return self.vcov or ("cluster" if self.cluster else "nn")

    def on_placebo(self) -> "RegressionDiscontinuity | None":
        """Return the same design on its placebo outcome, or `None` if it has none."""
        return replace(self, outcome=self.placebo, placebo=None) if self.placebo else None


@dataclass(frozen=True, kw_only=True)
class PanelRegression(Design):
    """Follow units over time and relate changes in outcome to changes in treatment.

    Assumption: with fixed effects, unobserved differences between units stay constant over time.
    With random effects these differences are also unrelated to treatment, a much stronger
    assumption.

    Attributes:
        treated: column whose coefficient is the effect.
        unit: column of the unit.
        time: column of the period; a dummy is added for each period but the first.
        effects: fixed or random effects of units.
    """

    treated: str
    unit: str
    time: str
    effects: Effects = "fixed"
    assumption: ClassVar[str] = "constant_confounding"
    estimand: ClassVar[str] = "coefficient"

    @property
    def standard_error(self) -> Vcov:
        """Return the kind of standard error that the design uses.

        The default is clustered by unit, since the rows of one unit resemble each other.
        """
        return self.vcov or "cluster"


def change_name(after: str, before: str) -> str:
    """Return the name of a change in outcome, such as `earnings_2024-earnings_2022`."""
    return f"{after}-{before}"
