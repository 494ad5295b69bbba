"""Read the published warehouse through connections that can neither write nor read other files."""

import os
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import duckdb

from cruscotto.config import SQL, settings
from cruscotto.errors import DamagedWarehouse, NoWarehouse
from cruscotto.warehouse import tables
from cruscotto.warehouse.errors import NewerWarehouse, OlderWarehouse
from cruscotto.warehouse.publish import published_path

# No file reads, no COPY, no ATTACH, no INSTALL, no SET: a reader can only read.
HARDENED = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "lock_configuration": "true",
}


# The layout that this version builds and reads: `sql/marts/version.sql` states it.
LAYOUT = 3
# How the engine reports that a file is not what it was.
BROKEN = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException)


def reader(link: Path) -> duckdb.DuckDBPyConnection:
    """Return a read-only connection to the published version.

    The whole process shares the connection: take a `.cursor()` for each use.

    Raises:
        NoWarehouse: nothing was built at this path yet.
        DamagedWarehouse: the file is not a warehouse.
        NewerWarehouse: a newer version of the program built it.
    """
    return opened(link)[1]


def opened(link: Path) -> tuple[Path, duckdb.DuckDBPyConnection]:
    """Return the path of the published version's file, and a read-only connection to it.

    Raises:
        NoWarehouse: nothing was built at this path yet.
        DamagedWarehouse: the file is not a warehouse.
        NewerWarehouse: a newer version of the program built it.
    """
    for _ in range(3):
        path = published_path(link)
        if path is None:
            raise NoWarehouse(warehouse=link)
        with suppress(FileNotFoundError):  # published anew, twice, since we followed the link
            return path, _held(str(link), (str(path), os.stat(path).st_ino))
    raise NoWarehouse(warehouse=link)


# The published version and those that links cite, each under the path it is asked by: one that is
# published no longer is let go with the last page that shows it, and 30 MB with it.
MOST_HELD = 8
_connections: OrderedDict[str, tuple[tuple[str, int], duckdb.DuckDBPyConnection]] = OrderedDict()
# The path that each connection was asked by, for sentences about its file.
_asked_by: WeakKeyDictionary[duckdb.DuckDBPyConnection, Path] = WeakKeyDictionary()
_holding, _parsing = Lock(), Lock()


def _held(link: str, file: tuple[str, int]) -> duckdb.DuckDBPyConnection:
    """Return the connection to a warehouse that this process keeps.

    If another file has been published since, the connection is replaced by a new one.

    Args:
        link: the warehouse's path.
        file: the path and the inode of the published file.
    """
    with _holding:
        known, con = _connections.get(link, (None, None))
        if con is None or known != file:
            con = _connected(file[0])
            _connections[link], _asked_by[con] = (file, con), Path(link)
        _connections.move_to_end(link)
        while len(_connections) > MOST_HELD:
            _connections.popitem(last=False)
    return con


def let_go() -> None:
    """Forget all kept connections; the next reader of each warehouse opens a new one."""
    with _holding:
        _connections.clear()


def _connected(path: str) -> duckdb.DuckDBPyConnection:
    config: dict[str, Any] = {
        **HARDENED,
        "threads": settings().threads,
        # memory that a large answer took goes back to the system, and not only at the next one
        "allocator_background_threads": "true",
    }
    try:
        con = duckdb.connect(path, read_only=True, config=config)
        con.execute("select 1 from marts.operation limit 1").fetchall()
        layout = layout_of(con)
    except duckdb.Error as error:
        raise DamagedWarehouse(warehouse=Path(path)) from error
    if layout > LAYOUT:
        raise NewerWarehouse(warehouse=Path(path).name, layout=layout, known=LAYOUT)
    return con


def layout_of(con: duckdb.DuckDBPyConnection) -> int:
    """Return the number that states how a warehouse's tables are laid out; 0 if it states none."""
    try:
        found = con.cursor().execute("select layout from marts.version").fetchone()
    except duckdb.CatalogException:
        return 0
    return int(found[0]) if found else 0


def records(
    con: duckdb.DuckDBPyConnection, sql: str, params: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Return all rows of a query as dictionaries by column name; meant for small results."""
    tables.note(tables.named_in(sql))
    cursor = con.cursor()
    with explained(con):
        cursor.execute(_read(sql), params or {})
    columns = [column[0] for column in cursor.description or []]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def explained(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Within a `with` block, replace the engine's errors on reading by the errors named below.

    Raises:
        OlderWarehouse: a table or column is missing, and an older program built the warehouse.
        DamagedWarehouse: a part of the file cannot be read.
    """
    try:
        yield
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        if layout_of(con) < LAYOUT:
            raise OlderWarehouse(warehouse=called(con).name) from error
        raise
    except BROKEN as error:
        let_go()  # the engine gives no more answers through this connection
        raise DamagedWarehouse(warehouse=called(con)) from error


def called(con: duckdb.DuckDBPyConnection) -> Path:
    """Return the path of the warehouse to which a connection belongs.

    For a connection that was not opened here, it is the warehouse of the settings.
    """
    return _asked_by.get(con, settings().warehouse)


@lru_cache(maxsize=2048)
def _read(sql: str) -> duckdb.Statement:
    """Return a parsed query, from a cache.

    A small query takes 1.5 ms, and 0.45 ms of them are parsing.
    """
    with _parsing:
        (statement,) = _parser().extract_statements(sql)
    return statement


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    """Return a connection that has no file; it only parses queries."""
    return duckdb.connect(config={"threads": 1})


@cache
def question(name: str) -> str:
    """Return the SQL text of `sql/queries/<name>.sql`."""
    return (SQL / "queries" / f"{name}.sql").read_text("utf-8")


def ask(
    con: duckdb.DuckDBPyConnection, name: str, params: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Run `sql/queries/<name>.sql` with bound values, and return its rows as dictionaries."""
    return records(con, question(name), params)
