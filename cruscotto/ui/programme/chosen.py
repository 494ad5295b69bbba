"""Which programmes a selection is about."""

from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.money import OPERATIONS_COUNT
from cruscotto.ui.state import session


def codes(selection: Selection) -> list[str]:
    """Return the programmes of the selection, in the order of the lists."""
    found = {
        row.codes[0] for row in session.measure(OPERATIONS_COUNT, ("programme",), selection).rows
    }
    return [code for code in session.names("programme", "it") if code in found]
