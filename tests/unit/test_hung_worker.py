"""A process that runs and answers no more is ended and started again; a slow one is not."""

import os
import signal
import sys
import time
import urllib.request

import pytest

from cruscotto.cli import workers
from cruscotto.cli.workers import LOOPBACK, Child, free_ports

SERVER = (
    "import http.server as h, sys\n"
    "class A(h.BaseHTTPRequestHandler):\n"
    "    def do_GET(self): self.send_response(200); self.end_headers()\n"
    "    def log_message(self, *_): pass\n"
    f"h.HTTPServer(('{LOOPBACK}', int(sys.argv[1])), A).serve_forever()\n"
)


@pytest.fixture
def child(monkeypatch):
    monkeypatch.setattr(workers, "ASK_EVERY_SECONDS", 0.0)
    monkeypatch.setattr(workers, "HUNG_SECONDS", 2.0)
    (port,) = free_ports(1)
    made = Child("server", [sys.executable, "-c", SERVER, str(port)], port)
    made.start(dict(os.environ))
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://{LOOPBACK}:{port}/", timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield made
    made.process.kill()
    made.process.wait()


def test_a_process_that_answers_goes_on(child) -> None:
    child.answered = time.monotonic() - 100
    child.end_if_hung()
    assert child.is_alive()


def test_a_process_that_answers_no_more_is_ended_and_started_again(child) -> None:
    first = child.process.pid
    os.kill(first, signal.SIGSTOP)
    child.end_if_hung()
    assert child.is_alive()  # it may be busy
    until = time.monotonic() + 30
    while child.is_alive() and time.monotonic() < until:
        child.end_if_hung()
    assert not child.is_alive()
    child.restart(dict(os.environ))
    assert child.is_alive()
    assert child.process.pid != first


def test_the_proxy_is_not_asked(monkeypatch) -> None:
    monkeypatch.setattr(workers, "ASK_EVERY_SECONDS", 0.0)
    proxy = Child("haproxy", ["sleep", "60"])
    proxy.start(dict(os.environ))
    proxy.answered = 0.0
    proxy.end_if_hung()
    assert proxy.is_alive()
    proxy.process.kill()
    proxy.process.wait()
