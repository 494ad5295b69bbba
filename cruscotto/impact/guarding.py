"""Net impact as the protected and the public audience see it: counts and estimates with noise.

Exact estimates for several regions together, with and without one region, would reveal the persons
of that region. Rounding does not prevent this, because rounding errors average out. So an estimate
is moved as much as the noise of its counts of persons would move it. The noise comes from the
persons' secret keys. The noise of several codes together is the sum of the noise of each code, so
repeated questions do not average it out.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from math import sqrt
from typing import Any

import numpy as np

from cruscotto.disclosure import Audience, Rules, table_for
from cruscotto.evaluation import Assessment, Attrition, Cells, Effect, ImpactEstimate
from cruscotto.evaluation.judgement.diagnostics import worst_difference
from cruscotto.evaluation.judgement.overlap import Propensities
from cruscotto.evaluation.judgement.result import two_sided_p
from cruscotto.evaluation.judgement.rules import Reason
from cruscotto.impact.amounts import following, judged_again, widened
from cruscotto.impact.arms import KNOWN, Arm, arm, group, noise
from cruscotto.impact.choice import TREATED, Choice
from cruscotto.impact.levels import at_level, by_level, coarse_line, is_of_few, moved_line
from cruscotto.impact.people import COUNT, LeftOut, People, by_cell

# What guarded audiences read: persons by tens, shares to a tenth of a point, of groups to a point.
STEP, DIGITS, COARSE = 10, 3, 2
MANY = 100
ARMS = (1, 0)
FINE = ("att", "low", "high")
# Figures that are numbers of persons, however few; others are where they are hundreds.
SIZES = ("effective_n",)
# Numbers of further noise: of an error; those of months after entry are below.
ERROR = 500


def is_small(people: People, choice: Choice, rules: Rules, sensitive: bool = False) -> bool:
    """Return whether an estimate must be hidden because nobody, or few people, are behind it.

    A reader who may see exact figures may see an estimate of few people.
    """
    if not people.size or not rules.guards:
        return not people.size
    sensitive = sensitive or choice.is_sensitive
    return any(arm(people, choice, rules, one).is_small(rules, sensitive) for one in ARMS)


def are_unknown(people: People, choice: Choice, rules: Rules) -> bool:
    """Return whether it may be stated that outcomes of participants are due but not known.

    It may not be stated if there are no such participants. If the reader may not see exact figures,
    it may not be stated of few participants either.
    """
    if not rules.guards:
        return people.unknown.count(treated=True) > 0
    lost = arm(people, choice, rules, 1).unknown
    return bool(lost.shown[0] > 0 and not lost.small(rules, np.array([choice.is_sensitive]))[0])


def left_out(people: People, choice: Choice, rules: Rules) -> LeftOut:
    """Return the number of participants left out, by reason.

    If the reader may not see exact figures, numbers are rounded to tens and small ones are `None`.
    """
    if not rules.guards:
        return people.left_out
    found: dict[str, int | None] = {}
    for name, (counts, keys) in people.left_cells.items():
        heads = group(counts, keys, rules)
        small = heads.small(rules, np.array([choice.is_sensitive]))
        found[name] = None if small[0] else _tens(int(heads.shown[0]))
    return LeftOut(**found)


def kept(part: People, whole: People, choice: Choice, rules: Rules, share: float) -> float:
    """Return the share of participants who are kept, computed from the counts shown.

    Args:
        part: the people who are kept.
        whole: all people.
        choice: the people and the outcome asked about.
        rules: the disclosure rules of the reader.
        share: the exact share, which is returned if the reader may see exact figures.
    """
    if not rules.guards or share >= 1:
        return share
    some, everybody = (arm(one, choice, rules, 1).persons.shown[0] for one in (part, whole))
    return round(min(1.0, float(some / max(everybody, 1))), DIGITS)


def coarsened(found: Assessment, people: People, choice: Choice, rules: Rules) -> Assessment:
    """Return an assessment as the audience of the rules may see it.

    The exact audience sees it unchanged. For other audiences it is computed from the counts shown,
    and rounded. Its balance leaves out levels of a characteristic that few people have. The public
    sees no balance.
    """
    if not rules.guards:
        return found
    treated, compared = (arm(people, choice, rules, one) for one in ARMS)
    one, persons = found.estimate, max(int(treated.persons.true[0]), 1)
    up, down = treated.moved, compared.moved + treated.extra / persons
    changed: dict[str, Any] = {name: getattr(one, name) + up - down for name in FINE}
    changed["se"] = one.se * sqrt(persons / max(int(treated.persons.shown[0]), 1))
    changed["gross"] = _plus(one.gross, up)
    changed["counterfactual"] = _plus(one.counterfactual, down)
    changed["n_treated"] = _tens(int(treated.persons.shown[0]))
    changed["n_comparison"] = _tens(int(compared.persons.shown[0]))
    if one.attrition is not None:
        changed["attrition"] = _attrition(treated, compared)
    levels = {name: by_level(people, name, rules) for name in people.raw.codes}
    places = [at_level(line, people, levels) for line in one.balance]
    lines = tuple(map(moved_line, one.balance, places))
    if lines:
        changed["smd_before"] = worst_difference([line.smd_before for line in lines])
    moved = replace(one, **changed)
    rounded = _rounded(replace(moved, balance=(), sample_hash=""))
    if choice.measured.is_mean:
        rounded = widened(rounded, moved, _variance(people, treated, compared, rules))
    else:
        share = _share_shown(treated, compared)
        rounded = _rounded(following(rounded, share, len(one.balance)))
    balance = tuple(
        coarse_line(line)
        for line, place in zip(lines, places, strict=True)
        if rules.audience is not Audience.PUBLIC and not is_of_few(line, place, rules)
    )
    estimate = replace(rounded, balance=balance, sample_hash=_fingerprint(rounded))
    placebo = _placebo(found.placebo, treated, persons)
    trims = tuple(
        replace(_rounded(trim), att=_rounded(_plus(trim.att, up - down))) for trim in found.trims
    )
    shown = replace(found, estimate=estimate, placebo=placebo, trims=trims)
    shown = judged_again(shown, lines, is_mean=choice.measured.is_mean)
    verdict = replace(shown.verdict, reasons=tuple(map(_plain, shown.verdict.reasons)))
    return replace(shown, verdict=verdict)


def _share_shown(treated: Arm, compared: Arm) -> float:
    """Return the share with the outcome in both groups together, from the counts shown."""
    works, persons = (
        sum(int(heads.shown[0]) for heads in pair)
        for pair in ((treated.works, compared.works), (treated.persons, compared.persons))
    )
    return min(1.0, works / max(persons, 1))


def _variance(people: People, treated: Arm, compared: Arm, rules: Rules) -> float:
    """Return the variance that noise adds to the effect on a mean, itself increased by a noise.

    The second noise is never negative. A variance is a sum of squares: without the second noise,
    the variances with and without a person would reveal the amount of that person.
    """
    columns = people.raw.columns
    mine = (columns[TREATED] == 1) & (columns[KNOWN] == 1)
    more = abs(noise(*by_cell(columns, COUNT, mine), rules, ERROR))
    ours, others = (max(int(arm.persons.shown[0]), 1) for arm in (treated, compared))
    return (2 * treated.variance + more) / ours**2 + compared.variance / others**2


def _fingerprint(one: ImpactEstimate) -> str:
    """Return a fingerprint of the figures shown.

    A fingerprint of the exact data would let anybody test a guess of who the persons are.
    """
    return hashlib.sha256(repr(one).encode()).hexdigest()[:16]


def _placebo(placebo: ImpactEstimate | None, treated: Arm, persons: int) -> ImpactEstimate | None:
    if placebo is None:
        return None
    changed: dict[str, Any] = {
        name: getattr(placebo, name) + treated.extra / persons for name in FINE
    }
    counts = {name: _tens(getattr(placebo, name)) for name in ("n_treated", "n_comparison")}
    changed |= counts | {"sample_hash": "", "balance": ()}
    freedom = placebo.clusters - 1 if placebo.clusters else None
    if placebo.se > 0:
        changed["p_value"] = two_sided_p(changed["att"], placebo.se, freedom)
    found: ImpactEstimate = _rounded(replace(placebo, **changed))
    return found


def is_step_of_few(people: People, cells: Cells, choice: Choice, rules: Rules, months: int) -> bool:
    """Return whether few people were looked up in the registers in a month before or after entry.

    Few participants, or few comparison persons, are enough. The counts shown decide, not the exact
    counts. If the reader may see exact figures, the result is false.
    """
    if not rules.guards:
        return False
    least = table_for(rules).reach(rules.threshold_for(choice.is_sensitive))
    seen = [cells.columns[COUNT][cells.columns[TREATED] == one].sum() for one in ARMS]
    moved = [_noise_at(people, rules, one, months) for one in ARMS]
    return bool(min(n + by for n, by in zip(seen, moved, strict=True)) <= least)


def _noise_at(people: People, rules: Rules, treated: int, months: int) -> float:
    columns = people.raw.columns
    mine = (columns[TREATED] == treated) & (columns[KNOWN] == 1)
    return noise(*by_cell(columns, COUNT, mine), rules, months)


def moved_step(step: Effect, people: People, choice: Choice, rules: Rules, months: int) -> Effect:
    """Return the effect in a month before or after entry, as the audience of the rules may see it.

    For audiences other than the exact one, it is moved by a noise of that month, and rounded.
    """
    if not rules.guards:
        return step
    columns = people.raw.columns
    mine = (columns[TREATED] == 1) & (columns[KNOWN] == 1)
    by = _noise_at(people, rules, 1, months) / max(columns[COUNT][mine].sum(), 1.0)
    moved: Effect = _rounded(replace(step, **{name: getattr(step, name) + by for name in FINE}))
    return moved


def coarse_scores(scores: Propensities | None, rules: Rules) -> Propensities | None:
    """Return shares of people by their estimated probability of taking part, as a reader sees them.

    They are rounded to percentage points, because finer shares would count single persons. If the
    reader may see exact figures, they are not rounded.
    """
    if scores is None or not rules.guards:
        return scores
    treated, comparison = (
        tuple(round(share, COARSE) for share in one) for one in (scores.treated, scores.comparison)
    )
    return replace(scores, treated=treated, comparison=comparison)


def _attrition(treated: Arm, compared: Arm) -> Attrition:
    counts = (
        count
        for one in (treated, compared)
        for count in (one.persons.shown[0] + one.unknown.shown[0], one.unknown.shown[0])
    )
    return Attrition(*(_tens(int(count)) for count in counts))


def _plain(reason: Reason) -> Reason:
    """Return a reason of the verdict with its counts and fractions rounded like other figures."""
    facts = {n: _tens(int(v)) if n == "n" else _rounded(v) for n, v in reason.facts.items()}
    return replace(reason, facts=facts)


def _plus(value: float | None, moved: float) -> float | None:
    return None if value is None else value + moved


def _tens(count: int) -> int:
    return STEP * round(count / STEP)


def _rounded(value: Any, name: str = "") -> Any:
    """Return a result with all of its numbers rounded.

    Fractions are rounded to a tenth of a percentage point, p-values to two digits, and numbers of
    persons to tens.
    """
    if isinstance(value, float):
        if abs(value) >= MANY or name in SIZES:
            return float(_tens(round(value)))
        return float(f"{value:.2g}") if name.endswith("p_value") else round(value, DIGITS)
    if is_dataclass(value) and not isinstance(value, type):
        listed = [f.name for f in fields(value) if f.init]
        return replace(value, **{one: _rounded(getattr(value, one), one) for one in listed})
    if isinstance(value, Mapping):
        return {one: _rounded(fact, one) for one, fact in value.items()}
    return tuple(map(_rounded, value)) if isinstance(value, tuple) else value
