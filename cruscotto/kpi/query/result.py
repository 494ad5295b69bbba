"""The result of measuring an indicator: rows with numerator, denominator and state."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from cruscotto.disclosure.thresholds import Audience
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi

Figure = int | float | Decimal


class State(StrEnum):
    """Whether a figure is shown, and if not, why: it is hidden, missing or immature."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    MISSING = "missing"
    IMMATURE = "immature"


@dataclass(frozen=True)
class KpiRow:
    """One figure: its codes (one per dimension), numerator, denominator, value and state."""

    codes: tuple[str, ...]
    numerator: Figure | None
    denominator: Figure | None
    value: Figure | None
    state: State = State.SHOWN
    # whether some of the figure comes from operations split in equal or proportional shares
    is_estimated: bool = False
    # figures of people: 95 % interval, unknown statuses, records not mature yet
    low: float | None = None
    high: float | None = None
    unknown_share: float | None = None
    eligible: int | None = None
    immature: int | None = None
    # the share if every unknown had failed, and if every one had succeeded
    worst_case: tuple[float, float] | None = None
    # numerator and denominator of the group compared with, for a difference
    against: tuple[int, int] | None = None
    # a figure of persons that its guarded reader answers for: nothing was done to it
    is_exact: bool = False


@dataclass(frozen=True)
class KpiResult:
    """An indicator measured by some dimensions on a selection.

    Attributes:
        kpi: the indicator.
        by: names of the dimensions, outermost first; empty for a single total.
        selection: the rows asked for.
        rows: one per combination of codes that exists in the data, ordered by codes.
        data_kind: `published`, `synthetic` or `mixed`, of the rows behind the figures.
        editions: dates (ISO) of the editions behind the figures, newest first.
        audience: the audience that figures of persons are for; `None` for figures of money.
    """

    kpi: Kpi
    by: tuple[str, ...]
    selection: Selection
    rows: tuple[KpiRow, ...] = field(default=())
    data_kind: str = "published"
    editions: tuple[str, ...] = ()
    audience: Audience | None = None

    def audience_of(self, row: KpiRow) -> Audience | None:
        """Return the audience that a row is for: that of the result, or `exact`.

        It is `exact` if the row is only about participants of the reader's own authorities.
        """
        return Audience.EXACT if row.is_exact else self.audience

    @property
    def is_empty(self) -> bool:
        """Return whether the result has no rows at all."""
        return not self.rows

    def value(self, *codes: str) -> Figure | None:
        """Return the value of the row with these codes; `None` without such a row or a value."""
        return next((row.value for row in self.rows if row.codes == codes), None)

    def row(self, *codes: str) -> KpiRow | None:
        """Return the row with these codes; `None` without such a row."""
        return next((row for row in self.rows if row.codes == codes), None)
