"""A tranche that no rule knows stops nothing: neither the command, nor the overview, nor a page."""

from datetime import date
from decimal import Decimal

import pytest

from cruscotto.finance.outlook import standings
from cruscotto.sources.importing import import_files
from cruscotto.warehouse import editing, reader
from cruscotto.warehouse.build import build

HEADER = "programme;fund;category_of_region;year;eu_amount_eur;reserve_eur\n"
SICILY, LOMBARDY = "2014IT05SFOP014", "2014IT05SFOP007"
ROWS = (
    f"{SICILY};FSE;LDR;2014;1000;\n{SICILY};FSE;;2021;500;\n"
    f"{SICILY};FSE;REACT-EU;2022;500;\n{LOMBARDY};FSE;MDR;2014;2000;\n"
)
REACT_EU = (
    "insert into raw.commitment_tranches select * replace (cast(2021 as smallint) as year) "
    "from raw.commitment_tranches where programme = $programme and year = 2014"
)


@pytest.fixture(scope="module")
def funded(country, copy_warehouse, tmp_path_factory):
    """Return the country with tranches, REACT-EU among them, and what the import answered.

    One more stands in the raw table: a warehouse from before has it.
    """
    folder = tmp_path_factory.mktemp("tranches")
    link, file = copy_warehouse(country, folder), folder / "tranches.csv"
    file.write_text(HEADER + ROWS, "utf-8")
    report = import_files("commitment_tranches", [file], link, date(2024, 8, 31))
    with editing(link) as con:
        con.execute(REACT_EU, {"programme": SICILY})
        con.execute(
            "update ledger.file set rows_read = rows_read + 1, rows_loaded = rows_loaded + 1 "
            "where source = 'commitment_tranches'"
        )
        build(con, salt="")
    return link, report.files[0]


def test_it_is_refused_and_the_others_are_loaded(funded) -> None:
    link, account = funded
    assert (account.read, account.loaded, account.refused_count) == (4, 3, 1)
    reasons = reader(link).cursor().execute("select line_number, reason from ledger.refused_row")
    assert reasons.fetchall()[-1:] == [(3, "tranche_without_rule")]


def test_every_account_keeps_its_standing(funded) -> None:
    found = {
        (s.place.programme, s.place.category, s.position.day): s.position.target_eur
        for s in standings(reader(funded[0]))
    }
    end = date(2017, 12, 31)
    assert found == {
        (SICILY, "less_developed", end): Decimal(1000),
        (SICILY, "react_eu", date(2025, 7, 31)): Decimal(500),  # lost at closure, never before
        (LOMBARDY, "more_developed", end): Decimal(2000),
    }


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("overview", {}),
        ("authorities", {"managing_authority": "ITG1"}),
        ("authorities", {"managing_authority": "ITC4"}),
    ],
)
def test_the_overview_and_the_pages_of_authorities_stand(
    funded, visit, visiting, page, query
) -> None:
    visiting(funded[0])
    shown = visit(page, **query)
    assert not shown.exception
    assert shown.title
