"""People whose outcome is not known: their number, and how much they could change an effect.

An estimate from known outcomes holds for everybody only if people whose outcome is not known did
equally well. This module gives three answers, each with stronger assumptions than the one before.
The first is bounds that assume nothing (Manski 1990). The second is bounds that assume that
treatment never makes an outcome unknown, or never makes it known (Lee 2009). The third assumes how
far the unknown outcomes of treated people differ from the known outcomes, in the direction that
moves the effect towards zero.
"""

from dataclasses import dataclass

# Odds of the known over those of the unknown, and the same in standard deviations of an outcome
# that is not a share. Chosen in `benchmarks/worlds.py`: with less, worlds without any effect in
# which 25 % of those at work and 42 % of the others are unknown are still called effective.
ODDS_RATIO = 2.5
DEVIATIONS = 0.4


@dataclass(frozen=True)
class Attrition:
    """How many people have an outcome that is due, and how many of these outcomes are unknown.

    Attributes:
        treated: treated people with an outcome that is due.
        treated_unknown: number of these treated people with an unknown outcome.
        compared: comparison people with an outcome that is due.
        compared_unknown: number of these comparison people with an unknown outcome.
    """

    treated: float
    treated_unknown: float
    compared: float
    compared_unknown: float

    @property
    def treated_share(self) -> float:
        """Share of the treated whose outcome is unknown."""
        return self.treated_unknown / self.treated if self.treated else 0.0

    @property
    def compared_share(self) -> float:
        """Share of the comparison people whose outcome is unknown."""
        return self.compared_unknown / self.compared if self.compared else 0.0

    @property
    def gap(self) -> float:
        """Return `treated_share` less `compared_share`."""
        return self.treated_share - self.compared_share


@dataclass(frozen=True)
class AttritionBounds:
    """Bounds of an effect on a share, over all possible values of the unknown outcomes.

    Attributes:
        manski_low: the effect if, among people with an unknown outcome, no treated person and every
            comparison person has the outcome.
        manski_high: the effect if, among these people, every treated person and no comparison
            person has the outcome.
        lee_low: the effect after trimming: people are removed from the group with the larger share
            of known outcomes, until the shares are equal. The people removed are those whose
            removal makes the effect smallest.
        lee_high: the effect if the people removed are those whose removal makes the effect largest.
    """

    manski_low: float
    manski_high: float
    lee_low: float
    lee_high: float


def bounds(gross: float, counterfactual: float, attrition: Attrition) -> AttritionBounds:
    """Return the bounds of an effect on a share, from the shares of people whose outcome is known.

    Source: Manski 1990; Lee 2009. The methods of the two papers are applied to an outcome of 0 and
    1. The shares may be adjusted for covariates.
    """
    unknown, other = attrition.treated_share, attrition.compared_share
    with_, without = gross * (1 - unknown), counterfactual * (1 - other)
    low, high = _trimmed(gross, counterfactual, unknown, other)
    return AttritionBounds(with_ - without - other, with_ + unknown - without, low, high)


def tilted(att: float, gross: float, attrition: Attrition) -> float:
    """Return the effect on a share, moved towards zero by unknown outcomes of treated people.

    If the effect is above zero, treated people with an unknown outcome are assumed to have lower
    odds of the outcome: those of treated people with a known outcome, divided by `ODDS_RATIO`. If
    the effect is below zero, the odds are multiplied by `ODDS_RATIO`.
    """
    odds = ODDS_RATIO if att > 0 else 1 / ODDS_RATIO
    unknown_rate = gross / (gross + odds * (1 - gross))
    return att - attrition.treated_share * (gross - unknown_rate)


def tilted_mean(att: float, deviation: float, attrition: Attrition) -> float:
    """Return the effect on a mean, moved towards zero by unknown outcomes of treated people.

    The mean of the unknown outcomes is assumed to differ from that of the known outcomes by
    `DEVIATIONS` standard deviations.
    """
    shift = attrition.treated_share * DEVIATIONS * deviation
    return att - shift if att > 0 else att + shift


def _trimmed(
    gross: float, counterfactual: float, unknown: float, other: float
) -> tuple[float, float]:
    """Return the lower and the upper bound of the effect by trimming (Lee 2009).

    The group with the larger share of known outcomes is trimmed. `unknown` and `other` are the
    shares of unknown outcomes of treated and of comparison people.
    """
    known, known_other = 1 - unknown, 1 - other
    if known >= known_other:
        low, high = _without_ends(gross, 1 - known_other / known if known else 0.0)
        return low - counterfactual, high - counterfactual
    low, high = _without_ends(counterfactual, 1 - known / known_other)
    return gross - high, gross - low


def _without_ends(share: float, trimmed: float) -> tuple[float, float]:
    """Return the least and the greatest share after the fraction `trimmed` of people is removed.

    The share is least if people with the outcome are removed, greatest if people without it are.
    """
    if trimmed >= 1:
        return 0.0, 1.0
    kept = 1 - trimmed
    return max(0.0, (share - trimmed) / kept), min(1.0, share / kept)
