"""Regions in the order and with the names that screens use: north to south, short names."""

from dataclasses import dataclass

from cruscotto.ui.state import session

NOWHERE = "not_regionalised"


@dataclass(frozen=True)
class Place:
    """One of 21 areas: a region, or the autonomous province of Trento or Bolzano."""

    code: str
    name: str
    macro_area: str

    @property
    def short(self) -> str:
        """Return the name in one language and with `P.A.` for a province, to fit a chart."""
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
