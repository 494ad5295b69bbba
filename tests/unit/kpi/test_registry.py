"""Every indicator of the registry is whole: columns, source, words; unknown names suggest."""

import re
from typing import Any

import duckdb
import pytest

from cruscotto.config import SQL
from cruscotto.errors import NotAvailableBy, UnknownName, WrongValue
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection, dimension
from cruscotto.kpi.query.trees import column_of
from cruscotto.kpi.registry import KPIS, MART_DIMENSIONS, kpi
from cruscotto.kpi.registry.dimensions import DIMENSIONS
from cruscotto.kpi.registry.model import Kpi, Method, Unit
from cruscotto.kpi.wording.names import names, require_known_codes
from cruscotto.sources.catalogue import SOURCES
from cruscotto.warehouse import reader

every_kpi = pytest.mark.parametrize("indicator", KPIS.values(), ids=lambda k: k.name)


@pytest.fixture
def con(warehouse) -> Any:
    return reader(warehouse)


def columns(con: duckdb.DuckDBPyConnection, mart: str) -> set[str]:
    rows = con.cursor().execute(
        "select column_name from information_schema.columns "
        "where table_schema = 'marts' and table_name = ?",
        [mart],
    )
    return {name for (name,) in rows.fetchall()}


@every_kpi
def test_every_indicator_reads_columns_that_its_mart_has(con, indicator: Kpi) -> None:
    found = columns(con, indicator.mart)
    if indicator.method is Method.PER_THOUSAND:
        found |= columns(con, "unemployed_reference")
    suffixes = ("_register", "_survey") if indicator.by_source else ("",)
    for name in filter(None, (indicator.numerator, indicator.denominator)):
        assert all(f"{name}{suffix}" in found for suffix in suffixes), name


@every_kpi
def test_every_indicator_can_be_split_along_every_dimension_of_its_mart(
    con, indicator: Kpi
) -> None:
    found = columns(con, indicator.mart)
    for name in MART_DIMENSIONS[indicator.mart]:
        if name != "outcome_source":
            assert column_of(name, indicator) in found
        needed = (indicator.needs,) if indicator.needs and indicator.needs != name else ()
        measure(con, indicator, (name, *needed))


@every_kpi
def test_every_indicator_has_a_known_source_and_a_name_like_its_key(indicator: Kpi) -> None:
    assert indicator.source in SOURCES
    assert KPIS[indicator.name] is indicator


@every_kpi
def test_every_indicator_has_its_words_in_two_languages(indicator: Kpi) -> None:
    texts = [indicator.label, indicator.definition, indicator.numerator_label]
    if indicator.denominator:
        assert indicator.denominator_label
        texts.append(indicator.denominator_label)
    for text in texts:
        assert text.it.strip()
        assert text.en.strip()
    assert indicator.definition.it != indicator.definition.en
    assert indicator.definition.it.endswith(".")
    assert indicator.definition.en.endswith(".")


@every_kpi
def test_shares_have_a_denominator_and_money_says_its_basis(indicator: Kpi) -> None:
    if indicator.unit is Unit.SHARE:
        assert indicator.denominator
    if indicator.unit is Unit.EUR:
        assert str(indicator.basis) != "none"


def test_every_method_is_used_by_an_indicator() -> None:
    assert {k.method for k in KPIS.values()} <= set(Method)
    assert len({k.label.it for k in KPIS.values()}) == len(KPIS)


def test_the_indicators_the_issue_promises_are_there() -> None:
    promised = (
        "operations_count public_funding_eur commitments_eur payments_eur planned_budget_eur "
        "selection_rate commitment_rate payment_rate payments_on_commitments concluded_share "
        "average_delay_days median_operation_eur funding_concentration "
        "participants_count persons_count completion_rate dropout_rate dropout_for_job_rate "
        "qualification_rate placement_rate_28d placement_rate_6m placement_rate_12m "
        "improvement_rate_6m permanent_share_6m coherent_placement_rate_6m "
        "cost_per_participant_eur cost_per_attended_hour_eur cost_per_placed_6m_eur "
        "placement_gender_gap_6m_pp women_access_ratio vulnerable_share "
        "coverage_per_1000_unemployed target_achievement record_completeness"
    )
    assert set(promised.split()) <= set(KPIS)


@pytest.mark.parametrize("wrong", ["payment_eur", "payments", "payment_rates", "pubblic_funding"])
def test_an_unknown_indicator_suggests_near_ones(wrong) -> None:
    with pytest.raises(UnknownName) as caught:
        kpi(wrong)
    assert caught.value.facts["similar"]
    assert caught.value.exit_code == 20


@pytest.mark.parametrize("written", ["Sicilia", "sicilia", "Sicily", "Siclia"])
def test_a_name_in_place_of_a_code_suggests_the_code(con, written) -> None:
    with pytest.raises(UnknownName) as error:
        require_known_codes(con, Selection.of(region=written))
    assert [one.partition(" ")[0] for one in error.value.facts["similar"]] == ["ITG1"]


def test_an_unknown_dimension_suggests_near_ones() -> None:
    with pytest.raises(UnknownName) as caught:
        dimension("regione")
    assert "region" in caught.value.facts["similar"]


@pytest.mark.parametrize("expression", ["region", "region=", "=ITG1", "region= , "])
def test_a_condition_that_cannot_be_read_says_how_to_write_it(expression) -> None:
    with pytest.raises((WrongValue, UnknownName)):
        Selection.parse([expression])


def test_conditions_on_one_dimension_add_up() -> None:
    found = Selection.parse(["region=ITG1, ITC1", "region=ITC1", "fund=FSE"])
    assert found == Selection.of(fund="FSE", region=["ITC1", "ITG1"])
    assert hash(found) == hash(Selection.of(region=("ITG1", "ITC1"), fund=["FSE"]))


def test_a_plan_has_no_status(con) -> None:
    for by, selection in ((("status",), Selection()), ((), Selection.of(status="paid"))):
        with pytest.raises(NotAvailableBy):
            measure(con, kpi("planned_budget_eur"), by, selection)


@pytest.mark.parametrize("lang", ["it", "en"])
def test_every_code_of_the_data_has_words_in_both_languages(con, lang) -> None:
    for name in MART_DIMENSIONS["operation_share"]:
        words = names(con, name, lang)
        assert all(isinstance(word, str) and word.strip() for word in words.values())
        codes = {row.codes[0] for row in measure(con, kpi("operations_count"), (name,)).rows}
        assert codes <= set(words), name


def test_members_of_dimensions_have_words_in_both_languages() -> None:
    for one in DIMENSIONS.values():
        for text in (one.label, *one.members.values()):
            assert text.it.strip()
            assert text.en.strip()


def test_no_mart_calls_a_column_by_two_units() -> None:
    for path in (SQL / "marts").glob("*.sql"):
        assert not re.findall(r"\bas \w+_(?:euro|euros|percent)\b", path.read_text("utf-8"))
