"""Rules of SQL files: grain, lower case, sources, and what both engines compute alike."""

import re
from collections.abc import Iterator
from pathlib import Path

import sqlglot
from sqlglot.errors import SqlglotError

from cruscotto.warehouse.portable import refusals
from cruscotto.warehouse.spark.dialect import to_spark
from lints.fault import Fault
from lints.python_files import MACHINE

UPPER = re.compile(r"\b(SELECT|FROM|WHERE|GROUP BY|ORDER BY|JOIN|CASE|WITH)\b")
# Importers read files, which only DuckDB does; the schema is DuckDB's own. The rest is portable.
PORTABLE = ("staging", "marts", "checks")


def faults(root: Path) -> Iterator[Fault]:
    """Yield the faults of every file of `sql/`."""
    for path in sorted((root / "sql").rglob("*.sql")):
        name = path.relative_to(root)
        for what in faults_of(path.read_text("utf-8"), name.parts[1:]):
            yield Fault(str(name), 1, what)


def faults_of(text: str, place: tuple[str, ...]) -> Iterator[str]:
    """Yield the faults of a text at a place in `sql/`, such as ("marts", "x.sql")."""
    if not re.match(r"-- Grain:  \S", text):
        yield "the first line states the grain: -- Grain:  one row per …"
    if UPPER.search(re.sub(r"--[^\n]*|'[^']*'", "", text)):
        yield "words of SQL are in lower case"
    if MACHINE.search(text):
        yield "a path of a machine or of a place of work"
    if place[-1].startswith("stg_") and not re.search(r"^-- Source: \S", text, re.MULTILINE):
        yield "a staging file that copies a source names it: -- Source: …"
    try:
        if not any(sqlglot.parse(text.replace("{unreadable}", "select 1"), dialect="duckdb")):
            yield "there is no query"
        if place[0] in PORTABLE:
            yield from refusals(text)
        # controls of the exchange files, one folder below, are run by DuckDB alone
        if place[0] in PORTABLE and len(place) == 2:
            sqlglot.parse_one(to_spark(text), dialect="spark")
    except SqlglotError as error:
        yield f"not read as SQL: {str(error).splitlines()[0]}"
