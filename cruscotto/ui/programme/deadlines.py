"""How the accounts of programmes stand towards the next 31 December."""

from collections.abc import Sequence

from cruscotto.finance.forecast import AS_NOW, Scenario
from cruscotto.finance.outlook import Standing
from cruscotto.ui.state import session


def coming(programmes: Sequence[str], scenario: Scenario = AS_NOW) -> list[Standing]:
    """Return the standings of some programmes towards the next 31 December with something due."""
    open_ones = [
        s for s in session.standings(scenario) if s.place.programme in programmes and not s.is_past
    ]
    year = min((s.position.year for s in open_ones), default=0)
    return [s for s in open_ones if s.position.year == year]
