"""A worked example of needs: three territories, four occupations, five operations.

Worked out by hand (2020):

    territory  occupation          positions  places  covered  unmet  beyond
    Palermo    5221 cooks                 40      50       40      0      10
    Palermo    5223 waiters               30      20       20     10       0
    Catania    5221 cooks                 20      15       15      5       0
    Piemonte   6212 welders          50 + 10      40       40     20       0
    Piemonte   312  ICT technicians       25      30       25      0       5
    all                                  175     155      140     35      15

Of Excelsior's 60 welders only the 10 beyond the pact's 50 count. The ICT need is of 3121 and the
course of 312: they compare at three figures. Ninety places are put to needs of pacts.
"""

import csv
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cruscotto.disclosure import Rules
from cruscotto.sources.importing import Batch, import_batches
from cruscotto.warehouse.reading import reader

from .attacked import courses, operations, pay, write, write_rows

EDITION = date(2024, 8, 31)
Rows = Sequence[dict[str, str]]

# operation: programme, region, province, occupation, places, public euro, private euro
OPERATIONS = {
    "O1": ("2014IT05SFOP014", "019", "019082", "5221", "50", "100000,00", ""),
    "O2": ("2014IT05SFOP014", "019", "019082", "5223", "20", "40000,00", ""),
    "O3": ("2014IT05SFOP014", "019", "019087", "5221", "15", "30000,00", ""),
    "O4": ("2014IT05SFOP013", "001", "001001", "6212", "40", "80000,00", "10000,00"),
    "O5": ("2014IT05SFOP013", "001", "001001", "312", "30", "60000,00", ""),
}
PACTS = [
    {
        "pact_id": "P1",
        "name": "Patto di Palermo",
        "region": "ITG1",
        "municipalities": "Palermo",
        "signed_on": "2019-07-19",
        "phase": "active",
        "valid_from": "2019-08-01",
        "valid_to": "2022-12-31",
    },
    {
        "pact_id": "P2",
        "name": "Patto del Canavese",
        "region": "ITC1",
        "municipalities": "Ivrea",
        "signed_on": "2019-10-07",
        "phase": "concluded",
        "valid_from": "2019-10-07",
        "valid_to": "2021-12-31",
    },
]
SIGNATORIES = [
    {"pact_id": "P1", "body": "Comune di Palermo", "role": "local_authority"},
    {"pact_id": "P1", "body": "Associazione degli albergatori", "role": "employers"},
    {"pact_id": "P2", "body": "Comune di Ivrea", "role": "local_authority"},
]
# need: pact, region, province, occupation, sector, positions, evidence
NEEDS = {
    "N1": ("P1", "ITG1", "PA", "5221", "23", "40", "pact"),
    "N2": ("P1", "ITG1", "PA", "5223", "23", "30", "firm"),
    "N3": ("", "ITG1", "CT", "5221", "23", "20", "dossier"),
    "N4": ("P2", "ITC1", "", "6212", "10", "50", "pact"),
    "N5": ("P2", "ITC1", "", "3121", "14", "25", "pact"),
    "N6": ("", "ITC1", "", "6212", "10", "60", "excelsior"),
}
LINKS = [
    {"need_id": "N1", "operation_code": "O1", "places": "30"},
    {"need_id": "N2", "operation_code": "O2", "places": "20"},
    {"need_id": "N4", "operation_code": "O4", "places": "40"},
    {"need_id": "N3", "operation_code": "O3", "places": "16"},  # one over its fifteen
    {"need_id": "N7", "operation_code": "O5", "places": "1"},  # no such need
]
MONEY = [
    ("O1", "labour_ministry", "60000,00"),
    ("O1", "region", "30000,00"),
    ("O2", "esf", "20000,00"),
    ("O2", "fsc", "20000,00"),
    ("O4", "economic_development_ministry", "50000,00"),
    ("O4", "region", "30000,00"),
    ("O4", "private", "10000,00"),
]
# participants, of whom at work in the course's occupation, in another one
PEOPLE = {"O1": (30, 10, 8), "O2": (20, 7, 5), "O3": (15, 6, 5), "O4": (25, 9, 6), "O5": (0, 0, 0)}


@pytest.fixture(scope="session")
def needs_files(
    tmp_path_factory: pytest.TempPathFactory,
    operation: Callable[..., dict[str, str]],
    write_opencoesione: Callable[..., Path],
) -> dict[str, Path]:
    """Return the files of the worked example by importer, in the order of import."""
    folder = tmp_path_factory.mktemp("needs_files")
    operations = [
        operation(
            code,
            OC_CODICE_PROGRAMMA=programme,
            COD_REGIONE=region,
            COD_PROVINCIA=province,
            FINANZ_TOTALE_PUBBLICO=public,
            FINANZ_PRIVATO=private,
            OC_TITOLO_PROGETTO=f"CORSO {code}",
        )
        for code, (programme, region, province, _, _, public, private) in OPERATIONS.items()
    ]
    courses = [
        {"operation_code": code, "occupation_code": row[3], "sector_sep": "", "places": row[4]}
        for code, row in OPERATIONS.items()
    ]
    names = (
        "pact_id",
        "region",
        "province",
        "occupation_code",
        "sector_sep",
        "positions",
        "evidence",
    )
    needs = [
        {"need_id": code, "year": "2020", "source": "esempio", **dict(zip(names, row, strict=True))}
        for code, row in NEEDS.items()
    ]
    money = [dict(zip(("operation_code", "holder", "amount_eur"), m, strict=True)) for m in MONEY]
    tables: dict[str, Rows] = {
        "participations": [row for code in PEOPLE for row in _people(code)],
        "course_occupations": courses,
        "pacts": PACTS,
        "signatories": SIGNATORIES,
        "needs": needs,
        "need_operations": LINKS,
        "funding_sources": money,
    }
    written = {"opencoesione": write_opencoesione(folder / "opencoesione.csv", operations)}
    return written | {name: _csv(folder / f"{name}.csv", rows) for name, rows in tables.items()}


@pytest.fixture(scope="session")
def needs_warehouse(tmp_path_factory: pytest.TempPathFactory, needs_files: dict[str, Path]) -> Path:
    """Return the warehouse of the worked example; only read."""
    link = tmp_path_factory.mktemp("needs_warehouse") / "cruscotto.duckdb"
    import_batches([Batch(name, EDITION, (path,)) for name, path in needs_files.items()], link)
    return link


def _people(code: str) -> list[dict[str, Any]]:
    count, coherent, other = PEOPLE[code]
    own = OPERATIONS[code][3]
    jobs = [own] * coherent + ["8131"] * other + [""] * (count - coherent - other)
    return [
        {
            "participation_id": f"{code}-{n}",
            "person_id": f"persona-{code}-{n}",
            "operation_code": code,
            "sex": "FM"[n % 2],
            "age_at_entry": "30",
            "education_isced": "3",
            "status_at_entry": "unemployed",
            "entry_date": "2020-02-01",
            "exit_date": "2020-12-15",
            "exit_reason": "completed",
            "status_6m": "employed" if job else "searching",
            "outcome_source": "register",
            "occupation_code_6m": job,
        }
        for n, job in enumerate(jobs)
    ]


def _csv(path: Path, rows: Rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="session")
def attacked(
    make_once: Callable[..., Path],
    salted: Callable[[Path], Path],
    operation: Callable[..., dict[str, str]],
    write_opencoesione: Callable[..., Path],
) -> Path:
    """Return a warehouse of 3,000 known participations, with their edition before."""

    def make(folder: Path) -> None:
        rows = operations(operation)
        before, now = date(2024, 6, 30), date(2024, 12, 31)
        batches = [
            Batch("opencoesione", now, (write_opencoesione(folder / "operations.csv", rows),)),
            Batch("participations", before, (write(folder / "before.csv", 2900),)),
            Batch("participations", now, (write(folder / "now.csv"),)),
        ]
        tables = courses() | {"employment_history": pay()}
        batches += [
            Batch(name, now, (write_rows(folder / f"{name}.csv", rows),))
            for name, rows in tables.items()
        ]
        import_batches(batches, salted(folder / "cruscotto.duckdb"))

    return make_once("attacked", make) / "cruscotto.duckdb"


@pytest.fixture(scope="module")
def con(attacked: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection to the 3,000 participations."""
    return reader(attacked)  # as the product opens it: the engine allows one way in a process


@pytest.fixture(scope="session")
def no_noise(tmp_path_factory: pytest.TempPathFactory) -> Rules:
    """Return rules that only hide, as the design of before did."""
    file = tmp_path_factory.mktemp("tables") / "zeros.csv"
    file.write_text("pcv,ckey,pvalue\n1,0,0\n")
    return Rules(noise_table=file)
