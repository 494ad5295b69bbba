"""The demonstration's exchange files and claims: synthetic, repeatable, the published money."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from cruscotto.demo.chance import DEFAULT_SEED
from cruscotto.demo.exchange import certification, exchange
from cruscotto.warehouse import reader

NEWEST = date(2026, 8, 31)


@pytest.fixture(scope="module")
def con(demonstration_of_money: Path) -> duckdb.DuckDBPyConnection:
    return reader(demonstration_of_money / "cruscotto.duckdb")


def test_the_same_seed_gives_the_same_bytes(demonstration_of_money, tmp_path) -> None:
    again = [*certification.write(tmp_path), *exchange.write(tmp_path, DEFAULT_SEED)]
    files = [f for path in again for f in (path.rglob("*") if path.is_dir() else [path])]
    assert len(files) > 70
    for file in files:
        first = demonstration_of_money / file.relative_to(tmp_path)
        assert file.read_bytes() == first.read_bytes()


def test_everything_says_that_it_is_synthetic(con) -> None:
    rows = (
        con.cursor().execute("select count(*) from ledger.file where not is_synthetic").fetchone()
    )
    assert rows == (0,)


def test_exchange_operations_have_the_money_of_the_published_ones(con) -> None:
    differing = (
        con.cursor()
        .execute(
            "select count(*), count(*) filter (where abs(puc.payments_eur "
            "- cast(replace(oc.TOT_PAGAMENTI, ',', '.') as decimal(18, 2))) > 0.01) "
            "from staging.int_puc_operations as puc "
            "inner join raw.opencoesione_operations as oc "
            "on puc.operation_code = oc.COD_LOCALE_PROGETTO "
            "inner join ledger.file as f on oc.file_id = f.file_id "
            "where puc.edition_date = f.edition_date and f.edition_date = $day "
            "and regexp_full_match(oc.TOT_PAGAMENTI, '[0-9]+,[0-9]{2}')",
            {"day": NEWEST},
        )
        .fetchone()
    )
    assert differing[0] > 2000
    assert differing[1] == 0


def test_only_the_dirty_authority_breaks_rules_and_it_is_mending(con) -> None:
    rows = (
        con.cursor()
        .execute(
            "select o.managing_authority_code, f.edition_date, count(*) "
            "from marts.exchange_finding as f inner join marts.exchange_operation as o "
            "using (edition_date, operation_code) group by 1, 2 order by 2"
        )
        .fetchall()
    )
    assert [row[0] for row in rows] == [certification.DIRTY] * 2
    assert rows[0][2] > rows[1][2] > 0


def test_every_esf_programme_has_tranches_and_claims(con) -> None:
    counted = (
        con.cursor()
        .execute("select count(distinct programme_code) from marts.commitment_tranche")
        .fetchone()
    )
    assert counted[0] > 45
    claims = (
        con.cursor()
        .execute(
            "select count(distinct programme_code) from marts.eu_receipt where kind_code = 'claim'"
        )
        .fetchone()
    )
    assert claims == counted
