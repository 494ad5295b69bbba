"""Apache Spark as the engine of a build, for data that exceed one machine."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cruscotto.warehouse.engine import NOTHING, Bound, Columns
from cruscotto.warehouse.errors import EngineFailed
from cruscotto.warehouse.spark.dialect import to_spark, view_name
from cruscotto.warehouse.spark.session import connect

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# DuckDB's names of types that Spark calls otherwise.
TYPES = {"VARCHAR": "STRING", "TIMESTAMP": "TIMESTAMP_NTZ", "INTEGER": "INT"}


class OnSpark:
    """The engine Spark. Its tables are temporary views, which end with the session."""

    def __init__(self, session: "SparkSession") -> None:
        self.session = session

    @classmethod
    def connect(cls, master: str | None) -> "OnSpark":
        """Return the engine, with a session on the Spark at the address `master`.

        Raises:
            WrongValue: the address has no form that Spark knows.
            EngineMissing: Spark or Java is not installed.
            EngineUnreachable: no Spark answers at the address.
        """
        return cls(connect(master))

    def read(self, table: str, files: Sequence[Path], columns: Columns) -> None:
        """Make a table from Parquet files."""
        schema = ", ".join(f"`{name}` {TYPES.get(kind, kind)}" for name, kind in columns.items())
        with _explained(table):
            self._name(table, self.session.read.schema(schema).parquet(*map(str, files)))

    def register(self, table: str, sql: str) -> None:
        """Make a view from a query; the query runs whenever the view is read."""
        with _explained(table):
            self._name(table, self.session.sql(to_spark(sql)))

    def write(self, table: str, sql: str, folder: Path, bound: Bound = NOTHING) -> None:
        """Run a query once, write its rows as Parquet, and make a table that reads these files."""
        with _explained(table):
            frame = self.session.sql(to_spark(sql), args=dict(bound) or None)
            frame.write.parquet(str(folder))
            self._name(table, self.session.read.schema(frame.schema).parquet(str(folder)))

    def query(self, sql: str, limit: int) -> list[tuple[Any, ...]]:
        """Return at most `limit` rows of a query."""
        with _explained("query"):
            return [tuple(row) for row in self.session.sql(to_spark(sql)).limit(limit).collect()]

    def close(self) -> None:
        """Stop the Spark session."""
        self.session.stop()

    def _name(self, table: str, frame: "DataFrame") -> None:
        frame.createOrReplaceTempView(view_name(table))


@contextmanager
def _explained(table: str) -> Iterator[None]:
    """Within a `with` block, replace Spark's errors, which may quote personal data, by our own."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as error:
        raise EngineFailed(table=table, why=error.getCondition() or type(error).__name__) from error
    except (Py4JError, ConnectionError) as error:
        raise EngineFailed(table=table, why=type(error).__name__) from error
