"""What the importers of tranches, pre-financing and payment claims promise."""

import csv
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from cruscotto.config import REFERENCE, SQL
from cruscotto.errors import EditionUnknown, NothingUsable
from cruscotto.model import certification
from cruscotto.sources.contracts.people_and_claims import (
    COMMITMENT_TRANCHES,
    PAYMENT_CLAIMS,
    PREFINANCING,
)

CONTRACTS = (
    certification.COMMITMENT_TRANCHES,
    certification.PREFINANCING,
    certification.PAYMENT_CLAIMS,
)
PLACE = {"programme": "2014IT05SFOP014", "fund": "FSE", "category_of_region": "LDR"}
TRANCHE = PLACE | {"year": "2014", "eu_amount_eur": "100000000", "reserve_eur": "6000000,00"}
CLAIM = PLACE | {
    "date": "15/12/2017",
    "claim": "",
    "eu_amount_eur": "60000000,5",
    "suspended_eur": "",
}
RECEIVED = PLACE | {"date": "2015-02-16", "eu_amount_eur": "3000000"}
DAY = date(2018, 1, 31)


@pytest.fixture
def con():
    con = duckdb.connect(config={"threads": 1})
    for name in ("ledger", "raw_certification"):
        con.execute((SQL / "schema" / f"{name}.sql").read_text("utf-8"))
    con.execute(
        "create table raw.reference_decommitment_rules as "
        "select * from read_csv($file, all_varchar = true)",
        {"file": str(REFERENCE / "decommitment_rules.csv")},
    )
    return con


@pytest.fixture
def load(con, tmp_path):
    def load(importer, *rows, edition=DAY):
        path = tmp_path / "rows.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
        return importer.load(con, importer.check(path), edition)

    return load


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.name)
def test_the_raw_table_has_the_columns_and_types_of_the_contract(con, contract) -> None:
    found = dict(
        con.execute(
            f"select column_name, column_type from (describe raw.{contract.name})"
        ).fetchall()
    )
    wanted = {field.name: field.sql_type for field in contract.fields}
    assert found == {"file_id": "VARCHAR", "row_number": "BIGINT"} | wanted


def test_amounts_are_exact_and_funds_and_categories_have_one_spelling(con, load) -> None:
    report = load(PAYMENT_CLAIMS, CLAIM, CLAIM | {"fund": "esf+", "claim": "2"})
    assert (report.read, report.loaded, report.field_issues) == (2, 2, 0)
    rows = con.execute(
        "select fund, category_of_region, date, eu_amount_eur from raw.payment_claims"
    )
    assert (
        rows.fetchall()
        == [("FSE", "less_developed", date(2017, 12, 15), Decimal("60000000.50"))] * 2
    )


@pytest.mark.parametrize(
    ("importer", "row", "change", "reason"),
    [
        (COMMITMENT_TRANCHES, TRANCHE, {"year": "1999"}, "unreadable_year"),
        (COMMITMENT_TRANCHES, TRANCHE, {"eu_amount_eur": ""}, "missing_eu_amount_eur"),
        (COMMITMENT_TRANCHES, TRANCHE, {"category_of_region": "Sud"}, "unknown_category_of_region"),
        (COMMITMENT_TRANCHES, TRANCHE, {"fund": "FEASR"}, "unreadable_fund"),
        (COMMITMENT_TRANCHES, TRANCHE, {"year": "2021"}, "tranche_without_rule"),
        (COMMITMENT_TRANCHES, TRANCHE, {"programme": "POR"}, "tranche_without_rule"),
        (PREFINANCING, RECEIVED, {"date": "31/02/2015"}, "unreadable_date"),
        (PAYMENT_CLAIMS, CLAIM, {"eu_amount_eur": "1.00.0"}, "unreadable_eu_amount_eur"),
        (PAYMENT_CLAIMS, CLAIM, {}, "duplicate_row"),
    ],
)
def test_a_row_that_would_falsify_the_sum_is_refused_with_its_line(
    con, load, importer, row, change, reason
) -> None:
    report = load(importer, row, row | change)
    assert (report.read, report.loaded, report.refused_count) == (2, 1, 1)
    found = con.execute("select line_number, reason from ledger.refused_row").fetchall()
    assert found == [(3, reason)]


@pytest.mark.parametrize(
    ("importer", "row", "reason"),
    [
        (COMMITMENT_TRANCHES, TRANCHE | {"reserve_eur": "100000001"}, "reserve_above_commitment"),
        (PAYMENT_CLAIMS, CLAIM | {"date": "2019-01-01"}, "date_after_edition"),
        (PREFINANCING, RECEIVED | {"date": "2019-01-01"}, "date_after_edition"),
    ],
)
def test_a_contradiction_is_loaded_and_told(con, load, importer, row, reason) -> None:
    assert load(importer, row).loaded == 1
    assert con.execute("select reason from ledger.field_issue").fetchall() == [(reason,)]


def test_claims_date_themselves_and_tranches_ask_for_a_date(load) -> None:
    assert load(PAYMENT_CLAIMS, CLAIM, edition=None).edition == date(2017, 12, 15)
    with pytest.raises(EditionUnknown):
        load(COMMITMENT_TRANCHES, TRANCHE, edition=None)


def test_a_file_of_nothing_usable_is_said(load) -> None:
    with pytest.raises(NothingUsable):
        load(PREFINANCING, RECEIVED | {"eu_amount_eur": "tre milioni"})


def test_react_eu_is_a_category_with_a_rule_of_its_own(con, load) -> None:
    # before: its tranches were refused, as if nothing could be lost of them
    row = TRANCHE | {"year": "2022", "category_of_region": "REACT-EU", "reserve_eur": ""}
    assert load(COMMITMENT_TRANCHES, row).loaded == 1
    (found,) = con.execute("select category_of_region from raw.commitment_tranches").fetchall()
    assert found == ("react_eu",)
