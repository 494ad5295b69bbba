"""Record which tables an answer was read from, and find tables that are equal in two versions.

A delivery of five files publishes five versions, each of which changes few tables. An answer need
not be computed again if the tables it was read from are equal in both versions.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from hashlib import sha256

import duckdb

# Every table of a warehouse lies in one of these, and queries name them so.
_NAMED = re.compile(r'"?\b(marts|staging|raw|ledger)\b"?\s*\.\s*"?(\w+)"?')
MARTS = "marts."
_noted: ContextVar[set[str] | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[set[str]]:
    """Within a `with` block, collect the names of the tables that queries read.

    The block gets a set, to which the names are added. Names collected in a nested block are added
    to the set of the outer block too.
    """
    tables: set[str] = set()
    token = _noted.set(tables)
    try:
        yield tables
    finally:
        _noted.reset(token)
        note(tables)


def note(tables: set[str] | frozenset[str]) -> None:
    """Add tables to the set of the innermost `noting` block; without a block, do nothing."""
    noted = _noted.get()
    if noted is not None:
        noted |= tables


@lru_cache(maxsize=2048)
def named_in(sql: str) -> frozenset[str]:
    """Return the names of tables that occur in a query's text, comments included."""
    return frozenset(f"{schema}.{table}" for schema, table in _NAMED.findall(sql))


def marks(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return a hash of each mart, by name, made from its columns and rows.

    Equal tables have equal hashes, whatever the order of their rows. Two different tables have the
    same hash only once in 10^19 pairs.
    """
    found = con.execute("select table_name from duckdb_tables() where schema_name = 'marts'")
    names = sorted(f"{MARTS}{name}" for (name,) in found.fetchall())
    return {name: _mark(con, name) for name in names}


def _mark(con: duckdb.DuckDBPyConnection, table: str) -> str:
    columns = con.execute(f"select * from {table} limit 0").description or []
    rows = con.execute(
        f"select count(*), bit_xor(hash(t)), sum(cast(hash(t) as hugeint)) from {table} as t"
    ).fetchone()
    content = [(name, str(kind)) for name, kind, *_ in columns], rows
    return sha256(repr(content).encode()).hexdigest()
