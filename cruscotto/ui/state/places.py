"""Regions as the screens show them: ordered from north to south, with short names."""

from dataclasses import dataclass

from cruscotto.ui.state import session

NOWHERE = "not_regionalised"


@dataclass(frozen=True)
class Place:
    """One of the 21 areas: a region, or the autonomous province of Trento or of Bolzano."""

    code: str
    name: str
    macro_area: str

    @property
    def short(self) -> str:
        """Return a name short enough for a chart, see `short_name`."""
        return short_name(self.name)


def short_name(name: str) -> str:
    """Return an area's name in Italian only, with `P.A.` for an autonomous province."""
    return name.split("/")[0].strip().replace("Provincia Autonoma di ", "P.A. ")


def all_places() -> list[Place]:
    """Return the 21 regions and autonomous provinces, from north to south."""
    return [
        Place(row["region_code"], row["region_name"], row["macro_area_code"])
        for row in session.rows("regions")
    ]


def short_names() -> dict[str, str]:
    """Return the short name of each region and autonomous province, by code."""
    return {place.code: place.short for place in all_places()}
