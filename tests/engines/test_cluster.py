"""A real cluster on this machine: a driver and a worker are killed, the figures stay the same."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest

from cruscotto.config import ROOT

QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=256m"
SETTINGS = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.shuffle.partitions": "2",
    "spark.buffer.pageSize": "1m",
    "spark.driver.memory": "1g",
    "spark.executor.memory": "512m",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": QUICK,
    "spark.executor.extraJavaOptions": QUICK,
}
START, BUILD = 60, 300  # seconds after which a test gives up
SOME = 6  # tables built before somebody is killed
Process = subprocess.Popen[bytes]


class Cluster:
    """A master and two workers, each in a process group of its own with what it starts."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.processes = folder, list[Process]()
        self.port = _free_port()
        self.master = f"spark://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._run("master.Master", "--port", str(self.port))
        _wait(lambda: _listens(self.port), START)
        for number in range(2):
            self._run(
                "worker.Worker",
                "--cores",
                "1",
                "--memory",
                "600m",
                "-d",
                str(self.folder / f"worker{number}"),
                self.master,
            )
        log = self.folder / "0.log"
        _wait(lambda: log.read_text("utf-8", "replace").count("Registering worker") == 2, START)

    def kill_worker(self) -> None:
        _kill(self.processes[-1])

    def stop(self) -> None:
        for process in reversed(self.processes):
            _kill(process)

    def _run(self, kind: str, *arguments: str) -> None:
        import pyspark

        home = Path(pyspark.__file__).parent
        log = (self.folder / f"{len(self.processes)}.log").open("wb")
        command = [
            str(home / "bin" / "spark-class"),
            f"org.apache.spark.deploy.{kind}",
            "--host",
            "127.0.0.1",
            "--webui-port",
            "0",
            *arguments,
        ]
        environment = {
            **os.environ,
            "SPARK_HOME": str(home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": QUICK,
        }
        self.processes.append(
            subprocess.Popen(
                command, stdout=log, stderr=log, env=environment, start_new_session=True
            )
        )


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


def _wait(until: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)


def _kill(process: Process) -> None:
    """Kill a process with all it started; harmless where it has ended."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=START)


@pytest.fixture(scope="module")
def cluster(needs_java: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture
def building(
    cluster: Cluster, published: Path, tmp_path: Path
) -> Iterator[Callable[[str, Path], Process]]:
    """Return `building(engine, out)`: a build under way; killed at the end if it still runs."""
    started: list[Process] = []

    def start(engine: str, out: Path) -> Process:
        where = ["--master", cluster.master] if engine == "spark" else []
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "cruscotto",
                "--warehouse",
                str(tmp_path / "none.duckdb"),
                "build",
                "--engine",
                engine,
                *where,
                "--source",
                str(published),
                "--out",
                str(out),
            ],
            cwd=ROOT,
            start_new_session=True,
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={
                **os.environ,
                "CRUSCOTTO_SPARK": json.dumps(SETTINGS),
                "SPARK_LOCAL_IP": "127.0.0.1",
            },
        )
        started.append(process)
        return process

    yield start
    for process in started:
        _kill(process)


def _begun(out: Path) -> set[Path]:
    """Return the folders of builds under way, and of those that were killed."""
    return set(out.glob(".cruscotto.duckdb.*.building-parquet"))


def _tables_built(folders: set[Path]) -> int:
    return sum(len(list(folder.glob("*/*/_SUCCESS"))) for folder in folders)


def _marts(out: Path) -> dict[str, list[object]]:
    """Return the rows of every mart of the published warehouse, in one order."""
    with duckdb.connect(str(out / "cruscotto.duckdb"), read_only=True) as con:
        names = con.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts' order by 1"
        ).fetchall()
        return {
            name: [
                *con.execute(f"describe marts.{name}").fetchall(),
                *con.execute(f"from marts.{name} order by all").fetchall(),
            ]
            for (name,) in names
        }


@pytest.mark.spark
@pytest.mark.thorough
def test_a_killed_driver_and_a_killed_worker_change_no_figure(
    cluster: Cluster, building: Callable[[str, Path], Process], tmp_path: Path
) -> None:
    assert building("duckdb", tmp_path / "local").wait(BUILD) == 0
    out = tmp_path / "cluster"

    driver = building("spark", out)
    _wait(lambda: _tables_built(_begun(out)) >= SOME, BUILD)
    _kill(driver)
    left = _begun(out)
    assert left
    assert not (out / "cruscotto.duckdb").exists()

    again = building("spark", out)
    _wait(lambda: _tables_built(_begun(out) - left) >= SOME, BUILD)
    assert again.poll() is None
    cluster.kill_worker()
    _, said = again.communicate(timeout=BUILD)
    assert again.returncode == 0, said.decode()
    assert _marts(out) == _marts(tmp_path / "local")
    # what the killed driver had begun was swept
    assert not list(out.glob(".*building*"))
