"""Export: the same bytes from the screen, the command line and the package.

`operations_table`, `kpi_table` and `indicators_table` state what is exported and where it comes
from; `export_to_path` writes it with its description beside it; `export_bytes`, `export_to_disk`
and `export_description` give the same bytes to a download; `operations_apart` makes those of a
million rows in a process of its own.
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
from cruscotto.export.search import searched
from cruscotto.export.table import Definition, ExportTable, Provenance, SourceNote, Written
from cruscotto.export.tables import indicators_table, kpi_table, operations_table, results_table

__all__ = [
    "STYLES",
    "Definition",
    "ExportTable",
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
    "mark_of",
    "name_of",
    "operations_apart",
    "operations_table",
    "results_table",
    "searched",
    "write",
]
