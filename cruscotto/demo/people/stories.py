"""Stories that are planted in the demonstration, so that screens can be seen to find them.

Each is a fact of the data that a reader who looks at plain rates would get wrong.
"""

import numpy as np

from cruscotto.demo.chance import Floats, Ints
from cruscotto.demo.operations.portfolio import Portfolio
from cruscotto.demo.people.enrolment import Enrolment

# A provider better than its figures: it takes the long-term unemployed, and places fewer than its
# region does, but more than others place of the same people.
BETTER_BODY = 610
BETTER_BY = 0.2  # of the logistic scale on which fortune is added up
ADULT, CONTINUING = 18, 5  # courses of the employed are left as they are
SPARED_EVERY = 6  # of so many of its participants one is as elsewhere


def harder_to_place(
    whole: Portfolio, enrolled: Enrolment, status: Ints, age: Ints, long_term: int
) -> Ints:
    """Return statuses at entry, of the planted provider mostly long-term unemployment."""
    mine = (whole.labels.body[enrolled.operation] == BETTER_BODY) & (age >= ADULT)
    spared = np.arange(status.size) % SPARED_EVERY == 0
    return np.where(mine & ~spared & (enrolled.kind != CONTINUING), long_term, status)


def better(bodies: Floats) -> Floats:
    """Return what each body adds to the fortune of its participants, the planted one more."""
    changed = bodies.copy()
    changed[BETTER_BODY] = BETTER_BY
    return changed
