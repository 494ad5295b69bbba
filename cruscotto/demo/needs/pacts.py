"""Demonstration pacts: fictional agreements in real provinces, and the bodies that sign them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np

from cruscotto.demo.territory.territory import Area, Province
from cruscotto.model.reference import reference_rows

FIRST_SIGNATURE = date(2022, 9, 15)
SIGNATURE_DAYS = 900  # over which pacts are signed
BODIES = (
    ("Ente locale capofila dimostrativo", "local_authority"),
    ("Associazione datoriale dimostrativa", "employers"),
    ("Organizzazione sindacale dimostrativa", "union"),
    ("Ente di formazione dimostrativo", "training_body"),
    ("Camera di commercio dimostrativa", "chamber"),
    ("Impresa dimostrativa", "firm"),
)


@cache
def province_names() -> dict[str, str]:
    """Return the names of provinces by their Istat codes."""
    return {row["province_code"]: row["name"] for row in reference_rows("provinces.csv")}


@dataclass(frozen=True)
class Pact:
    """A pact of an area; it has no dates until it is signed."""

    code: str
    name: str
    area: Area
    province: Province
    phase: str
    signed_on: date | None
    valid_to: date | None

    @property
    def place(self) -> str:
        """Return the name of the pact's province."""
        return province_names()[self.province.code[-3:]]

    @property
    def years(self) -> range:
        """Return the years for which the pact states needs; none before it is signed."""
        if self.signed_on is None or self.valid_to is None:
            return range(0)
        return range(self.signed_on.year + (self.signed_on.month > 6), self.valid_to.year + 1)

    def row(self) -> dict[str, str]:
        """Return the pact as a row of its data contract."""
        first = self.signed_on and self.signed_on + timedelta(days=30)
        return {
            "pact_id": self.code,
            "name": self.name,
            "region": self.area.region_code,
            "municipalities": f"Comuni della provincia di {self.place}",
            "signed_on": _day(self.signed_on),
            "phase": self.phase,
            "valid_from": _day(first),
            "valid_to": _day(self.valid_to),
        }


def draw_pacts(area: Area, edition: date, rng: np.random.Generator) -> list[Pact]:
    """Return random pacts for an area: one to five, more where more people live."""
    count = min(1 + round(area.population / 1_600_000), 5, len(area.provinces))
    return [_draw(area, number, edition, rng) for number in range(count)]


def _draw(area: Area, number: int, edition: date, rng: np.random.Generator) -> Pact:
    province = area.provinces[number]
    code = f"SINT-PFL-{area.region_code}-{number + 1}"
    name = f"Patto di {province_names()[province.code[-3:]]} (dimostrativo)"
    # a region's fourth pact is still on its way
    if number == 3:
        phase = ("analysis", "negotiation")[int(rng.integers(2))]
        return Pact(code, name, area, province, phase, None, None)
    signed = FIRST_SIGNATURE + timedelta(days=int(rng.integers(SIGNATURE_DAYS)))
    valid_to = date(min(signed.year + int(rng.integers(2, 4)), 2027), 12, 31)
    phase = "concluded" if valid_to < edition else "active"
    if (edition - signed).days < 500 and rng.random() < 0.5:
        phase = "signed"
    return Pact(code, name, area, province, phase, signed, valid_to)


def signatories(pact: Pact, rng: np.random.Generator) -> list[dict[str, str]]:
    """Return a row for each body that signs a pact: five institutions and up to three firms.

    There are no rows if the pact is not signed yet.
    """
    if pact.signed_on is None:
        return []
    firms = int(rng.integers(0, 4))
    wanted = [*BODIES[:5], *[BODIES[5]] * firms]
    return [
        {"pact_id": pact.code, "body": f"{body} {pact.place} {place + 1}", "role": role}
        for place, (body, role) in enumerate(wanted)
    ]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
