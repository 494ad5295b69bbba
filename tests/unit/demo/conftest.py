from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pytest

from cruscotto.demo.operations import operations

Rows = list[tuple]


@dataclass(frozen=True)
class Demo:
    """The demonstration files of one run, and their rows as text in an engine of their own."""

    folder: Path
    paths: list[Path]
    con: duckdb.DuckDBPyConnection

    def file(self, period: str, edition: int = -1) -> Path:
        day = f"{operations.EDITIONS[edition]:%Y%m%d}"
        return next(path for path in self.paths if period in path.name and day in path.name)

    def ask(self, sql: str) -> Rows:
        return self.con.execute(sql).fetchall()


def header(path: Path) -> tuple[str, ...]:
    with path.open(encoding="utf-8-sig") as file:
        return tuple(name.strip('"') for name in file.readline().rstrip("\r\n").split(";"))


def read(path: Path) -> pa.Table:
    """Read a file as text, without the line that is broken on purpose."""
    return arrow_csv.read_csv(
        path,
        read_options=arrow_csv.ReadOptions(use_threads=False),
        parse_options=arrow_csv.ParseOptions(delimiter=";", invalid_row_handler=lambda row: "skip"),
        convert_options=arrow_csv.ConvertOptions(
            column_types={name: pa.string() for name in header(path)}, strings_can_be_null=False
        ),
    )


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    data = Demo(folder, operations.write(folder), duckdb.connect())
    data.con.execute(
        "create macro eur(x) as try_cast(replace(trim(x), ',', '.') as decimal(18, 2))"
    )
    for number in range(len(operations.EDITIONS)):
        parts = [read(data.file(period, number)) for period in operations.PERIODS]
        table = pa.concat_tables(parts, promote_options="default")
        data.con.register(f"rows_{number}", table)
    data.con.execute("create view newest as select * from rows_2")
    data.con.execute(
        "create view shown as select * from newest where OC_FLAG_VISUALIZZAZIONE = '0' "
        "and FONDO_COMUNITARIO <> 'FESR' and COD_LOCALE_PROGETTO like 'SINT-%'"
    )
    return data


@pytest.fixture(scope="session")
def ask(demo_data: Demo) -> Callable[[str], Rows]:
    return demo_data.ask
