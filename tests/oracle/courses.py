"""What each operation prepares for, read again from the CSV files: its newest edition alone."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

from .records import Record, Row, read

UNKNOWN = "unknown"


class Courses:
    """The occupations and sectors of operations, and what their participants count under."""

    def __init__(self, files: list[tuple[date, Path]]) -> None:
        self.rows: dict[str, list[Row]] = {}
        for _, path in sorted(files, key=lambda file: file[0]):
            told: dict[str, list[Row]] = defaultdict(list)
            for row in read(path):
                code = row["occupation_code"].replace(".", "")
                told[row["operation_code"]].append(row | {"occupation_code": code})
            self.rows |= told

    def occupations(self) -> dict[str, set[str]]:
        """Return the occupations of each operation that names some; a sector is none."""
        named = {
            operation: {row["occupation_code"] for row in rows if row["occupation_code"]}
            for operation, rows in self.rows.items()
        }
        return {operation: codes for operation, codes in named.items() if codes}

    def placed(self, record: Record) -> Record:
        """Count a participant under what most of the places prepare for; no need was stated."""
        rows = self.rows.get(record.operation, [])
        most = sorted(rows, key=lambda row: (-int(row["places"] or 0), row["occupation_code"]))
        first = most[0] if most else {"occupation_code": "", "sector_sep": ""}
        codes = {
            "pact": "none",
            "need_founded": "no",
            "occupation": first["occupation_code"] or UNKNOWN,
            "sector_sep": first["sector_sep"] or UNKNOWN,
        }
        return replace(record, codes=record.codes | codes)
