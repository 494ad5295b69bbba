"""Export tables as files: screens, command line and Python package give the same bytes.

`operations_table`, `kpi_table` and `indicators_table` return a table to export with its provenance.
`export_to_path` writes a table to a file, and a JSON description beside the file. For a download,
`export_bytes` and `export_to_disk` make the file, and `export_description` makes its description.
`operations_apart` makes a file of operations, perhaps a million of them, in a child process.
"""

from cruscotto.export.apart import Order, operations_apart
from cruscotto.export.files import (
    STYLES,
    export_bytes,
    export_description,
    export_to_disk,
    export_to_path,
    file_name,
    mark_of,
    name_of,
    write,
)
from cruscotto.export.indicators import indicators_table
from cruscotto.export.kpis import kpi_table, results_table
from cruscotto.export.looks import HEADERS, PLAIN, Look, looked_at
from cruscotto.export.operations import operations_table
from cruscotto.export.search import searched
from cruscotto.export.table import Definition, ExportTable, Provenance, SourceNote, Written

__all__ = [
    "HEADERS",
    "PLAIN",
    "STYLES",
    "Definition",
    "ExportTable",
    "Look",
    "Order",
    "Provenance",
    "SourceNote",
    "Written",
    "export_bytes",
    "export_description",
    "export_to_disk",
    "export_to_path",
    "file_name",
    "indicators_table",
    "kpi_table",
    "looked_at",
    "mark_of",
    "name_of",
    "operations_apart",
    "operations_table",
    "results_table",
    "searched",
    "write",
]
