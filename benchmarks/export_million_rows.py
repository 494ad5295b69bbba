"""Compare the export of a million rows with Arrow's own CSV writer on the same rows.

    python benchmarks/export_million_rows.py [ROWS]

Two tables: `narrow` (8 columns) and `operations` (the real export, 42 columns, from generated
marts). Ways of writing alternate within one run, and ratios are of medians of five. Ours includes
what Arrow's writer leaves out: checksum, sidecar, formula guard, renaming the file at the end.
The reader's own time is in both, and no way finds the file of the one before: ours would keep it
until the new one is whole, Arrow's would empty it first. Peak memory is that of a fresh process
which only exports.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import duckdb
from pyarrow import csv
from report import record

from cruscotto.export import ExportTable, Provenance, export_to_path, operations_table
from cruscotto.i18n import Text
from cruscotto.kpi.query.selection import Selection

REPEATS = 5
LIMIT = 1.3
GENERATED = """
create schema marts;
create schema ledger;
create table ledger.file as select 'opencoesione' as source, 'f.csv' as file_name, 'PCM' as
    publisher, 'CC BY 4.0' as licence, date '2024-08-31' as edition_date, false as is_synthetic;
create table marts.managing_authority as
    select 'a' || i as managing_authority_code, 'REGIONE ' || i as managing_authority_name
    from range(40) as t(i);
create table marts.operation as select
    cast(i as integer) as operation_id,
    'OP' || lpad(cast(i as varchar), 9, '0') as operation_code,
    'G' || lpad(cast(i * 7919 as varchar), 14, '0') as cup,
    case when i % 10 = 0 then 'Corso "' || i || '"; area ' || i % 20
         else 'CORSO DI FORMAZIONE PROFESSIONALE NUMERO ' || i end as title,
    'Sintesi dell''intervento numero ' || i || ': percorso di seicento ore con tirocinio'
        as summary,
    'https://opencoesione.gov.it/it/progetti/' || i as link,
    '2014-2020' as period_code, '2014IT05SFOP0' || i % 30 as programme_code,
    'POR FSE REGIONE ' || i % 30 as programme_name, cast(i % 5 as varchar) as axis_code,
    'ASSE ' || i % 5 || ' - OCCUPAZIONE' as axis_name, '08' as theme_code, 'FSE' as fund_codes,
    'ITG1' as region_codes, 'Sicilia' as region_names, 'PALERMO' as province_names,
    'PALERMO | MONREALE' as municipality_names, 'a' || i % 40 as managing_authority_code,
    'in_progress' as status_code, 'In corso' as status_published,
    date '2016-01-01' + cast(i % 1000 as integer) as start_date,
    date '2017-01-01' + cast(i % 1000 as integer) as planned_end_date,
    case when i % 3 = 0 then date '2018-01-01' + cast(i % 900 as integer) end as actual_end_date,
    cast(i % 400 - 100 as integer) as delay_days,
    cast(i * 1.37 as decimal(18, 2)) as public_funding_eur,
    cast(i * 1.27 as decimal(18, 2)) as commitments_eur,
    cast(i * 1.17 as decimal(18, 2)) as payments_eur,
    cast(i * 0.37 as decimal(18, 2)) as eu_esf_funding_eur,
    cast(null as decimal(18, 2)) as private_funding_eur,
    'ENTE DI FORMAZIONE ' || i % 999 as beneficiary_name,
    'ENTE ATTUATORE ' || i % 99 as implementing_body_name, cast(null as varchar) as call_name,
    'ACQUISTO DI SERVIZI' as cup_nature, 'FORMAZIONE' as cup_sector, i % 2 = 0 as is_estimated,
    false as is_synthetic, date '2024-08-31' as edition_date, 'opencoesione' as source,
    'progetti_esteso_FSE_2014-2020.csv' as file_name
from range({rows}) as t(i) order by operation_code;
create table marts.operation_share as select
    'current' as slot, operation_id, operation_code, is_synthetic, edition_date, 'FSE' as
    fund_code, region_codes as region_code, public_funding_eur, commitments_eur, payments_eur
from marts.operation order by hash(operation_id);
create table marts.narrow as select
    operation_code, region_codes, status_code, start_date, delay_days, public_funding_eur,
    payments_eur, is_estimated
from marts.operation;
"""


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "warehouse.duckdb"
        with duckdb.connect(str(database)) as con:
            con.execute(GENERATED.format(rows=rows))
        for name in TABLES:
            compare(database, name, rows)


def narrow(con: duckdb.DuckDBPyConnection) -> ExportTable:
    origin = Provenance(
        title=Text(it="", en=""),
        filters={},
        columns=(),
        definitions=(),
        editions=(),
        sources=(),
        data_kind="published",
        view_address="/",
    )
    query = "select * from marts.narrow"
    return ExportTable("narrow", lambda: con.cursor().sql(query).to_arrow_reader(32_768), origin)


def operations(con: duckdb.DuckDBPyConnection) -> ExportTable:
    return operations_table(con, Selection())


TABLES: dict[str, Callable[[duckdb.DuckDBPyConnection], ExportTable]] = {
    "narrow": narrow,
    "operations": operations,
}


def by_arrow(table: ExportTable, out: Path) -> None:
    with table.reader() as rows, csv.CSVWriter(out, rows.schema) as writer:
        for batch in rows:
            writer.write_batch(batch)


def ours(style: str) -> Callable[[ExportTable, Path], None]:
    return lambda table, out: export_to_path(table, style, out) and None


WAYS: dict[str, Callable[[ExportTable, Path], None]] = {
    "arrow": by_arrow,
    "it": ours("it"),
    "plain": ours("plain"),
}


def compare(database: Path, name: str, rows: int) -> None:
    times: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
    with duckdb.connect(str(database), read_only=True) as con:
        table = TABLES[name](con)
        for _ in range(REPEATS):
            for way, write in WAYS.items():
                out = database.with_name("out")
                out.unlink(missing_ok=True)
                wall, cpu = perf_counter(), process_time()
                write(table, out)
                times[way].append((perf_counter() - wall, process_time() - cpu))
    print(f"{name}, {rows:,} rows, median of {REPEATS}; limit {LIMIT} x Arrow")
    base = median(wall for wall, _ in times["arrow"])
    for way, found in times.items():
        wall, cpu = median(w for w, _ in found), median(c for _, c in found)
        ratio = f"{wall:6.2f} s  {wall / base:5.2f} x  cpu {cpu:6.2f} s"
        print(f"  {way:8} {ratio}  {peak(database, name, way)}")
        if way != "arrow":
            record(f"export {name}, {way}, to Arrow's writer", wall / base, "x", LIMIT)
    for way in ("xlsx", "parquet"):
        print(f"  {way:8} {peak(database, name, way)}")


def peak(database: Path, name: str, way: str) -> str:
    """Export once in a process of its own and return its time and peak memory."""
    done = subprocess.run(
        [sys.executable, __file__, "--once", str(database), name, way],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def once(database: str, name: str, way: str) -> None:
    con = duckdb.connect(database, read_only=True)
    table, out = TABLES[name](con), Path(database).with_name("once")
    before, start = peak_megabytes(), perf_counter()
    WAYS.get(way, ours(way))(table, out)
    seconds, size = perf_counter() - start, out.stat().st_size >> 20
    memory = f"peak {peak_megabytes()} MB (before {before} MB)"
    print(f"alone {seconds:.2f} s, {memory}, file {size} MB")


def peak_megabytes() -> int:
    """Return this process's peak; `getrusage` would start from its parent's."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) >> 10


if __name__ == "__main__":
    if sys.argv[1:2] == ["--once"]:
        once(*sys.argv[2:])
    else:
        main()
