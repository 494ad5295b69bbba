"""Check a file of a data contract, and give the engine a view of its records.

The view `records` has the contract's fields, as they are in the file, and the number of each row.
"""

from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path

import duckdb

from cruscotto.errors import MissingColumns
from cruscotto.model.fields import Contract
from cruscotto.model.literals import literal
from cruscotto.sources.contracts.columns import Column, quoted
from cruscotto.sources.errors import DamagedParquet, EngineGaveUp
from cruscotto.sources.files.reading import create_incoming
from cruscotto.sources.files.tabular import (
    TabularFile,
    canonical,
    delimiter_of,
    inspect,
    require_columns,
)

PLACE = "file_row_number"  # what the engine calls a Parquet record's place, from nought
MOMENT = "TIMESTAMP WITH TIME ZONE"

# Messages of the engine that are not about the file being read: our own faults, and the machine's.
NOT_THE_FILE = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.ParserException,
    duckdb.OutOfMemoryException,
    duckdb.InterruptException,
)
ABOUT_WRITING = ("no space", "disk", "could not write")


def look_at(path: Path, contract: Contract) -> TabularFile:
    """Check a contract's file before the warehouse is opened; return its format and columns.

    Raises:
        CruscottoError: one of the file's faults, see `tabular.inspect` and `MissingColumns`.
    """
    file = inspect(path, delimiter_of(path, contract.columns))
    try:
        require_columns(file, _capitals(contract.required), _capitals(contract.columns))
    except MissingColumns as error:
        small = {
            name: [str(word).lower() for word in error.facts[name]]  # type: ignore[attr-defined]
            for name in ("missing", "similar")
        }
        raise MissingColumns(**(error.facts | small)) from error
    return file


def create_records(
    con: duckdb.DuckDBPyConnection, file: TabularFile, contract: Contract
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """Create the view `records`: the contract's fields as found, and the number of each row.

    Returns:
        Two tuples: all fields of the contract, each with its type in the file; and the names of the
        file's columns that are not in the contract.
    """
    if file.kind == "csv":
        return _records_of_text(con, file, contract)
    return _records_of_parquet(con, file, contract)


@contextmanager
def explained(file: TabularFile) -> Iterator[None]:
    """Replace the engine's errors on an unreadable file by our own errors, within a `with` block.

    Raises:
        DamagedParquet: the engine cannot read the Parquet file.
        EngineGaveUp: the engine cannot read the text file to its end.
    """
    try:
        yield
    except NOT_THE_FILE:
        raise
    except duckdb.Error as error:
        message = str(error).lower()
        if any(words in message for words in ABOUT_WRITING):
            raise
        # the encoding of a text was tested before, byte by byte: nothing is claimed of it here
        damaged = DamagedParquet if file.kind == "parquet" else EngineGaveUp
        raise damaged(file=file.path.name) from error


def _capitals(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.upper() for name in names)


def _records_of_text(
    con: duckdb.DuckDBPyConnection, file: TabularFile, contract: Contract
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    present = {canonical(name).lower() for name in file.columns} & set(contract.columns)
    names = _capitals(tuple(name for name in contract.columns if name in present))
    unknown = create_incoming(con, file, names, {})
    fields = _fields(contract, {name.lower(): name for name in names})
    con.execute(
        "create or replace temp view records as "
        f"select row_number() over () as row_number, {fields} from incoming"
    )
    columns = tuple(
        Column(field, "VARCHAR" if field.name in present else None) for field in contract.fields
    )
    found = tuple(name.lower() for name in unknown)
    return columns, tuple(name for name in found if name not in contract.ignored)


def _records_of_parquet(
    con: duckdb.DuckDBPyConnection, file: TabularFile, contract: Contract
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    source = f"read_parquet({literal(str(file.path))})"
    described = con.execute(f"describe select * from {source}").fetchall()
    names = {canonical(row[0]).lower(): row[0] for row in described}
    types = {canonical(row[0]).lower(): _plain_type(row[1]) for row in described}
    moments = {name for name, type in types.items() if type == MOMENT}
    types |= dict.fromkeys(moments, "VARCHAR")
    fields = _fields(contract, names, moments)
    # a file may have a column of that very name; then the place is counted
    place = "row_number() over ()" if PLACE in names else f"{PLACE} + 1"
    con.execute(
        f"create or replace temp view records as select {place} as row_number, {fields} "
        f"from {source}"
    )
    columns = tuple(Column(field, types.get(field.name)) for field in contract.fields)
    return columns, tuple(sorted(set(names) - {*contract.columns, *contract.ignored}))


def _fields(contract: Contract, names: dict[str, str], moments: Set[str] = frozenset()) -> str:
    """Return the contract's columns as a list of SQL expressions, separated by commas.

    Args:
        contract: the data contract.
        names: the name of each column in the file, by the name in the contract. A column that the
            file lacks becomes null.
        moments: the columns of a day with a time and a time zone. They become texts in UTC. The
            rules for such texts do not read an evening in UTC, since in Italy it may be the next
            day.
    """
    found = {name: quoted(names[name]) for name in contract.columns if name in names}
    for name in moments & found.keys():
        found[name] = f"strftime(timezone('UTC', {found[name]}), '%Y-%m-%dT%H:%M:%SZ')"
    return ", ".join(
        f"{found.get(name, 'cast(null as varchar)')} as {quoted(name)}" for name in contract.columns
    )


def _plain_type(name: str) -> str:
    return "VARCHAR" if name.startswith("ENUM") else name
