"""The exported table of operations.

A row has an operation's whole amounts, and the part of each amount that belongs to the selection.
"""

from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa
from sqlglot import exp

from cruscotto.export.columns import OPERATION_COLUMNS
from cruscotto.export.origin import data_kind, data_set_of, sources_of, view_address
from cruscotto.export.queries import as_sql, narrowed, open_rows, statement
from cruscotto.export.table import ExportTable, Provenance
from cruscotto.i18n import Text
from cruscotto.kpi.query.measuring import require_dimensions
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.query.trees import conditions
from cruscotto.kpi.registry.money import OPERATIONS_COUNT
from cruscotto.warehouse.reading import records

TITLE = Text(
    it="Interventi: importi interi e parte che cade nella selezione",
    en="Operations: whole amounts and the part that falls in the selection",
)
# Sorting a million wide rows at once would hold them all: they are sorted this many at a time.
CHUNK_ROWS = 131_072
BATCH_ROWS = 32_768


def operations_table(con: duckdb.DuckDBPyConnection, selection: Selection) -> ExportTable:
    """Return the table of a selection's operations in the current edition, sorted by code.

    Args:
        con: a read-only connection to the warehouse; cursors are taken from it.
        selection: the filters on operations. Its edition is ignored: the table is always of the
            current edition.

    Raises:
        NotAvailableBy: operations cannot be filtered by a dimension of the selection.
    """
    require_dimensions(OPERATIONS_COUNT, (), selection)
    current = selection.at("current")
    return ExportTable("operations", lambda: _rows(con, current), _provenance(con, current))


def _rows(con: duckdb.DuckDBPyConnection, selection: Selection) -> pa.RecordBatchReader:
    condition, params = conditions(selection)
    query = narrowed(statement("export_operations"), "selected", condition)
    with open_rows(con, as_sql(query.limit(0)), params, BATCH_ROWS) as none:
        schema = none.schema
    return pa.RecordBatchReader.from_batches(schema, _chunks(con, query, selection))


def _chunks(
    con: duckdb.DuckDBPyConnection, query: exp.Select, selection: Selection
) -> Iterator[pa.RecordBatch]:
    params = conditions(selection)[1]
    between, onwards = (as_sql(_within(query, has_end)) for has_end in (True, False))
    starts = _starts(con, selection)
    for first, after in zip(starts, [*starts[1:], None], strict=False):
        span = {"first_code": first} | ({"after_code": after} if after is not None else {})
        sql = onwards if after is None else between
        with open_rows(con, sql, {**params, **span}, BATCH_ROWS) as rows:
            yield from rows


def _within(query: exp.Select, has_end: bool) -> exp.Select:
    """Return the query limited to operations whose code is at least `first_code`.

    If `has_end`, the code must also be below `after_code`. The values of `first_code` and
    `after_code` are bound when the query is run.
    """
    for part, table in (("selected", None), ("described", "operations")):
        code = exp.column("operation_code", table)
        query = narrowed(query, part, code >= exp.Placeholder(this="first_code"))
        if has_end:
            query = narrowed(query, part, code < exp.Placeholder(this="after_code"))
    return query


def _starts(con: duckdb.DuckDBPyConnection, selection: Selection) -> list[str]:
    condition, params = conditions(selection)
    query = narrowed(statement("export_operations_starts"), "codes", condition)
    found = records(con, as_sql(query), {**params, "chunk_rows": CHUNK_ROWS})
    return [row["operation_code"] for row in found]


def _origins(con: duckdb.DuckDBPyConnection, selection: Selection) -> list[dict[str, Any]]:
    condition, params = conditions(selection)
    query = narrowed(statement("export_operations_origin"), "origins", condition)
    return records(con, as_sql(query), params)


def _provenance(con: duckdb.DuckDBPyConnection, selection: Selection) -> Provenance:
    origins = _origins(con, selection)
    editions = tuple(dict.fromkeys(row["edition"] for row in origins))
    return Provenance(
        title=TITLE,
        filters=selection.as_dict(),
        columns=OPERATION_COLUMNS,
        definitions=(),
        editions=editions,
        sources=sources_of(con, ("opencoesione",), editions),
        data_kind=data_kind({bool(row["is_synthetic"]) for row in origins}),
        data_set=data_set_of(con),
        view_address=view_address("interventi", selection),
    )
