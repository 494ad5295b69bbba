"""Options of an exported table: codes or names in its header, percentages, columns, order.

By default a file has codes and fractions from 0 to 1, for programs. For a spreadsheet the same rows
may have Italian or English headers with units, percentages as the screens show them, and chosen
columns in a chosen order. Screens, the command line and callers of the Python package apply these
options through `looked_at`, so that their files have the same bytes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, Self

import pyarrow as pa
import pyarrow.compute as pc

from cruscotto.errors import UnknownName
from cruscotto.export.table import Definition, ExportTable
from cruscotto.i18n import Lang, t
from cruscotto.kpi.registry.model import Unit
from cruscotto.kpi.wording.phrases import headed, unit_label

Headers = Literal["codes", "it", "en"]
HEADERS: tuple[Headers, ...] = ("codes", "it", "en")
SHARES = ("share", "pp")
# Columns of the table of indicators whose unit stands in the row, and those with a unit of theirs.
OF_ROW = ("value", "low", "high", "worst_case_low", "worst_case_high")
ALWAYS_SHARES = ("unknown_share",)
UNITS = (*Unit, "value", "million_eur")
# Columns whose definition lists codes, and does not begin with a name.
OWN_HEADERS = ("kpi", "value", "unit", "state", "is_estimated", "data_kind", "audience")
# A first clause names a column; what follows explains it.
_CLAUSE = re.compile(r"[;(:]|, codice$|, code$")
_TIE = "operation_code"


@dataclass(frozen=True)
class Look:
    """The options of an exported table.

    Attributes:
        headers: `codes` for names for programs, such as `operation_code`; `it` or `en` for labels
            with units.
        percent: whether shares are percentages with one decimal, as the screens show them.
        columns: the columns wanted, in this order; empty for all of them.
        sort: the column by which rows are sorted; empty for the table's own order.
        descending: whether the row with the largest value comes first.
    """

    headers: Headers = "codes"
    percent: bool = False
    columns: tuple[str, ...] = ()
    sort: str = ""
    descending: bool = False

    @classmethod
    def of(cls, headers: str, percent: bool = False) -> Self:
        """Return options with the given headers and percentages, and otherwise the defaults.

        Raises:
            UnknownName: `headers` is none of `HEADERS`.
        """
        for known in HEADERS:
            if headers == known:
                return cls(known, percent)
        raise UnknownName(kind="headers", name=headers, similar=[], known=list(HEADERS))


PLAIN = Look()


def looked_at(table: ExportTable, look: Look) -> ExportTable:
    """Return a table with options applied; the default options change nothing.

    Raises:
        UnknownName: the options name a column that the table lacks.
    """
    if look.columns or look.sort:
        table = _arranged(table, look)
    return table if look.headers == "codes" and not look.percent else _worded(table, look)


def _arranged(table: ExportTable, look: Look) -> ExportTable:
    known = table.schema.names
    for name in (*look.columns, *([look.sort] if look.sort else [])):
        if name not in known:
            raise UnknownName(kind="column", name=name, similar=[], known=known)
    columns = list(look.columns or known)

    def rows() -> pa.RecordBatchReader:
        whole = table.reader()
        wanted = list(dict.fromkeys([*columns, *_keys(look, known)]))
        schema = pa.schema([whole.schema.field(name) for name in wanted])
        read = pa.RecordBatchReader.from_batches(schema, (b.select(wanted) for b in whole))
        if not look.sort:
            return read
        way = "descending" if look.descending else "ascending"
        order = [(n, way if n == look.sort else "ascending") for n in _keys(look, known)]
        return read.read_all().sort_by(order).select(columns).to_reader()

    defined = {column.name: column for column in table.provenance.columns}
    kept = tuple(defined[name] for name in columns if name in defined)
    origin = table.provenance.model_copy(update={"columns": kept})
    return replace(table, reader=rows, provenance=origin)


def _keys(look: Look, known: list[str]) -> list[str]:
    """Return the names of the columns by which rows are sorted; none if rows are not sorted.

    Operations with equal values are sorted by code, as in the list on the screen.
    """
    ties = [_TIE] if _TIE in known and look.sort != _TIE else []
    return [look.sort, *ties] if look.sort else []


def _worded(table: ExportTable, look: Look) -> ExportTable:
    defined = {column.name: column for column in table.provenance.columns}
    names = _names(table.schema.names, defined, look)

    def rows() -> pa.RecordBatchReader:
        whole = table.reader()
        fields = [whole.schema.field(name).with_name(names[name]) for name in whole.schema.names]
        schema = pa.schema(fields)
        batches = (_batch(batch, table, look, schema) for batch in whole)
        return pa.RecordBatchReader.from_batches(schema, batches)

    columns = tuple(
        column.model_copy(
            update={"name": names.get(column.name, column.name), **_unit(column, look)}
        )
        for column in table.provenance.columns
    )
    origin = table.provenance.model_copy(update={"columns": columns})
    return replace(table, reader=rows, provenance=origin)


def _unit(column: Definition, look: Look) -> dict[str, str]:
    return {"unit": "%"} if look.percent and column.unit in SHARES else {}


def _names(known: list[str], defined: dict[str, Definition], look: Look) -> dict[str, str]:
    """Return the header of each column, by the column's name in the table.

    If two columns would have the same header, the second header ends in the column's name.
    """
    if look.headers == "codes":
        return {name: name for name in known}
    found: dict[str, str] = {}
    for name in known:
        written = _header(name, defined.get(name), look)
        found[name] = f"{written} [{name}]" if written in found.values() else written
    return found


def _header(name: str, column: Definition | None, look: Look) -> str:
    lang: Lang = "en" if look.headers == "en" else "it"
    if name in OWN_HEADERS:
        return t(f"headers.{name}", lang)
    if column is None:
        return name
    text = column.label or column.definition
    words = text.in_(lang) if column.label else _CLAUSE.split(text.in_(lang))[0].strip()
    if column.unit in SHARES and not look.percent:
        return f"{words} ({t('units.share_of_one', lang)})"
    return headed(words, column.unit, lang) if column.unit and column.unit in UNITS else words


def _batch(
    batch: pa.RecordBatch, table: ExportTable, look: Look, schema: pa.Schema
) -> pa.RecordBatch:
    columns = {name: batch.column(name) for name in batch.schema.names}
    if look.percent:
        columns |= dict(_percentages(batch, table))
    if look.headers != "codes" and table.name == "kpi":
        columns |= _in_words(columns, table, "en" if look.headers == "en" else "it")
    return pa.RecordBatch.from_arrays(list(columns.values()), schema=schema)


def _percentages(batch: pa.RecordBatch, table: ExportTable) -> Iterator[tuple[str, pa.Array]]:
    """Yield (name, column) for each column of shares, as percentages with one decimal.

    In the table of indicators, a row's unit decides: only shares and percentage points are
    converted. The column `unit` of that table is yielded too, with `%` in place of `share`.
    """
    units = {column.name: column.unit for column in table.provenance.columns}
    is_kpi = table.name == "kpi" and "unit" in batch.schema.names
    for name in batch.schema.names:
        column = batch.column(name)
        if not pa.types.is_floating(column.type):
            continue
        scaled = pc.round(pc.multiply(column, 100.0), 1)
        if units.get(name) in SHARES or (is_kpi and name in ALWAYS_SHARES):
            yield name, scaled
        elif is_kpi and name in OF_ROW:
            is_share = pc.is_in(batch.column("unit"), pa.array(list(SHARES)))
            yield name, pc.if_else(is_share, scaled, column)
    if is_kpi:
        unit = batch.column("unit")
        yield "unit", pc.if_else(pc.equal(unit, "share"), "%", unit)


def _in_words(columns: dict[str, pa.Array], table: ExportTable, lang: Lang) -> dict[str, pa.Array]:
    """Return the columns `kpi`, `state` and `unit`, with words in place of codes."""
    labels = {d.name: d.label.in_(lang) for d in table.provenance.definitions if d.label}
    found = {"kpi": [labels.get(code, code) for code in columns["kpi"].to_pylist()]}
    if "state" in columns:
        found["state"] = [t(f"states.{code}", lang) for code in columns["state"].to_pylist()]
    units = columns["unit"].to_pylist() if "unit" in columns else []
    if units:
        found["unit"] = [_unit_words(code, lang) for code in units]
    return {name: pa.array(values, pa.string()) for name, values in found.items()}


def _unit_words(code: str, lang: Lang) -> str:
    if code == "%":
        return code
    return t("units.share_of_one", lang) if code in SHARES else unit_label(code, lang)
