"""Build marts from a source (raw tables as Parquet) on any engine, and publish them for DuckDB.

The engine reads the source, builds staging and marts, and runs the checks, which must find no rows.
The results are Parquet files in `<out>/parquet`, and `<out>/cruscotto.duckdb`, a warehouse that the
dashboard opens like any other. Both are made under temporary names; then links are moved to them.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb

from cruscotto import logs
from cruscotto.config import SQL, settings
from cruscotto.errors import ChecksFailed
from cruscotto.warehouse import drafts
from cruscotto.warehouse.build import MATERIALISED, build_order, check_files, statements
from cruscotto.warehouse.changing import editing
from cruscotto.warehouse.engine import Engine
from cruscotto.warehouse.exchange_rules import TABLE as FINDINGS
from cruscotto.warehouse.exchange_rules import findings_query
from cruscotto.warehouse.parts import SourceTable, checked
from cruscotto.warehouse.publish import BUILDING, VERSION, point_to, remove, version_files
from cruscotto.warehouse.salt import salt_of

WAREHOUSE = "cruscotto.duckdb"
PARQUET = "parquet"
MOST_COUNTED = 1000  # offenders counted when a check fails
OpenEngine = Callable[[Path], Engine]


def build_elsewhere(source: Path, out: Path, open_engine: OpenEngine, secret: Path) -> Path:
    """Build staging and marts from a source, and publish them in a folder.

    Args:
        source: a folder that `parts.write_parts` wrote.
        out: the folder to publish in; earlier marts in it stay until the new ones are complete.
        open_engine: a function that opens the engine, given a scratch folder.
        secret: the path of the warehouse beside which the salt is kept.

    Returns:
        The path of the warehouse that was published.

    Raises:
        CruscottoError: the source or the engine is at fault; nothing is published.
    """
    tables = checked(source)
    link = out / WAREHOUSE
    with editing(link, fresh=True, waits=drafts.are_kept()) as con, _aside(out) as aside:
        (aside / "scratch").mkdir()
        _assemble_ledger(con, tables)
        salt = _salt(con, tables, secret)
        engine = open_engine(aside / "scratch")
        with closing(engine), logs.timed(logs.Event.BUILD):
            build_on(engine, tables, salt, aside)
            run_checks_on(engine)
        _assemble_marts(con, aside)
        _publish(con, aside, out / PARQUET)
    return link


def build_on(engine: Engine, tables: list[SourceTable], salt: str, folder: Path) -> None:
    """Build staging and marts on an engine.

    Each table is written as Parquet to `folder/<schema>/<table>`; views are not written.
    """
    for table in tables:
        engine.read(table.name, table.files, table.columns)
    for schema, name in build_order():
        made = f"{schema}.{name}"
        *rounds, (text, bound) = statements(schema, name, salt)
        if schema == "staging" and not name.startswith(MATERIALISED):
            engine.register(made, text)
            continue
        for number, (first, given) in enumerate(rounds):
            engine.write(made, first, folder / "scratch" / f"{name}-{number}", given)
        engine.write(made, text, folder / schema / name, bound)
    delivered = engine.query("select 1 from ledger.file where source = 'puc'", 1)
    engine.write(FINDINGS, findings_query(bool(delivered)), folder / FINDINGS.replace(".", "/"))


def run_checks_on(engine: Engine) -> None:
    """Run the checks of `sql/checks` on an engine; each check must find no rows.

    Raises:
        ChecksFailed: a check found rows; the error has its name, the number of rows (at most 1,000)
            and the first row.
    """
    for path in check_files():
        found = engine.query(path.read_text("utf-8"), MOST_COUNTED)
        if found:
            raise ChecksFailed(check=path.stem, rows=len(found), first=found[0])


def _assemble_ledger(con: duckdb.DuckDBPyConnection, tables: list[SourceTable]) -> None:
    con.execute((SQL / "schema" / "ledger.sql").read_text("utf-8"))
    for table in tables:
        if table.name.startswith("ledger."):
            con.execute(
                f"insert into {table.name} by name select * from read_parquet($files)",
                {"files": [str(file) for file in table.files]},
            )


def _salt(con: duckdb.DuckDBPyConnection, tables: list[SourceTable], secret: Path) -> str:
    """Return the salt with which keys are made; it is empty if the source has no participations.

    If the source's ledger has the fingerprint of a salt, the salt must have the same one.

    Args:
        con: the new warehouse, whose ledger is already filled.
        tables: the tables of the source.
        secret: the path of the warehouse beside which the salt is kept.
    """
    people = next(table for table in tables if table.name == "raw.participations")
    con.execute(
        "create table raw.participations as select * from read_parquet($files) limit 1",
        {"files": [str(file) for file in people.files]},
    )
    salt = salt_of(con, secret)
    con.execute("drop table raw.participations")
    return salt


def _assemble_marts(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    for place in sorted((folder / "marts").iterdir()):
        con.execute(
            f"create table marts.{place.name} as select * from read_parquet($files)",
            {"files": f"{place}/*.parquet"},
        )


def _publish(con: duckdb.DuckDBPyConnection, folder: Path, link: Path) -> None:
    """Publish a build: make its folder a version, and move the link to that version.

    The ledger is written beside the marts as Parquet files. Staging and the oldest versions are
    removed.
    """
    for table in ("file", "out_of_scope", "refused_row", "field_issue", "salt"):
        place = folder / "ledger" / table
        place.mkdir(parents=True)
        name = str(place / "part-00000.parquet").replace("'", "''")
        con.execute(f"copy ledger.{table} to '{name}' (format parquet)")
    for kind in ("scratch", "staging"):
        shutil.rmtree(folder / kind, ignore_errors=True)
    version = link.with_name(f".{link.name}.{time.time_ns()}{VERSION}")
    folder.rename(version)
    point_to(version, link)
    for old in version_files(link)[settings().keep_versions :]:
        remove(old)


@contextmanager
def _aside(out: Path) -> Iterator[Path]:
    """Within a `with` block, provide a temporary folder for the tables of a build.

    At the end of the block the folder is removed, unless it was renamed when it was published. If a
    build is killed, a later build removes its folder.
    """
    # named like the warehouse's own leftovers, which the next build sweeps
    folder = out / f".{WAREHOUSE}.{time.time_ns()}{BUILDING}-{PARQUET}"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
