"""Values that look like others: another day, another code, another unit."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from cruscotto.errors import NothingUsable
from cruscotto.i18n import error_sentence
from cruscotto.sources.importers import importer

EDITION = date(2026, 8, 31)
PERSON = {"participation_id": "P1", "person_id": "A1", "operation_code": "OP1"}
NEED = "need_id;region;occupation_code;year;positions;hard_to_fill_share;evidence\n"


@pytest.fixture
def load(database, tmp_path):
    def load(source, content):
        path = tmp_path / "file"
        if isinstance(content, pa.Table):
            parquet.write_table(content, path)
        else:
            path.write_text(content, encoding="utf-8")
        chosen = importer(source)
        return chosen.load(database, chosen.check(path), EDITION)

    return load


def moments(*days):
    columns = {name: [f"{value}{n}" for n, _ in enumerate(days)] for name, value in PERSON.items()}
    return pa.table(columns | {"entry_date": pa.array(days, pa.timestamp("us", tz="Europe/Rome"))})


@pytest.mark.parametrize("zone", ["UTC", "Europe/Rome", "America/New_York"])
def test_a_moment_of_parquet_is_the_same_day_on_every_machine(load, database, zone) -> None:
    database.execute(f"set timezone = '{zone}'")
    midnight, noon = datetime(2024, 2, 12, tzinfo=UTC), datetime(2024, 2, 12, 12, tzinfo=UTC)
    report = load("participations", moments(midnight, noon))
    assert (report.read, report.loaded) == (2, 2)
    days = database.execute("select distinct entry_date from raw.participations").fetchall()
    assert days == [(date(2024, 2, 12),)]


def test_an_italian_midnight_of_parquet_is_no_day_before(load) -> None:
    midnight_in_italy = datetime(2024, 2, 11, 23, tzinfo=UTC)
    with pytest.raises(NothingUsable) as caught:
        load("participations", moments(midnight_in_italy))
    assert "in Italia è il giorno dopo" in error_sentence(caught.value, "it")


@pytest.mark.parametrize("mark", ["\ufeff", "\u200b", "\u00ad", "\u2060"])
@pytest.mark.parametrize("code", ["{}OP1", "OP1{}", "O{}P1"])
def test_a_code_with_an_invisible_character_is_no_other_code(load, database, mark, code) -> None:
    names = ";".join([*PERSON, "entry_date"])
    written = code.format(mark)
    report = load("participations", f"{names}\nP1;A1;{written};2024-02-12\nPè;A2;OP1;2024-02-12\n")
    assert (report.read, report.loaded, report.refused_count) == (2, 1, 1)
    found = database.execute("select line_number, reason from ledger.refused_row").fetchall()
    assert found == [(2, "invisible_character")]


@pytest.mark.parametrize("percentage", ["42", "42%", "42,5 %"])
def test_one_among_percentages_is_not_the_whole(load, database, percentage) -> None:
    load(
        "needs",
        f"{NEED}N1;ITG1;5221;2025;10;1;firm\nN2;ITG1;5222;2025;10;{percentage};firm\n"
        "N3;ITG1;5223;2025;10;0;firm\nN4;ITG1;5224;2025;10;0,5;firm\n",
    )
    shares = database.execute(
        "select hard_to_fill_share from raw.needs order by need_id"
    ).fetchall()
    assert shares == [(None,), (None,), (Decimal("0.0000"),), (None,)]
    reasons = database.execute("select distinct reason from ledger.field_issue").fetchall()
    assert reasons == [("share_or_percentage",)]


def test_shares_from_nought_to_one_are_read_beside_values_that_are_no_share(load, database) -> None:
    load(
        "needs",
        f"{NEED}N1;ITG1;5221;2025;10;1;firm\nN2;ITG1;5222;2025;10;4200;firm\n"
        "N3;ITG1;5223;2025;10;?;firm\n",
    )
    shares = database.execute(
        "select hard_to_fill_share from raw.needs order by need_id"
    ).fetchall()
    assert shares == [(Decimal("1.0000"),), (None,), (None,)]
