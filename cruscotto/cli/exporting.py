"""The command that writes figures to files: `export`."""

from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer

from cruscotto.access.context import for_purpose
from cruscotto.cli.options import By, Chosen, Where, separate
from cruscotto.config import settings
from cruscotto.errors import UnknownName, WrongValue
from cruscotto.export import (
    STYLES,
    Look,
    export_to_path,
    indicators_table,
    kpi_table,
    looked_at,
    operations_table,
)
from cruscotto.export.table import ExportTable
from cruscotto.i18n import t
from cruscotto.kpi.query.measuring import asked_of
from cruscotto.kpi.registry import kpi as find_kpi
from cruscotto.kpi.wording.names import require_known_codes
from cruscotto.warehouse import reader
from cruscotto.warehouse.outputs import require_free

# Styles with an ending of their own, and endings by which a program would open another file.
WITH_ENDING = ("xlsx", "parquet")
TEXT_ENDINGS = (".csv", ".txt")
MISLEADING = (*TEXT_ENDINGS, ".xlsx", ".xls", ".ods", ".parquet", ".pdf", ".html", ".json")
TABLES = ("operations", "kpi", "indicators")


def export(
    table: Annotated[str, typer.Argument(help="operations, kpi or indicators.")],
    out: Annotated[Path, typer.Option(help="The file to write; FILE.json is put beside it.")],
    names: Annotated[
        list[str] | None, typer.Option("--kpi", help="For the table kpi: which indicators.")
    ] = None,
    by: By = None,
    where: Where = None,
    style: Annotated[
        str, typer.Option(help="it, plain, xlsx or parquet; that of the file's ending otherwise.")
    ] = "",
    headers: Annotated[
        str, typer.Option(help="codes, it or en: codes of columns, or their names with units.")
    ] = "codes",
    percent: Annotated[
        bool, typer.Option("--percent", help="Shares as percentages with one decimal.")
    ] = False,
    columns: Annotated[str, typer.Option(help="Columns wanted, in their order, by commas.")] = "",
    sort: Annotated[str, typer.Option(help="The column to sort by; `-NAME`: largest first.")] = "",
    purpose: Annotated[str, typer.Option(help="What for; kept in the log of accesses.")] = "",
) -> None:
    """Write a table to a file, with a JSON note of where its figures come from.

    Example: cruscotto export operations --where region=ITG1 --out interventi.csv --style it
    """
    style = _style(style, out)
    require_free(out, Chosen.warehouse)
    look = replace(
        Look.of(headers, percent),
        columns=separate([columns]) if columns else (),
        sort=sort.removeprefix("-"),
        descending=sort.startswith("-"),
    )
    whole = _table(table, names or [], separate(by), where or [])
    chosen = looked_at(whole, look)
    with for_purpose(purpose):
        written = export_to_path(chosen, style, out)
    print(t("cli.exported", settings().lang, rows=written.row_count, file=out))


def _style(style: str, out: Path) -> str:
    """Return the style asked for; if none is, the style of the file's ending.

    An ending that has no style of its own means `it`.

    Raises:
        UnknownName: no such style; the error names similar ones.
        WrongValue: the file's ending belongs to another style.
    """
    ending = out.suffix.lower()
    style = style or {f".{name}": name for name in WITH_ENDING}.get(ending, "it")
    if style not in STYLES:
        raise UnknownName(
            kind="style", name=style, similar=get_close_matches(style, STYLES), known=list(STYLES)
        )
    fits = (f".{style}",) if style in WITH_ENDING else TEXT_ENDINGS
    if ending in MISLEADING and ending not in fits:
        raise WrongValue(option="--out", value=out, expected=f"--style {style}: FILE{fits[0]}")
    return style


def _table(name: str, kpis: list[str], by: tuple[str, ...], where: list[str]) -> ExportTable:
    if name not in TABLES:
        similar = get_close_matches(name, TABLES)
        raise UnknownName(kind="table", name=name, similar=similar, known=list(TABLES))
    if name == "kpi" and not kpis:
        raise WrongValue(option="--kpi", value="", expected="--kpi payments_eur")
    found, con = tuple(find_kpi(k) for k in kpis), reader(Chosen.warehouse)
    dimensions, selection = asked_of(found if name == "kpi" else (), by, where)
    require_known_codes(con, selection)
    if name == "operations":
        return operations_table(con, selection)
    if name == "indicators":
        return indicators_table(con, selection)
    return kpi_table(con, found, dimensions, selection)
