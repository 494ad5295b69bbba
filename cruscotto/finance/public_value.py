"""The public value of a programme: marginal value of public funds, euro returned, break-even year.

The marginal value of public funds is what participants are willing to pay for a programme, over its
cost to the public budget net of changed taxes and benefits (Hendren and Sprung-Keyser 2020).
Amounts are euro per participant, discounted to the start.
"""

from dataclasses import dataclass
from math import inf

# Years after which a programme that has not paid for itself is taken not to.
LONGEST = 40


@dataclass(frozen=True)
class PublicValue:
    """Cost and value of a programme per participant, in euro.

    Attributes:
        cost: of the programme.
        willing: the gain after tax, which participants are assumed to be willing to pay.
        returned: the amount that comes back to the public budget.
    """

    cost: float
    willing: float
    returned: float

    @property
    def net_cost(self) -> float:
        """Return the cost to the public budget less the amount that comes back to it."""
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
    """Return the present value of one euro a year over a number of years.

    Each whole year counts at its start. The part of a year that is left counts half a year earlier
    than a whole one would, as in the published replications.

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
    """Return the public value of a programme whose effect lasts a number of years and then ends.

    Args:
        cost: of a participant.
        yearly_gain: what a participant gains a year, after tax and lost benefits.
        yearly_return: what the public budget gains a year.
        years: how long both last.
        discount: yearly discount rate, as a share.
    """
    worth = worth_of_years(years, discount)
    return PublicValue(cost, yearly_gain * worth, yearly_return * worth)


def break_even_year(cost: float, yearly_return: float, discount: float) -> int | None:
    """Return the first year at whose end the budget has its money back, if the effect lasts.

    Returns:
        `None` if that takes more than `LONGEST` years.
    """
    return next(
        (n for n in range(1, LONGEST + 1) if yearly_return * worth_of_years(n, discount) >= cost),
        None,
    )
