"""Make the description of a file a Frictionless data package, so that programs can read the file.

The description is `FILE.json` beside `FILE`. As a data package it has one resource, `FILE`. The
other entries of the description are extra properties, which the standard allows.
"""

import re
from typing import Any

import pyarrow as pa

from cruscotto.export.delimited.lines import Dialect
from cruscotto.export.table import Definition, ExportTable, Provenance, SourceNote, Written

SHEET = 1  # of a workbook, the first one holds the rows
FORMATS = {
    "it": ("csv", "text/csv"),
    "plain": ("csv", "text/csv"),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": ("parquet", "application/vnd.apache.parquet"),
}
_TYPES = (
    ("integer", pa.types.is_integer),
    ("number", pa.types.is_floating),
    ("number", pa.types.is_decimal),
    ("boolean", pa.types.is_boolean),
    ("date", pa.types.is_date),
    ("datetime", pa.types.is_timestamp),
)


def package(
    table: ExportTable, style: str, file_name: str, written: Written, dialect: Dialect | None
) -> dict[str, Any]:
    """Return the properties that make a file's description a data package.

    Args:
        table: the table that was written.
        style: how the file is written, a key of `FORMATS`.
        file_name: the file's name, in the same folder as the description.
        written: the file's number of rows, number of bytes and checksum.
        dialect: how delimited text writes values; `None` for other formats.
    """
    origin = table.provenance
    return {
        "profile": "tabular-data-package",
        "name": _name(table.name),
        "title": origin.title.it,
        "title_en": origin.title.en,
        "licenses": _licences(origin),
        "sources": [_source(note) for note in origin.sources],
        "resources": [_resource(table, style, file_name, written, dialect)],
    }


def _name(text: str) -> str:
    return re.sub(r"[^a-z0-9._/-]+", "-", text.lower()).strip("-") or "table"


def _licences(origin: Provenance) -> list[dict[str, str]]:
    named = dict.fromkeys(note.licence for note in origin.sources if note.licence)
    return [{"name": re.sub(r"[^-A-Za-z0-9._]+", "-", one), "title": one} for one in named]


def _source(note: SourceNote) -> dict[str, Any]:
    known = note.model_dump(mode="json")
    place = {"path": note.page} if note.page else {}
    return {**known, "title": f"{note.name.it}, {note.publisher}", **place}


def _resource(
    table: ExportTable, style: str, file_name: str, written: Written, dialect: Dialect | None
) -> dict[str, Any]:
    ending, media = FORMATS[style]
    described = {
        "profile": "tabular-data-resource",
        "name": _name(table.name),
        "path": file_name,
        "format": ending,
        "mediatype": media,
        "bytes": written.bytes,
        "hash": f"sha256:{written.sha256}",
        "schema": {"fields": _fields(table, dialect), "missingValues": [""]},
    }
    if dialect:
        described |= {
            "encoding": "utf-8-sig" if dialect.byte_order_mark else "utf-8",
            "dialect": {"delimiter": dialect.delimiter, "lineTerminator": dialect.line_end},
        }
    elif style == "xlsx":
        described["dialect"] = {"sheet": SHEET}
    return described


def _fields(table: ExportTable, dialect: Dialect | None) -> list[dict[str, Any]]:
    known = {definition.name: definition for definition in table.provenance.columns}
    return [_field(field, known.get(field.name), dialect) for field in table.schema]


def _field(
    field: pa.Field, definition: Definition | None, dialect: Dialect | None
) -> dict[str, Any]:
    kind = next((name for name, test in _TYPES if test(field.type)), "string")
    described: dict[str, Any] = {"name": field.name, "type": kind, **_form(kind, dialect)}
    if definition:
        label = definition.label.it if definition.label else ""
        described |= {"title": label} if label else {}
        described["description"] = definition.definition.it
    return described


def _form(kind: str, dialect: Dialect | None) -> dict[str, Any]:
    """Return the Frictionless properties that state how a column's values are written.

    The dictionary is empty if the format is not delimited text.
    """
    if dialect is None:
        return {}
    if kind == "number":
        return {"decimalChar": "," if dialect.decimal_comma else "."}
    if kind == "boolean":
        return {"trueValues": [dialect.true], "falseValues": [dialect.false]}
    formats = {"date": dialect.date, "datetime": dialect.datetime}
    return {"format": formats[kind]} if kind in formats else {}
