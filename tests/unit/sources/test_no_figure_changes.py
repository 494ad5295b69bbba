"""However a file of any source is written or damaged, no figure changes in silence.

What a changed file gives is compared with what the clean one gave, value by value: it is the same,
or the account reports it (rows refused or out of scope, values not read, columns not known, a last
line without an end), or the file is refused with its sentence. One case shows nothing in itself: a
first delivery cut after a whole line. A delivery of before or a count of its rows shows that one,
and here it is compared with them. MUTATIONS=300 in the environment makes the long run of each
source; every day a few of each are tried.
"""

import os
from contextlib import ExitStack, closing
from datetime import date
from functools import partial
from random import Random

import pytest

from cruscotto.config import SQL
from cruscotto.errors import CruscottoError
from cruscotto.i18n import error_sentence
from cruscotto.model.fields import Kind
from cruscotto.sources.files.copies import as_read
from cruscotto.sources.importers import IMPORTERS, expected_columns, importer
from cruscotto.sources.rows_gone import enter_gone
from cruscotto.sources.unread import unread_of

from . import mutated
from .mutated import Table, of_contract

MUTATIONS = int(os.environ.get("MUTATIONS", "6"))
SEED = int(os.environ.get("SEED", "14"))
EDITION = date(2025, 8, 31)
STAGED = (SQL / "staging" / "stg_opencoesione__operations.sql").read_text("utf-8")
LEDGER = ("file", "refused_row", "field_issue", "out_of_scope", "file_column")
REGIONS = ("ITG1", "ITF4", "ITH1")


def numbered(prefix):
    return lambda n: f"{prefix}{n}"


def one_of(*values):
    return lambda n: values[n % len(values)]


FIXED = {
    "participations": {
        "participation_id": numbered("PT"),
        "person_id": numbered("A"),
        "operation_code": one_of("OP1"),
        "region": one_of(*REGIONS),
        "province": one_of("082", "", ""),
        "sex": one_of("F", "M"),
        "status_at_entry": one_of("employed"),
    },
    "targets": {"indicator": numbered("EECO0"), "edition": one_of("2025-08-31")},
    "course_occupations": {"operation_code": numbered("OP")},
    "providers": {
        "provider_id": numbered("0123456789"),
        "region": one_of(*REGIONS),
        "province": one_of("082", "", ""),
    },
    "courses": {"course_id": numbered("C")},
    "comparisons": {
        "comparison_id": numbered("C"),
        "person_id": numbered("A"),
        "operation_code": one_of(""),
        "region": one_of(*REGIONS),
        "province": one_of("082", "", ""),
    },
    "employment_history": {
        "person_id": one_of("A0"),
        "month": lambda n: f"2023-{n + 1:02d}-01",
        "employed": one_of("true"),
    },
    "commitment_tranches": {
        "year": lambda n: str(2014 + n // 2),
        "category_of_region": one_of("less_developed", "transition"),
    },
    "payment_claims": {"claim": str},
    "edition_counts": {
        "figure": one_of("payments_eur", "commitments_eur", "certified_eur"),
        "fund": one_of("FSE"),
        "region": one_of(*REGIONS),
        "edition": one_of("2024-08-31"),
        "year": lambda n: str(2014 + n),
    },
    "pacts": {"pact_id": numbered("PFL"), "region": one_of("ITG1", "ITF4")},
    "signatories": {"pact_id": one_of("PFL0"), "body": numbered("Comune ")},
    "needs": {
        "need_id": numbered("N"),
        "pact_id": one_of("PFL0"),
        "positions": lambda n: str(1200 + n),
        "hard_to_fill_share": lambda n: f"0.{n + 10}",
    },
    "need_operations": {
        "need_id": numbered("N"),
        "operation_code": numbered("OP"),
        "places": lambda n: str(1 + n),
    },
    "funding_sources": {"operation_code": numbered("OP")},
    "cohesion_implementation": {"priority": str, "reference_date": one_of("2021-12-31")},
    "cohesion_plans": {"priority": str},
    "cohesion_achievements": {"priority_code": str},
    "cohesion_plans_2127": {
        "fund": one_of("ESF+"),
        "priority_code": str,
        "last_adoption_date_ecms": one_of("2022-08-30"),
    },
}
SOURCES = (*(one for one in IMPORTERS if one != "puc"), "eurostat")
# What a file refers to and has to be there before it.
BEFORE = ("pacts", "opencoesione", "course_occupations", "needs")
OBSERVED = {
    "indicator": one_of("i"),
    "nuts2": one_of(*REGIONS),
    "year": lambda n: str(2010 + n),
    "value": lambda n: f"{1234.5 + n}",
    "series": one_of("S"),
    "edition": one_of("2024-01-01"),
}
PUBLISHED = {
    "DATAFLOW": one_of("ESTAT:LFST_R_LFU3RT(1.0)"),
    "freq": one_of("A"),
    "unit": one_of("PC"),
    "sex": one_of("T"),
    "age": one_of("Y15-74"),
    "geo": one_of("ITG1", "ITF4"),
    "TIME_PERIOD": lambda n: str(2010 + n),
    "OBS_VALUE": lambda n: f"{12.5 + n}",
    "OBS_FLAG": one_of(""),
    "LAST UPDATE": one_of("22/05/25 11:00:00"),
}


def written(columns):
    return [{name: value(n) for name, value in columns.items()} for n in range(mutated.ROWS)]


def table_of(name, operation):
    """Return the sound file of a source; Eurostat's layout is one of `indicators`."""
    if name == "opencoesione":
        rows = [
            operation(f"OP{n}", FINANZ_TOTALE_PUBBLICO=f"{1234 + n},50")
            for n in range(mutated.ROWS)
        ]
        kinds = {
            "FINANZ_TOTALE_PUBBLICO": Kind.DECIMAL,
            "TOT_PAGAMENTI": Kind.DECIMAL,
            "OC_DATA_INIZIO_PROGETTO": Kind.DATE,
            "COD_REGIONE": Kind.CODE,
        }
        return Table(name, rows, kinds, {"COD_REGIONE": mutated.PLACES})
    if name == "indicators":
        kinds = {"nuts2": Kind.CODE, "value": Kind.DECIMAL, "edition": Kind.DATE}
        return Table(name, written(OBSERVED), kinds, {"nuts2": mutated.PLACES})
    if name == "eurostat":
        kinds = {"geo": Kind.CODE, "OBS_VALUE": Kind.DECIMAL}
        return Table("indicators", written(PUBLISHED), kinds, {"geo": mutated.PLACES})
    return of_contract(IMPORTERS[name].contract, **FIXED.get(name, {}))


def figures(con, source):
    """Return all that a file gave."""
    if source == "opencoesione":
        return con.execute(
            "select lpad(region_codes, 3, '0'), public_funding_eur, payments_eur, start_date "
            f"from ({STAGED}) as s where file_id not like 'before-%' order by all"
        ).fetchall()
    if source == "indicators":
        return con.execute(
            "select nuts2, year, try_cast(nullif(value, '') as double) from raw.indicators "
            "order by all"
        ).fetchall()
    return con.execute(
        "select columns(lambda c: c not in ('file_id', 'row_number') and c not like '%_is_unread') "
        f"from raw.{source} where file_id not like 'before-%' order by all"
    ).fetchall()


def outcome(con, source, path):
    """Return what a file gives, and whether its account reports anything of it."""
    try:
        with ExitStack() as stack:
            text = as_read(path, expected_columns(source), None, stack)
            try:
                file = importer(source).check(text)
                report = importer(source).load(con, file, EDITION)
            except CruscottoError as error:
                return None, len(error_sentence(error, "it")) <= 600
            account = report.as_dict()
            read = account["loaded"] + account["out_of_scope"] + account["refused"]
            assert account["read"] == read
            found = figures(con, source)
            reports = (
                account["refused"]
                or account["out_of_scope"]
                or account["field_issues"]
                or unread_of(con, file, report)
                or report.unknown_columns
                or not file.ends_whole
            )
            return found, bool(reports)
    finally:
        forget(con, source)


def raw(source):
    return "raw.opencoesione_operations" if source == "opencoesione" else f"raw.{source}"


def forget(con, source):
    con.execute(f"delete from {raw(source)} where file_id not like 'before-%'")
    for table in LEDGER:
        con.execute(f"delete from ledger.{table} where file_id not like 'before-%'")


@pytest.fixture(scope="module")
def filled(new_database, operation, tmp_path_factory):
    """Return a warehouse with what other files refer to."""
    folder = tmp_path_factory.mktemp("before")
    with closing(new_database()) as con:
        for name in BEFORE:
            path = folder / f"{name}.csv"
            path.write_text(mutated.as_csv(table_of(name, operation).rows), "utf-8")
            importer(name).load(con, importer(name).check(path), EDITION)
            for table in (raw(name), *(f"ledger.{one}" for one in LEDGER)):
                con.execute(
                    f"update {table} set file_id = 'before-' || file_id "
                    "where file_id not like 'before-%'"
                )
        con.execute("update ledger.file set sha256 = 'before'")
        yield con


def is_shown_beside(con, source, clean, path):
    """Return whether a cut after a whole line shows beside a delivery of before and its count."""
    whole, text = clean.read_bytes(), path.read_bytes()
    if not (whole.startswith(text) and text.endswith(b"\n")):
        return False
    accounts = [
        importer(source).load(con, importer(source).check(one), EDITION) for one in (clean, path)
    ]
    enter_gone(con, source, accounts[1:])
    before, after = accounts
    forget(con, source)
    return after.gone.rows == before.read - after.read and after.read != mutated.ROWS


@pytest.mark.parametrize("name", SOURCES)
def test_rows_cut_away_whole_show_beside_the_delivery_of_before(
    name, filled, tmp_path, operation
) -> None:
    table = table_of(name, operation)
    lines = mutated.as_csv(table.rows).splitlines(keepends=True)
    clean, cut = tmp_path / "clean.csv", tmp_path / "cut.csv"
    clean.write_text("".join(lines), "utf-8")
    for kept in (mutated.ROWS - 1, mutated.ROWS - 3):
        cut.write_text("".join(lines[: kept + 1]), "utf-8")
        assert is_shown_beside(filled, table.source, clean, cut)


@pytest.mark.parametrize("name", SOURCES)
def test_no_figure_changes_in_silence(name, filled, tmp_path, operation) -> None:
    table = table_of(name, operation)
    clean = tmp_path / "clean.csv"
    clean.write_text(mutated.as_csv(table.rows), "utf-8")
    importer(table.source).load(filled, importer(table.source).check(clean), EDITION)
    forget(filled, table.source)
    look = partial(outcome, filled, table.source)
    right, is_reported = look(clean)
    assert right is not None
    assert (len(right), is_reported) == (mutated.ROWS, False)
    chance, silent = Random(f"{SEED}{name}"), []
    for number in range(MUTATIONS):
        changed = chance.choice(mutated.CHANGES)(table, chance)
        path = mutated.write(tmp_path / f"{number}.csv", changed, table, chance)
        found, is_reported = look(path)
        if found == right or is_reported or is_shown_beside(filled, table.source, clean, path):
            path.unlink()
        else:
            silent.append((path, sorted(set(found) ^ set(right), key=str)[:4]))
    assert silent == []
