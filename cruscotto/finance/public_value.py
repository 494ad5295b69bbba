"""What a programme gives back: marginal value of public funds, euro returned, break-even year.

The marginal value of public funds is what participants are willing to pay for a programme over
what it costs the public budget once taxes and benefits have changed (Hendren and Sprung-Keyser
2020). Amounts are euro per participant, discounted to the start.
"""

from dataclasses import dataclass
from math import inf

# Years after which a programme that has not paid for itself is taken not to.
LONGEST = 40


@dataclass(frozen=True)
class PublicValue:
    """What one participant costs and brings.

    Attributes:
        cost: of the programme.
        willing: what participants gain after tax, and are taken to be willing to pay.
        returned: what comes back to the public budget.
    """

    cost: float
    willing: float
    returned: float

    @property
    def net_cost(self) -> float:
        """Return the cost to the public budget once what comes back is taken off."""
        return self.cost - self.returned

    @property
    def mvpf(self) -> float:
        """Return the marginal value of public funds; infinite where it pays for itself."""
        if self.net_cost <= 0:
            return inf if self.willing > 0 else -inf
        return self.willing / self.net_cost

    @property
    def per_euro(self) -> float:
        """Return the euro that come back to the public budget for one spent."""
        return self.returned / self.cost


def worth_of_years(years: float, discount: float) -> float:
    """Return what one euro a year is worth at the start, over some years.

    Whole years count at their start; a rest of a year half a year earlier than the next would, as
    in the published replications.

    >>> round(worth_of_years(2.5, 0.03), 6)
    2.449194
    """
    whole = int(years)
    rest = years - whole
    worth = sum((1 + discount) ** -n for n in range(whole))
    return float(worth + (rest * (1 + discount) ** (0.5 - whole) if rest else 0.0))


def value_of(
    cost: float, yearly_gain: float, yearly_return: float, years: float, discount: float
) -> PublicValue:
    """Return what a programme gives back when its effect lasts some years and no longer.

    Args:
        cost: of a participant.
        yearly_gain: what a participant gains a year after tax and lost benefits.
        yearly_return: what the public budget gains a year.
        years: how long both last.
        discount: a year's, as a share.
    """
    worth = worth_of_years(years, discount)
    return PublicValue(cost, yearly_gain * worth, yearly_return * worth)


def break_even_year(cost: float, yearly_return: float, discount: float) -> int | None:
    """Return the first year at whose end the budget has its money back, if the effect lasted.

    Returns:
        `None` where it has not after `LONGEST` years.
    """
    return next(
        (n for n in range(1, LONGEST + 1) if yearly_return * worth_of_years(n, discount) >= cost),
        None,
    )
