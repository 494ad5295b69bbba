"""Write Parquet: Zstandard, exact decimals and dates, provenance in the schema's metadata."""

from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from cruscotto.export.sidecar import as_json
from cruscotto.export.sink import Sink
from cruscotto.export.table import ExportTable, Written

METADATA_KEY = b"cruscotto"
GROUP_ROWS = 65_536


def write(table: ExportTable, stream: BinaryIO) -> Written:
    """Write a table as Parquet, with its provenance as JSON in the schema's metadata."""
    sink = Sink(stream)
    provenance = as_json(table.provenance.model_dump(mode="json"))
    schema = table.schema.with_metadata({METADATA_KEY: provenance})
    row_count = 0
    with pq.ParquetWriter(pa.PythonFile(sink, "w"), schema, compression="zstd") as writer:
        for group in _groups(table.batches(GROUP_ROWS), table.schema):
            writer.write_table(group, row_group_size=GROUP_ROWS)
            row_count += group.num_rows
    return sink.written(row_count)


def _groups(batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.Table]:
    """Yield the rows in tables of `GROUP_ROWS` rows; the last table has the remaining rows."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        rows = pa.Table.from_batches(held, schema)
        while rows.num_rows >= GROUP_ROWS:
            yield rows.slice(0, GROUP_ROWS).combine_chunks()
            rows = rows.slice(GROUP_ROWS)
        held = rows.to_batches()
    yield pa.Table.from_batches(held, schema).combine_chunks()
