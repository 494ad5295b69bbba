"""The explanation of a change: two figures, and the parts that add up to their difference."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cruscotto.kpi.query.intervals import Interval
from cruscotto.kpi.query.result import Figure, KpiResult, KpiRow, State
from cruscotto.kpi.registry.model import Kpi


class Cause(StrEnum):
    """The cause of a part of a change; its label is under `why.cause` in the catalogues."""

    # rates, of persons and of money
    COMPOSITION = "composition"
    RATE = "rate"
    NEW_OPERATIONS = "new_operations"
    CLOSED_OPERATIONS = "closed_operations"
    # from one edition to the next
    SAME_OPERATIONS = "same_operations"
    LATE_RECORDS = "late_records"
    NEW_RECORDS = "new_records"
    RIPENED = "ripened"
    NOW_KNOWN = "now_known"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    RULES = "rules"
    REVISED_UP = "revised_up"
    REVISED_DOWN = "revised_down"
    # sums of money over operations
    VOLUME = "volume"
    MIX = "mix"
    PRICE = "price"


class Apart(StrEnum):
    """Whether new and closed operations are separate parts of a change, and if not, why."""

    YES = "yes"
    FEW_SHARED = "few_shared"  # hardly anything is in operations of both
    SMALL = "small"  # the persons of one kind are too few to be shown
    SEVERAL_YEARS = "several_years"  # each union of years would be a group of its own
    OTHER_PLACES = "other_places"  # operations of another place are not new


@dataclass(frozen=True)
class Part:
    """One part of a change, in the indicator's unit.

    Attributes:
        cause: the cause of the part.
        value: the size of the part.
        margin: the two ends of the part's 95 % interval; `None` for parts without an interval. The
            part `RATE` varies by chance and by the noise added to counts, the part `COMPOSITION`
            by noise alone.
    """

    cause: Cause
    value: Figure
    margin: Interval | None = None


@dataclass(frozen=True)
class Explained:
    """The change of an indicator from one selection to another.

    Attributes:
        kpi: the indicator.
        axis: the dimension along which the selections differ, or `edition`.
        first: the indicator on the first selection, after disclosure control.
        last: the indicator on the second selection, after disclosure control.
        parts: the parts that add up to the difference; empty where the difference is not shown.
        margin: the two ends of the 95 % interval of the difference, for rates of persons.
        apart: whether new and closed operations are separate parts.
        strata: the names of the characteristics that define the kinds of persons or operations, and
            how many kinds there are.
        shared: two fractions, one for each selection: how much of the denominator comes from
            operations that are in both selections. `None` if new and closed operations are not
            separate parts.
    """

    kpi: Kpi
    axis: str
    first: KpiResult
    last: KpiResult
    parts: tuple[Part, ...] = ()
    margin: Interval | None = None
    apart: Apart = Apart.YES
    strata: tuple[tuple[str, ...], int] = ((), 0)
    shared: tuple[float, float] | None = None

    @property
    def ends(self) -> tuple[KpiRow | None, KpiRow | None]:
        """Return the single rows of `first` and of `last`; `None` in place of a missing row."""
        return _sole(self.first), _sole(self.last)

    @property
    def state(self) -> State:
        """Return `SHOWN`, or why one of the figures, and so their difference, is not shown."""
        found = [row.state if row else State.MISSING for row in self.ends]
        return next((state for state in found if state is not State.SHOWN), State.SHOWN)

    @property
    def change(self) -> Figure | None:
        """Return the last figure less the first; `None` where one of them is not shown."""
        one, two = self.ends
        if self.state is not State.SHOWN or one is None or two is None:
            return None
        return two.value - one.value  # type: ignore[operator]

    @property
    def residual(self) -> Figure | None:
        """Return the change less the sum of its parts; it is zero except for rounding."""
        if self.change is None or not self.parts:
            return None
        if isinstance(self.change, Decimal):
            return self.change - sum((Decimal(part.value) for part in self.parts), Decimal(0))
        return float(self.change) - sum(float(part.value) for part in self.parts)

    def value_of(self, cause: Cause) -> Figure | None:
        """Return the size of the part that has a cause; `None` where no part has it."""
        return next((part.value for part in self.parts if part.cause is cause), None)


def _sole(result: KpiResult) -> KpiRow | None:
    return result.rows[0] if result.rows else None
