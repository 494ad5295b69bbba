"""Make the files that a page offers: the same tables that the command line exports.

A file is made when a button is pressed, while no page is running, so this module must not call
Streamlit.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from cruscotto.errors import NoWarehouse
from cruscotto.export import (
    PLAIN,
    Definition,
    ExportTable,
    Look,
    Order,
    Provenance,
    export_bytes,
    export_description,
    export_to_disk,
    looked_at,
    name_of,
    operations_apart,
    operations_table,
    results_table,
    searched,
)
from cruscotto.export.kpis import guarding
from cruscotto.export.origin import data_kind, data_set_of, sources_of
from cruscotto.export.to_mend import rows_to_mend
from cruscotto.i18n import Lang, Text, reason_words, t
from cruscotto.kpi.query.result import KpiResult, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.ui.exhibit import file_names
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.state import address, session

Titled = tuple[str, Table]
# What makes a file apart, given its style, whether to compress it and its look; `None` where none
# is needed.
Apart = Callable[[str, bool, Look], BinaryIO | None]
# Fewer rows take little memory, and would only wait for a process to start.
APART_FROM = 50_000


@dataclass(frozen=True)
class Files:
    """A file offered for download: its name, and how to make its table.

    Attributes:
        stem: the beginning of the file's name.
        table: makes the table.
        apart: makes the file of a long table in a separate process, so that a million rows are
            never in memory.
        as_listed: the columns and the order of the list on the screen; `None` if there is no list.
    """

    stem: str
    table: Callable[[], ExportTable]
    apart: Apart | None = None
    as_listed: Look | None = None

    @property
    def is_large(self) -> bool:
        """Return whether the file may have a million rows."""
        return self.apart is not None

    def name(self, style: str) -> str:
        """Return the name of the file in one style, such as `xlsx`, with the style's ending."""
        return name_of(self.stem, style)

    def data(self, style: str, look: Look = PLAIN) -> bytes:
        """Return the content of the file; the command line writes the same bytes."""
        return export_bytes(looked_at(self.table(), look), style)

    def sidecar(self, style: str, look: Look = PLAIN) -> bytes:
        """Return the JSON note that explains the file."""
        return export_description(looked_at(self.table(), look), style, self.name(style))

    def on_disk(self, style: str, packs: bool = False, look: Look = PLAIN) -> tuple[BinaryIO, bool]:
        """Write the file to disk, not to memory, and return it open; closing it deletes it.

        Args:
            style: the style of the file.
            packs: whether the file may be compressed by Zstandard.
            look: headers, percentages, columns and order of the file.

        Returns:
            The open file, and whether it is compressed.
        """
        made = self.apart(style, packs, look) if self.apart else None
        if made:
            return made, packs
        return export_to_disk(looked_at(self.table(), look), style), False


def of_results(results: Sequence[KpiResult], stem: str) -> Files | None:
    """Return one file of several indicators' results; `None` if there are no results.

    Results with other dimensions than the first result are left out.
    """
    if not results:
        return None
    first = results[0]
    alike = [r for r in results if r.by == first.by]

    def made() -> ExportTable:
        return results_table(session.warehouse(), alike, first.by, first.selection)

    return Files(file_names.of_results(alike, stem), made)


def of_operations(selection: Selection, search: str, as_listed: Look | None = None) -> Files:
    """Return the file of the selected operations that match a search text (all if it is empty)."""
    stem = t("operations.file_searched" if search else "operations.file", address.language())
    name = file_names.of_operations(stem, selection)

    def made() -> ExportTable:
        return searched(operations_table(session.warehouse(), selection), search)

    def apart(style: str, packs: bool, look: Look) -> BinaryIO | None:
        if session.count_operations(selection, search) < APART_FROM:
            return None
        with suppress(NoWarehouse):  # the page's version is gone: it is read where it is still open
            order = Order(Path(session.edition()), selection, search, style, packs, look)
            return operations_apart(order)
        return None

    return Files(name, made, apart, as_listed)


def of_table(stem: str, build: Callable[[Lang], Titled], behind: Sequence[KpiResult] = ()) -> Files:
    """Return the file of a small table of a page.

    Args:
        stem: the file's name.
        build: returns the table's title and rows in a language; it is called for both languages.
        behind: the results that contain the table's figures; may be empty.
    """
    name = file_names.of_table(stem, behind)
    return Files(name, lambda: _small(stem, build, behind))


def _small(stem: str, build: Callable[[Lang], Titled], behind: Sequence[KpiResult]) -> ExportTable:
    (title_it, italian), (title_en, spoken) = build("it"), build("en")
    table, english = _with_states(italian, "it"), _with_states(spoken, "en")
    kinds = {result.data_kind for result in behind}
    editions = sorted({e for result in behind for e in result.editions}, reverse=True)
    keys = tuple(dict.fromkeys(r.kpi.source for r in behind)) or ("opencoesione",)
    files = session.rows("files")
    editions = editions or sorted({str(f["edition_date"]) for f in files}, reverse=True)
    origin = Provenance(
        title=Text(it=title_it, en=title_en),
        filters=behind[0].selection.as_dict() if behind else {},
        columns=tuple(map(definition_of, table.columns, english.columns)),
        definitions=(),
        editions=tuple(editions),
        sources=sources_of(session.warehouse(), keys, tuple(editions)),
        data_kind=(
            data_kind({kind != "published" for kind in kinds})
            if behind
            else data_kind({bool(f["is_synthetic"]) for f in files})
        ),
        data_set=data_set_of(session.warehouse()),
        view_address="",
        **guarding(behind),
    )
    return ExportTable.of(stem, arrow(table), origin)


def definition_of(italian: Column, english: Column) -> Definition:
    """Return the definition of a column: its header in Italian and in English, and its unit.

    Args:
        italian: the column with its Italian header.
        english: the same column with its English header.
    """
    label = Text(it=italian.label, en=english.label)
    return Definition(name=italian.name, label=label, definition=label, unit=italian.unit)


def _with_states(table: Table, lang: Lang) -> Table:
    """Return a table whose columns of figures contain only figures, or `None`.

    A column of figures that contained states (such as hidden) is followed by a new column with the
    state of each cell.
    """
    columns: list[Column] = []
    series: list[list[Any]] = []
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        columns.append(column)
        series.append([None if isinstance(c, State) else c for c in cells])
        if column.unit and any(isinstance(c, State) for c in cells):
            columns.append(
                Column(f"{column.name}_state", t("tables.state", lang, column=column.label))
            )
            series.append([_state(c) for c in cells])
    return Table.of(columns, list(zip(*series, strict=True)))


def _state(cell: object) -> str:
    if isinstance(cell, State):
        return str(cell)
    return str(State.MISSING if cell is None else State.SHOWN)


def arrow(table: Table) -> pa.Table:
    """Return a table in which each column has one type (text, number, date), as Arrow needs."""
    arrays = [
        pa.array([_typed(row[place], column) for row in table.rows], _type(table, place, column))
        for place, column in enumerate(table.columns)
    ]
    return pa.Table.from_arrays(arrays, names=[column.name for column in table.columns])


def _typed(value: object, column: Column) -> object:
    if value is None or isinstance(value, date):
        return value
    return str(value) if column.unit is None else float(str(value))


def _type(table: Table, place: int, column: Column) -> pa.DataType:
    if column.unit is not None:
        return pa.float64()
    dates = [isinstance(row[place], date) for row in table.rows]
    return pa.date32() if dates and all(dates) else pa.string()


def of_ledger(which: str) -> Files:
    """Return a file of rows to correct, limited to what the reader may see.

    Args:
        which: `refused_rows`, or `field_issues` for rows with a doubtful field.
    """

    def built(lang: Lang) -> Titled:
        rows = [
            {**row, "explanation": reason_words(str(row["reason"]), lang)}
            for row in rows_to_mend(session.warehouse(), which, session.rules())
        ]
        columns = [Column(name, name) for name in (rows[0] if rows else {})]
        return which, Table.of(columns, [list(row.values()) for row in rows])

    return of_table(which, built)
