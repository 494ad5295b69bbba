"""The JSON file beside every exported file, which describes its content and how to read it.

The description is also a Frictionless data package, see `package`. Its keys are sorted, and it does
not state when the file was written. So the same rows give the same bytes.
"""

import json
from typing import Any

import pyarrow as pa

from cruscotto.export import notices
from cruscotto.export.delimited import csv_italian, csv_plain
from cruscotto.export.delimited.lines import Dialect
from cruscotto.export.package import package
from cruscotto.export.table import Definition, ExportTable, Provenance, Written

_DIALECTS: dict[str, Dialect] = {"it": csv_italian.DIALECT, "plain": csv_plain.DIALECT}
_TYPES = (
    ("decimal", pa.types.is_decimal),
    ("integer", pa.types.is_integer),
    ("number", pa.types.is_floating),
    ("boolean", pa.types.is_boolean),
    ("date", pa.types.is_date),
    ("datetime", pa.types.is_timestamp),
)


def as_json(value: object) -> bytes:
    """Return a value as JSON with sorted keys; equal values give the same bytes."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2)
    return (text + "\n").encode()


def sidecar(table: ExportTable, style: str, file_name: str, written: Written) -> bytes:
    """Return the JSON description of a file that was just written."""
    origin = table.provenance
    return as_json(
        {
            "file": file_name,
            "table": table.name,
            "style": style,
            "rows": written.row_count,
            "bytes": written.bytes,
            "sha256": written.sha256,
            "columns": _columns(table),
            "reading": _reading(style),
            "data_kind": {"code": origin.data_kind, **_sentence(origin)},
            "data_set": {
                "code": origin.data_set,
                **notices.DATA_SETS[origin.data_set].model_dump(),
            },
            **_origin(origin),
            **package(table, style, file_name, written, _DIALECTS.get(style)),
        }
    )


def _columns(table: ExportTable) -> list[dict[str, Any]]:
    known = {definition.name: definition for definition in table.provenance.columns}
    return [
        {**_definition(known.get(field.name)), "name": field.name, "type": column_type(field.type)}
        for field in table.schema
    ]


def _definition(definition: Definition | None) -> dict[str, Any]:
    return definition.model_dump(mode="json", exclude_defaults=True) if definition else {}


def column_type(kind: pa.DataType) -> str:
    """Return the name of a column's type in the description, such as `decimal` or `text`."""
    return next((name for name, test in _TYPES if test(kind)), "text")


def _origin(origin: Provenance) -> dict[str, Any]:
    left = {"columns", "data_kind", "data_set"}
    described = origin.model_dump(mode="json", exclude=left)
    described["view_address"] = origin.shown_at
    described["definitions"] = [_definition(d) for d in origin.definitions]
    return described


def _sentence(origin: Provenance) -> dict[str, str]:
    sentence = notices.KIND_SENTENCES.get(origin.data_kind)
    return sentence.model_dump() if sentence else {}


def _reading(style: str) -> dict[str, Any]:
    """Return what a program must know to read a file that is written in a style.

    Of delimited text, these are the encoding, the separators and the formats of values. Notes state
    what spreadsheets may change. The styles are the keys of `package.FORMATS`.
    """
    if style not in _DIALECTS:
        return {"notes": [notices.CELL_LIMIT.model_dump()] if style == "xlsx" else []}
    dialect = _DIALECTS[style]
    notes = [notices.GUARD, notices.CODES] if dialect.guards_formulas else [notices.CODES]
    return {
        "encoding": "UTF-8",
        "byte_order_mark": bool(dialect.byte_order_mark),
        "delimiter": dialect.delimiter,
        "decimal_mark": "," if dialect.decimal_comma else ".",
        "line_end": dialect.line_end,
        "date_format": dialect.date,
        "datetime_format": dialect.datetime,
        "true": dialect.true,
        "false": dialect.false,
        "notes": [note.model_dump() for note in notes],
    }
