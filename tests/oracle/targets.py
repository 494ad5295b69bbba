"""Targets computed again: how much of the way from a baseline was made."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from .costs import ratio
from .indicators import CommonIndicators
from .people import Codes, Expected, Where, grouped
from .places import UNKNOWN, Operations, Reference
from .records import Row, read, to_day, to_number


@dataclass(frozen=True)
class Target:
    """How far a target is, of how far it should go; nothing where a part is not known.

    Beside it the persons achieved, and those whose result is not due yet where records are counted.
    """

    codes: Row
    progress: Decimal | None
    distance: Decimal | None
    persons: Decimal = Decimal()
    waiting: int = 0


class Targets:
    """The targets of one slot, each with what was achieved."""

    def __init__(
        self,
        files: list[tuple[date, Path]],
        slot: str,
        counted: CommonIndicators,
        operations: Operations,
        reference: Reference,
    ) -> None:
        self.operations, self.reference, self.counted = operations, reference, counted
        self.axes = operations.axes()
        chosen = with_totals(chosen_editions(files, slot))
        self.targets = [self._judged(row) for row in chosen]

    def _judged(self, row: Row) -> Target:
        baseline = to_number(row["baseline"]) or Decimal()
        target = to_number(row["target"])
        achieved, waiting = to_number(row["achieved"]), 0
        if achieved is None:
            counted, waiting = self.counted.persons(row), self.counted.waiting(row)
            achieved = None if counted is None else Decimal(counted)
        codes, persons = self._codes(row), round(achieved or Decimal())
        if target is None or target <= baseline or achieved is None:
            return Target(codes, None, None, Decimal(persons), waiting)
        return Target(codes, achieved - baseline, target - baseline, Decimal(persons), waiting)

    def _codes(self, row: Row) -> Row:
        programme = row["programme"]
        known = self.reference.programmes.get(programme)
        seen = [p for p in self.operations.places.values() if p["programme"] == programme]
        region = known["region"] if known else ""
        place = self.reference.area_codes(region, "")
        planned = {(p, axis): theme for (p, _), (axis, theme) in self.reference.themes.items()}
        axis = (programme, row["axis"])
        return row | {
            "period": known["period"] if known else seen[0]["period"],
            "region": place["region"],
            "macro_area": place["macro_area"],
            "managing_authority": (region or programme) if known else seen[0]["managing_authority"],
            "theme": planned.get(axis) or self.axes.get(axis, UNKNOWN),
        }

    def measure(self, by: Codes, where: Where) -> dict[Codes, Expected]:
        """Add up targets for both sexes, or those of each when sexes are asked for."""
        asked = "sex" in by or "sex" in where
        chosen = [t for t in self.targets if (t.codes["sex"] == "total") is not asked]
        groups = grouped(chosen, by, where)
        return {codes: of_targets(found) for codes, found in groups.items()}


def of_targets(found: list[Target]) -> Expected:
    """Add up what was achieved; where that is nobody and somebody waits, the figure is not due."""
    made = ratio((t.progress, t.distance) for t in found)
    if not sum(t.persons for t in found) and sum(t.waiting for t in found):
        return Expected(made.numerator, made.denominator, is_waiting=True)
    return made


def chosen_editions(files: list[tuple[date, Path]], slot: str) -> list[Row]:
    """Return each target as its newest edition has it, or the one before."""
    editions: dict[Codes, dict[date, Row]] = defaultdict(dict)
    for edition, path in files:
        for row in read(path):
            target = row | {
                "axis": row["priority_axis"] or "all",
                "indicator": row["indicator"].upper(),
                "sex": row["sex"] if row["sex"] not in ("", "T") else "total",
                "category_of_region": row["category_of_region"] or "all",
            }
            names = ("programme", "axis", "indicator", "sex", "category_of_region")
            key = tuple(target[name] for name in names)
            editions[key][to_day(row["edition"]) or edition] = target
    place = 0 if slot == "current" else 1
    found = [sorted(told.items(), reverse=True)[place:] for told in editions.values()]
    return [told[0][1] for told in found if told]


def with_totals(targets: list[Row]) -> list[Row]:
    """Add, where only women and men have targets, the sum of theirs."""
    groups: dict[Codes, list[Row]] = defaultdict(list)
    for row in targets:
        names = ("programme", "axis", "indicator", "category_of_region")
        groups[tuple(row[name] for name in names)].append(row)
    alone = [rows for rows in groups.values() if not any(r["sex"] == "total" for r in rows)]
    return targets + [
        rows[0]
        | {"sex": "total", "achieved": summed(rows, "achieved", all_of_them=True)}
        | {name: summed(rows, name) for name in ("baseline", "target")}
        for rows in alone
    ]


def summed(rows: list[Row], name: str, all_of_them: bool = False) -> str:
    known = [to_number(row[name]) or Decimal() for row in rows if row[name]]
    if not known or (all_of_them and len(known) < len(rows)):
        return ""
    return str(sum(known))
