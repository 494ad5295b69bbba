"""Commands that build marts, in the warehouse or from Parquet: `build`, `raw`."""

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import duckdb
import typer

from cruscotto.access import log
from cruscotto.access.stewards import acting
from cruscotto.cli import data
from cruscotto.cli.options import Chosen
from cruscotto.config import settings
from cruscotto.errors import NoWarehouse, WrongValue
from cruscotto.i18n import Lang, t
from cruscotto.warehouse import editing, published_path
from cruscotto.warehouse.build import build as build_marts
from cruscotto.warehouse.build import prepare, require_raw
from cruscotto.warehouse.elsewhere import build_elsewhere
from cruscotto.warehouse.engines import open_engine
from cruscotto.warehouse.parts import PART_ROWS, write_parts
from cruscotto.warehouse.publish import explained
from cruscotto.warehouse.salt import salt_of


class EngineName(StrEnum):
    """The names of the engines that can run the SQL of a build."""

    DUCKDB = "duckdb"
    SPARK = "spark"


def build(
    engine: Annotated[
        EngineName, typer.Option(help="What runs the SQL; Spark for data beyond one machine.")
    ] = EngineName.DUCKDB,
    master: Annotated[
        str | None,
        typer.Option(help="Where Spark is: local[2], spark://host:7077 or sc://host:15002."),
    ] = None,
    source: Annotated[
        Path | None, typer.Option(help="Build from the Parquet that `cruscotto raw` wrote.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where a build from --source is published.")
    ] = None,
) -> None:
    """Rebuild the marts from the raw tables and run every check.

    If there is no warehouse yet, the command builds one from the official figures that come with
    the program. If there is no demonstration, the command builds that too.

    With --source and --out, DuckDB or Spark builds the marts from Parquet. The command writes them
    to the folder --out as Parquet and as a warehouse. The secret that protects public figures is
    not written there; it stays beside --warehouse.

    Example: cruscotto --warehouse var/cruscotto.duckdb build

    Example: cruscotto build --engine spark --master spark://host:7077 --source raw --out marts
    """
    lang = settings().lang
    if source is None and out is None and master is None and engine is EngineName.DUCKDB:
        _build_here(lang)
        return
    opening = partial(open_engine, engine.value, master)
    built = build_elsewhere(
        _given(source, "--source"), _given(out, "--out"), opening, Chosen.warehouse
    )
    print(t("cli.built", lang, warehouse=built))


def _build_here(lang: Lang) -> None:
    """Rebuild the warehouse; if there is none, build it from the official figures.

    If the demonstration that belongs beside it is missing, build the demonstration too.
    """
    if published_path(Chosen.warehouse) is None:
        data.build_official(Chosen.warehouse)
    else:
        with acting(), editing(Chosen.warehouse) as con:
            log.record("build")
            prepare(con)
            build_marts(con, salt_of(con, Chosen.warehouse))
        print(t("cli.built", lang, warehouse=Chosen.warehouse))
        data.print_waiting()
    if Chosen.beside and published_path(Chosen.beside) is None:
        data.build_demonstration(Chosen.beside)


def raw(
    out: Annotated[Path, typer.Option(help="The folder to write; one it wrote is replaced.")],
    part_rows: Annotated[int, typer.Option(help="How many rows a part holds.", min=1)] = PART_ROWS,
) -> None:
    """Write the raw, ledger and reference tables as Parquet, for a build on another machine.

    Example: cruscotto --warehouse var/cruscotto.duckdb raw --out var/raw
    """
    path = published_path(Chosen.warehouse)
    if path is None:
        raise NoWarehouse(warehouse=Chosen.warehouse)
    # not the hardened reader of the screens: this one must write files
    with explained(out), duckdb.connect(str(path), read_only=True) as con:
        con.execute("set enable_progress_bar = false")
        require_raw(con)
        rows = write_parts(con, out, part_rows)
    print(t("cli.raw_written", settings().lang, rows=rows, folder=out))


def _given(path: Path | None, option: str) -> Path:
    if path is None:
        raise WrongValue(option=option, value="", expected="--source FOLDER --out FOLDER")
    return path
