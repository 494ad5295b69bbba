"""Marts of a few hand-made rows, and tables of adversarial ones."""

from collections.abc import Callable
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from cruscotto.export import Definition, ExportTable, Provenance, SourceNote
from cruscotto.i18n import Text

SCHEMA = """
create schema marts;
create schema ledger;
create table marts.operation_share (
    slot varchar, operation_id integer, operation_code varchar, is_synthetic boolean,
    edition_date date, period_code varchar, fund_code varchar, region_code varchar,
    macro_area_code varchar, managing_authority_code varchar, programme_code varchar,
    axis_code varchar, theme_code varchar, status_code varchar, year_code varchar, share double,
    is_estimated boolean, public_funding_eur decimal(18, 2), commitments_eur decimal(18, 2),
    payments_eur decimal(18, 2), operation_public_funding_eur decimal(18, 2),
    is_concluded boolean, delay_days integer, beneficiary_key varchar
);
create table marts.participation_cell (entry_year_code varchar, exit_year_code varchar);
create table marts.need (year_code varchar);
create table marts.reported_money (year_code varchar);
create table marts.reported_indicator (year_code varchar);
create table marts.operation (
    operation_id integer, operation_code varchar, cup varchar, title varchar, summary varchar,
    link varchar, period_code varchar, programme_code varchar, programme_name varchar,
    axis_code varchar, axis_name varchar, theme_code varchar, fund_code varchar,
    fund_codes varchar, region_codes varchar, region_names varchar,
    managing_authority_code varchar, status_code varchar, status_published varchar,
    start_date date, planned_end_date date, actual_end_date date, delay_days integer,
    public_funding_eur decimal(18, 2), commitments_eur decimal(18, 2),
    payments_eur decimal(18, 2), eu_esf_funding_eur decimal(18, 2),
    private_funding_eur decimal(18, 2), beneficiary_name varchar, implementing_body_name varchar,
    call_name varchar, cup_nature varchar, cup_sector varchar, province_names varchar,
    municipality_names varchar, is_estimated boolean, is_synthetic boolean, edition_date date,
    source varchar, file_name varchar
);
create table marts.region (
    region_code varchar, region_name varchar, macro_area_code varchar,
    category_2014_2020 varchar, position integer
);
create table marts.managing_authority (
    managing_authority_code varchar, managing_authority_name varchar, region_code varchar,
    is_national boolean
);
create table marts.programme (
    programme_code varchar, programme_name varchar, period_code varchar, region_code varchar,
    managing_authority_code varchar, is_national boolean
);
create table marts.priority_axis (
    programme_code varchar, axis_code varchar, axis_name varchar, theme_code varchar
);
create table marts.regional_indicator (
    indicator_code varchar, region_code varchar, year integer, sex varchar, value double,
    series varchar, edition varchar, flag varchar
);
create table ledger.file (
    source varchar, file_name varchar, publisher varchar, licence varchar, edition_date date,
    is_synthetic boolean
);
insert into marts.region values
    ('ITC1', 'Piemonte', 'centre_north', 'more_developed', 1),
    ('ITG1', 'Sicilia', 'south', 'less_developed', 20);
insert into marts.managing_authority values
    ('sicilia', 'Regione Siciliana', 'ITG1', false);
insert into marts.programme values
    ('2014IT05SFOP014', 'POR FSE Sicilia', '2014-2020', 'ITG1', 'sicilia', false);
insert into marts.priority_axis values ('2014IT05SFOP014', '1', 'Occupazione', '08');
insert into marts.regional_indicator values
    ('neet_rate_15_29', 'ITC1', 2023, 'T', 14.5, 'Istat BES', '2025', null),
    ('neet_rate_15_29', 'ITG1', 2023, 'T', 27.9, 'Istat BES', '2025', 'e'),
    ('neet_rate_15_29', 'ITG1', 2022, 'T', null, 'Istat BES', '2025', 'c');
insert into ledger.file values
    ('opencoesione', 'a.csv', 'PCM', 'CC BY 4.0', '2024-08-31', false),
    ('opencoesione', 'b.csv', 'PCM', 'CC BY 4.0', '2023-12-31', false),
    ('opencoesione', 's.csv', 'Cruscotto', 'EUPL-1.2', '2024-06-30', true);
"""


@pytest.fixture
def con() -> Any:
    """Return a warehouse without operations, in memory."""
    with duckdb.connect() as connection:
        connection.execute(SCHEMA)
        yield connection


@pytest.fixture
def add_operation(con: duckdb.DuckDBPyConnection) -> Callable[..., None]:
    """Return `add_operation(code, {region: euro, …}, **columns)`: an operation and its parts."""

    def add(code: str, parts: dict[str, str], slot: str = "current", **columns: Any) -> None:
        number = con.sql("select count(*) from marts.operation_share").fetchall()[0][0] + 1
        synthetic = columns.pop("is_synthetic", False)
        edition = "2024-06-30" if synthetic else "2024-08-31"
        for region, amount in parts.items():
            con.execute(
                "insert into marts.operation_share by name select $slot as slot, $id as "
                "operation_id, $code as operation_code, $synthetic as is_synthetic, "
                "cast($edition as date) as edition_date, '2014-2020' as period_code, 'FSE' as "
                "fund_code, $region as region_code, if($region = 'ITG1', 'south', 'centre_north') "
                "as macro_area_code, 'sicilia' as managing_authority_code, '2014IT05SFOP014' as "
                "programme_code, '1' as axis_code, '08' as theme_code, 'in_progress' as "
                "status_code, '2020' as year_code, 1 as share, $several as is_estimated, "
                "cast($amount as decimal(18, 2)) as public_funding_eur, "
                "cast($amount as decimal(18, 2)) / 2 as payments_eur, $code as beneficiary_key",
                {
                    "slot": slot,
                    "id": number,
                    "code": code,
                    "synthetic": synthetic,
                    "edition": edition,
                    "region": region,
                    "several": len(parts) > 1,
                    "amount": amount,
                },
            )
        if slot == "current":
            _describe(con, number, code, parts, synthetic, edition, columns)

    return add


def _describe(
    con: duckdb.DuckDBPyConnection,
    number: int,
    code: str,
    parts: dict[str, str],
    synthetic: bool,
    edition: str,
    columns: dict[str, Any],
) -> None:
    values = {
        "operation_id": number,
        "operation_code": code,
        "period_code": "2014-2020",
        "programme_code": "2014IT05SFOP014",
        "theme_code": "08",
        "fund_codes": "FSE",
        "region_codes": "|".join(parts),
        "managing_authority_code": "sicilia",
        "is_estimated": len(parts) > 1,
        "is_synthetic": synthetic,
        "edition_date": edition,
        "public_funding_eur": sum(round(float(a), 2) for a in parts.values()),
        **columns,
    }
    names, holders = ", ".join(values), ", ".join("?" for _ in values)
    con.execute(f"insert into marts.operation ({names}) values ({holders})", list(values.values()))


PROVENANCE = Provenance(
    title=Text(it="Prova", en="Trial"),
    filters={"region": ["ITG1"]},
    columns=(Definition(name="words", definition=Text(it="Parole", en="Words")),),
    definitions=(),
    editions=("2024-08-31",),
    sources=(
        SourceNote(
            name=Text(it="Fonte", en="Source"),
            publisher="Ente",
            licence="CC BY 4.0",
            page="https://example.org/",
            editions=("2024-08-31",),
        ),
    ),
    data_kind="published",
    data_set="official",
    view_address="/regioni?region=ITG1",
)


@pytest.fixture
def provenance() -> Provenance:
    """Return where a trial table comes from."""
    return PROVENANCE


@pytest.fixture(scope="session")
def table() -> Callable[..., ExportTable]:
    """Return `table(rows, batch_rows=…, **changes)`: an export of Arrow columns."""

    def make(rows: pa.Table | dict[str, Any], batch_rows: int = 3, **changes: Any) -> ExportTable:
        held = rows if isinstance(rows, pa.Table) else pa.table(rows)
        origin = PROVENANCE.model_copy(update=changes)

        def reader() -> pa.RecordBatchReader:
            return pa.RecordBatchReader.from_batches(
                held.schema, held.to_batches(max_chunksize=batch_rows)
            )

        return ExportTable("trial", reader, origin)

    return make
