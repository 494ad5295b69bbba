import io
import json
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from cruscotto.export import export_bytes, parquet


def read(data: bytes) -> pa.Table:
    return pq.read_table(io.BytesIO(data))


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.text()),
            st.one_of(
                st.none(), st.decimals("-9999999999999999.99", "9999999999999999.99", places=2)
            ),
            st.one_of(st.none(), st.dates()),
        ),
        max_size=12,
    ),
    st.integers(1, 5),
)
@settings(max_examples=40, deadline=None)
def test_every_value_comes_back_with_its_type(table, values, batch_rows):
    types = pa.schema([("words", pa.string()), ("eur", pa.decimal128(18, 2)), ("day", pa.date32())])
    rows = pa.Table.from_pylist([dict(zip(types.names, v, strict=True)) for v in values], types)
    assert read(export_bytes(table(rows, batch_rows), "parquet")).equals(rows)


def test_the_schema_tells_where_the_rows_come_from(table):
    schema = read(export_bytes(table({"eur": [Decimal("1.00")]}), "parquet")).schema
    told = json.loads(schema.metadata[parquet.METADATA_KEY])
    assert told["filters"] == {"region": ["ITG1"]}
    assert told["sources"][0]["licence"] == "CC BY 4.0"


def test_batches_do_not_change_the_bytes(table, monkeypatch):
    monkeypatch.setattr(parquet, "GROUP_ROWS", 16)
    rows = {"words": ["a", "b", None] * 20, "n": list(range(60))}
    written = {export_bytes(table(rows, size), "parquet") for size in (1, 7, 16, 60)}
    assert len(written) == 1
    groups = pq.ParquetFile(io.BytesIO(written.pop())).metadata.num_row_groups
    assert groups == 4
