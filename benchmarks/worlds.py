"""Worlds whose truth is known, in which the verdict must not be fooled.

About 6,000 participants and 9,000 others, alike given sex, age, region and work before. Every world
breaks one thing; the table says how often the interval holds the truth and how often the
verdict reads "credible" and positive. Run: python benchmarks/worlds.py [draws] [part of a name]
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from report import record

from cruscotto.evaluation import (
    Assessment,
    EvaluationError,
    Judgement,
    MatchingOnObservables,
    Thresholds,
    assess,
)
from cruscotto.impact.cohorts import mature_cohorts

PEOPLE = 15_000
COVARIATES = ("age", "female", "region", "before")
# No rule about those who are not known: what the verdict said without them.
BLIND = Thresholds(attrition_gap=1.0, worst_attrition_gap=1.0)
People = dict[str, np.ndarray]


@dataclass(frozen=True)
class Drawn:
    """People of one draw and the true effect on the participants among them."""

    people: People
    truth: float
    cluster: str | None = None


@dataclass(frozen=True)
class Score:
    """What came of many draws: mean error, coverage, false or true "credible, positive"."""

    world: str
    draws: int
    error: float
    coverage: float
    effective: float
    not_determinable: float
    refused: int


def people(draw: np.random.Generator, effect: float = 0.0, spread: float = 0.0) -> Drawn:
    """Draw people; effects differ between 150 operations by `spread` (standard deviation)."""
    n = PEOPLE
    age, female = draw.integers(0, 4, n), draw.integers(0, 2, n)
    region, before = draw.integers(0, 5, n), draw.integers(0, 3, n)
    ability = -0.1 * age - 0.2 * female + 0.15 * (region - 2) + 0.45 * before
    treated = draw.random(n) < 1 / (1 + np.exp(0.75 - 0.5 * ability))
    chance = 1 / (1 + np.exp(0.75 - ability))
    operation = np.where(treated, draw.integers(0, 150, n), 150 + np.arange(n))
    of_operation = effect + spread * draw.standard_normal(150 + n)
    # an effect that would leave 0..1 is cut where people are, and the truth with it
    helped = np.clip(chance + of_operation[operation], 0.0, 1.0)
    works = draw.random(n) < np.where(treated, helped, chance)
    return Drawn(
        {
            "age": age,
            "female": female,
            "region": region,
            "before": before,
            "treated": treated,
            "works": works.astype(float),
            "earlier": np.clip(0.3 + 0.12 * ability + 0.3 * draw.standard_normal(n), 0, 1),
            "known": np.ones(n, dtype=bool),
            "operation": operation,
        },
        float((helped - chance)[treated].mean()) if spread == 0 else effect,
    )


def all_hold(draw: np.random.Generator) -> Drawn:
    """Nothing is broken; the effect is six points."""
    return people(draw, 0.06)


def unknown(at_work: float, others: float, everywhere: bool = False) -> Callable[..., Drawn]:
    """No effect; participants at work are unknown less often than participants who are not.

    The others are all known or, `everywhere`, unknown as often as participants but at random.
    """

    def world(draw: np.random.Generator) -> Drawn:
        drawn = people(draw)
        works, treated = drawn.people["works"] == 1, drawn.people["treated"]
        lost = np.where(works, at_work, others)
        overall = lost[treated].mean() if everywhere else 0.0
        drawn.people["known"] = draw.random(PEOPLE) >= np.where(treated, lost, overall)
        return drawn

    return world


def gap(excess: float, odds: float = 2.0) -> Callable[..., Drawn]:
    """Six points of effect; `excess` more participants unknown, those at work with lower odds."""

    def world(draw: np.random.Generator) -> Drawn:
        drawn = people(draw, 0.06)
        works, treated = drawn.people["works"] == 1, drawn.people["treated"]
        share = works[treated].mean()
        low, high = 0.0, 1.0
        for _ in range(60):  # the share unknown of those at work that gives the excess overall
            at_work = (low + high) / 2
            others = odds * at_work / (1 - at_work + odds * at_work)
            over = share * at_work + (1 - share) * others > excess
            low, high = (low, at_work) if over else (at_work, high)
        lost = np.where(works, at_work, others) * treated + 0.05 * (1 - treated)
        lost = np.where(treated, lost + 0.05 * (1 - lost), lost)
        drawn.people["known"] = draw.random(PEOPLE) >= lost
        return drawn

    return world


def recent(left_out: bool) -> Callable[..., Drawn]:
    """No effect; of a recent cohort only participants who left early, mostly for a job, are known.

    The others of that cohort are all known. `left_out` applies the rule of wholly mature cohorts.
    """

    def world(draw: np.random.Generator) -> Drawn:
        drawn = people(draw)
        works, treated = drawn.people["works"] == 1, drawn.people["treated"]
        cohort = np.where(draw.random(PEOPLE) < 0.4, 3, draw.integers(0, 3, PEOPLE))
        early = draw.random(PEOPLE) < np.where(works, 0.55, 0.15)
        mature = ~treated | (cohort < 3) | early
        kept = mature
        if left_out:
            kept &= mature_cohorts(cohort, np.ones(PEOPLE), mature, treated)
        return Drawn({k: v[kept] for k, v in drawn.people.items()}, 0.0)

    return world


def varying(spread: float, clustered: bool) -> Callable[..., Drawn]:
    """Effects differ between 150 operations; errors by operation, or as if people were alone."""

    def world(draw: np.random.Generator) -> Drawn:
        drawn = people(draw, 0.06, spread)
        return Drawn(drawn.people, 0.06, "operation" if clustered else None)

    return world


WORLDS: dict[str, tuple[Callable[..., Drawn], Thresholds]] = {
    "all assumptions hold": (all_hold, Thresholds()),
    "unknown 30/38 %, without the rules": (unknown(0.30, 0.38), BLIND),
    "unknown 30/38 %, the others known": (unknown(0.30, 0.38), Thresholds()),
    "unknown 30/38 %, the others at random": (unknown(0.30, 0.38, True), Thresholds()),
    "unknown 25/42 %, without the rules": (unknown(0.25, 0.42), BLIND),
    "unknown 25/42 %, the others known": (unknown(0.25, 0.42), Thresholds()),
    "unknown 25/42 %, the others at random": (unknown(0.25, 0.42, True), Thresholds()),
    "recent cohort pooled": (recent(left_out=False), Thresholds()),
    "recent cohort left out": (recent(left_out=True), Thresholds()),
    "effects vary, sd 5, people alone": (varying(0.05, False), Thresholds()),
    "effects vary, sd 5, by operation": (varying(0.05, True), Thresholds()),
    "effects vary, sd 10, people alone": (varying(0.10, False), Thresholds()),
    "effects vary, sd 10, by operation": (varying(0.10, True), Thresholds()),
    **{f"{n} points more unknown": (gap(n / 100), Thresholds()) for n in (3, 5, 10, 15, 20, 30)},
}


# What is asked of a world, in per cent: intervals that hold the truth at least so often, or false
# "credible, positive" at most so often. The others show what a rule prevents.
ASKED: dict[str, tuple[str, float | None]] = {
    "all assumptions hold": ("coverage", 93.0),
    "unknown 30/38 %, the others known": ("effective", 5.0),
    "unknown 30/38 %, the others at random": ("effective", 5.0),
    "unknown 25/42 %, the others known": ("effective", 5.0),
    "unknown 25/42 %, the others at random": ("effective", 5.0),
    "recent cohort left out": ("effective", 5.0),
    "effects vary, sd 5, people alone": ("coverage", None),
    "effects vary, sd 5, by operation": ("coverage", 92.0),
    "effects vary, sd 10, people alone": ("coverage", None),
    "effects vary, sd 10, by operation": ("coverage", 92.0),
    **{f"{n} points more unknown": ("coverage", None) for n in (3, 5, 10, 15, 20, 30)},
}


def judged(drawn: Drawn, lines: Thresholds) -> Assessment:
    """Assess one draw as the warehouse would."""
    design = MatchingOnObservables(
        outcome="works",
        treated="treated",
        covariates=COVARIATES,
        categories=("age", "region", "before"),
        placebo="earlier",
        known=None if lines is BLIND else "known",
        cluster=drawn.cluster,
    )
    rows = drawn.people["known"] if lines is BLIND else slice(None)
    return assess(design, {name: column[rows] for name, column in drawn.people.items()}, lines)


def run(name: str, draws: int, seed: int = 2026) -> Score:
    """Draw a world many times."""
    world, lines = WORLDS[name]
    errors, covered, effective, suspended, refused = [], [], [], [], 0
    for number in range(draws):
        drawn = world(np.random.default_rng((seed, number)))
        try:
            found = judged(drawn, lines)
        except EvaluationError:
            refused += 1
            continue
        one = found.estimate
        errors.append(one.att - drawn.truth)
        covered.append(one.low <= drawn.truth <= one.high)
        effective.append(found.verdict.is_effective)
        suspended.append(found.verdict.judgement is Judgement.NOT_DETERMINABLE)
    return Score(
        name,
        draws,
        float(np.mean(errors)),
        float(np.mean(covered)),
        float(np.mean(effective)),
        float(np.mean(suspended)),
        refused,
    )


def keep(one: Score) -> None:
    """Keep the figure that is asked of a world: its coverage, or how often a verdict is fooled."""
    what, goal = ASKED.get(one.world, ("", None))
    is_coverage = what == "coverage"
    measured = one.coverage if is_coverage else one.effective
    words = "intervals that hold the truth" if is_coverage else "verdicts credible and positive"
    record(f"world, {one.world}: {words}", 100 * measured, "%", goal, at_least=is_coverage)


def main() -> None:
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    part = sys.argv[2] if len(sys.argv) > 2 else ""
    print(f"{'world':42} {'error':>7} {'covers':>7} {'credible +':>11} {'suspended':>10}")
    for name in (name for name in WORLDS if part in name):
        one = run(name, draws)
        print(
            f"{one.world:42} {100 * one.error:+6.1f}  {one.coverage:6.1%} {one.effective:10.1%}"
            f" {one.not_determinable:9.1%}"
        )
        keep(one)


if __name__ == "__main__":
    main()
