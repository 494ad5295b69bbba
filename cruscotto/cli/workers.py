"""Several server processes behind one address; each visitor stays with the same process.

A page lives in the process that drew it, so the proxy in front (haproxy) gives each browser a
cookie that names its process. If that process has died, the visitor goes to another process, which
draws the page anew from its address. A process that dies is started again. When the command ends,
in whatever way, all its processes end.
"""

import ctypes
import errno
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from cruscotto import logs
from cruscotto.config import APP, ROOT, settings
from cruscotto.errors import NoProxy, PortTaken, ServerStopped, WrongValue

LOOPBACK = "127.0.0.1"
# A process that needs more starts than this within the time will not get well by another one.
MOST_STARTS, WITHIN_SECONDS = 5, 60.0
LOOK_EVERY_SECONDS, PATIENCE_SECONDS = 0.2, 10.0
# A process that runs and has not answered for so long is ended and started again. It must be longer
# than a busy one may take: the proxy sends nobody there.
ASK_EVERY_SECONDS, HUNG_SECONDS = 5.0, 60.0
DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG

# The beginning of a body is to come in the time of the headers, so that half of one is ended here.
# A busy process answers late and must not lose its visitors for that: it is given up after half a
# minute without an answer. One that is gone refuses the connection, and the next one is tried at
# once. `/_stcore/health` and not `/api/health`: without a warehouse a page explains it.
CONFIG = """\
global
    maxconn 4096
defaults
    mode http
    timeout connect 5s
    timeout http-request {seconds}s
    option http-buffer-request
    timeout client 60s
    timeout server 120s
    timeout tunnel 1h
    timeout check 10s
    retries 3
    option redispatch 1
    retry-on conn-failure empty-response
frontend cruscotto
    bind {bind}
    default_backend workers
backend workers
    balance leastconn
    http-request disable-l7-retry unless METH_GET
    cookie CRUSCOTTO_WORKER insert indirect nocache httponly attr SameSite=Lax
    option httpchk
    http-check send meth GET uri /_stcore/health
    http-check expect status 200
    default-server check inter 1s fall 3 rise 1 on-marked-down shutdown-sessions
{servers}
"""


@dataclass
class Child:
    """A child process that is kept running: a dashboard server or the proxy.

    Attributes:
        port: port on which the server is checked; `None` for the proxy.
    """

    name: str
    command: Sequence[str]
    port: int | None = None
    asked: float = 0.0
    answered: float = 0.0
    process: "subprocess.Popen[bytes] | None" = None
    starts: list[float] = field(default_factory=list)

    def start(self, environment: dict[str, str]) -> None:
        """Start the child process in a session of its own; it ends when this process ends."""
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_dying_with(os.getpid()),
        )
        self.asked = self.answered = monotonic()
        self.starts.append(self.answered)

    def is_alive(self) -> bool:
        """Return whether the child process is running."""
        return self.process is not None and self.process.poll() is None

    def end_if_hung(self) -> None:
        """Ask the server every five seconds whether it works; end it after a minute of silence."""
        now = monotonic()
        if self.port is None or self.process is None or now < self.asked + ASK_EVERY_SECONDS:
            return
        self.asked = now
        address = f"http://{LOOPBACK}:{self.port}/_stcore/health"
        with suppress(OSError), urllib.request.urlopen(address, timeout=1):
            self.answered = monotonic()
        if now - self.answered > HUNG_SECONDS:
            self.process.kill()
            self.process.wait()

    def restart(self, environment: dict[str, str]) -> None:
        """Start the child process again.

        Raises:
            ServerStopped: the child was started five times within a minute.
        """
        lately = [start for start in self.starts if monotonic() - start < WITHIN_SECONDS]
        if len(lately) >= MOST_STARTS:
            raise ServerStopped(process=self.name, times=len(lately))
        self.starts = lately
        logs.event(logs.Event.WORKER_RESTART, starts=len(lately))
        self.start(environment)


def run(address: str, port: int, workers: int, ready: Callable[[], None]) -> None:
    """Run the proxy and the server processes until a signal to stop.

    Args:
        address: the address that the proxy listens on; the processes behind it listen on this
            machine only.
        port: the proxy's port.
        workers: how many server processes to run.
        ready: called once, when a page can be opened.

    Raises:
        NoProxy: haproxy is not installed.
        PortTaken: another program listens on the port.
        ServerStopped: a process stopped again and again.
    """
    proxy = _proxy()
    require_free(address, port)
    # cookies signed by one process are read by the others
    environment = {"STREAMLIT_SERVER_COOKIE_SECRET": secrets.token_hex(32), **os.environ}
    with TemporaryDirectory(prefix="cruscotto-") as folder, _told_to_stop() as stopping:
        ports = free_ports(workers)
        config = Path(folder) / "haproxy.cfg"
        config.write_text(configuration(address, port, ports), "ascii")
        children = [Child(f"server {n}", _server(p), p) for n, p in enumerate(ports, start=1)]
        children.append(Child("haproxy", [proxy, "-q", "-db", "-f", str(config)]))
        try:
            for child in children:
                child.start(environment)
            _keep_alive(children, environment, stopping, _once(ready, address, port))
        finally:
            _stop(children)


def configuration(address: str, port: int, ports: Sequence[int]) -> str:
    """Return the text of the proxy's configuration file."""
    servers = "\n".join(
        f"    server w{n} {LOOPBACK}:{p} cookie w{n}" for n, p in enumerate(ports, start=1)
    )
    seconds = settings().request_seconds
    return CONFIG.format(bind=_bound(address, port), servers=servers, seconds=seconds)


def free_ports(count: int) -> list[int]:
    """Return `count` port numbers of this machine on which no program listens."""
    with_sockets = [socket.create_server((LOOPBACK, 0)) for _ in range(count)]
    ports = [found.getsockname()[1] for found in with_sockets]
    for found in with_sockets:
        found.close()
    return ports


def _proxy() -> str:
    # on Debian the folder is not on everybody's path
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
    found = shutil.which("haproxy", path=path)
    if found is None:
        raise NoProxy()
    return found


def _server(port: int) -> list[str]:
    arguments = ["--server.port", str(port), "--server.address", LOOPBACK]
    return [sys.executable, "-m", "streamlit", "run", str(APP), *arguments]


def _reached(address: str) -> str:
    return LOOPBACK if address == "localhost" else address


def _bound(address: str, port: int) -> str:
    reached = _reached(address)
    return f"{'ipv6' if ':' in reached else 'ipv4'}@{reached}:{port}"


def require_free(address: str, port: int) -> None:
    """Raise an error unless a server can listen on a port of an address.

    Raises:
        WrongValue: the address is none of this machine's.
        PortTaken: another program listens on the port.
    """
    reached = _reached(address)
    family = socket.AF_INET6 if ":" in reached else socket.AF_INET
    try:
        with closing(socket.create_server((reached, port), family=family)):
            pass
    except OSError as error:
        # a name that cannot be resolved has a negative number
        if error.errno == errno.EADDRNOTAVAIL or (error.errno or 0) < 0:
            expected = "localhost | 0.0.0.0"
            raise WrongValue(option="--address", value=address, expected=expected) from error
        raise PortTaken(port=port, address=address) from error


def _dying_with(parent: int) -> Callable[[], None]:
    """Return a function for a child process to call first, so that it ends with its parent."""
    with suppress(OSError, AttributeError):  # elsewhere than on Linux there is no such thing
        control = ctypes.CDLL(None).prctl

        def ask() -> None:
            control(DIES_WITH_PARENT, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

        return ask
    return lambda: None


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """Yield an event that is set when a signal asks this process to stop."""
    stopping = threading.Event()
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: stopping.set()) for number in signals}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _keep_alive(
    children: Sequence[Child],
    environment: dict[str, str],
    stopping: threading.Event,
    announce: Callable[[], None],
) -> None:
    while not stopping.wait(LOOK_EVERY_SECONDS):
        for child in children:
            child.end_if_hung()
            if not child.is_alive():
                child.restart(environment)
        announce()


def _once(ready: Callable[[], None], address: str, port: int) -> Callable[[], None]:
    """Return a function that calls `ready` once, at the first call when a page can be opened."""
    reached = {"0.0.0.0": LOOPBACK, "::": "[::1]"}.get(_reached(address), _reached(address))
    is_announced = False

    def look() -> None:
        nonlocal is_announced
        if is_announced:
            return
        with (
            suppress(OSError),
            urllib.request.urlopen(f"http://{reached}:{port}/_stcore/health", timeout=1),
        ):
            ready()
            is_announced = True

    return look


def _stop(children: Sequence[Child]) -> None:
    """End all child processes, the proxy first, since it would send visitors to ended servers."""
    running = [child.process for child in reversed(children) if child.process and child.is_alive()]
    for process in running:
        process.terminate()
    until = monotonic() + PATIENCE_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, until - monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
