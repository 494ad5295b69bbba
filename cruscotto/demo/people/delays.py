"""Registers of two regions that report jobs late; one of them reports nothing in some years.

In the first region many jobs are reported long after they begin, so that rates of the newest years
are too low until the missing reports arrive. In the second region the register is equally late, and
in two years it delivered nothing. Those reports came a year later, so that the delays of past years
do not show how late the next reports will be.
"""

from dataclasses import dataclass

import numpy as np

from cruscotto.demo.chance import Days, Ints, Mask, stream
from cruscotto.demo.operations.portfolio import Portfolio
from cruscotto.demo.people.enrolment import Enrolment
from cruscotto.demo.territory.territory import areas

LATE_REGION, CHANGED_REGION = "ITH3", "ITH4"
LATE_SHARE, LATE_DAYS = 0.45, 550  # of the jobs, and the mean days by which they come late
# Years, ending with an edition of August, in which the second region delivered nothing new.
SILENT_YEARS = (("2019-08-31", "2020-08-31"), ("2022-08-31", "2023-08-31"))


@dataclass(frozen=True)
class Delays:
    """How late the register reports the job of each participation.

    Attributes:
        days: days of delay.
        is_silent: whether the region's register delivered nothing in `SILENT_YEARS`.
    """

    days: Ints
    is_silent: Mask

    def reported(self, days: Days, works: Mask) -> Days:
        """Return the days on which statuses appear in the files.

        Args:
            days: the days on which statuses would appear without delay.
            works: whether each status is a job; no other status is delayed, except by a register
                that delivers nothing.
        """
        late = days + np.where(works, self.days, 0)
        for first, last in SILENT_YEARS:
            within = (late > np.datetime64(first)) & (late <= np.datetime64(last))
            after = np.datetime64(last) + np.timedelta64(1, "D")
            late = np.where(self.is_silent & within, after, late)
        return late


def draw_delays(whole: Portfolio, enrolled: Enrolment, seed: int, name: str) -> Delays:
    """Return random numbers of days by which the register reports each participation's job late."""
    rng = stream(seed, "late registers", name)
    regions = np.array([place.region_code for place in areas()])
    mine = regions[whole.area[enrolled.operation]]
    is_late = np.isin(mine, (LATE_REGION, CHANGED_REGION)) & (rng.random(mine.size) < LATE_SHARE)
    drawn = np.rint(rng.exponential(LATE_DAYS, mine.size)).astype(np.int64)
    return Delays(np.where(is_late, drawn, 0), mine == CHANGED_REGION)
