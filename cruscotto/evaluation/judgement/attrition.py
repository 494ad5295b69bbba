"""People whose outcome is not known: their number in each group, and how much they could change.

An estimate from known outcomes holds for everybody only if people whose outcome is not known did
equally well. Three answers, each with stronger assumptions: bounds that assume nothing (Manski
1990); bounds that assume that treatment changes whether an outcome is known in one direction only
(Lee 2009); and the effect if, in the group that did better, people not known had lower odds of the
outcome than those known.
"""

from dataclasses import dataclass

# Odds of the known over those of the unknown, and the same in standard deviations of an outcome
# that is not a share. Chosen in `benchmarks/worlds.py`: with less, worlds without any effect in
# which 25 % of those at work and 42 % of the others are unknown are still called effective.
ODDS_RATIO = 2.5
DEVIATIONS = 0.4


@dataclass(frozen=True)
class Attrition:
    """People whose outcome is due, and how many of them have none.

    Attributes:
        treated: people treated whose outcome is due.
        treated_unknown: of them, those whose outcome is not known.
        compared: comparison people whose outcome is due.
        compared_unknown: of them, those whose outcome is not known.
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
        """Return the difference of the shares without an outcome, treated less compared."""
        return self.treated_share - self.compared_share


@dataclass(frozen=True)
class AttritionBounds:
    """Bounds of an effect on a share, over the possible outcomes of people not known.

    Attributes:
        manski_low: if none of the unknown treated have the outcome, and all of the unknown others
            do.
        manski_high: the reverse.
        lee_low: if people with the outcome are removed first from the group that is known more
            often.
        lee_high: if people without the outcome are removed first from it.
    """

    manski_low: float
    manski_high: float
    lee_low: float
    lee_high: float


def bounds(gross: float, counterfactual: float, attrition: Attrition) -> AttritionBounds:
    """Return the bounds of an effect on a share from the two shares among the known.

    Source: Manski 1990; Lee 2009, for an outcome of 0 and 1, on the shares after adjustment for
    covariates.
    """
    unknown, other = attrition.treated_share, attrition.compared_share
    with_, without = gross * (1 - unknown), counterfactual * (1 - other)
    low, high = _trimmed(gross, counterfactual, unknown, other)
    return AttritionBounds(with_ - without - other, with_ + unknown - without, low, high)


def tilted(att: float, gross: float, attrition: Attrition) -> float:
    """Return the effect on a share if people not known in the group that did better did worse.

    For an effect above zero the odds of the unknown treated are those of the known divided by
    `ODDS_RATIO`; for one below zero they are multiplied by it.
    """
    odds = ODDS_RATIO if att > 0 else 1 / ODDS_RATIO
    unknown_rate = gross / (gross + odds * (1 - gross))
    return att - attrition.treated_share * (gross - unknown_rate)


def tilted_mean(att: float, deviation: float, attrition: Attrition) -> float:
    """Do the same as `tilted` for an outcome that is no share, in its standard deviations."""
    shift = attrition.treated_share * DEVIATIONS * deviation
    return att - shift if att > 0 else att + shift


def _trimmed(
    gross: float, counterfactual: float, unknown: float, other: float
) -> tuple[float, float]:
    """Return both ends of the share after trimming the group known more often, as in Lee 2009."""
    known, known_other = 1 - unknown, 1 - other
    if known >= known_other:
        low, high = _without_ends(gross, 1 - known_other / known if known else 0.0)
        return low - counterfactual, high - counterfactual
    low, high = _without_ends(counterfactual, 1 - known / known_other)
    return gross - high, gross - low


def _without_ends(share: float, trimmed: float) -> tuple[float, float]:
    """Return the share after removing people with the outcome first, and without it first."""
    if trimmed >= 1:
        return 0.0, 1.0
    kept = 1 - trimmed
    return max(0.0, (share - trimmed) / kept), min(1.0, share / kept)
