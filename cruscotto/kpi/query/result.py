"""The result of measuring an indicator: rows with numerator, denominator and state."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from cruscotto.disclosure.thresholds import Audience
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi

Figure = int | float | Decimal


class State(StrEnum):
    """Whether a figure is shown, and if not why; screens and files distinguish the four states."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    MISSING = "missing"
    IMMATURE = "immature"


@dataclass(frozen=True)
class KpiRow:
    """One figure: its codes (in the order of `by`), value, numerator, denominator and state."""

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
    """An indicator measured along some dimensions, over a selection.

    Attributes:
        kpi: the declaration.
        by: names of the dimensions, outermost first; empty for a single total.
        selection: the rows asked for.
        rows: one per combination of codes that exists in the data, ordered by codes.
        data_kind: `published`, `synthetic` or `mixed`, of the rows behind the figures.
        editions: dates (ISO) of the editions behind the figures, newest first.
        audience: for whom figures of persons were guarded; `None` for figures of money.
    """

    kpi: Kpi
    by: tuple[str, ...]
    selection: Selection
    rows: tuple[KpiRow, ...] = field(default=())
    data_kind: str = "published"
    editions: tuple[str, ...] = ()
    audience: Audience | None = None

    def audience_of(self, row: KpiRow) -> Audience | None:
        """Return the audience that a row was guarded for; the reader's own rows are exact."""
        return Audience.EXACT if row.is_exact else self.audience

    @property
    def is_empty(self) -> bool:
        """Return whether the selection has no rows at all."""
        return not self.rows

    def value(self, *codes: str) -> Figure | None:
        """Return the value at some codes; `None` where there is no row or no value."""
        return next((row.value for row in self.rows if row.codes == codes), None)

    def row(self, *codes: str) -> KpiRow | None:
        """Return the row at some codes, if it exists."""
        return next((row for row in self.rows if row.codes == codes), None)
