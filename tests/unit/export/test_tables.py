import csv
import io
import json
from decimal import Decimal

import pytest

from cruscotto.errors import NotAvailableBy
from cruscotto.export import (
    columns,
    export_bytes,
    export_description,
    file_name,
    indicators_table,
    kpi_table,
    operations,
    operations_table,
    results_table,
)
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.money import (
    OPERATIONS_COUNT,
    PAYMENT_RATE,
    PAYMENTS_EUR,
    PUBLIC_FUNDING_EUR,
)
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M
from cruscotto.warehouse import reader


def rows_of(table) -> list[dict[str, str]]:
    text = export_bytes(table, "plain").decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def summed(rows: list[dict[str, str]], column: str) -> Decimal:
    return sum((Decimal(row[column]) for row in rows if row[column]), Decimal(0))


def test_operations_have_whole_amounts_and_the_part_selected(con, add_operation):
    add_operation("OP1", {"ITG1": "100.10", "ITC1": "50.05"})
    add_operation("OP2", {"ITC1": "7.00"})
    rows = rows_of(operations_table(con, Selection.of(region="ITG1")))
    assert [row["operation_code"] for row in rows] == ["OP1"]
    assert rows[0]["public_funding_eur"] == "150.15"
    assert rows[0]["public_funding_in_selection_eur"] == "100.10"
    assert rows[0]["managing_authority_name"] == "Regione Siciliana"
    assert rows[0]["data_kind"] == "published"


@pytest.mark.parametrize("chosen", [{}, {"region": "ITG1"}, {"macro_area": "centre_north"}])
def test_the_file_adds_up_to_the_figure_on_screen(con, add_operation, chosen):
    add_operation("OP1", {"ITG1": "33.33", "ITC1": "66.67"})
    add_operation("OP2", {"ITC1": "0.01"})
    add_operation("OP3", {"ITG1": "-5.10"})
    selection = Selection.of(**chosen)
    rows = rows_of(operations_table(con, selection))
    shown = measure(con, PUBLIC_FUNDING_EUR, (), selection).rows[0].value
    assert summed(rows, "public_funding_in_selection_eur") == shown


def test_operations_of_the_previous_edition_are_not_exported(con, add_operation):
    add_operation("OLD", {"ITG1": "1.00"}, slot="previous")
    add_operation("NEW", {"ITG1": "2.00"})
    rows = rows_of(operations_table(con, Selection.of("previous")))
    assert [row["operation_code"] for row in rows] == ["NEW"]


def test_operations_read_in_chunks_are_all_there_in_order(con, add_operation, monkeypatch):
    codes = [f"OP{number:02}" for number in range(7)]
    for code in reversed(codes):
        add_operation(code, {"ITG1": "1.00", "ITC1": "2.00"})
    whole = operations_table(con, Selection())
    expected = export_bytes(whole, "it")
    assert [row["operation_code"] for row in rows_of(whole)] == codes
    for chunk_rows in (1, 3, 7):
        monkeypatch.setattr(operations, "CHUNK_ROWS", chunk_rows)
        assert export_bytes(operations_table(con, Selection()), "it") == expected


def test_a_selection_without_operations_is_a_header(con, add_operation):
    add_operation("OP1", {"ITG1": "1.00"})
    table = operations_table(con, Selection.of(region="ITC1"))
    assert rows_of(table) == []
    assert table.provenance.data_kind == "published"


def test_a_code_is_bound_and_never_run(con, add_operation):
    add_operation("OP1", {"ITG1": "1.00"})
    assert rows_of(operations_table(con, Selection.of(region="x' or '1'='1"))) == []


def test_synthetic_operations_say_so_in_row_name_and_source(con, add_operation):
    add_operation("SINT-1", {"ITG1": "1.00"}, is_synthetic=True)
    table = operations_table(con, Selection())
    assert [row["data_kind"] for row in rows_of(table)] == ["synthetic"]
    assert file_name(table, "it") == "cruscotto_operations_2024-06-30_sintetici.csv"
    (source,) = table.provenance.sources
    assert (source.publisher, source.page) == ("Cruscotto Strategico", None)
    assert source.name.it.startswith("Dati sintetici nel formato di")


def test_mixed_operations_are_told_apart(con, add_operation):
    add_operation("OP1", {"ITG1": "1.00"})
    add_operation("SINT-1", {"ITG1": "1.00"}, is_synthetic=True)
    table = operations_table(con, Selection())
    assert [row["data_kind"] for row in rows_of(table)] == ["published", "synthetic"]
    assert table.provenance.data_kind == "mixed"
    assert table.provenance.editions == ("2024-08-31", "2024-06-30")


def test_a_source_names_publisher_licence_page_and_edition(con, add_operation):
    add_operation("OP1", {"ITG1": "1.00"})
    (source,) = operations_table(con, Selection()).provenance.sources
    assert (source.publisher, source.licence, source.editions) == (
        "PCM",
        "CC BY 4.0",
        ("2024-08-31",),
    )
    assert source.page.startswith("https://opencoesione.gov.it/")


def test_every_column_of_every_table_is_defined(con, add_operation):
    add_operation("OP1", {"ITG1": "1.00"})
    by = ("region", "axis")
    for table in (
        operations_table(con, Selection()),
        kpi_table(con, [PAYMENTS_EUR], by, Selection()),
        indicators_table(con, Selection()),
    ):
        assert [d.name for d in table.provenance.columns] == table.schema.names


def test_column_names_are_distinct_and_said_in_both_languages():
    for listed in (columns.OPERATION_COLUMNS, columns.KPI_COLUMNS, columns.INDICATOR_COLUMNS):
        assert len({d.name for d in listed}) == len(listed)
        assert all(d.definition.it and d.definition.en for d in listed)


def test_figures_carry_numerator_state_and_names(con, add_operation):
    add_operation("OP1", {"ITG1": "10.50", "ITC1": "2.00"})
    table = kpi_table(con, [PUBLIC_FUNDING_EUR, OPERATIONS_COUNT], ("region",), Selection())
    first, *_ = rows = rows_of(table)
    assert [(r["kpi"], r["region"], r["value"]) for r in rows] == [
        ("public_funding_eur", "ITC1", "2"),
        ("public_funding_eur", "ITG1", "10.5"),
        ("operations_count", "ITC1", "1"),
        ("operations_count", "ITG1", "1"),
    ]
    assert first == {
        "kpi": "public_funding_eur",
        "region": "ITC1",
        "region_name": "Piemonte",
        "numerator": "2",
        "denominator": "",
        "value": "2",
        "unit": "eur",
        "state": "shown",
        "is_estimated": "true",
        "data_kind": "published",
        "editions": "2024-08-31",
    }


def test_figures_equal_the_measure_to_the_cent(con, add_operation):
    add_operation("OP1", {"ITG1": "9999999999999.99"})
    (row,) = rows_of(kpi_table(con, [PUBLIC_FUNDING_EUR], (), Selection()))
    assert row["value"] == "9999999999999.99"


@pytest.mark.parametrize(
    ("by", "where", "name"),
    [
        (("axis",), {"programme": "2014IT05SFOP014"}, "Occupazione"),
        (("programme", "axis"), {}, "Occupazione"),
        (("axis",), {}, "1"),
    ],
)
def test_an_axis_is_named_within_its_programme_only(con, add_operation, by, where, name):
    add_operation("OP1", {"ITG1": "1.00"})
    (row,) = rows_of(kpi_table(con, [PAYMENTS_EUR], by, Selection.of(**where)))
    assert row["axis_name"] == name


def test_definitions_of_indicators_travel_in_the_sidecar(con, add_operation):
    add_operation("OP1", {"ITG1": "1.00"})
    table = kpi_table(con, [PUBLIC_FUNDING_EUR], ("theme",), Selection())
    told = json.loads(export_description(table, "it", "x.csv"))
    (definition,) = told["definitions"]
    assert definition["definition"]["en"] == PUBLIC_FUNDING_EUR.definition.en
    assert (definition["unit"], definition["basis"]) == ("eur", "public")
    theme = next(column for column in told["columns"] if column["name"] == "theme")
    assert theme["codes"]["08"]["it"] == "Occupazione (OT 8)"


def test_a_rate_on_the_plan_cites_both_sources(con):
    result = KpiResult(PAYMENT_RATE, (), Selection())
    sources = results_table(con, [result], (), Selection()).provenance.sources
    assert [source.page for source in sources] == [
        "https://opencoesione.gov.it/it/opendata/",
        "https://cohesiondata.ec.europa.eu/",
    ]


def test_figures_of_people_carry_interval_and_unknowns(con):
    rate = PLACEMENT_RATE_6M.model_copy(update={"source": "opencoesione"})
    row = KpiRow(
        ("ITG1",),
        30,
        40,
        0.75,
        State.SHOWN,
        low=0.6,
        high=0.86,
        unknown_share=0.2,
        eligible=50,
        immature=7,
        worst_case=(0.6, 0.8),
    )
    hidden = KpiRow(("ITC1",), 2, 3, 0.66, State.HIDDEN, low=0.2, high=0.9, eligible=3)
    result = KpiResult(rate, ("region",), Selection(), (row, hidden))
    found, without = rows_of(results_table(con, [result], ("region",), Selection()))
    assert (found["low"], found["high"], found["eligible"]) == ("0.6", "0.86", "50")
    assert (found["worst_case_low"], found["worst_case_high"]) == ("0.6", "0.8")
    assert (found["unknown_share"], found["immature"]) == ("0.2", "7")
    assert without["state"] == "hidden"
    assert {without[name] for name in ("numerator", "value", "low", "high", "eligible")} == {""}


def test_figures_of_money_have_no_interval_columns(con):
    result = KpiResult(PAYMENTS_EUR, (), Selection())
    assert "low" not in results_table(con, [result], (), Selection()).schema.names


@pytest.mark.parametrize(
    ("by", "page"),
    [
        ((), "quadro"),
        (("region",), "regioni"),
        (("managing_authority",), "autorita"),
        (("year", "axis"), "assi"),
    ],
)
def test_the_address_opens_the_page_with_the_same_filters(con, add_operation, by, page):
    add_operation("OP1", {"ITG1": "1.00"})
    selection = Selection.of(region=["ITG1", "ITC1"], fund="FSE")
    address = kpi_table(con, [PAYMENTS_EUR], by, selection).provenance.view_address
    assert address == f"/{page}?fund=FSE&region=ITC1&region=ITG1"


def test_an_address_without_a_fund_asks_for_all(con):
    # screens start from the fund FSE: without this the page would show less than the file
    assert operations_table(con, Selection()).provenance.view_address == "/interventi?fund=all"


def test_indicators_are_kept_by_region_or_macro_area(con):
    rows = rows_of(indicators_table(con, Selection.of(region="ITG1")))
    assert [(r["year"], r["value"], r["flag"]) for r in rows] == [
        ("2022", "", "c"),
        ("2023", "27.9", "e"),
    ]
    rows = rows_of(indicators_table(con, Selection.of(macro_area="centre_north")))
    assert [r["region_name"] for r in rows] == ["Piemonte"]


def test_indicators_have_no_fund(con):
    with pytest.raises(NotAvailableBy) as caught:
        indicators_table(con, Selection.of(fund="FSE"))
    assert caught.value.facts["available"] == ["region", "macro_area"]


def test_indicators_cite_their_source_and_page(con):
    origin = indicators_table(con, Selection.of(region="ITG1")).provenance
    assert origin.editions == ("2025",)
    assert "Istat" in origin.sources[0].publisher
    assert origin.view_address == "/regioni?region=ITG1"


def test_a_real_warehouse_is_exported_to_the_cent(warehouse):
    con = reader(warehouse)
    selection = Selection()
    rows = rows_of(operations_table(con, selection))
    assert [row["operation_code"] for row in rows] == [f"OP{n}" for n in range(1, 9)]
    shown = measure(con, PAYMENTS_EUR, (), selection).rows[0].value
    assert summed(rows, "payments_in_selection_eur") == shown
    assert rows_of(indicators_table(con, Selection.of(region="ITG1")))
