"""Three thousand participations of which everything is known, with many small cells."""

import random
from datetime import date, timedelta
from typing import Any

import duckdb
import pandas as pd

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


def participations(file: str, number: int = PERSONS, seed: int = 13) -> list[dict[str, Any]]:
    """Draw participations; of two numbers the smaller set begins the larger one."""
    rng = random.Random(seed)
    return [_participation(file, i, rng) for i in range(number)]


def _participation(file: str, number: int, rng: random.Random) -> dict[str, Any]:
    programme = rng.choices([*REGIONAL, NATIONAL], (45, 25, 10, 4, 16))[0]
    region = REGIONAL.get(programme) or rng.choices([*REGIONS], [*REGIONS.values()])[0]
    entry = date(2018, 1, 1) + timedelta(int(rng.triangular(0, 2100, 500)))
    leaves = entry + timedelta(rng.randrange(30, 300)) if rng.random() < 0.92 else None
    reason = rng.choices(["completed", "job", "other", None], (80, 8, 9, 3))[0]
    age = int(min(64, max(15, rng.triangular(15, 64, 21))))
    works = rng.choices(STATUSES, (40, 4, 8, 25, 15, 8))[0]
    return {
        "file_id": file,
        "row_number": number,
        "participation_id": f"PA{number}",
        "person_id": f"PE{number if rng.random() < 0.9 else rng.randrange(PERSONS)}",
        "operation_code": f"OP-{programme}-{1 + rng.choices((0, 1), (9, 1))[0]}",
        "region": region,
        "province": None,
        "sex": rng.choices("FMX", (50, 48, 2))[0],
        "age_at_entry": age,
        "education_isced": rng.choices((1, 3, 6), (30, 60, 10))[0],
        "status_at_entry": rng.choices(ENTRY, (50, 25, 8, 5, 12))[0],
        "disability": rng.random() < 0.04,
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
        "occupation_code_6m": None,
        "improved_6m": rng.choice([True, False]),
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


def fill(con: duckdb.DuckDBPyConnection, file: str, day: str, number: int = PERSONS) -> None:
    """Put participations of an edition into the raw tables."""
    con.register("drawn", pd.DataFrame(participations(file, number)))
    con.execute("insert into raw.participations by name select * from drawn")
    con.unregister("drawn")
    con.execute(
        "insert into ledger.file values ($file, $place, 'participations', $name, $file, '', '', "
        "$day, now()::timestamp, $n, $n, 0, 0, 0, false, '')",
        {"file": file, "place": int(file[1:]) + 9, "name": f"{file}.csv", "day": day, "n": number},
    )
