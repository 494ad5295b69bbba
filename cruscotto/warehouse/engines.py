"""The engines that a build can use, by name."""

from pathlib import Path

from cruscotto.errors import UnknownName
from cruscotto.warehouse.engine import Engine

ENGINES = ("duckdb", "spark")


def open_engine(name: str, master: str | None, scratch: Path) -> Engine:
    """Open an engine by its name; the caller closes it.

    Args:
        name: one of `ENGINES`.
        master: where Spark runs: `local[2]`, `spark://host:port` or `sc://host:port`; if it is
            `None`, on all cores of this machine. DuckDB does not use it.
        scratch: a folder for data that do not fit into memory; the caller removes it.

    Raises:
        UnknownName: there is no engine of this name.
        EngineMissing: Spark or Java is not installed.
        EngineUnreachable: no Spark answers at the address `master`.
    """
    # each engine is loaded when it is asked for: Spark is an extra
    if name == "duckdb":
        from cruscotto.warehouse.on_duckdb import OnDuckDB

        return OnDuckDB(scratch)
    if name == "spark":
        from cruscotto.warehouse.spark.engine import OnSpark

        return OnSpark.connect(master)
    raise UnknownName(kind="engine", name=name, similar=ENGINES, known=ENGINES)
