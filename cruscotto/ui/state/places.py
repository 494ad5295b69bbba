"""Regions as the screens order and name them: north to south, short where space is short."""

from dataclasses import dataclass

from cruscotto.ui.state import session

NOWHERE = "not_regionalised"


@dataclass(frozen=True)
class Place:
    """One of the 21 areas."""

    code: str
    name: str
    macro_area: str

    @property
    def short(self) -> str:
        """Return a name that fits a chart: one language, `P.A.` for the autonomous provinces."""
        first = self.name.split("/")[0].strip()
        return first.replace("Provincia Autonoma di ", "P.A. ")


def all_places() -> list[Place]:
    """Return the 21 areas, north to south."""
    return [
        Place(row["region_code"], row["region_name"], row["macro_area_code"])
        for row in session.rows("regions")
    ]


def short_names() -> dict[str, str]:
    """Return `{region code: short name}`."""
    return {place.code: place.short for place in all_places()}
