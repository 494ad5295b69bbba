"""Servers of two processes behind the proxy, and people who read them."""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from cruscotto.cli.workers import free_ports
from cruscotto.config import ROOT


@dataclass
class Site:
    """A running `cruscotto serve --workers 2`."""

    address: str
    warehouse: Path
    process: "subprocess.Popen[str]"

    def children(self) -> dict[int, str]:
        """Return the processes it started, as {number: command}."""
        found = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                number, parent = int(status.parent.name), int(status.read_text().split()[-49])
                command = (status.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (OSError, IndexError):
                continue
            if parent == self.process.pid:
                found[number] = command
        return found

    def servers(self) -> list[int]:
        """Return the numbers of its server processes, in the order of their names."""
        return [n for n, command in self.children().items() if "streamlit" in command]


@pytest.fixture(scope="session")
def visitors() -> ModuleType:
    """Return the module of simulated people, which lies with the benchmarks."""
    path = ROOT / "benchmarks" / "visitors.py"
    spec = importlib.util.spec_from_file_location("cruscotto_visitors", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def serving(
    warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], AbstractContextManager[Site]]:
    """Return `with serving() as site:`, two processes and a proxy over a warehouse to change."""
    if not shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin"):
        pytest.skip("haproxy is not installed: apt-get install haproxy")

    @contextmanager
    def started() -> Iterator[Site]:
        link = tmp_path_factory.mktemp("site") / "w.duckdb"
        shutil.copyfile(warehouse.resolve(), link)
        (port,) = free_ports(1)
        serve = ("serve", "--workers", "2", "--port", str(port))
        environment = {
            **os.environ,
            "CRUSCOTTO_WAREHOUSE": str(link),
            "CRUSCOTTO_LOOK_AGAIN_SECONDS": "1",
        }
        with subprocess.Popen(
            [sys.executable, "-m", "cruscotto", *serve],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process:
            try:
                said = process.stdout.readline() if process.stdout else ""
                assert str(port) in said, said
                yield Site(f"http://127.0.0.1:{port}", link, process)
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(20)

    return started


@pytest.fixture(scope="module")
def site(serving: Callable[[], AbstractContextManager[Site]]) -> Iterator[Site]:
    """Return one site that the tests of a file share."""
    with serving() as found:
        yield found
