"""Operations that never end are seen beside the delay of those that did."""

from datetime import date

from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.registry.money import AVERAGE_DELAY_DAYS, AVERAGE_OVERDUE_DAYS, OVERDUE_SHARE


def test_open_operations_beyond_their_planned_end_are_counted_with_their_days(
    marts, operation
) -> None:
    con = marts(
        operation("OP1"),  # ended ten days late
        operation("OP2", OC_DATA_FINE_PROGETTO_EFFETTIVA=""),
        operation("OP3", OC_DATA_FINE_PROGETTO_EFFETTIVA="", OC_STATO_PROGETTO="Concluso"),
        operation(
            "OP4", OC_DATA_FINE_PROGETTO_EFFETTIVA="", OC_DATA_FINE_PROGETTO_PREVISTA="20250131"
        ),
    )
    days = (date(2024, 8, 31) - date(2021, 1, 31)).days
    (ended,) = measure(con, AVERAGE_DELAY_DAYS).rows
    (share,) = measure(con, OVERDUE_SHARE).rows
    (overdue,) = measure(con, AVERAGE_OVERDUE_DAYS).rows
    assert (ended.numerator, ended.denominator) == (10, 1)
    assert (share.numerator, share.denominator) == (1, 4)
    assert (overdue.numerator, overdue.denominator) == (days, 1)
