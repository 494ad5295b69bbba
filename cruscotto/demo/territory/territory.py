"""The 21 areas of the demonstration: real names and figures, invented habits.

Habits are how late, large or slow an area's operations are. They depend on the area's real
unemployment rate, so that maps and scatter plots show a pattern. They also depend on chance, so
that the pattern is not exact. They show nothing about the real administrations.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from cruscotto.demo.chance import Floats, stream
from cruscotto.model.reference import reference_rows

UNEMPLOYMENT = "unemployment_rate_15_74"


@dataclass(frozen=True)
class Province:
    """The published code and name of a province."""

    code: str
    name: str


@dataclass(frozen=True)
class Area:
    """A region or autonomous province; Bolzano and Trento share the published code 004."""

    region_code: str
    name: str
    published_code: str
    published_name: str
    macro_area: str
    category: str
    category_2021_2027: str
    population: int
    unemployment_pct: float
    provinces: tuple[Province, ...]


@dataclass(frozen=True)
class Habits:
    """How operations of each area behave: arrays in the order of `areas()`.

    Attributes:
        delay_days: mean days between planned and actual end.
        slowness: factor on the time that payments and closures take.
        stuck_share: share of operations whose last payment waits for years.
        ambition: ratio of selected to planned money, 2014-2020.
        size: factor on the size of operations: above 1, an area has fewer and larger operations.
        concentration: exponent by which money is concentrated on the largest bodies.
    """

    delay_days: Floats
    slowness: Floats
    stuck_share: Floats
    ambition: Floats
    size: Floats
    concentration: Floats


@cache
def areas() -> tuple[Area, ...]:
    """Return the 21 areas in the order of the reference table."""
    population, unemployment, provinces = _population(), _unemployment(), _provinces()
    return tuple(
        Area(
            region_code=row["nuts2"],
            name=row["name"],
            published_code=row["opencoesione_code"],
            published_name=row["opencoesione_name"],
            macro_area=row["macro_area"],
            category=row["eu_category_2014_2020"],
            category_2021_2027=row["eu_category_2021_2027"],
            population=population[row["nuts2"]],
            unemployment_pct=unemployment[row["nuts2"]],
            provinces=provinces[row["nuts2"]],
        )
        for row in reference_rows("regions.csv")
    )


def habits(seed: int) -> Habits:
    """Return random habits for each area; most habits depend a little on unemployment."""
    rng = stream(seed, "habits")
    rate = np.array([area.unemployment_pct for area in areas()])
    z, n = (rate - rate.mean()) / rate.std(), rate.size
    return Habits(
        delay_days=np.clip(75 + 30 * z + rng.normal(0, 20, n), 15, None),
        slowness=np.exp(0.18 * z + rng.normal(0, 0.15, n)),
        stuck_share=np.clip(0.16 + 0.08 * z + rng.normal(0, 0.06, n), 0.02, 0.45),
        ambition=np.clip(1.04 - 0.03 * z + rng.normal(0, 0.11, n), 0.87, 1.30),
        size=np.exp(rng.normal(0, 0.25, n)),
        concentration=rng.uniform(0.5, 1.4, n),
    )


def _population() -> dict[str, int]:
    rows = reference_rows("population_2022_2023.csv")
    newest = max(row["anno"] for row in rows)
    total: dict[str, int] = {}
    for row in rows:
        if row["anno"] == newest:
            total[row["nuts2"]] = total.get(row["nuts2"], 0) + int(row["tot"])
    return total


def _unemployment() -> dict[str, float]:
    rows = [
        row
        for row in reference_rows("regional_indicators.csv")
        if row["indicator"] == UNEMPLOYMENT and row["sex"] == "T"
    ]
    # by year, so that the newest figure of each area is the one that stays
    return {row["nuts2"]: float(row["value"]) for row in sorted(rows, key=lambda r: r["year"])}


def _provinces() -> dict[str, tuple[Province, ...]]:
    text = files("cruscotto.demo").joinpath("texts/provinces.csv").read_text("utf-8")
    found: dict[str, tuple[Province, ...]] = {}
    for row in csv.DictReader(text.splitlines()):
        province = Province(row["province_code"], row["province_name"])
        found[row["region_code"]] = (*found.get(row["region_code"], ()), province)
    return found
