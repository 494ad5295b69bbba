"""Programme codes of imported rows that no reference table and no operation has."""

from datetime import date

import pytest

from cruscotto.sources.accounts import sentences
from cruscotto.sources.importing import import_files

KNOWN = "2014IT05SFOP014"
MONEY = "programme;fund;date;eu_amount_eur\n{0};FSE;2024-03-01;10\n"
FILES = {
    "payment_claims": MONEY,
    "prefinancing": MONEY,
    "commitment_tranches": "programme;fund;year;eu_amount_eur\n{0};FSE;2016;10\n",
    "targets": "programme;priority_axis;indicator;target;target_year\n{0};1;CO01;10;2023\n",
    "edition_counts": "edition;figure;programme;fund;year;amount\n"
    "2024-08-31;known_6m_register;{0};FSE;2020;10\n",
}


@pytest.fixture
def deliver(tmp_path):
    def deliver(source, content, **options):
        path = tmp_path / "file.csv"
        path.write_text(content, encoding="utf-8")
        day = date(2025, 8, 31)
        return import_files(source, [path], tmp_path / "w.duckdb", day, **options)

    return deliver


@pytest.mark.parametrize("source", FILES)
def test_a_programme_that_nothing_knows_is_loaded_and_stated(deliver, source) -> None:
    report = deliver(source, FILES[source].format("2014IT05SFOP999"), is_trial=True)
    found = report.as_dict()["files"][0]
    assert found["loaded"] == 1
    assert found["unknown_programmes"] == {"rows": 1, "codes": 1, "first": ("2014IT05SFOP999",)}
    for lang, words in (("en", "one row has a programme code"), ("it", "codice di programma")):
        (sentence,) = (one for one in sentences(report, lang) if words in one)
        assert "2014IT05SFOP999" in sentence


@pytest.mark.parametrize("code", [KNOWN, KNOWN.lower(), "2021IT05SFPR002"])
def test_a_programme_of_the_reference_tables_is_not_stated(deliver, code) -> None:
    report = deliver("payment_claims", MONEY.format(code), is_trial=True)
    assert report.files[0].unknown_programmes is None


def test_many_codes_are_counted_and_the_first_are_named(deliver) -> None:
    rows = "".join(f"X{place};FSE;2024-03-01;1\n" for place in range(9))
    report = deliver("payment_claims", f"{MONEY.format(KNOWN)}{rows}")
    (sentence,) = sentences(report, "en")
    assert "9 rows have programme codes" in sentence
    assert "X0, X1, X2, X3, X4, …" in sentence


def test_the_statement_is_not_lost_on_a_warehouse_that_was_built_before(deliver) -> None:
    deliver("payment_claims", MONEY.format(KNOWN))
    report = deliver("targets", FILES["targets"].format("XX"))
    assert report.files[0].unknown_programmes.first == ("XX",)


def test_a_code_that_looks_like_a_person_is_not_written_out(deliver) -> None:
    report = deliver("payment_claims", MONEY.format("RSSMRA80A01H501U") + "Z;FSE;2024-03-01;1\n")
    assert not any("RSSMRA80A01H501U" in one for one in sentences(report, "it"))
