"""The public value of a programme: marginal value of public funds, money returned, break-even year.

The marginal value of public funds is a ratio. Its numerator is what participants are willing to pay
for the programme. Its denominator is the cost to the public budget, less the taxes gained and the
benefits saved (Hendren and Sprung-Keyser 2020). Amounts are euro per participant, discounted to the
start.
"""

from dataclasses import dataclass
from math import inf

# Years after which a programme that has not paid for itself is taken not to.
LONGEST = 40


@dataclass(frozen=True)
class PublicValue:
    """Cost and value of a programme, in euro per participant.

    Attributes:
        cost: the cost of the programme.
        willing: what participants are willing to pay, assumed equal to their gain after tax.
        returned: the amount that the public budget gains.
    """

    cost: float
    willing: float
    returned: float

    @property
    def net_cost(self) -> float:
        """Return the cost to the public budget, less the amount that the budget gains."""
        return self.cost - self.returned

    @property
    def mvpf(self) -> float:
        """Return the marginal value of public funds.

        If the net cost is zero or below, it is infinity if participants gain, otherwise negative
        infinity.
        """
        if self.net_cost <= 0:
            return inf if self.willing > 0 else -inf
        return self.willing / self.net_cost

    @property
    def per_euro(self) -> float:
        """Return how many euro the public budget gains for each euro of cost."""
        return self.returned / self.cost


def worth_of_years(years: float, discount: float) -> float:
    """Return the present value of one euro a year over a number of years.

    The euro of each whole year is paid at the start of the year. If a part of a year follows n
    whole years, its part of a euro is paid after n - 0.5 years, as in the published replications.

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
        cost: the cost per participant, in euro.
        yearly_gain: what a participant gains in a year, after tax and lost benefits, in euro.
        yearly_return: what the public budget gains in a year per participant, in euro.
        years: how many years the two gains last.
        discount: yearly discount rate (0.03 is 3 %).
    """
    worth = worth_of_years(years, discount)
    return PublicValue(cost, yearly_gain * worth, yearly_return * worth)


def break_even_year(cost: float, yearly_return: float, discount: float) -> int | None:
    """Return the first year by whose end the public budget has gained as much as the cost.

    The effect is assumed to last.

    Args:
        cost: the cost per participant, in euro.
        yearly_return: what the public budget gains in a year per participant, in euro.
        discount: yearly discount rate (0.03 is 3 %).

    Returns:
        The number of the year, from 1; `None` if it takes more than `LONGEST` years.
    """
    return next(
        (n for n in range(1, LONGEST + 1) if yearly_return * worth_of_years(n, discount) >= cost),
        None,
    )
