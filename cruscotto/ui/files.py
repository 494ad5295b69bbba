"""Make the files of what is on screen: the same tables that the command line exports.

Everything is made only when a button is pressed; nothing here may ask Streamlit for anything.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from cruscotto.export import (
    Definition,
    ExportTable,
    Provenance,
    export_bytes,
    export_description,
    export_to_disk,
    mark_of,
    name_of,
    operations_table,
    results_table,
)
from cruscotto.export.kpis import guarding
from cruscotto.export.origin import data_kind, sources_of
from cruscotto.export.to_mend import rows_to_mend
from cruscotto.i18n import Lang, Text, reason_words, t
from cruscotto.kpi.operations import SEARCHED
from cruscotto.kpi.result import KpiResult, State
from cruscotto.kpi.selection import Selection
from cruscotto.ui import session
from cruscotto.ui.tables import Column, Table

Titled = tuple[str, Table]


@dataclass(frozen=True)
class Files:
    """What can be downloaded: a name, and how to make the table when it is asked for.

    Attributes:
        stem: how its name begins.
        table: makes it.
        is_large: whether it may hold a million rows, and so never goes through memory.
    """

    stem: str
    table: Callable[[], ExportTable]
    is_large: bool = False

    def name(self, style: str) -> str:
        """Return the file's name in one style."""
        return name_of(self.stem, style)

    def data(self, style: str) -> bytes:
        """Return the file's bytes, those the command line would write."""
        return export_bytes(self.table(), style)

    def sidecar(self, style: str) -> bytes:
        """Return the JSON that explains the file."""
        return export_description(self.table(), style, self.name(style))

    def on_disk(self, style: str) -> BinaryIO:
        """Return the file, written to the disk and not to memory; closed, it is gone."""
        return export_to_disk(self.table(), style)


def of_results(results: Sequence[KpiResult], stem: str) -> Files | None:
    """Return the files of one or more results along the same dimensions and selection."""
    if not results:
        return None
    first = results[0]
    alike = [r for r in results if r.by == first.by]

    def made() -> ExportTable:
        return results_table(session.warehouse(), alike, first.by, first.selection)

    return Files(f"{stem}{_marked(alike)}", made)


def _marked(results: Sequence[KpiResult]) -> str:
    kinds = {result.data_kind for result in results if result.rows}
    kind = "mixed" if len(kinds) > 1 else next(iter(kinds), "published")
    return mark_of((e for r in results for e in r.editions), kind)


def of_operations(selection: Selection, search: str) -> Files:
    """Return the files of the list of operations, narrowed by the search where there is one."""
    stem = "operations_search" if search else "operations"

    def made() -> ExportTable:
        return _searched(operations_table(session.warehouse(), selection), search)

    return Files(stem, made, is_large=True)


def _searched(table: ExportTable, search: str) -> ExportTable:
    if not search.split():
        return table
    origin = table.provenance
    filters = {**origin.filters, "search": [search]}
    said = origin.model_copy(update={"filters": filters})

    def rows() -> pa.RecordBatchReader:
        whole = table.reader()
        return pa.RecordBatchReader.from_batches(whole.schema, _matching(whole, search))

    return replace(table, reader=rows, provenance=said)


def _matching(rows: pa.RecordBatchReader, search: str) -> Iterator[pa.RecordBatch]:
    """Keep the rows where every word is somewhere in the columns the search looks at."""
    for batch in rows:
        kept = pa.array([True] * batch.num_rows)
        for word in search.split()[:8]:
            found = pa.array([False] * batch.num_rows)
            for name in SEARCHED:
                if name in batch.schema.names:
                    hit = pc.match_substring(batch.column(name), word, ignore_case=True)
                    found = pc.or_(found, pc.fill_null(hit, False))
            kept = pc.and_(kept, found)
        yield batch.filter(kept)


def of_table(stem: str, build: Callable[[Lang], Titled], behind: Sequence[KpiResult] = ()) -> Files:
    """Return the files of a small table of a page.

    Args:
        stem: the file's name.
        build: the table's title and rows in a language; both are asked, for the column's words.
        behind: the results the figures come from, where there are any.
    """
    return Files(f"{stem}{_marked(behind)}", lambda: _small(stem, build, behind))


def _small(stem: str, build: Callable[[Lang], Titled], behind: Sequence[KpiResult]) -> ExportTable:
    (title_it, italian), (title_en, spoken) = build("it"), build("en")
    table, english = _with_states(italian, "it"), _with_states(spoken, "en")
    kinds = {result.data_kind for result in behind}
    editions = sorted({e for result in behind for e in result.editions}, reverse=True)
    keys = tuple(dict.fromkeys(r.kpi.source for r in behind)) or ("opencoesione",)
    files = session.rows("files")
    editions = editions or sorted({str(f["edition_date"]) for f in files}, reverse=True)
    said = Provenance(
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
        view_address="",
        **guarding(behind),
    )
    return ExportTable.of(stem, arrow(table), said)


def definition_of(italian: Column, english: Column) -> Definition:
    """Return what a column means, in both languages."""
    label = Text(it=italian.label, en=english.label)
    return Definition(name=italian.name, label=label, definition=label, unit=italian.unit)


def _with_states(table: Table, lang: Lang) -> Table:
    """Return a table with a column of states after each column that has any in place of figures."""
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
    """Return a table's rows with real types: words, numbers, dates."""
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
    """Return the files of the rows refused, or of the fields to mend, for this audience."""

    def built(lang: Lang) -> Titled:
        rows = [
            {**row, "explanation": reason_words(str(row["reason"]), lang)}
            for row in rows_to_mend(session.warehouse(), which, session.rules())
        ]
        columns = [Column(name, name) for name in (rows[0] if rows else {})]
        return which, Table.of(columns, [list(row.values()) for row in rows])

    return of_table(which, built)
