"""Regional indicators: every record of every format is loaded, out of scope or refused."""

import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cruscotto.config import REFERENCE, SQL
from cruscotto.errors import (
    CruscottoError,
    EditionUnknown,
    EmptyFile,
    FileNotReadable,
    MissingColumns,
    NothingUsable,
)
from cruscotto.model.indicators import KNOWN_SERIES, layout_of, write_dimensions
from cruscotto.sources import indicators
from cruscotto.sources.importing import import_files
from cruscotto.warehouse import reader
from cruscotto.warehouse.build import prepare
from cruscotto.warehouse.file_report import FileReport

TIDY = "indicator,nuts2,year,sex,value,series,edition,flag\n"
PIEMONTE = "neet_rate_15_29,ITC1,2023,T,12.5,Istat BES 02IST006,2025-04-01,\n"
EUROSTAT = "DATAFLOW,LAST UPDATE,freq,unit,sex,age,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
TGS = "ESTAT:TGS00010(1.0),22/05/26 11:00:00,A,PC,T,Y15-74,ITC1,2023,6.2,,\n"
ISTAT = (
    "DATAFLOW,FREQ,REF_AREA,DATA_TYPE,SEX,AGE,TIME_PERIOD,OBS_VALUE,OBS_STATUS,NOTE_DS,UNIT_MULT\n"
)
UNEMPLOYMENT = "IT1:151_914_DF_DCCV_TAXDISOCCU1_5(1.0),A,ITE1,UNEM_R,9,Y15-74,2023,5.3,,,\n"
MAY = date(2026, 5, 1)

Load = Callable[..., FileReport]


@pytest.fixture(scope="module")
def prepared() -> Iterator[duckdb.DuckDBPyConnection]:
    con = duckdb.connect()
    prepare(con)
    yield con
    con.close()


@pytest.fixture
def warehouse(prepared: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    for table in (
        "raw.indicators",
        "ledger.file",
        "ledger.refused_row",
        "ledger.field_issue",
        "ledger.out_of_scope",
    ):
        prepared.execute(f"delete from {table}")
    return prepared


@pytest.fixture
def load(warehouse: duckdb.DuckDBPyConnection, tmp_path: Path) -> Load:
    def load_text(text: str, edition: date | None = None, name: str = "f.csv") -> FileReport:
        path = tmp_path / name
        path.write_text(text, "utf-8", newline="")
        return load_path(warehouse, path, edition)

    return load_text


def load_path(
    con: duckdb.DuckDBPyConnection, path: Path, edition: date | None = None
) -> FileReport:
    report = indicators.load(con, indicators.check(path), edition)
    assert report.read == report.loaded + sum(report.out_of_scope.values()) + len(report.refused)
    return report


def figures(con: duckdb.DuckDBPyConnection, columns: str = "*") -> list[tuple[object, ...]]:
    return con.execute(f"select {columns} from raw.indicators order by row_number").fetchall()


def mart(con: duckdb.DuckDBPyConnection, columns: str, where: str) -> list[tuple[object, ...]]:
    sql = (SQL / "marts" / "regional_indicator.sql").read_text("utf-8")
    return con.execute(f"select {columns} from ({sql}) where {where} order by all").fetchall()


# ---------------------------------------------------------------- the tidy table


def test_a_tidy_figure_is_loaded_with_series_edition_and_flag(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    report = load(TIDY + PIEMONTE.replace(",\n", ",b\n"))
    assert (report.read, report.loaded, report.edition) == (1, 1, date(2025, 4, 1))
    assert figures(warehouse, "indicator, nuts2, year, sex, value, series, edition, flag") == [
        ("neet_rate_15_29", "ITC1", "2023", "T", "12.5", "Istat BES 02IST006", "2025-04-01", "b")
    ]


def test_the_reference_table_is_loaded_whole_and_leaves_the_mart_as_it_was(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    everything = "* exclude (edition)"
    before = mart(warehouse, everything, "true")
    report = load_path(warehouse, REFERENCE / "regional_indicators.csv")
    assert (report.read, report.loaded, report.field_issues) == (3687, 3687, 0)
    assert mart(warehouse, everything, "true") == before


@pytest.mark.parametrize("mark", [";", "\t"])
def test_other_separators_are_seen_in_the_header(load: Load, mark: str) -> None:
    assert load((TIDY + PIEMONTE).replace(",", mark)).loaded == 1


def test_columns_are_found_by_name_whatever_their_order_case_and_byte_mark(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    report = load("\ufeffSERIES;Value;YEAR;nuts2;Indicator;note\nS;7,5;2020;ITG2;i;x\n", MAY)
    assert report.unknown_columns == ("NOTE",)
    assert figures(warehouse, "indicator, nuts2, sex, value, edition") == [
        ("i", "ITG2", "T", "7.5", "2026-05-01")
    ]
    assert mart(warehouse, "value", "indicator_code = 'i'") == [(7.5,)]


@pytest.mark.parametrize("value", ["", ":", "NaN"])
def test_a_missing_value_is_loaded_with_its_flag_and_is_no_issue(
    load: Load, warehouse: duckdb.DuckDBPyConnection, value: str
) -> None:
    report = load(TIDY + PIEMONTE.replace("12.5", value).replace(",\n", ",u\n"))
    assert (report.loaded, report.field_issues) == (1, 0)
    assert mart(warehouse, "value, flag", "series = 'Istat BES 02IST006'") == [(None, "u")]


@pytest.mark.parametrize("value", ["12.5 b", "1.234.5", "inf", "1_000", "45.6%"])
def test_an_unreadable_value_is_loaded_empty_and_recorded_with_its_figure(
    load: Load, warehouse: duckdb.DuckDBPyConnection, value: str
) -> None:
    report = load(TIDY + PIEMONTE.replace("12.5", value))
    assert (report.loaded, report.field_issues) == (1, 1)
    assert warehouse.execute(
        "select row_number, operation_code, column_name, value, reason from ledger.field_issue"
    ).fetchall() == [(1, "neet_rate_15_29/ITC1/2023", "value", value, "unreadable_value")]
    assert mart(warehouse, "value", "series = 'Istat BES 02IST006'") == [(None,)]


# ---------------------------------------------------------------- scope and refusals


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("ITC1", "IT", "not_an_italian_region"),
        ("ITC1", "ITC", "not_an_italian_region"),
        ("ITC1", "ITC11", "not_an_italian_region"),
        ("ITC1", "FR10", "not_an_italian_region"),
        ("ITC1", "ITDA", "trentino_alto_adige_not_split"),
        ("2023", "2023-Q1", "not_annual"),
        ("2023", "2023-07", "not_annual"),
        ("2023", "2021-2023", "not_annual"),
        ("(1.0),22/05/26 11:00:00,A", "(1.0),22/05/26 11:00:00,M", "not_annual"),
        (",T,", ",DIFF,", "other_sex"),
    ],
)
def test_what_is_out_of_scope_is_counted_by_reason(
    load: Load, old: str, new: str, reason: str
) -> None:
    report = load(EUROSTAT + TGS + TGS.replace(old, new))
    assert (report.read, report.loaded, report.out_of_scope) == (2, 1, {reason: 1})


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (PIEMONTE.replace("ITC1", ""), "missing_area"),
        (PIEMONTE.replace("2023", " "), "missing_period"),
        (PIEMONTE.replace("2023", "duemila"), "unreadable_period"),
        (PIEMONTE.replace("neet_rate_15_29", ""), "missing_indicator"),
        (PIEMONTE.replace("Istat BES 02IST006", ""), "missing_series"),
        (PIEMONTE.replace(",T,", ",,"), "missing_sex"),
        (PIEMONTE.replace("12.5", "13"), "duplicate_observation"),
        ("neet_rate_15_29,ITC1\n", "too_few_fields"),
        (PIEMONTE.replace("\n", ",x,y\n"), "too_many_fields"),
    ],
)
def test_a_refused_record_keeps_its_reason_line_and_own_words(
    load: Load, row: str, reason: str
) -> None:
    report = load(TIDY + PIEMONTE + row + PIEMONTE.replace("ITC1", "ITC2"))
    assert (report.read, report.loaded) == (3, 2)
    assert [(r.line_number, r.reason, r.original_text) for r in report.refused] == [
        (3, reason, row.strip("\n"))
    ]


def test_two_files_joined_with_their_own_line_endings_are_read_as_one(load: Load) -> None:
    other = PIEMONTE.replace("ITC1", "ITC2")
    report = load(TIDY + PIEMONTE + other.replace("\n", "\r\n") + PIEMONTE)
    assert (report.read, report.loaded, report.file_name) == (3, 2, "f.csv")
    assert [(r.line_number, r.reason) for r in report.refused] == [(4, "duplicate_observation")]


def test_an_observation_without_dataflow_has_no_series(load: Load) -> None:
    report = load(EUROSTAT + TGS + TGS.replace("ESTAT:TGS00010(1.0)", ""))
    assert [r.reason for r in report.refused] == ["missing_series"]


def test_a_clean_file_does_not_inherit_the_faults_of_the_one_before(load: Load) -> None:
    assert len(load(TIDY + PIEMONTE + "broken\n", name="first.csv").refused) == 1
    second = load(TIDY + PIEMONTE.replace("2023", "2022"), name="second.csv")
    assert (second.read, second.refused) == (1, [])


# ---------------------------------------------------------------- areas


@pytest.mark.parametrize(
    ("published", "ours"),
    [
        ("ITC1", "ITC1"),
        ("ITD1", "ITH1"),
        ("ITD2", "ITH2"),
        ("ITD10", "ITH1"),
        ("ITH20", "ITH2"),
        ("ITE4", "ITI4"),
        ("ITD5", "ITH5"),
        ("itf3", "ITF3"),
        ("Piemonte", "ITC1"),
        ("ITE1: Toscana", "ITI1"),
    ],
)
def test_codes_of_other_years_and_names_are_placed_in_our_areas(
    load: Load, warehouse: duckdb.DuckDBPyConnection, published: str, ours: str
) -> None:
    load(ISTAT + UNEMPLOYMENT.replace("ITE1", published), MAY)
    assert figures(warehouse, "nuts2") == [(ours,)]


def test_a_province_that_repeats_its_region_leaves_the_regions_figure(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    province, region = (UNEMPLOYMENT.replace("ITE1", code) for code in ("ITD10", "ITD1"))
    report = load(ISTAT + province + region, MAY)
    assert (report.loaded, report.out_of_scope) == (1, {"repeats_the_region": 1})
    assert figures(warehouse, "nuts2, published_area") == [("ITH1", "ITD1")]


def test_every_one_of_the_21_areas_has_codes_of_its_own(load: Load) -> None:
    rows = [line.split(",")[:2] for line in (REFERENCE / "regions.csv").read_text().splitlines()]
    codes = {code for row in rows[1:] for code in row}
    texts = [f"i,{code},2020,T,1,{code},2024,\n" for code in sorted(codes)]
    assert load(TIDY + "".join(texts)).loaded == len(codes) == 30


# ---------------------------------------------------------------- series


@pytest.mark.parametrize(
    ("row", "indicator", "series"),
    [
        (TGS, "unemployment_rate_15_74", "Eurostat tgs00010"),
        (
            TGS.replace("Y15-74", "Y_GE15"),
            "eurostat_tgs00010",
            "Eurostat tgs00010; age=Y_GE15; unit=PC",
        ),
        (
            TGS.replace("TGS00010", "LFST_R_LFU3RT"),
            "unemployment_rate_15_74",
            "Eurostat lfst_r_lfu3rt; age=Y15-74; unit=PC",
        ),
        (
            TGS.replace("TGS00010", "LFST_R_LFU3RT").replace("Y15-74", "Y_GE15"),
            "unemployment_rate_15_plus",
            "Eurostat lfst_r_lfu3rt; age=Y_GE15; unit=PC",
        ),
        (
            TGS.replace("TGS00010", "TGS00103").replace(",PC,", ",,").replace("Y15-74", ""),
            "eurostat_tgs00103",
            "Eurostat tgs00103",
        ),
    ],
)
def test_a_series_is_named_by_dataflow_and_fixed_dimensions(
    load: Load, warehouse: duckdb.DuckDBPyConnection, row: str, indicator: str, series: str
) -> None:
    load(EUROSTAT + row)
    assert figures(warehouse, "indicator, series") == [(indicator, series)]


def test_istat_series_carry_the_type_of_data_in_the_indicator_too(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    load(ISTAT + UNEMPLOYMENT, MAY)
    assert figures(warehouse, "indicator, series, sex") == [
        (
            "istat_151_914_df_dccv_taxdisoccu1_5_unem_r",
            "Istat 151_914_DF_DCCV_TAXDISOCCU1_5; age=Y15-74; data_type=UNEM_R",
            "T",
        )
    ]


def test_the_order_of_columns_does_not_change_the_name_of_a_series(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    load(
        "OBS_VALUE,age,geo,unit,TIME_PERIOD,DATAFLOW,LAST UPDATE\n"
        "6.2,Y15-64,ITC1,PC,2023,ESTAT:TGS00010(1.0),2026-05-22\n"
    )
    assert figures(warehouse, "series") == [("Eurostat tgs00010; age=Y15-64; unit=PC",)]


def test_a_column_never_seen_parts_two_series_rather_than_joining_them(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    header, row = EUROSTAT.replace("age", "age,wstatus"), TGS.replace("Y15-74", "Y15-74,EMP")
    report = load(header + row + row.replace("EMP", "UNE"))
    assert (report.loaded, len(set(figures(warehouse, "series")))) == (2, 2)


def test_the_names_of_known_series_are_those_of_the_reference_table() -> None:
    text = (REFERENCE / "regional_indicators.csv").read_text("utf-8")
    for known in KNOWN_SERIES:
        assert not known.is_reference or f",{known.series}," in text
        assert text.count(f"\n{known.indicator},") > 0
    assert write_dimensions({"unit": "PC", "age": "Y15-74"}) == "age=Y15-74; unit=PC"


# ---------------------------------------------------------------- forms of SDMX-CSV

EUROSTAT_LABELS = (
    "DATAFLOW,LAST UPDATE,freq: Time frequency,unit: Unit of measure,sex: Sex,age: Age class,"
    "geo: Geopolitical entity (reporting),TIME_PERIOD: Time,OBS_VALUE: Observation value,"
    "OBS_FLAG: Observation status (Flag),CONF_STATUS: Confidentiality status (flag)\n"
    "ESTAT:TGS00010(1.0): Unemployment rate by NUTS 2 region,22/05/26 11:00:00,A: Annual,"
    "PC: Percentage,F: Females,Y15-74: From 15 to 74 years,ITH1: Bolzano/Bozen,2023,2.4,"
    "u: low reliability,C: confidential\n"
)
EUROSTAT_PAIRS = (
    "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,freq,Time frequency,unit,Unit of measure,"
    "geo,Geopolitical entity (reporting),TIME_PERIOD,Time,OBS_VALUE,Observation value,"
    "OBS_FLAG,Observation status (Flag)\n"
    "dataflow,ESTAT:NAMA_10R_2GDP(1.0),Gross domestic product,A,Annual,PPS_HAB_EU27_2020,"
    "Percentage of the EU27 average,ITC4,Lombardia,2023,,130,,p,provisional\n"
)


def test_codes_are_taken_out_of_labelled_headers_and_cells(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    load(EUROSTAT_LABELS)
    assert figures(warehouse, "indicator, nuts2, sex, value, series, edition, flag") == [
        ("unemployment_rate_15_74", "ITH1", "F", "2.4", "Eurostat tgs00010", "2026-05-22", "u C")
    ]


def test_columns_of_labels_beside_codes_are_no_dimensions(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    load(EUROSTAT_PAIRS, MAY)
    assert figures(warehouse, "indicator, nuts2, sex, value, series, flag") == [
        ("gdp_per_head_pps_eu27_100", "ITC4", "T", "130", "Eurostat nama_10r_2gdp", "p")
    ]


@pytest.mark.parametrize(
    ("written", "reason"), [("15,500", "ambiguous_number"), ("1,234.5", "unreadable_value")]
)
def test_a_comma_groups_no_thousands_in_sdmx(
    load: Load, warehouse: duckdb.DuckDBPyConnection, written: str, reason: str
) -> None:
    row = TGS.replace("ITC1", "ITC2").replace("6.2", f'"{written}"')
    assert load(EUROSTAT + TGS + row).field_issues == 1
    asked = "select column_name, value, reason from ledger.field_issue"
    assert warehouse.execute(asked).fetchall() == [("OBS_VALUE", written, reason)]
    assert figures(warehouse, "nuts2, value")[0] == ("ITC1", "6.2")


def test_words_alone_are_understood_for_area_sex_and_frequency(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    row = TGS.replace(",A,PC,T,", ",Annual,Percentage,Females,").replace("ITC1", "Lazio")
    load(EUROSTAT + row)
    assert figures(warehouse, "nuts2, sex") == [("ITI4", "F")]


def test_the_free_status_and_the_normal_flag_are_no_warning(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    load(EUROSTAT + TGS.replace(",,\n", ",A,F\n"))
    assert mart(warehouse, "flag", "edition = '2026-05-22'") == [(None,)]


def test_parquet_and_csv_give_the_same_account(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    text = EUROSTAT + TGS + TGS.replace("ITC1", "FR10") + TGS.replace("ITC1", "")
    (tmp_path / "f.csv").write_text(text)
    parquet.write_table(arrow_csv.read_csv(tmp_path / "f.csv"), tmp_path / "f.parquet")
    csv_report = load_path(warehouse, tmp_path / "f.csv")
    written = figures(warehouse, "* exclude (file_id)")
    warehouse.execute("delete from raw.indicators")
    report = load_path(warehouse, tmp_path / "f.parquet")
    assert (report.read, report.loaded, report.out_of_scope) == (3, 1, csv_report.out_of_scope)
    assert [r.reason for r in report.refused] == ["missing_area"]
    assert figures(warehouse, "* exclude (file_id)") == written


def test_names_of_our_parts_among_the_columns_take_nobodys_place() -> None:
    layout = layout_of(("DATAFLOW", "AREA", "GEO", "", "AGE", "SEX: A", "SEX: B", "DIMENSIONS"))
    assert layout.names == (
        "DATAFLOW",
        "AREA #2",
        "AREA",
        "#4",
        "AGE",
        "SEX",
        "SEX #7",
        "DIMENSIONS #8",
    )
    assert layout.dimensions == ("AREA #2", "AGE", "SEX #7", "DIMENSIONS #8")


# ---------------------------------------------------------------- editions


@pytest.mark.parametrize(
    ("published", "when", "written"),
    [
        ("2026-05-22", date(2026, 5, 22), "2026-05-22"),
        ("2026-05-22T11:00:00+0200", date(2026, 5, 22), "2026-05-22"),
        ("22/05/26 11:00:00", date(2026, 5, 22), "2026-05-22"),
        ("22/05/2026", date(2026, 5, 22), "2026-05-22"),
        ("2025M6G3", date(2025, 6, 3), "2025-06-03"),
        ("2025M12", date(2025, 12, 1), "2025-12"),
        ("2025-12", date(2025, 12, 1), "2025-12"),
        ("copy of 2026", date(2026, 1, 1), "copy of 2026"),
    ],
)
def test_an_edition_is_read_and_never_given_a_day_it_has_not(
    load: Load, warehouse: duckdb.DuckDBPyConnection, published: str, when: date, written: str
) -> None:
    report = load(TIDY + PIEMONTE.replace("2025-04-01", published))
    assert (report.edition, report.field_issues) == (when, 0)
    assert figures(warehouse, "edition, edition_date") == [(written, when)]


def test_without_a_date_the_edition_has_to_be_given(load: Load) -> None:
    with pytest.raises(EditionUnknown):
        load(ISTAT + UNEMPLOYMENT)
    assert load(ISTAT + UNEMPLOYMENT, MAY).edition == MAY


def test_an_edition_that_is_no_date_is_named_and_takes_the_files(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    with pytest.raises(EditionUnknown) as raised:
        load(TIDY + PIEMONTE.replace("2025-04-01", "ultima"))
    assert raised.value.facts["found"] == "ultima"
    other = PIEMONTE.replace("ITC1", "ITC2").replace("2025-04-01", "31/02/25")
    report = load(TIDY + PIEMONTE + other)
    assert (report.loaded, report.field_issues) == (2, 1)
    assert set(figures(warehouse, "edition")) == {("2025-04-01",)}


def test_an_edition_given_stands_before_the_files_own(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    assert load(EUROSTAT + TGS, MAY).edition == MAY
    assert figures(warehouse, "edition, edition_date") == [("2026-05-01", MAY)]


def test_every_edition_of_an_istat_file_is_kept_and_the_newest_shown(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    header = ISTAT.replace("AGE", "AGE,EDITION")
    new = UNEMPLOYMENT.replace("Y15-74", "Y15-74,2025M6G3")
    old = UNEMPLOYMENT.replace("Y15-74", "Y15-74,2024M6G3").replace("5.3", "5.1")
    assert load(header + new + old).loaded == 2
    assert mart(warehouse, "value, edition", "series like 'Istat 151%'") == [(5.3, "2025-06-03")]


def test_editions_overruled_by_one_leave_the_newest_of_them(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    old = PIEMONTE.replace("2025-04-01", "2024-04-01").replace("12.5", "11")
    report = load(TIDY + old + PIEMONTE, MAY)
    assert (report.loaded, report.out_of_scope) == (1, {"superseded_edition": 1})
    assert figures(warehouse, "value") == [("12.5",)]


def test_a_newer_edition_takes_the_marts_place_and_the_older_stays_in_raw(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    where = "series = 'Eurostat tgs00010' and region_code = 'ITC1' and year = 2023"
    load(EUROSTAT + TGS.replace("6.2", "6.3"), name="new.csv")
    load(EUROSTAT + TGS.replace("22/05/26", "22/04/26"), name="old.csv")
    assert mart(warehouse, "value, edition", where) == [(6.3, "2026-05-22")]
    assert len(figures(warehouse)) == 2


def test_a_figure_the_newer_edition_does_not_carry_stays_with_its_own_edition(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    load(EUROSTAT + TGS)
    where = "series = 'Eurostat tgs00010' and sex = 'T' and year = 2023 and region_code < 'ITC3'"
    assert mart(warehouse, "region_code, edition", where) == [
        ("ITC1", "2026-05-22"),
        ("ITC2", "copy of 2026"),
    ]


def test_two_series_of_one_indicator_are_two_lines(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    load(EUROSTAT + TGS + TGS.replace("TGS00010", "LFST_R_LFU3RT"))
    where = "indicator_code = 'unemployment_rate_15_74' and region_code = 'ITC1' and year = 2023"
    assert len(mart(warehouse, "series", f"{where} and sex = 'T'")) == 2


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    file, link = tmp_path / "f.csv", tmp_path / "w.duckdb"
    file.write_text(EUROSTAT + TGS + TGS.replace("ITC1", ""))
    first = import_files("indicators", [file], link)
    version = link.resolve()
    second = import_files("indicators", [file], link)
    assert link.resolve() == version
    assert second.files[0].already_there
    assert first.as_dict()["files"][0] == {
        **second.as_dict()["files"][0],
        "already_imported": False,
    }
    shown = (
        reader(link)
        .cursor()
        .execute("select count(*) from marts.regional_indicator where edition = '2026-05-22'")
    )
    assert shown.fetchone() == (1,)


# ---------------------------------------------------------------- wrong files


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", EmptyFile),
        (TIDY, EmptyFile),
        ('"COD_LOCALE_PROGETTO";"CUP"\n1;2\n', MissingColumns),
        (EUROSTAT.replace("geo", "where") + TGS, MissingColumns),
        (TIDY + PIEMONTE.replace("ITC1", ""), NothingUsable),
        ("\n" * 5, EmptyFile),
        ('"' * 200_000, MissingColumns),
    ],
)
def test_a_wrong_file_is_explained(load: Load, text: str, error: type[CruscottoError]) -> None:
    with pytest.raises(error):
        load(text)


def test_a_missing_column_error_names_the_closest_match(load: Load) -> None:
    with pytest.raises(MissingColumns) as raised:
        load(TIDY.replace("nuts2", "nuts_2") + PIEMONTE)
    assert raised.value.facts["missing"] == ["NUTS2"]
    assert "NUTS_2" in raised.value.facts["similar"]  # type: ignore[operator]


def test_a_folder_or_a_path_that_leads_nowhere_is_explained(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.csv"):
        with pytest.raises(FileNotReadable):
            indicators.check(path)


# ---------------------------------------------------------------- whatever the file

ROWS = [
    f"neet,{area},{year},{sex},{year % 7}.5,Istat BES,2025-04-01,{flag}\n"
    for area in ("ITC1", "ITD1", "ITH1", "IT", "ITG2")
    for year in (2022, 2023)
    for sex, flag in (("T", ""), ("F", "b"))
]
GERMS = [",", ";", '"', "\n", "\r", "\t", "", "é", "\x00", ":", "ITC1", "2023-Q1", "9" * 400, " "]


@given(seed=st.integers(0, 2**32), cuts=st.integers(1, 6))
@settings(deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_mutation_loses_a_row_or_raises_what_no_sentence_explains(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path, seed: int, cuts: int
) -> None:
    text = mutated(TIDY + "".join(ROWS), random.Random(seed), cuts)
    path = tmp_path / "mutated.csv"
    path.write_bytes(text)
    try:
        report = load_path(warehouse, path)
    except CruscottoError:
        return
    lines = text.count(b"\n") + text.count(b"\r") + 1
    assert 0 < report.read <= lines
    check = (SQL / "checks" / "every_file_adds_up.sql").read_text("utf-8")
    assert warehouse.execute(check).fetchall() == []
    raw = "select count(*) from raw.indicators where file_id = ?"
    assert warehouse.execute(raw, [report.file_id]).fetchone() == (report.loaded,)


def mutated(text: str, chance: random.Random, cuts: int) -> bytes:
    """Change a file in a few places: put, take away, repeat, cut short, spoil a byte."""
    for _ in range(cuts):
        a, b = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        b = min(b, a + 80)
        kind = chance.randrange(5)
        if kind == 0:
            text = text[:a] + chance.choice(GERMS) + text[a:]
        elif kind == 1:
            text = text[:a] + text[b:]
        elif kind == 2:
            text = text[:b] + text[a:]
        elif kind == 3:
            text = text[:a] + chance.choice(GERMS) + text[b:]
        else:
            old, new = chance.sample(GERMS[:6], 2)
            text = text.replace(old, new, 1)
    spoilt = bytearray(text.encode())
    if chance.random() < 0.1 and spoilt:
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


BREAKS = (
    "DATAFLOW,FREQ,REF_AREA,DATA_TYPE,TIME_PERIOD,OBS_VALUE,BREAK,OBS_PRE_BREAK,OBS_STATUS,BASE_PER,"
    "UNIT_MULT,METADATA_IT\n"
    "IT1:1_1(1.0),A,ITF1,X,2018,11,,,,,,\n"
    "IT1:1_1(1.0),A,ITF1,X,2019,20.125,B,12,,,0,Nuovo questionario\n"
    "IT1:1_1(1.0),A,ITF1,X,2020,21,,,,,,\n"
)


def test_a_break_marks_its_year_and_does_not_take_it_out_of_the_line(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    load(BREAKS, MAY)
    found = mart(warehouse, "series, year, value, flag", "indicator_code = 'istat_1_1_x'")
    assert len({row[0] for row in found}) == 1
    assert [row[1:] for row in found] == [(2018, 11, None), (2019, 20.125, "b"), (2020, 21, None)]


def test_values_of_two_scales_are_two_series(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    load(BREAKS.replace("2018,11,,,,,,", "2018,11,,,,,3,"), MAY)
    found = mart(warehouse, "distinct series", "indicator_code = 'istat_1_1_x'")
    assert len(found) == 3


def test_of_two_codes_of_one_area_todays_wins_and_a_difference_is_told(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    rows = "i,ITD1,2023,T,10,S,2024-01-01,\ni,ITH1,2023,T,11,S,2024-01-01,\n"
    rows += "i,ITD2,2023,T,5,S,2024-01-01,\ni,ITH2,2023,T,5,S,2024-01-01,\n"
    report = load(TIDY + rows)
    assert (report.loaded, report.out_of_scope) == (2, {"older_code_of_the_area": 1})
    assert [one.reason for one in report.refused] == ["older_code_differs: ITD1 10"]
    found = mart(warehouse, "region_code, value", "indicator_code = 'i'")
    assert sorted(found) == [("ITH1", 11), ("ITH2", 5)]


def test_values_of_a_column_are_read_with_one_decimal_sign(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    head = TIDY.replace(",", ";")
    report = load(
        head + "i;ITF1;2023;T;987,5;S;2024-01-01;\ni;Puglia;2023.0;T;1.234;S;2024-01-01;\n"
    )
    # read as a thousand, because of the other's decimals alone: it is entered
    assert report.field_issues == 1
    found = mart(warehouse, "region_code, value", "indicator_code = 'i'")
    assert sorted(found) == [("ITF1", 987.5), ("ITF4", 1234)]


def test_a_value_that_reads_in_two_ways_is_left_empty_and_told(
    load: Load, warehouse: duckdb.DuckDBPyConnection
) -> None:
    report = load(TIDY + "i,ITF1,2023,T,1.234,S,2024-01-01,\n")
    assert report.field_issues == 1
    assert mart(warehouse, "value", "indicator_code = 'i'") == [(None,)]
