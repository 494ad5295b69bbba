"""The places of demonstration courses, read back from the file that states them."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cruscotto.demo.operations.portfolio import Portfolio
from cruscotto.demo.people.participations import COURSES, operation_codes

FIRST_YEAR, LAST_YEAR = 2023, 2026


@dataclass(frozen=True)
class Offer:
    """The places of an operation for one occupation.

    `occupation` is empty if only the sector is known.
    """

    operation: int
    code: str
    area: int
    year: int
    occupation: str
    sector: str
    places: int


def offers(whole: Portfolio, folder: Path) -> list[Offer]:
    """Return places of regional operations that begin between `FIRST_YEAR` and `LAST_YEAR`."""
    codes = operation_codes(whole, np.arange(whole.size)).to_pylist()
    number = {code: place for place, code in enumerate(codes)}
    years = whole.timeline.started.astype("datetime64[Y]").astype(int) + 1970
    regional = np.array([line.is_regional for line in whole.lines])[whole.line]
    found = []
    with (folder / COURSES).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            place = number[row["operation_code"]]
            if regional[place] and FIRST_YEAR <= years[place] <= LAST_YEAR:
                found.append(_offer(whole, place, int(years[place]), row))
    return found


def _offer(whole: Portfolio, place: int, year: int, row: dict[str, str]) -> Offer:
    return Offer(
        place,
        row["operation_code"],
        int(whole.area[place]),
        year,
        row["occupation_code"],
        row["sector_sep"],
        int(row["places"]),
    )


def by_occupation(found: list[Offer]) -> dict[tuple[int, int, str], list[Offer]]:
    """Return the offers with an occupation, grouped by area, year and occupation."""
    grouped: dict[tuple[int, int, str], list[Offer]] = defaultdict(list)
    for offer in found:
        if offer.occupation:
            grouped[offer.area, offer.year, offer.occupation].append(offer)
    return grouped
