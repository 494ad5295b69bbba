"""Who delivers what a person attends: read again from the CSV files, one person at a time."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

from .records import Record, Row, read

UNKNOWN, PERSON = "unknown", "natural_person"
Dated = list[tuple[date, Path]]


class Training:
    """The courses of operations, and the bodies that answer for each."""

    def __init__(self, courses: Dated, providers: Dated, operations: Path) -> None:
        self.courses: dict[str, dict[str, Row]] = {}
        for _, path in courses:
            delivered: dict[str, dict[str, Row]] = defaultdict(dict)
            for row in read(path):
                delivered[row["operation_code"]][row["course_id"]] = row
            self.courses |= delivered
        described = [row for _, path in providers for row in read(path)]
        self.kinds = {row["provider_id"]: row["kind"] for row in described}
        self.bodies = {row["COD_LOCALE_PROGETTO"]: body_of(row) for row in read(operations)}

    def provider(self, row: Row | None) -> str:
        """Return who delivers a course; nothing where its file leaves it open."""
        named = row["provider_id"] if row else ""
        kind = self.kinds.get(named, "")
        if kind == PERSON:
            return PERSON
        # a code that nobody describes may be a person's; a company's has eleven digits
        nameless = named and not kind and not (named.isdigit() and len(named) == 11)
        return UNKNOWN if nameless else named.upper()

    def of_operation(self, code: str) -> str:
        """Return the one provider of an operation: its courses', or the body in charge."""
        if code not in self.bodies:
            return UNKNOWN
        named = {self.provider(row) for row in self.courses.get(code, {}).values()} - {""}
        if len(named) > 1:
            return UNKNOWN
        return next(iter(named), self.bodies[code])

    def placed(self, record: Record) -> Record:
        offered = self.courses.get(record.operation, {})
        named = record.course or (next(iter(offered)) if len(offered) == 1 else "")
        attended = offered.get(named)
        codes = {
            "course": f"{record.operation}/{named}" if attended else UNKNOWN,
            "provider": self.provider(attended) or self.of_operation(record.operation),
        }
        return replace(record, codes=record.codes | codes)


def body_of(row: Row) -> str:
    """Return the code of the only body that carries an operation out."""
    role = "REALIZZATORE" if row.get("OC_DENOM_REALIZZATORE") else "ATTUATORE"
    if row.get(f"OC_COD_FORMA_GIU_{role}", "").startswith("1.1."):
        return PERSON
    name, code = row.get(f"OC_DENOM_{role}", ""), row.get(f"OC_CODFISC_{role}", "")
    return UNKNOWN if ":::" in name + code or not name + code else code.upper()
