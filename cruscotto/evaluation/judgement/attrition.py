"""People whose outcome is not known: their number, and how much they could change an effect.

An estimate from known outcomes holds for everybody only if people whose outcome is not known did
equally well. Three answers, each with stronger assumptions: bounds that assume nothing (Manski
1990); bounds that assume that treatment changes whether an outcome is known in one direction only
(Lee 2009); and the effect if the treated people who are not known had odds of the outcome that make
the effect smaller.
"""

from dataclasses import dataclass

# Odds of the known over those of the unknown, and the same in standard deviations of an outcome
# that is not a share. Chosen in `benchmarks/worlds.py`: with less, worlds without any effect in
# which 25 % of those at work and 42 % of the others are unknown are still called effective.
ODDS_RATIO = 2.5
DEVIATIONS = 0.4


@dataclass(frozen=True)
class Attrition:
    """The number of people whose outcome is due, and of those whose outcome is not known.

    Attributes:
        treated: people treated whose outcome is due.
        treated_unknown: of these treated people, those whose outcome is not known.
        compared: comparison people whose outcome is due.
        compared_unknown: of these comparison people, those whose outcome is not known.
    """

    treated: float
    treated_unknown: float
    compared: float
    compared_unknown: float

    @property
    def treated_share(self) -> float:
        """Share of the treated without an outcome."""
        return self.treated_unknown / self.treated if self.treated else 0.0

    @property
    def compared_share(self) -> float:
        """Share of the comparison people without an outcome."""
        return self.compared_unknown / self.compared if self.compared else 0.0

    @property
    def gap(self) -> float:
        """Return the share of the treated without an outcome, less that of comparison people."""
        return self.treated_share - self.compared_share


@dataclass(frozen=True)
class AttritionBounds:
    """Bounds of an effect on a share, over the possible outcomes of people not known.

    Attributes:
        manski_low: if none of the unknown treated, and all of the unknown comparison people, have
            the outcome.
        manski_high: the reverse.
        lee_low: if people with the outcome are removed first from the group that is known more
            often.
        lee_high: if people without the outcome are removed first from that group.
    """

    manski_low: float
    manski_high: float
    lee_low: float
    lee_high: float


def bounds(gross: float, counterfactual: float, attrition: Attrition) -> AttritionBounds:
    """Return the bounds of an effect on a share, from the shares of people whose outcome is known.

    Source: Manski 1990; Lee 2009, for an outcome of 0 and 1, on the shares after adjustment for
    covariates.
    """
    unknown, other = attrition.treated_share, attrition.compared_share
    with_, without = gross * (1 - unknown), counterfactual * (1 - other)
    low, high = _trimmed(gross, counterfactual, unknown, other)
    return AttritionBounds(with_ - without - other, with_ + unknown - without, low, high)


def tilted(att: float, gross: float, attrition: Attrition) -> float:
    """Return the effect on a share if treated people not known have odds that reduce the effect.

    For an effect above zero the odds of treated people not known are those of treated people known,
    divided by `ODDS_RATIO`; for an effect below zero, multiplied by `ODDS_RATIO`.
    """
    odds = ODDS_RATIO if att > 0 else 1 / ODDS_RATIO
    unknown_rate = gross / (gross + odds * (1 - gross))
    return att - attrition.treated_share * (gross - unknown_rate)


def tilted_mean(att: float, deviation: float, attrition: Attrition) -> float:
    """Return the effect on a mean if treated people not known have outcomes that reduce it."""
    shift = attrition.treated_share * DEVIATIONS * deviation
    return att - shift if att > 0 else att + shift


def _trimmed(
    gross: float, counterfactual: float, unknown: float, other: float
) -> tuple[float, float]:
    """Return both bounds of the effect after trimming the group known more often (Lee 2009)."""
    known, known_other = 1 - unknown, 1 - other
    if known >= known_other:
        low, high = _without_ends(gross, 1 - known_other / known if known else 0.0)
        return low - counterfactual, high - counterfactual
    low, high = _without_ends(counterfactual, 1 - known / known_other)
    return gross - high, gross - low


def _without_ends(share: float, trimmed: float) -> tuple[float, float]:
    """Return the share left if people with the outcome are removed, or if people without it are."""
    if trimmed >= 1:
        return 0.0, 1.0
    kept = 1 - trimmed
    return max(0.0, (share - trimmed) / kept), min(1.0, share / kept)
