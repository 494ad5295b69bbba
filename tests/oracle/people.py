"""Every indicator of people computed again, one participation at a time, as its words say it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from typing import Any

from .records import DISADVANTAGES, Record

Codes = tuple[str, ...]
Where = dict[str, tuple[str, ...]]
Is = Callable[[Record], bool]

Z95 = 1.959963984540054


@dataclass
class Expected:
    """What a figure should be, with what stands beside it."""

    numerator: int | Fraction | Decimal | None
    denominator: int | Fraction | Decimal | None = None
    value: Fraction | int | None = None
    interval: tuple[float, float] | None = None
    eligible: int | None = None
    immature: int | None = None
    against: tuple[int, int] | None = None
    is_waiting: bool = False

    @property
    def low(self) -> float | None:
        return self.interval[0] if self.interval else None

    @property
    def high(self) -> float | None:
        return self.interval[1] if self.interval else None

    @property
    def state(self) -> str:
        if self.value is not None:
            return "shown"
        waits = self.is_waiting or (self.eligible == 0 and self.immature)
        return "immature" if waits else "missing"

    @property
    def unknown_share(self) -> float | None:
        if not self.eligible:
            return None
        return (self.eligible - int(self.denominator or 0)) / self.eligible

    @property
    def worst_case(self) -> tuple[float, float] | None:
        """The rate if every unknown had failed, and if every one had succeeded."""
        if not self.eligible:
            return None
        met, unknown = int(self.numerator or 0), self.eligible - int(self.denominator or 0)
        return met / self.eligible, (met + unknown) / self.eligible


@dataclass(frozen=True)
class Rate:
    """Who a rate is about, from the widest group to the narrowest; each is within the former."""

    at_risk: Is
    eligible: Is
    known: Is
    met: Is
    year: str = "exit_year"

    def of(self, records: list[Record]) -> Expected:
        at_risk = [r for r in records if self.at_risk(r)]
        eligible = [r for r in at_risk if self.eligible(r)]
        known = [r for r in eligible if self.known(r)]
        met = sum(self.met(r) for r in known)
        return Expected(
            met,
            len(known),
            share(met, len(known)),
            wilson(met, len(known)),
            len(eligible),
            len(at_risk) - len(eligible),
        )


def share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def wilson(part: int, whole: int) -> tuple[float, float] | None:
    """Return the 95 % score interval: where (p - t)² = z² t (1 - t) / n."""
    if not whole:
        return None
    p, z2 = part / whole, Z95**2
    middle = p + z2 / (2 * whole)
    root = Z95 * sqrt(p * (1 - p) / whole + z2 / (4 * whole**2))
    bottom = 1 + z2 / whole
    return (middle - root) / bottom, (middle + root) / bottom


def everybody(_: Record) -> bool:
    return True


def has_left(r: Record) -> bool:
    return r.left


def left(reason_is: Is) -> Rate:
    return Rate(has_left, has_left, lambda r: r.reason != "", reason_is)


def placement(horizon: str, source: str) -> Rate:
    """At work some time after leaving, of those who were not at work on entering."""
    return Rate(
        lambda r: r.left and r.is_jobless,
        lambda r: r.matured(horizon),
        lambda r: r.source == source and r.knows(horizon),
        lambda r: r.works(horizon),
    )


def improvement(source: str) -> Rate:
    return Rate(
        lambda r: r.left and r.status == "employed",
        lambda r: r.matured("6m"),
        lambda r: r.source == source and r.improved is not None,
        lambda r: r.improved is True,
    )


def of_the_placed(source: str, known: Is, met: Is) -> Rate:
    def placed(r: Record) -> bool:
        return r.is_jobless and r.matured("6m") and r.source == source and r.works("6m")

    return Rate(placed, placed, known, met)


def vulnerable_known(r: Record) -> bool:
    return all(r.flags[name] is not None for name in DISADVANTAGES)


def is_complete(r: Record) -> bool:
    return bool(r.sex and r.status) and r.age is not None and r.isced is not None


def within(job: str, occupations: set[str]) -> bool:
    """Say whether a job falls within an occupation, at the level of the shorter code."""
    return any(job[: len(code)] == code[: len(job)] for code in occupations)


class People:
    """The indicators counted on the records of one slot.

    Attributes:
        records: one per person and operation, placed.
        occupations: what each operation that tells it prepares for.
        unemployed: resident unemployed by region and year.
        women: women's share of residents of working age, by region.
    """

    def __init__(
        self,
        records: list[Record],
        occupations: dict[str, set[str]],
        unemployed: dict[tuple[str, str], int],
        women: dict[str, Decimal],
    ) -> None:
        self.records = records
        self.occupations = occupations
        self.unemployed = unemployed
        self.women = women

    def rate(self, name: str, source: str) -> Rate:
        horizons = {f"placement_rate_{horizon}": horizon for horizon in ("28d", "6m", "12m")}
        if name in horizons:
            return placement(horizons[name], source)
        return {
            "completion_rate": left(lambda r: r.reason == "completed"),
            "dropout_rate": left(lambda r: r.reason != "completed"),
            "dropout_for_job_rate": left(lambda r: r.reason == "job"),
            "qualification_rate": Rate(
                has_left,
                has_left,
                lambda r: r.qualification is not None,
                lambda r: r.qualification is True,
            ),
            "improvement_rate_6m": improvement(source),
            "permanent_share_6m": of_the_placed(
                source, lambda r: r.contract != "", lambda r: r.contract == "permanent"
            ),
            "coherent_placement_rate_6m": of_the_placed(
                source,
                lambda r: r.occupation != "" and r.operation in self.occupations,
                lambda r: within(r.occupation, self.occupations[r.operation]),
            ),
            "vulnerable_share": Rate(
                everybody, everybody, vulnerable_known, lambda r: r.is_disadvantaged, "entry_year"
            ),
            "record_completeness": Rate(everybody, everybody, everybody, is_complete, "entry_year"),
        }[name]

    def counter(self, name: str, source: str) -> tuple[Callable[[list[Record]], Expected], str]:
        """Return how a group's figure is computed, and which year the indicator counts in."""
        others: dict[str, tuple[Callable[[list[Record]], Expected], str]] = {
            "participants_count": (lambda rs: Expected(len(rs), value=len(rs)), "entry_year"),
            "persons_count": (self._persons, "entry_year"),
            "women_access_ratio": (self._women_access, "entry_year"),
            "coverage_per_1000_unemployed": (self._coverage, "entry_year"),
            "placement_gender_gap_6m_pp": (
                lambda rs: gender_gap(rs, placement("6m", source)),
                "exit_year",
            ),
        }
        if name in others:
            return others[name]
        rate = self.rate(name, source)
        return rate.of, rate.year

    def measure(
        self, name: str, by: Codes, where: Where, source: str = "register"
    ) -> dict[Codes, Expected]:
        count, year = self.counter(name, source)
        groups = grouped(self.records, in_year(by, year), where_in_year(where, year))
        return {codes: count(records) for codes, records in groups.items()}

    def _persons(self, records: list[Record]) -> Expected:
        persons = len({r.person for r in records})
        return Expected(persons, value=persons)

    def _women_access(self, records: list[Record]) -> Expected:
        """Set women among women and men against their share of residents of the same regions."""
        known = [r for r in records if r.sex in ("F", "M")]
        women = sum(r.sex == "F" for r in known)
        expected = sum((self.women[r.codes["region"]] for r in known), Decimal())
        if not known:
            return Expected(0)
        return Expected(women, expected, women / Fraction(expected), byar(women, float(expected)))

    def _coverage(self, records: list[Record]) -> Expected:
        """Divide by the unemployed of the regions and years there are, each once."""
        unemployed = sum(r.status in ("unemployed", "long_term_unemployed") for r in records)
        places = {(r.codes["region"], r.codes["entry_year"]) for r in records}
        if not places <= self.unemployed.keys():
            return Expected(unemployed)
        residents = sum(self.unemployed[place] for place in places)
        return Expected(unemployed, residents, Fraction(1000 * unemployed, residents))


def gender_gap(records: list[Record], rate: Rate) -> Expected:
    """Return women's rate less men's; who is not mature yet may be anybody."""
    women = rate.of([r for r in records if r.sex == "F"])
    men = rate.of([r for r in records if r.sex == "M"])
    whole = rate.of(records)
    gap = None
    if women.value is not None and men.value is not None:
        gap = Fraction(women.value - men.value)
    return Expected(
        women.numerator,
        women.denominator,
        gap,
        newcombe(women, men),
        immature=whole.immature,
        against=(int(men.numerator or 0), int(men.denominator or 0)),
    )


def newcombe(one: Expected, two: Expected) -> tuple[float, float] | None:
    """Return the interval of a difference of shares, from the intervals of both."""
    if one.interval is None or two.interval is None:
        return None
    p, q = float(one.value or 0), float(two.value or 0)
    below = sqrt((p - one.interval[0]) ** 2 + (two.interval[1] - q) ** 2)
    above = sqrt((one.interval[1] - p) ** 2 + (q - two.interval[0]) ** 2)
    return p - q - below, p - q + above


def byar(observed: int, expected: float) -> tuple[float, float]:
    """Return Byar's interval of a count, over what was expected."""
    low = 0.0
    if observed:
        low = observed * (1 - 1 / (9 * observed) - Z95 / (3 * observed**0.5)) ** 3
    more = observed + 1
    high = more * (1 - 1 / (9 * more) + Z95 / (3 * more**0.5)) ** 3
    return low / expected, high / expected


def in_year(by: Codes, year: str) -> Codes:
    return tuple(year if name == "year" else name for name in by)


def where_in_year(where: Where, year: str) -> Where:
    return {(year if name == "year" else name): codes for name, codes in where.items()}


def grouped(records: Iterable[Any], by: Codes, where: Where) -> dict[Codes, list[Any]]:
    """Gather what has `codes` by those of some dimensions, leaving out what is not asked for."""
    groups: dict[Codes, list[Any]] = defaultdict(list)
    for name, codes in where.items():
        records = [record for record in records if record.codes[name] in codes]
    for record in records:
        groups[tuple([record.codes[name] for name in by])].append(record)
    return groups
