"""Two facts built into the demonstration, to show that the screens find them.

One provider is better than its placement rate suggests. In one region the placement rate falls only
because other kinds of persons take part. On either fact, plain rates alone would lead to a wrong
conclusion.
"""

import numpy as np

from cruscotto.demo.chance import Floats, Ints
from cruscotto.demo.operations.portfolio import Portfolio
from cruscotto.demo.people.enrolment import Enrolment
from cruscotto.demo.territory.territory import areas

# A provider better than its figures: it takes the long-term unemployed, and places fewer than its
# region does, but more than others place of the same people.
BETTER_BODY = 610
BETTER_BY = 0.2  # of the logistic scale on which fortune is added up
ADULT, CONTINUING = 18, 5  # courses of the employed are left as they are
# A fall that is composition alone: in Emilia-Romagna courses that end in 2021 take other people
# than those of 2020, and do as well by each kind of them; unemployment is nearly the same.
CHANGED_REGION, CHANGED_YEAR = "ITH5", 2021
SPARED_EVERY = 6  # of so many of its participants one is as elsewhere


def harder_to_place(
    whole: Portfolio, enrolled: Enrolment, status: Ints, age: Ints, unemployed: int, long_term: int
) -> Ints:
    """Return statuses at entry, changed to long-term unemployment for most adults of two groups.

    The groups are the participants of the better provider, and the unemployed of one region and
    year. Participants of continuing training keep their status.
    """
    regions = np.array([place.region_code for place in areas()])
    years = enrolled.planned_end.astype("datetime64[Y]").astype(np.int64) + 1970
    is_changed = regions[whole.area[enrolled.operation]] == CHANGED_REGION
    is_changed &= (years == CHANGED_YEAR) & (status == unemployed)
    mine = (whole.labels.body[enrolled.operation] == BETTER_BODY) | is_changed
    mine &= age >= ADULT
    spared = np.arange(status.size) % SPARED_EVERY == 0
    return np.where(mine & ~spared & (enrolled.kind != CONTINUING), long_term, status)


def better(bodies: Floats) -> Floats:
    """Return bodies' effects on the chance of work; the effect of `BETTER_BODY` is `BETTER_BY`."""
    changed = bodies.copy()
    changed[BETTER_BODY] = BETTER_BY
    return changed
