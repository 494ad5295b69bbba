"""The budget lines of the demonstration: axis and objective of a programme, with its money.

Programmes, axes, plans and co-financing of 2014-2020 are real, from `data/reference`. So are the
programmes of 2021-2027 and their EU rates. The size of the programmes of 2021-2027 is invented, and
so is the money selected on every line.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from cruscotto.demo.chance import stream
from cruscotto.demo.territory.territory import Habits, areas, habits
from cruscotto.model.reference import reference_rows

FIRST, SECOND = "2014-2020", "2021-2027"
# the newest plan, REACT-EU included: operations and plan are compared on the same lines
PLAN, RECOVERY = "official/cohesion_plans_2014_2020.csv", "REACT-EU"
CATEGORIES = {
    "Less developed": "less_developed",
    "Transition": "transition",
    "More developed": "more_developed",
}

# Sizes and objectives of the national programmes 2021-2027 that the demonstration takes up. Giovani
# and Inclusione lean on published totals (the second halved for its other fund), Salute is a guess.
# They are weights of a demonstration, never shown as budgets.
NATIONAL_SECOND: dict[str, tuple[float, tuple[str, ...]]] = {
    "2021IT05SFPR001": (5.0e9, ("ESO4.1", "ESO4.2", "ESO4.3", "ESO4.4")),
    "2021IT05FFPR002": (0.4e9, ("ESO4.11",)),
    "2021IT05FFPR003": (2.2e9, ("ESO4.8", "ESO4.9", "ESO4.11", "ESO4.12", "ESO4.13")),
}
ALWAYS = ("ESO4.1", "ESO4.6", "ESO4.8")
OFTEN = ("ESO4.2", "ESO4.3", "ESO4.4", "ESO4.5", "ESO4.7", "ESO4.9", "ESO4.11", "ESO4.12")
GROWTH = 1.3  # of a region's programme over its plan of 2014-2020; invented
# Of 2021-2027, where no decided rate is known: the ceiling of a less developed region, and an
# invented one of a national programme.
EU_SHARE_REGION, EU_SHARE_NATION = 0.85, 0.60


@dataclass(frozen=True)
class BudgetLine:
    """One axis of a programme under one objective, fund and group of areas.

    Attributes:
        fund: FSE, IOG, FSC, or FESR for the rows that are out of scope.
        areas: indices in `territory.areas()`; one for a regional programme.
        planned_eur: the real plan in euro, 0 where none is sourced.
        target_eur: public money of the fund, in euro, that the line's operations add up to.
        is_recovery: whether the line is REACT-EU, committed in 2021 and 2022.
    """

    programme: str
    programme_name: str
    period: str
    axis: str
    theme: str
    fund: str
    areas: tuple[int, ...]
    authority: str
    planned_eur: float
    target_eur: float
    eu_share: float
    has_two_funds: bool
    is_recovery: bool = False

    @property
    def is_regional(self) -> bool:
        """Return whether the line belongs to one area."""
        return len(self.areas) == 1

    @property
    def authority_code(self) -> str:
        """Return an invented code for the programming body; it does not look like a tax code."""
        owner = areas()[self.areas[0]].region_code if self.is_regional else self.programme
        return f"SINT-FSC-{owner}" if self.fund == "FSC" else f"SINT-{owner}"

    @property
    def is_esf(self) -> bool:
        """Return whether the line's fund is the ESF or the YEI."""
        return self.fund in ("FSE", "IOG")


def everywhere() -> tuple[int, ...]:
    """Return the indices of all 21 areas."""
    return tuple(range(len(areas())))


def budget_lines(seed: int) -> tuple[BudgetLine, ...]:
    """Return all budget lines but those of REACT-EU, in an order that no seed changes."""
    ways = habits(seed)
    return (
        *(line for line in _first_period(seed, ways) if not line.is_recovery),
        *_second_period(seed, ways),
        *_development_fund(seed),
        *_out_of_scope(),
    )


def recovery_lines(seed: int) -> tuple[BudgetLine, ...]:
    """Return the budget lines of REACT-EU."""
    return tuple(line for line in _first_period(seed, habits(seed)) if line.is_recovery)


def plan_rows() -> Iterator[dict[str, str]]:
    """Yield the rows of the newest real plan of 2014-2020."""
    return iter(reference_rows(PLAN))


@cache
def authorities() -> dict[str, str]:
    """Return the names of the managing authorities by their codes."""
    return {
        row["managing_authority_code"]: row["managing_authority_name"]
        for row in reference_rows("managing_authorities.csv")
    }


@cache
def _programme_area() -> dict[str, int]:
    """Return, by CCI, the position in `areas()` of each regional programme's area, 2014-2020."""
    by_name = {area.published_name: i for i, area in enumerate(areas())}
    by_code = {area.region_code: i for i, area in enumerate(areas())}
    by_name |= {"PA BOLZANO": by_code["ITH1"], "PA TRENTO": by_code["ITH2"]}
    return {
        row["cci"]: by_name[row["region"]]
        for row in reference_rows("programmes.csv")
        if row["period"] == FIRST and row["region"] != "NAZ"
    }


def _first_period(seed: int, ways: Habits) -> Iterator[BudgetLine]:
    names = {row["cci"]: row for row in reference_rows("programmes.csv")}
    for row in plan_rows():
        cci, planned = row["cci"], float(row["total_amount"])
        area = _programme_area().get(cci)
        yield BudgetLine(
            programme=cci,
            programme_name=names[cci]["name"],
            period=FIRST,
            axis=row["priority"],
            theme=row["to"],
            fund="IOG" if row["fund"] == "YEI" else "FSE",
            areas=_pool(row["category_of_region"]) if area is None else (area,),
            authority=authorities()[cci if area is None else areas()[area].region_code],
            planned_eur=planned,
            target_eur=planned * _ambition(seed, ways, cci, area, row),
            eu_share=float(row["eu_amount"]) / planned,
            has_two_funds="FESR" in names[cci]["funds"],
            is_recovery=row["category_of_region"] == RECOVERY,
        )


def _ambition(seed: int, ways: Habits, cci: str, area: int | None, row: dict[str, str]) -> float:
    """Return a random ratio of selected to planned money, similar over a programme's axes."""
    rng = stream(seed, "ambition", cci)
    of_nation = float(np.clip(rng.normal(1.0, 0.11), 0.85, 1.25))
    of_programme = of_nation if area is None else float(ways.ambition[area])
    of_axis = stream(seed, "ambition", cci, row["priority"]).normal(1.0, 0.06)
    return of_programme * float(np.clip(of_axis, 0.88, 1.12))


def _pool(category: str) -> tuple[int, ...]:
    wanted = CATEGORIES.get(category)
    return tuple(i for i in everywhere() if wanted in (None, areas()[i].category))


def _second_period(seed: int, ways: Habits) -> Iterator[BudgetLine]:
    by_code = {area.region_code: i for i, area in enumerate(areas())}
    for row in reference_rows("programmes_2021_2027.csv"):
        rng = stream(seed, "second period", row["cci"])
        area = by_code.get(row["region_code"])
        if area is None and row["cci"] not in NATIONAL_SECOND:
            continue
        size, objectives = _size_and_objectives(rng, row["cci"], area)
        pace = 1.0 if area is None else float(ways.slowness[area])
        selected = size * float(np.clip(rng.normal(0.55, 0.10) / pace**0.5, 0.25, 0.90))
        shares = rng.dirichlet(np.full(len(objectives), 3.0))
        line = BudgetLine(
            programme=row["cci"],
            programme_name=row["name"],
            period=SECOND,
            axis="",
            theme="",
            fund="FSE",
            areas=_pool_second(row["cci"]) if area is None else (area,),
            authority=authorities()[row["managing_authority_code"]],
            planned_eur=0.0,
            target_eur=0.0,
            has_two_funds="FESR" in row["funds"],
            eu_share=_eu_share_second(row["cci"], area),
        )
        for objective, share in zip(objectives, shares, strict=True):
            yield replace(line, axis=objective, theme=objective, target_eur=selected * float(share))


def _eu_share_second(cci: str, area: int | None) -> float:
    """Return the EU rate of a 2021-2027 programme.

    It is the programme's own rate. If no such rate is sourced, it is the rate of the area's
    category of region, or a usual rate.
    """
    rows = reference_rows("cofinancing_rates_2021_2027.csv")
    rates = {
        row["programme_code"] or row["category_of_region"]: float(row["eu_rate_pct"]) / 100
        for row in rows
    }
    if area is None:
        return rates.get(cci, EU_SHARE_NATION)
    return rates.get(cci, rates.get(areas()[area].category_2021_2027, EU_SHARE_REGION))


def _size_and_objectives(
    rng: np.random.Generator, cci: str, area: int | None
) -> tuple[float, tuple[str, ...]]:
    if area is None:
        return NATIONAL_SECOND[cci]
    chosen = {*ALWAYS, *rng.choice(OFTEN, size=int(rng.integers(4, 7)), replace=False)}
    objectives = tuple(sorted(chosen, key=lambda code: float(code.removeprefix("ESO4."))))
    return GROWTH * _plan_by_area()[area], objectives


@cache
def _plan_by_area() -> dict[int, float]:
    plans: dict[int, float] = {}
    for row in plan_rows():
        area = _programme_area().get(row["cci"])
        if area is not None:
            plans[area] = plans.get(area, 0.0) + float(row["total_amount"])
    return plans


def _pool_second(cci: str) -> tuple[int, ...]:
    southern = tuple(i for i in everywhere() if areas()[i].macro_area == "Mezzogiorno")
    return southern if cci == "2021IT05FFPR002" else everywhere()


def _development_fund(seed: int) -> Iterator[BudgetLine]:
    """Yield budget lines of training paid by the FSC; their programmes are invented."""
    for period in (FIRST, SECOND):
        rng = stream(seed, "development fund", period)
        for area in sorted(rng.choice(everywhere(), size=14, replace=False)):
            place = areas()[area]
            yield BudgetLine(
                programme=f"SINT-FSC-{period[2:4]}{period[7:9]}-{place.region_code}",
                programme_name=f"PIANO DIMOSTRATIVO FSC {place.name.upper()} {period}",
                period=period,
                axis="11",
                theme="FSC",
                fund="FSC",
                areas=(int(area),),
                authority=f"{authorities()[place.region_code]} (FSC, dimostrativo)",
                planned_eur=0.0,
                target_eur=float(rng.uniform(12e6, 60e6)),
                eu_share=0.0,
                has_two_funds=False,
            )


def _out_of_scope() -> Iterator[BudgetLine]:
    """Yield budget lines out of scope: ERDF works and equipment of programmes with two funds."""
    for cci in ("2014IT16M2OP002", "2014IT16M2OP006", "2021IT16FFPR002", "2021IT16FFPR003"):
        table = "programmes.csv" if cci.startswith("2014") else "programmes_2021_2027.csv"
        row = next(row for row in reference_rows(table) if row["cci"] == cci)
        region = "ITF4" if "PUGLIA" in row["name"] else "ITF6"
        area = next(i for i in everywhere() if areas()[i].region_code == region)
        yield BudgetLine(
            programme=cci,
            programme_name=row["name"],
            period=row["period"],
            axis="III" if cci.startswith("2014") else "RSO1.3",
            theme="FESR",
            fund="FESR",
            areas=(area,),
            authority=authorities()[region],
            planned_eur=0.0,
            target_eur=90e6,
            eu_share=0.75,
            has_two_funds=True,
        )
