"""The recomputation put together: from the files of one warehouse to any figure of people."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from .costs import Costs
from .courses import Courses
from .earnings import Earnings
from .indicators import CommonIndicators
from .people import Codes, Expected, People
from .places import NOWHERE, Operations, Reference
from .records import in_slot, read, read_records
from .targets import Targets
from .training import Training

Files = dict[str, list[tuple[date, Path]]]

SOURCES = ("register", "survey")
WORKING_AGE = ("15-24", "25-34", "35-54", "55-64")
BY_SOURCE = (
    "placement_rate_28d",
    "placement_rate_6m",
    "placement_rate_12m",
    "improvement_rate_6m",
    "permanent_share_6m",
    "coherent_placement_rate_6m",
    "placement_gender_gap_6m_pp",
)


@dataclass(frozen=True)
class Question:
    """What is asked: along which dimensions, of which codes, of which edition."""

    by: Codes
    where: dict[str, Codes]
    slot: str = "current"


class Recomputation:
    """Every figure of one slot.

    Attributes:
        people: the participations and the indicators counted on them.
        indicators: the common indicators.
        targets: what was promised, and achieved.
        costs: money beside people.
    """

    def __init__(self, files: Files, operations: Path, folder: Path, slot: str) -> None:
        reference = Reference(folder)
        places, courses = Operations(operations, reference), Courses(files["course_occupations"])
        told = in_slot(read_records(files["participations"]), slot)
        training = Training(files["courses"], files["providers"], operations)
        records = [training.placed(courses.placed(places.placed(record))) for record in told]
        self.people = People(
            records, courses.occupations(), unemployed_of(files), women_of(folder, reference)
        )
        self.indicators = CommonIndicators(records)
        self.targets = Targets(files["targets"], slot, self.indicators, places, reference)
        self.costs = Costs(records, places)
        self.earnings = Earnings(records, files["employment_history"])

    def measure(self, name: str, asked: Question) -> dict[Codes, Expected]:
        if "_earnings_" in name:
            return self.earnings.measure(name, asked.by, asked.where)
        if name == "target_achievement":
            return self.targets.measure(asked.by, asked.where)
        if name == "common_indicator_count":
            return self.indicators.measure(asked.by, asked.where)
        if name.startswith("cost_"):
            return self.costs.measure(name, asked.by, asked.where)
        if name in BY_SOURCE:
            return self._by_source(name, asked)
        return self.people.measure(name, asked.by, asked.where)

    def _by_source(self, name: str, asked: Question) -> dict[Codes, Expected]:
        """Answer for registers and survey apart; without a word, registers are meant."""
        by = tuple(dimension for dimension in asked.by if dimension != "outcome_source")
        where = {d: codes for d, codes in asked.where.items() if d != "outcome_source"}
        sources = asked.where.get("outcome_source", SOURCES)
        if "outcome_source" not in asked.by:
            return self.people.measure(name, by, where, sources[0])
        place = asked.by.index("outcome_source")
        return {
            (*codes[:place], source, *codes[place:]): figure
            for source in sources
            for codes, figure in self.people.measure(name, by, where, source).items()
        }

    def members(self) -> dict[str, list[str]]:
        """Return the codes there are along every dimension."""
        found: dict[str, set[str]] = defaultdict(set)
        for record in self.people.records:
            for name, code in record.codes.items():
                found["year" if name.endswith("_year") else name].add(code)
        for met in self.indicators.met.values():
            found["indicator"] |= met.keys()
        for target in self.targets.targets:
            for name in ("axis", "category_of_region", "indicator"):
                found[name].add(target.codes[name])
        found["outcome_source"] = set(SOURCES)
        return {name: sorted(codes) for name, codes in found.items()}


def unemployed_of(files: Files) -> dict[tuple[str, str], int]:
    """Return resident unemployed in persons; of two series the newer edition."""
    [(_, path)] = files["indicators"]
    rows = [row for row in read(path) if row["SEX"] == "T"]
    rows.sort(key=lambda row: row["EDITION"])
    return {(row["NUTS2"], row["YEAR"]): int(Decimal(row["VALUE"]) * 1000) for row in rows}


def women_of(folder: Path, reference: Reference) -> dict[str, Decimal]:
    """Return women's share of residents of working age, in the newest year, to eight places."""
    rows = read(folder / "population_2022_2023.csv")
    newest = max(row["anno"] for row in rows)
    grown = [row for row in rows if row["anno"] == newest and row["eta"] in WORKING_AGE]
    found = {}
    for area in (*reference.areas, NOWHERE):
        mine = [row for row in grown if area in (row["nuts2"], NOWHERE)]
        women, men = (sum(int(row[sex]) for row in mine) for sex in ("F", "M"))
        found[area] = round(Decimal(women) / (women + men), 8)
    return found
