"""Change a copy of the warehouse, then publish the copy or keep it as a draft."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from cruscotto.config import settings
from cruscotto.warehouse import drafts, publish
from cruscotto.warehouse.publish import (
    BUILDING,
    explained,
    locked,
    remove,
    require_warehouse,
    sweep,
)


@contextmanager
def editing(
    link: Path, fresh: bool = False, waits: bool | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Within a `with` block, change a copy of the warehouse; then publish it or keep it as a draft.

    If an error occurs, the copy is removed.

    Args:
        link: the warehouse's path.
        fresh: start from an empty warehouse instead of the published one.
        waits: whether the result is a draft until another person approves it. The default is what
            the settings ask for. With `fresh` the default is false: official data that come with
            the program, and the demonstration, need no approval.

    Raises:
        WarehouseBusy: another process is changing the same warehouse.
        DiskFull: there was no room; the published version stays.
        CannotWrite: the folder cannot be written.
    """
    keeps_draft = drafts.are_kept() and not fresh if waits is None else waits
    with explained(link), locked(link), _private():
        sweep(link)
        aside = link.with_name(f".{link.name}.{time.time_ns()}{BUILDING}")
        current = drafts.newest(link)
        try:
            if current and not fresh:
                shutil.copyfile(current, aside)
                # the copy is looked at, not the original: a reader of this process may hold that
                require_warehouse(aside, link)
            con = _connect(aside)
            try:
                yield con
                con.execute("checkpoint")
            finally:
                con.close()
            if keeps_draft:
                drafts.keep(aside, link)
            else:
                publish.publish(aside, link)
        finally:
            for leftover in link.parent.glob(f"{escape(aside.name)}*"):
                remove(leftover)


@contextmanager
def trying(link: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Within a `with` block, open a temporary copy of the warehouse for a trial; then delete it.

    Nothing is written into the warehouse's own folder.

    Raises:
        DamagedWarehouse: the file at the warehouse's path is no warehouse.
        DiskFull: there was no room for the copy.
    """
    with explained(link), TemporaryDirectory() as folder, _private():
        copy, current = Path(folder) / "trial.duckdb", drafts.newest(link)
        if current:
            shutil.copyfile(current, copy)
            require_warehouse(copy, link)
        con = _connect(copy)
        try:
            yield con
        finally:
            con.close()


@contextmanager
def _private() -> Iterator[None]:
    """Within a `with` block, make every new file of this process readable by its owner only."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(str(path))
    con.execute(f"set memory_limit = '{settings().memory_limit}'")
    con.execute(f"set threads = {settings().threads}")
    # a checkpoint would write the rows just loaded once more, only to have fewer groups of them
    con.execute("set max_vacuum_tasks = 0")
    return con
