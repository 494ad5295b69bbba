"""Payment claims of one day that may count twice."""

from datetime import date

import pytest

from cruscotto.sources.accounts import sentences
from cruscotto.sources.importing import import_files

HEADER = "programme;fund;category_of_region;date;claim;eu_amount_eur\n"
PARTS = "2014IT05SFOP014;FSE;LDR;{day};{number};10\n"
WHOLE = "2014IT05SFOP014;{fund};;2017-12-15;;{amount}\n"


@pytest.fixture
def listed(tmp_path):
    def listed(*rows, lang="en"):
        path = tmp_path / "claims.csv"
        path.write_text(HEADER + "".join(rows), encoding="utf-8")
        report = import_files(
            "payment_claims", [path], tmp_path / "w.duckdb", date(2018, 1, 31), is_trial=True
        )
        assert report.files[0].loaded == len(rows)
        return sentences(report, lang)

    return listed


@pytest.mark.parametrize(("lang", "words"), [("en", "perhaps twice"), ("it", "forse due volte")])
def test_a_claim_for_the_whole_programme_beside_claims_by_category_is_stated(
    listed, lang, words
) -> None:
    parts = PARTS.format(day="2017-12-15", number="")
    (found,) = listed(parts, WHOLE.format(fund="FSE", amount=60), lang=lang)
    assert words in found
    assert "60" in found


def test_numbers_that_differ_by_a_nought_at_the_beginning_are_stated(listed) -> None:
    (found,) = listed(*(PARTS.format(day="2017-12-15", number=one) for one in ("1", "01")))
    assert "2 values read with a doubt" in found
    assert "both count" in found


def test_other_days_funds_and_numbers_are_no_contradiction(listed) -> None:
    assert not listed(
        PARTS.format(day="2017-12-14", number="1"),
        PARTS.format(day="2017-12-14", number="10"),
        PARTS.format(day="2017-12-13", number="01"),
        WHOLE.format(fund="FSE", amount=60),
    )
    assert not listed(
        PARTS.format(day="2017-12-15", number=""), WHOLE.format(fund="IOG", amount=60)
    )
