"""A dashboard of one's own to measure: served from a copy of the warehouse, on this machine."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import signed

from cruscotto.config import ROOT, settings

# An installation by pip compiles the modules: whatever this environment says, so is done here.
COMPILED = {
    "PYTHONDONTWRITEBYTECODE": "",
    "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "cruscotto-benchmarks"),
}


@dataclass
class Site:
    """A running `cruscotto serve`."""

    address: str
    warehouse: Path
    process: "subprocess.Popen[str]"

    def servers(self) -> list[int]:
        """Return the numbers of its server processes."""
        return [n for n in (self.process.pid, *children(self.process.pid)) if _is_server(n)]

    def megabytes(self) -> float:
        """Return the memory that its server processes hold now."""
        return sum(resident(number) for number in self.servers())


@contextmanager
def serving(
    workers: int = 1, warehouse: Path | None = None, is_signed: bool = False, **chosen: object
) -> Iterator[Site]:
    """Start a dashboard over a copy of a warehouse, wait until it answers, and end it.

    Args:
        workers: how many processes.
        warehouse: what it serves; `CRUSCOTTO_WAREHOUSE` if left out.
        is_signed: whether visitors sign in, by cookies of `signed`.
        chosen: settings, such as `look_again_seconds=5`.
    """
    source = (warehouse or settings().warehouse).resolve()
    with tempfile.TemporaryDirectory(prefix="cruscotto-benchmark-") as folder:
        link = Path(folder) / "w.duckdb"
        shutil.copyfile(source, link)
        port = _free_port()
        named = {f"CRUSCOTTO_{name.upper()}": str(value) for name, value in chosen.items()}
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "CRUSCOTTO_WAREHOUSE": str(link),
        } | COMPILED
        if is_signed:
            own = {"CRUSCOTTO_PUBLIC_ADDRESS": f"http://127.0.0.1:{port}"}
            environment |= signed.ENVIRONMENT | own
        command = ["serve", "--workers", str(workers), "--port", str(port)]
        with subprocess.Popen(
            [sys.executable, "-m", "cruscotto", *command],
            cwd=ROOT,
            env=environment | named,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process:
            try:
                if not process.stdout or not process.stdout.readline():
                    raise SystemExit("the server did not start")
                _wait_for_port(port, process)
                yield Site(f"http://127.0.0.1:{port}", link, process)
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(20)


def children(parent: int) -> list[int]:
    """Return the numbers of a process's children."""
    task = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(number) for number in task.read_text().split()]


def resident(number: int) -> float:
    """Return the megabytes a process holds."""
    try:
        status = Path(f"/proc/{number}/status").read_text()
    except OSError:
        return 0.0
    line = next((line for line in status.splitlines() if line.startswith("VmRSS")), "VmRSS: 0")
    return int(line.split()[1]) / 1024


def _is_server(number: int) -> bool:
    try:
        return b"streamlit" in Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return False


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _wait_for_port(port: int, process: "subprocess.Popen[str]") -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            pass
    raise SystemExit("the server did not start")
