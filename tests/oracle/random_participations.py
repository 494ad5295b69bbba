"""Draw participations and what surrounds them, with a fixed seed, and write them as CSV files.

Nothing here knows how a figure is computed: it only sees to it that every rule has its hard cases.
"""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from .records import months_after, to_day

Row = dict[str, str]

EARLIER, LATER = date(2024, 2, 29), date(2026, 2, 28)
FAMILIES = {
    "3": ["EECO01", "EECO02", "EECO05", "EECO07", "EECO14", "EECR03", "EECR05", "EECR06"],
    "2": ["CO01", "CO05", "CO09", "CO15", "CR01", "CR03", "CR05", "CR06", "CR07"],
}
# programme, cycle, axes, regions (as published), and the axes a target may name
PROGRAMMES = (
    ("2014IT05SFOP014", "2", ("1", "2", "03"), ("019",)),
    ("2014IT05SFOP015", "2", ("A", "C", "B:::A"), ("009",)),
    ("2014IT05SFOP017", "2", ("1", "3", "3"), ("004",)),
    ("2014IT16M2OP002", "2", ("VIII", "IX", "X"), ("016",)),
    ("2014IT05SFOP021", "2", ("1", "2", "1"), ("020",)),
    ("2014IT05M9OP001", "2", ("1", "1 bis", ""), ("003", "005:::003", "004", "999", "015")),
    ("2007IT051PO003", "1", ("2", "4", "2"), ("019",)),
    ("2021IT05SFPR008", "3", ("ESO4.1", "ESO4.5", "2"), ("003",)),
    ("2021IT05SFPR016", "3", ("ESO4.1", "ESO4.8", "eso4.8"), ("010",)),
    ("2021IT05SFPR013", "3", ("ESO4.1", "ESO4.5", "ESO4.5"), ("020",)),
    ("2021IT05SFPR001", "3", ("ESO4.1", "ESO4.3", ""), ("012", "011", "014", "002:::001")),
    ("PSCVENETO2021", "3", ("1", "1", "2"), ("005",)),
)
OUTSIDE = ("FUORI-1", "FUORI-2")
OUTCOMES = ("employed", "self_employed", "education", "searching", "inactive", "unknown", "")
STATUSES = ("unemployed", "long_term_unemployed", "inactive", "inactive_in_education", "employed")
REGIONS = ("ITG1", "ITI1", "ITD1", "ITH2", "ITF4", "ITG2", "ITE2", "ITF1", "ITI3", "ITC4")
OCCUPATIONS = ("5", "52", "522", "5.2.2.1", "52213", "6", "7.1", "713", "3")
# Who carries out an operation: one body, another that does the work, several, a person, nobody.
BODIES = (
    {"OC_CODFISC_ATTUATORE": "01234567890", "OC_DENOM_ATTUATORE": "ENTE ALFA"},
    {"OC_CODFISC_REALIZZATORE": "09876543210", "OC_DENOM_REALIZZATORE": "ENTE BETA"},
    {
        "OC_CODFISC_ATTUATORE": "01234567890:::09876543210",
        "OC_DENOM_ATTUATORE": "ENTE ALFA:::ENTE BETA",
    },
    {
        "OC_CODFISC_ATTUATORE": "X",
        "OC_DENOM_ATTUATORE": "BIANCHI LUCIA",
        "OC_COD_FORMA_GIU_ATTUATORE": "1.1.20",
    },
    {"OC_CODFISC_ATTUATORE": "", "OC_DENOM_ATTUATORE": ""},
)
PROVIDERS = {"01234567890": "school", "p-gamma": "training_body", "p-delta": "natural_person"}
AGE_EDGES = (17, 18, 24, 25, 29, 30, 54, 55)
# days before an edition on which something may or may not have matured
CLOSE = (-1, 0, 1, 27, 28, 29, 178, 179, 180, 181, 182, 183, 184, 185, 364, 365, 366, 367)
MONTH_ENDS = (
    date(2023, 8, 29),
    date(2023, 8, 31),
    date(2023, 2, 28),
    date(2023, 11, 30),
    date(2025, 8, 28),
    date(2025, 8, 31),
    date(2024, 2, 29),
    date(2025, 1, 31),
    date(2024, 12, 31),
    date(2025, 4, 30),
)


def draw_operations(operation: Callable[..., Row], chance: Random) -> list[Row]:
    """Draw three operations of every programme; money is missing, zero or shared by two funds."""
    found = []
    for programme, cycle, axes, regions in PROGRAMMES:
        for number, axis in enumerate(axes):
            money = f"{chance.randrange(10**6, 10**8) / 100:.2f}".replace(".", ",")
            found.append(
                operation(
                    f"OP-{programme}-{number}",
                    OC_CODICE_PROGRAMMA=programme,
                    OC_COD_CICLO=cycle,
                    OC_COD_ARTICOLAZ_PROGRAMMA=axis,
                    OC_DESCR_ARTICOLAZ_PROGRAMMA="",
                    COD_REGIONE=regions[number % len(regions)],
                    COD_PROVINCIA="021" if programme == "2014IT05M9OP001" else "",
                    COD_OB_TEMATICO=chance.choice(("", "08", "09", "10")),
                    FINANZ_TOTALE_PUBBLICO=chance.choice((money, money, money, money, "", "0,00")),
                    **_funds(programme, chance),
                    **BODIES[len(found) % len(BODIES)],
                )
            )
    return found


def _funds(programme: str, chance: Random) -> Row:
    if programme.startswith("PSC"):
        return {
            "OC_COD_FONTE": "FSC2127",
            "FONDO_COMUNITARIO": "",
            "FINANZ_UE_FSE": "",
            "FINANZ_STATO_FSC": "900,00",
            "OC_CODFISC_PROGRAMMATORE": "80007580279",
        }
    if programme == "2014IT05M9OP001":
        return {"FINANZ_UE_FSE": "1000,00", "FINANZ_UE_IOG": chance.choice(("", "999,99", "1001"))}
    return {"FINANZ_UE_FSE": "1000,00"}


def draw_participations(
    operations: list[str], edition: date, count: int, chance: Random, first: int = 1
) -> list[Row]:
    """Draw records of one edition; one in ten is a person's second time in an operation."""
    found: list[Row] = []
    for number in range(first, first + count):
        row = draw_participation(number, chance.randrange(len(operations)), edition, chance)
        row["operation_code"] = operations[int(row["operation_code"])]
        if found and chance.random() < 0.1:
            again = chance.choice(found)
            row |= {name: again[name] for name in ("person_id", "operation_code")}
        found.append(row)
    return found


def draw_participation(number: int, operation: int, edition: date, chance: Random) -> Row:
    """Draw one record; its operation is a number, for some operations keep poorer records."""
    keeps_hours, asks = operation % 2 == 0, operation % 5 == 0
    status = chance.choice((*STATUSES, *STATUSES, *STATUSES, ""))
    return {
        "participation_id": f"PT{number:06}",
        "person_id": f"P{chance.randrange(4000):05}",
        "operation_code": str(operation),
        "region": chance.choice(("", "", "", "", *REGIONS[:2], chance.choice(REGIONS))),
        "province": ("", "082", "RM", "Napoli")[number % 4],
        "sex": chance.choice(("F", "F", "F", "M", "M", "M", "X", "f", "")),
        "age_at_entry": chance.choice(
            (str(chance.randrange(14, 80)), str(chance.choice(AGE_EDGES)), "")
        ),
        "education_isced": chance.choice((*"012345678", "")),
        "status_at_entry": status,
        **{
            name: _flag(chance, 0.1, 0.03)
            for name in (
                "disability",
                "migrant",
                "minority",
                "homeless",
                "rural",
                "other_disadvantage",
            )
        },
        **_days(edition, chance),
        "exit_reason": chance.choice(("completed", "completed", "job", "other", "")),
        "hours_planned": "300",
        "hours_attended": ""
        if not keeps_hours and chance.random() < 0.1
        else (f"{chance.randrange(0, 60000) / 100:.2f}".replace(".", chance.choice(",."))),
        "qualification": _flag(chance, 0.5, 0.1),
        **{f"status_{horizon}": chance.choice(OUTCOMES) for horizon in ("28d", "6m", "12m")},
        "outcome_source": "survey"
        if asks
        else chance.choice(("register", "register", "register", "survey", "survey", "")),
        "contract_type_6m": chance.choice(
            ("permanent", "fixed_term", "apprenticeship", "other", "")
        ),
        "occupation_code_6m": chance.choice((*OCCUPATIONS, "")),
        "improved_6m": _flag(chance, 0.4, 0.2),
        "course_id": ("", "", "C1", "C1", "C2", "C9")[number % 6],
    }


def _flag(chance: Random, true: float, empty: float) -> str:
    drawn = chance.random()
    if drawn < empty:
        return ""
    return chance.choice(("true", "1", "sì") if drawn < empty + true else ("false", "0", "no"))


def _days(edition: date, chance: Random) -> Row:
    """Draw when somebody enters and leaves: not yet, near a rule's edge, or on any day."""
    entry = date(2014, 1, 1) + timedelta(days=chance.randrange((edition - date(2014, 1, 1)).days))
    leaves: date | None = entry + timedelta(days=chance.randrange(700))
    drawn = chance.random()
    if drawn < 0.1:
        leaves = None
    elif drawn < 0.5:
        close = edition - timedelta(days=chance.choice(CLOSE))
        leaves = chance.choice((close, close, chance.choice(MONTH_ENDS)))
        entry = leaves - timedelta(days=chance.randrange(400))
    elif drawn < 0.51:
        leaves = entry - timedelta(days=1)
    return {"entry_date": _text(entry, chance), "exit_date": _text(leaves, chance)}


def _text(day: date | None, chance: Random) -> str:
    if day is None:
        return ""
    return day.strftime(chance.choice(("%Y-%m-%d", "%Y-%m-%d", "%d/%m/%Y")))


def draw_occupations(operations: list[str], chance: Random) -> list[Row]:
    """Draw what three operations in four prepare for; some only name their sector."""
    found = []
    for operation in operations:
        kind = chance.choice(("nothing", "sector", "some", "some"))
        codes = chance.sample(("5.2.2", "5221", "7", "713", "3.1"), 2) if kind == "some" else [""]
        found += [
            {
                "operation_code": operation,
                "occupation_code": code,
                "sector_sep": "23" if kind == "sector" else chance.choice(("", "12")),
                "places": chance.choice(("", "10", "25")),
            }
            for code in codes
            if kind != "nothing"
        ]
    return found


def draw_courses(operations: list[str], chance: Random) -> list[Row]:
    """Draw one to three courses of two operations in three; some leave their provider open."""
    return [
        {
            "course_id": f"C{number + 1}",
            "operation_code": operation,
            "provider_id": chance.choice(("", *PROVIDERS, "p-omega")),
            "title": f"Corso {number + 1}",
        }
        for place, operation in enumerate(operations)
        for number in range(place % 3)
    ]


def draw_history(rows: list[Row], chance: Random) -> list[Row]:
    """Draw months of work around the entries and exits of some records, each month once."""
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        for day, apart in (("entry_date", (-12, -6, -5)), ("exit_date", (6, 12, 13))):
            start = to_day(row[day])
            for step in apart if start and chance.random() < 0.4 else ():
                month = months_after(start.replace(day=1), step).isoformat()
                works = chance.random() < 0.8
                pay = chance.choice(("", "0", "850", "1250,50", f"{chance.randrange(100, 3000)}"))
                found[row["person_id"], month] = {
                    "person_id": row["person_id"],
                    "month": month,
                    "employed": "true" if works else "false",
                    "contract": "",
                    "earnings": pay if works else "",
                }
    return list(found.values())


def draw_targets(chance: Random, count: int) -> list[Row]:
    """Draw targets, each once: for both sexes or for one, for a whole programme or an axis."""
    found: dict[tuple[str, ...], Row] = {}
    for _ in range(count):
        programme, cycle, axes, _regions = chance.choice(PROGRAMMES)
        key = (
            programme,
            chance.choice(("", axes[0], axes[0], axes[1])),
            chance.choice((*FAMILIES.get(cycle, ["CO01"]), "IPROPRIO")),
            chance.choice(("", "F", "M", "F", "M")),
            chance.choice(("", "", "less_developed", "transition", "more_developed")),
        )
        names = ("programme", "priority_axis", "indicator", "sex", "category_of_region")
        found[key] = dict(zip(names, key, strict=True)) | {
            "baseline": chance.choice(("", "0", "5", "2,5")),
            "target_year": "2029",
            "target": chance.choice(("2", "40", "120", "300", "")),
            "achieved": chance.choice(("", "", "17", "33,25")),
            "edition": "",
        }
    return list(found.values())


def draw_unemployed(areas: list[str], chance: Random) -> list[Row]:
    """Draw thousands of unemployed per region and year; one region lacks years, one has series."""
    found = []
    for area in areas:
        for year in range(2012, 2027):
            for sex, most in (("T", 2000), ("F", 900), ("M", 900)):
                value = f"{chance.randrange(500, most * 5) / 10:.1f}"
                found.append(_unemployed(area, year, sex, value, "Istat DCCV", "2026-01-15"))
        found.append(_unemployed(area, 2020, "T", "1.0", "Istat vecchia", "2021-01-15"))
    gone = {("ITI1", "2018"), ("ITF4", "2021")}
    return [row for row in found if (row["NUTS2"], row["YEAR"]) not in gone]


def _unemployed(area: str, year: int, sex: str, value: str, series: str, edition: str) -> Row:
    return {
        "INDICATOR": "unemployed_persons_15_74",
        "NUTS2": area,
        "YEAR": str(year),
        "SEX": sex,
        "VALUE": value,
        "SERIES": series,
        "EDITION": edition,
        "FLAG": "",
    }


def write(path: Path, rows: list[Row], delimiter: str = ";") -> Path:
    """Write rows as a spreadsheet would."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def draw_files(
    folder: Path, operation: Callable[..., Row], areas: list[str]
) -> tuple[list[Row], dict[str, Any]]:
    """Write every file but that of operations; return the operations, and the files by source."""
    chance = Random(20260228)
    operations = draw_operations(operation, chance)
    codes = [row["COD_LOCALE_PROGETTO"] for row in operations]
    every = [*codes, *OUTSIDE]
    earlier = draw_participations(every, EARLIER, 1500, chance)
    later = draw_participations(every[3:], LATER, 5000, chance)
    mended = draw_participations(every[3:], LATER, 200, chance, first=4951)
    for row in mended[:50]:
        row["operation_code"] = later[int(row["participation_id"][2:]) - 1]["operation_code"]
    return operations, {
        "participations": [
            (EARLIER, write(folder / "earlier.csv", earlier)),
            (LATER, write(folder / "later.csv", later, delimiter=",")),
            (LATER, write(folder / "mended.csv", mended)),
        ],
        "targets": [
            (EARLIER, write(folder / "targets_earlier.csv", draw_targets(chance, 150))),
            (LATER, write(folder / "targets_later.csv", draw_targets(chance, 400))),
        ],
        "course_occupations": [
            (EARLIER, write(folder / "courses_earlier.csv", draw_occupations(every, chance))),
            (LATER, write(folder / "courses_later.csv", draw_occupations(every[9:], chance))),
        ],
        "providers": [
            (
                LATER,
                write(
                    folder / "providers.csv",
                    [
                        {"provider_id": code, "name": f"Ente {code}", "kind": kind}
                        for code, kind in PROVIDERS.items()
                    ],
                ),
            )
        ],
        "courses": [
            (EARLIER, write(folder / "taught_earlier.csv", draw_courses(every, Random(1)))),
            (LATER, write(folder / "taught_later.csv", draw_courses(every[7:], Random(2)))),
        ],
        "employment_history": [
            (EARLIER, write(folder / "history.csv", draw_history(later[:3000], chance))),
            (LATER, write(folder / "history_again.csv", draw_history(later[2500:], chance))),
        ],
        "indicators": [
            (LATER, write(folder / "unemployed.csv", draw_unemployed(areas, chance), ","))
        ],
    }
