"""Open a Spark session on this machine, on a standalone cluster, or through Spark Connect."""

import logging
import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cruscotto.config import how_to_install, java, settings
from cruscotto.errors import WrongValue
from cruscotto.warehouse.errors import EngineMissing, EngineUnreachable

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

HERE = "local[*]"
ADDRESS = re.compile(r"local(\[(\d+|\*)\])?|(spark|sc)://[\w.-]+(:\d+)?([/;,].*)?")
PORTS = {"spark": 7077, "sc": 15002}
SECONDS_TO_ANSWER = 5

# What makes Spark count as DuckDB does, whatever the cluster's own defaults are.
COUNTING = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "false",
    # decimals keep their digits after the point, or fail: they are never rounded to make room
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
    # sixty-four hexadecimal digits are a salt: plans shown in logs and screens must not show it
    "spark.sql.redaction.string.regex": "[0-9a-f]{64}",
}
# Settings of a session that this process starts itself; an installation may set others.
OURS = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
# On one machine: a driver that does all the work needs memory, and few tasks at a time.
HERE_ALONE = {"spark.driver.memory": "4g", "spark.sql.shuffle.partitions": "8"}
SPARK = "pyspark>=4.3,<5"  # as the extra `spark` in pyproject.toml
CONNECT = "pyspark[connect]>=4.3,<5"


def connect(master: str | None) -> "SparkSession":
    """Return a Spark session, with settings under which it computes as DuckDB does.

    Raises:
        WrongValue: the address has no form that Spark knows.
        EngineMissing: Spark or Java is not installed.
        EngineUnreachable: no Spark answers at the address.
    """
    address = master or HERE
    if not ADDRESS.fullmatch(address):
        raise WrongValue(
            option="--master",
            value=address,
            expected="local[2], spark://host:7077, sc://host:15002",
        )
    _require_installed(address)
    _require_answer(address)
    with _quiet():
        session = _session(address)
    for name, value in COUNTING.items():
        session.conf.set(name, value)
    return session


def _session(address: str) -> "SparkSession":
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("cruscotto")
    try:
        if address.startswith("sc://"):
            return builder.remote(address).getOrCreate()
        alone = HERE_ALONE if address.startswith("local") else {}
        for name, value in (OURS | alone | settings().spark).items():
            builder = builder.config(name, value)
        session = builder.master(address).getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        return session
    except ImportError as error:  # Spark Connect asks for gRPC
        raise EngineMissing(what="Spark Connect", how=how_to_install(CONNECT)) from error
    except (PySparkException, RuntimeError) as error:
        raise EngineUnreachable(address=address) from error


def _require_installed(address: str) -> None:
    try:
        import pyspark  # noqa: F401
    except ImportError as error:
        raise EngineMissing(what="Apache Spark", how=how_to_install(SPARK)) from error
    if not address.startswith("sc://") and java() is None:
        raise EngineMissing(what="Java 17", how="apt-get install openjdk-17-jre-headless")


def _require_answer(address: str) -> None:
    """Raise an error if nothing answers at an address within a few seconds.

    Spark itself would try for a minute, and then print many lines.
    """
    if address.startswith("local"):
        return
    # several masters that stand in for each other are separated by commas
    for one in address.split(","):
        parts = urlsplit(one if "://" in one else f"spark://{one}")
        place = (parts.hostname or "", parts.port or PORTS[parts.scheme])
        try:
            socket.create_connection(place, timeout=SECONDS_TO_ANSWER).close()
        except OSError:
            continue
        return
    raise EngineUnreachable(address=address)


@contextmanager
def _quiet() -> Iterator[None]:
    """Within a `with` block, discard the messages of Java, which may quote personal data."""
    logging.getLogger("SQLQueryContextLogger").disabled = True
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
