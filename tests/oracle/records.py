"""Participations read again from their CSV files, by somebody who has only the definitions.

Nothing of the package is used here: the csv module, dates and fractions.
"""

import csv
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

Row = dict[str, str]

YES, NO = {"true", "1", "sì"}, {"false", "0", "no"}
AT_WORK = ("employed", "self_employed")
DISADVANTAGES = ("disability", "migrant", "minority", "homeless", "other_disadvantage")


def read(path: Path) -> list[Row]:
    """Return the rows of a file, without blanks around the values."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        delimiter = ";" if ";" in file.readline() else ","
        file.seek(0)
        found = csv.DictReader(file, delimiter=delimiter)
        return [{name: value.strip() for name, value in row.items()} for row in found]


def to_day(text: str) -> date | None:
    if not text:
        return None
    return datetime.strptime(text, "%d/%m/%Y" if "/" in text else "%Y-%m-%d").date()


def to_flag(text: str) -> bool | None:
    return True if text in YES else False if text in NO else None


def to_number(text: str) -> Decimal | None:
    return Decimal(text.replace(",", ".")) if text else None


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month where it does not exist."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


DUE: dict[str, Callable[[date], date]] = {
    "28d": lambda day: day + timedelta(days=28),
    "6m": lambda day: months_after(day, 6),
    "12m": lambda day: months_after(day, 12),
}


@dataclass(frozen=True)
class Record:
    """One person in one operation, as an edition tells it."""

    participation: str
    person: str
    operation: str
    region: str
    province: str
    sex: str
    age: int | None
    isced: int | None
    status: str
    flags: dict[str, bool | None]
    entry: date
    exit: date | None
    reason: str
    hours: Decimal | None
    qualification: bool | None
    after: dict[str, str]
    source: str
    contract: str
    occupation: str
    improved: bool | None
    course: str
    edition: date
    delivery: int
    codes: dict[str, str] = field(default_factory=dict)

    @property
    def left(self) -> bool:
        return self.exit is not None and self.exit <= self.edition

    @property
    def is_jobless(self) -> bool:
        return self.status not in ("", "employed")

    @property
    def is_disadvantaged(self) -> bool:
        return any(self.flags[name] for name in DISADVANTAGES)

    def matured(self, horizon: str) -> bool:
        return self.left and DUE[horizon](self.exit) <= self.edition

    def knows(self, horizon: str) -> bool:
        return self.after[horizon] not in ("", "unknown")

    def works(self, horizon: str) -> bool:
        return self.after[horizon] in AT_WORK


def to_record(row: Row, edition: date, delivery: int) -> Record:
    flags = (*DISADVANTAGES, "rural")
    return Record(
        participation=row["participation_id"],
        person=row["person_id"],
        operation=row["operation_code"],
        region=row["region"],
        province=row["province"],
        sex=row["sex"].upper(),
        age=int(row["age_at_entry"]) if row["age_at_entry"] else None,
        isced=int(row["education_isced"]) if row["education_isced"] else None,
        status=row["status_at_entry"],
        flags={name: to_flag(row[name]) for name in flags},
        entry=to_day(row["entry_date"]) or date.max,
        exit=to_day(row["exit_date"]),
        reason=row["exit_reason"],
        hours=to_number(row["hours_attended"]),
        qualification=to_flag(row["qualification"]),
        after={horizon: row[f"status_{horizon}"] for horizon in DUE},
        source=row["outcome_source"],
        contract=row["contract_type_6m"],
        occupation=row["occupation_code_6m"].replace(".", ""),
        improved=to_flag(row["improved_6m"]),
        course=row["course_id"],
        edition=edition,
        delivery=delivery,
    )


def read_records(files: list[tuple[date, Path]]) -> list[Record]:
    """Return the records of every file that can be participations: no exit before the entry."""
    found = [
        to_record(row, edition, number)
        for number, (edition, path) in enumerate(files)
        for row in read(path)
    ]
    return [r for r in found if r.exit is None or r.exit >= r.entry]


def in_slot(records: list[Record], slot: str) -> list[Record]:
    """Return one record per person and operation, of each operation's newest or former edition."""
    editions: dict[str, set[date]] = defaultdict(set)
    for record in records:
        editions[record.operation].add(record.edition)
    newest = {operation: sorted(days, reverse=True) for operation, days in editions.items()}
    place = 0 if slot == "current" else 1
    chosen = [r for r in records if [r.edition] == newest[r.operation][place : place + 1]]
    return [as_one(same) for same in by_person(last_delivered(chosen)).values()]


def last_delivered(records: Iterable[Record]) -> Iterable[Record]:
    """Keep, of each record, what the later file of an edition says."""
    ordered = sorted(records, key=lambda r: r.delivery)
    return {(r.operation, r.participation): r for r in ordered}.values()


def by_person(records: Iterable[Record]) -> dict[tuple[str, str], list[Record]]:
    found = defaultdict(list)
    for record in records:
        found[record.person, record.operation].append(record)
    return found


def as_one(same: list[Record]) -> Record:
    """Merge re-entries: the first entry and who the person was then, the last exit and results.

    Who is inside has not left yet. Hours of all times add up; when one is not told, neither are
    they.
    """
    first = min(same, key=lambda r: (r.entry, r.participation))
    last = max(same, key=lambda r: (r.exit or date.max, r.entry, r.participation))
    hours = [r.hours for r in same]
    return replace(
        first,
        exit=last.exit,
        reason=last.reason,
        qualification=last.qualification,
        after=last.after,
        source=last.source,
        contract=last.contract,
        occupation=last.occupation,
        improved=last.improved,
        course=last.course,
        hours=None if None in hours else sum(hours, Decimal()),
    )
