"""The command line: `cruscotto import | kpi | export | demo | build | serve | check`."""

import csv
import io
import json
import sys
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from cruscotto.config import settings
from cruscotto.errors import CruscottoError, WrongValue
from cruscotto.i18n import error_sentence, format_value, t
from cruscotto.kpi.query import measure
from cruscotto.kpi.registry import kpi as find_kpi
from cruscotto.kpi.result import KpiResult
from cruscotto.kpi.selection import Selection, dimension
from cruscotto.sources.importing import ImportReport, import_files
from cruscotto.warehouse import editing, reader
from cruscotto.warehouse.build import build as build_marts
from cruscotto.warehouse.build import prepare

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Money, effectiveness and impact of training financed by the European Social Fund.",
)


class State:
    """Options given before the command."""

    warehouse: Path = settings().warehouse


class OutputFormat(StrEnum):
    """How figures are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


Where = Annotated[
    list[str] | None,
    typer.Option("--where", metavar="DIMENSION=CODE[,CODE]", help="Keep only these codes."),
]


@app.callback()
def options(
    warehouse: Annotated[
        Path | None, typer.Option(help="The warehouse; CRUSCOTTO_WAREHOUSE otherwise.")
    ] = None,
) -> None:
    """Read what is said before the command."""
    State.warehouse = warehouse or settings().warehouse


@app.command("import")
def import_(
    source: Annotated[str, typer.Argument(help="opencoesione or indicators.")],
    files: Annotated[list[Path], typer.Argument(help="One or more published files.")],
    edition: Annotated[
        str | None, typer.Option(help="The edition's date (YYYY-MM-DD), when the file's is wrong.")
    ] = None,
    format: Annotated[OutputFormat, typer.Option(help="How the account is printed.")] = (
        OutputFormat.TABLE
    ),
) -> None:
    """Load published files into the warehouse and publish it.

    Example: cruscotto import opencoesione progetti_esteso_2014-2020.csv --edition 2024-08-31
    """
    when = _date(edition, "--edition") if edition else None
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(source)
        report = import_files(
            source, files, State.warehouse, when,
            lambda step, done, total: bar.update(
                task, description=step, completed=done, total=total
            ),
        )  # fmt: skip
    _print_import(report, format)


@app.command()
def kpi(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Indicators to measure.")],
    by: Annotated[list[str] | None, typer.Option(help="A dimension to split by.")] = None,
    where: Where = None,
    format: Annotated[OutputFormat, typer.Option(help="How figures are printed.")] = (
        OutputFormat.TABLE
    ),
) -> None:
    """Measure indicators along dimensions.

    Example: cruscotto kpi payments_eur payment_rate --by region --where fund=FSE --format csv
    """
    selection = Selection.parse(where or [])
    dimensions = tuple(dimension(name).name for name in by or [])
    kpis = [find_kpi(name) for name in names]
    con = reader(State.warehouse)
    _print_results([measure(con, k, dimensions, selection) for k in kpis], format)


@app.command()
def build() -> None:
    """Rebuild the marts from the raw tables and run every check.

    Example: cruscotto --warehouse var/cruscotto.duckdb build
    """
    with editing(State.warehouse) as con:
        prepare(con)
        build_marts(con)
    print(t("cli.built", settings().lang, warehouse=State.warehouse))


def _print_import(report: ImportReport, format: OutputFormat) -> None:
    if format is OutputFormat.JSON:
        print(json.dumps(report.as_dict(), ensure_ascii=False))
        return
    _print_rows([file.as_dict() for file in report.files], format)


def _print_results(results: list[KpiResult], format: OutputFormat) -> None:
    rows = [row for result in results for row in _result_rows(result)]
    if format is OutputFormat.JSON:
        print(json.dumps(rows, ensure_ascii=False, default=_plain))
        return
    if format is OutputFormat.TABLE:
        lang = settings().lang
        for row in rows:
            row["value"] = format_value(row["value"], row["unit"], lang)
    _print_rows(rows, format)


def _result_rows(result: KpiResult) -> list[dict[str, Any]]:
    return [
        {
            "kpi": result.kpi.name,
            **dict(zip(result.by, row.codes, strict=True)),
            "numerator": row.numerator,
            "denominator": row.denominator,
            "value": row.value,
            "unit": str(result.kpi.unit),
            "state": str(row.state),
        }
        for row in result.rows
    ]


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


def _print_rows(rows: list[dict[str, Any]], format: OutputFormat) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    if format is OutputFormat.CSV:
        stream = io.StringIO()
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        sys.stdout.write(stream.getvalue())
        return
    table = Table(*columns)
    for row in rows:
        table.add_row(*("" if row.get(c) is None else str(row[c]) for c in columns))
    Console().print(table)


def _date(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongValue(option=option, value=text, expected="YYYY-MM-DD") from error


def main() -> None:
    """Run a command; a fault that one sentence explains ends with it and its exit code."""
    try:
        app(standalone_mode=True)
    except CruscottoError as error:
        print(error_sentence(error, settings().lang), file=sys.stderr)
        raise SystemExit(error.exit_code) from error
