"""Narrow a table of operations to the rows that contain every word of a search."""

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from cruscotto.export.table import ExportTable
from cruscotto.kpi.operations.listing import SEARCHED


def searched(table: ExportTable, search: str) -> ExportTable:
    """Return a table with the rows that match a search; its provenance states the search."""
    if not search.split():
        return table
    origin = table.provenance
    filters = {**origin.filters, "search": [search]}
    provenance = origin.model_copy(update={"filters": filters})

    def rows() -> pa.RecordBatchReader:
        whole = table.reader()
        return pa.RecordBatchReader.from_batches(whole.schema, _matching(whole, search))

    return replace(table, reader=rows, provenance=provenance)


def _matching(rows: pa.RecordBatchReader, search: str) -> Iterator[pa.RecordBatch]:
    """Yield batches of the rows that contain each of a search's first eight words.

    The words may be in different columns of `SEARCHED`.
    """
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
