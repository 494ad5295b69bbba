"""Three thousand participations of which everything is known, with many small cells."""

import csv
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

# programme, its region (of a national one: of each participant), authority by programme
REGIONAL = {
    "2014IT05SFOP014": "ITG1",
    "2014IT05SFOP015": "ITI1",
    "2014IT05SFOP013": "ITC1",
    "2014IT05SFOP010": "ITH1",
}
NATIONAL = "2014IT05M2OP001"
# regions of a national programme's participants, and how often
REGIONS = {"ITG1": 9, "ITI1": 6, "ITC1": 4, "ITH1": 3, "ITF5": 3, "ITF2": 3, "ITF1": 3}
REGIONS |= {"ITC2": 2, "ITI2": 2, "ITI3": 2, "ITH4": 2, "ITC3": 1}
ENTRY = ("unemployed", "long_term_unemployed", "inactive", "inactive_in_education", "employed")
STATUSES = ("employed", "self_employed", "education", "searching", "inactive", "unknown")
PERSONS = 3000
# What every operation prepares for, in how many courses, and who holds them.
OCCUPATION, COURSES = "5221", ("A", "B", "C")
PROVIDERS = ("01234567890", "09876543210", "11111111111")
# An operation for disabled persons alone.
ALL_DISABLED = "OP-2014IT05SFOP010-1"


def participations(number: int = PERSONS, seed: int = 13) -> list[dict[str, Any]]:
    """Draw participations; of two numbers the smaller set begins the larger one."""
    rng = random.Random(seed)
    return [_participation(i, rng) for i in range(number)]


def _participation(number: int, rng: random.Random) -> dict[str, Any]:
    programme = rng.choices([*REGIONAL, NATIONAL], (45, 25, 10, 4, 16))[0]
    region = REGIONAL.get(programme) or rng.choices([*REGIONS], [*REGIONS.values()])[0]
    entry = date(2018, 1, 1) + timedelta(int(rng.triangular(0, 2100, 500)))
    leaves = entry + timedelta(rng.randrange(30, 300)) if rng.random() < 0.92 else None
    reason = rng.choices(["completed", "job", "other", None], (80, 8, 9, 3))[0]
    age = int(min(64, max(15, rng.triangular(15, 64, 21))))
    operation = f"OP-{programme}-{1 + rng.choices((0, 1), (9, 1))[0]}"
    works = rng.choices(STATUSES, (40, 4, 8, 25, 15, 8))[0]
    more = random.Random(number)
    return {
        "participation_id": f"PA{number}",
        "person_id": f"PE{number if rng.random() < 0.9 else rng.randrange(PERSONS)}",
        "operation_code": operation,
        "region": region,
        "sex": rng.choices("FMX", (50, 48, 2))[0],
        "age_at_entry": age,
        "education_isced": rng.choices((1, 3, 6), (30, 60, 10))[0],
        "status_at_entry": rng.choices(ENTRY, (50, 25, 8, 5, 12))[0],
        "disability": rng.random() < 0.04 or operation == ALL_DISABLED,
        "migrant": rng.random() < 0.08,
        "minority": False,
        "homeless": rng.random() < 0.01,
        "rural": rng.random() < 0.2,
        "other_disadvantage": rng.random() < 0.05,
        "entry_date": entry,
        "exit_date": leaves,
        "exit_reason": reason if leaves else None,
        "hours_planned": 100,
        "hours_attended": rng.randrange(100),
        "qualification": rng.choice([True, True, False]),
        "status_28d": works,
        "status_6m": works,
        "status_12m": works,
        "outcome_source": rng.choices(["register", "survey"], (9, 1))[0],
        "contract_type_6m": rng.choice(["permanent", "fixed_term"]),
        "improved_6m": rng.choice([True, False]),
        # of one in five nobody knows which occupation; three in ten work in another
        "occupation_code_6m": more.choices((OCCUPATION, "8131", None), (5, 3, 2))[0],
        "course_id": more.choices(COURSES, (70, 25, 5))[0],
    }


def operations(operation: Any) -> list[dict[str, str]]:
    """Return the operations that they take part in: two axes of each programme."""
    return [
        operation(
            f"OP-{programme}-{axis}",
            OC_CODICE_PROGRAMMA=programme,
            OC_COD_ARTICOLAZ_PROGRAMMA=str(axis),
        )
        for programme in (*REGIONAL, NATIONAL)
        for axis in (1, 2)
    ]


def courses() -> dict[str, list[dict[str, Any]]]:
    """Return who holds which courses, and what they prepare for, by contract."""
    codes = [f"OP-{programme}-{axis}" for programme in (*REGIONAL, NATIONAL) for axis in (1, 2)]
    held = [
        {"operation_code": code, "course_id": course, "title": course, "provider_id": provider}
        for place, code in enumerate(codes)
        for course, provider in zip(COURSES, PROVIDERS[place % 2 :] + PROVIDERS, strict=False)
    ]
    return {
        "providers": [{"provider_id": code, "kind": "training_body"} for code in PROVIDERS],
        "courses": held,
        "course_occupations": [
            {"operation_code": code, "occupation_code": OCCUPATION} for code in codes
        ],
    }


def pay() -> list[dict[str, Any]]:
    """Return what a register knows of leavers' pay a year before they came and after they left."""
    rng, found = random.Random(29), {}
    for row in participations():
        moments = ((row["entry_date"], -12), (row["exit_date"], 6), (row["exit_date"], 12))
        for day, months in moments:
            if day and rng.random() < 0.6:
                number = day.year * 12 + day.month - 1 + months
                month = date(number // 12, number % 12 + 1, 1)
                earned = round(rng.lognormvariate(7, 0.4), 2)
                found[row["person_id"], month] = {
                    "person_id": row["person_id"],
                    "month": month,
                    "employed": True,
                    "earnings": earned,
                }
    return [*found.values()]


def write(path: Path, number: int = PERSONS) -> Path:
    """Write participations as an authority delivers them."""
    return write_rows(path, participations(number))


def write_rows(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Write a file of a contract."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows({name: _text(value) for name, value in row.items()} for row in rows)
    return path


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
