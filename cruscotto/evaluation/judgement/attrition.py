"""People whose outcome nobody knows: how many in each group, and what they could change.

An estimate from known outcomes is that of everybody only if those who are not known fared alike.
Three answers of growing strength: bounds that assume nothing (Manski 1990), bounds that assume
treatment moves people in one direction only into the known (Lee 2009), and the effect if in the
group that did better the unknown had lower odds of the outcome than the known.
"""

from dataclasses import dataclass

# Odds of the known over those of the unknown, and the same in standard deviations of an outcome
# that is not a share. Chosen in `benchmarks/worlds.py`: with less, worlds without any effect in
# which 25 % of those at work and 42 % of the others are unknown are still called effective.
ODDS_RATIO = 2.5
DEVIATIONS = 0.4


@dataclass(frozen=True)
class Attrition:
    """People who should have an outcome by now, and how many have none.

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
        """How much more often the treated are unknown (differential attrition)."""
        return self.treated_share - self.compared_share


@dataclass(frozen=True)
class AttritionBounds:
    """What the effect on a share can be, whatever became of those who are not known.

    Attributes:
        manski_low: nobody unknown among the treated has the outcome, all of the others do.
        manski_high: the reverse.
        lee_low: the likeliest to have it are taken off the group that is known more often.
        lee_high: the likeliest to lack it are.
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
    """Return the effect on a share if the unknown of the group that did better fared worse.

    For an effect above zero the odds of the unknown treated are those of the known divided by
    `ODDS_RATIO`; for one below zero they are multiplied by it.
    """
    odds = ODDS_RATIO if att > 0 else 1 / ODDS_RATIO
    unknown_rate = gross / (gross + odds * (1 - gross))
    return att - attrition.treated_share * (gross - unknown_rate)


def tilted_mean(att: float, deviation: float, attrition: Attrition) -> float:
    """Return the same for an outcome that is no share, in its standard deviations."""
    shift = attrition.treated_share * DEVIATIONS * deviation
    return att - shift if att > 0 else att + shift


def _trimmed(
    gross: float, counterfactual: float, unknown: float, other: float
) -> tuple[float, float]:
    """Trim the group known more often until both are known alike."""
    known, known_other = 1 - unknown, 1 - other
    if known >= known_other:
        low, high = _without_ends(gross, 1 - known_other / known if known else 0.0)
        return low - counterfactual, high - counterfactual
    low, high = _without_ends(counterfactual, 1 - known / known_other)
    return gross - high, gross - low


def _without_ends(share: float, trimmed: float) -> tuple[float, float]:
    """Return the share after taking off those who have the outcome first, or those who lack it."""
    if trimmed >= 1:
        return 0.0, 1.0
    kept = 1 - trimmed
    return max(0.0, (share - trimmed) / kept), min(1.0, share / kept)
