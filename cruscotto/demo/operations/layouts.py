"""The two column layouts of OpenCoesione's files, and how a table is written as CSV.

The older layout has the 199 columns in their published order. The newer layout, from the edition of
30 June 2026, renames the column of the macro-area and adds two or three columns. In the
demonstration the newer layout also has the amounts at the end, and some names in mixed case as in
real editions.
"""

import io
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow_csv

from cruscotto.demo.formats import Column, constant
from cruscotto.model.opencoesione import COLUMNS, RENAMED

BOM = b"\xef\xbb\xbf"
END_OF_LINE = "\r\n"
ADDED = ("OC_MACROAREA_PROGRAMMA", "OC_FLAG_AGGREGATO", "OC_AMBITO")
MIXED_CASE = {
    "OC_FINANZ_STATO_FONDO_ROT_NETTO": "OC_FINANZ_Stato_Fondo_Rot_NETTO",
    "OC_FINANZ_STATO_FSC_NETTO": "OC_FINANZ_Stato_FSC_NETTO",
    "OC_FINANZ_STATO_PAC_NETTO": "OC_FINANZ_Stato_PAC_NETTO",
    "OC_FINANZ_STATO_COMPL_NETTO": "OC_FINANZ_Stato_compl_NETTO",
    "OC_FINANZ_STATO_ALTRI_PROV_NETTO": "OC_FINANZ_Stato_altri_prov_NETTO",
    "COSTO_RENDICONTABILE_UE": "costo_rendicontabile_UE",
}
_AMOUNTS = ("FINANZ_", "OC_FINANZ_", "ECONOMIE_", "OC_IMPEGNI_", "OC_TOT_PAGAMENTI_")


@dataclass(frozen=True)
class Layout:
    """The headers of a file, and for each header the standard name of its column."""

    headers: tuple[str, ...]
    names: tuple[str, ...]

    def table(self, filled: dict[str, Column], size: int) -> pa.Table:
        """Return a table of columns in this layout; columns that are not filled are blank."""
        blank = constant("", size)
        return pa.table([filled.get(name, blank) for name in self.names], names=list(self.headers))


OLDER = Layout(COLUMNS, COLUMNS)


def newer(added: int) -> Layout:
    """Return the newer layout with the first `added` of its three additional columns."""
    amounts = [name for name in COLUMNS if name.startswith(_AMOUNTS)]
    others = [name for name in COLUMNS if name not in amounts]
    names = (*others, *ADDED[:added], *amounts)
    renamed = {old: new for new, old in RENAMED.items()} | MIXED_CASE
    return Layout(tuple(renamed.get(name, name) for name in names), names)


def write_csv(path: Path, table: pa.Table, broken: bytes = b"", after: int = 0) -> None:
    """Write a table as CSV like the publisher's, with a broken line after `after` rows."""
    with path.open("wb") as file:
        file.write(BOM)
        file.write(_text(table.slice(0, after), has_header=True))
        file.write(broken)
        file.write(_text(table.slice(after), has_header=False))


def first_fields(table: pa.Table, row: int, count: int) -> bytes:
    """Return the first fields of a row as one line of CSV."""
    return _text(table.slice(row, 1).select(range(count)), has_header=False)


def _text(table: pa.Table, *, has_header: bool) -> bytes:
    text = io.BytesIO()
    options = arrow_csv.WriteOptions(
        include_header=has_header,
        delimiter=";",
        quoting_style="all_valid",
        quoting_header="all_valid",
        eol=END_OF_LINE,
    )
    arrow_csv.write_csv(table, text, options)
    return text.getvalue()
