"""Two processes behind one address: visitors stay on theirs, and outlive it."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from cruscotto.cli import workers
from cruscotto.cli.main import main
from cruscotto.config import ROOT
from cruscotto.errors import NoProxy, PortTaken, ServerStopped


def is_there(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().split()[-50] != "Z"
    except OSError:
        return False


def wait_until(holds, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


# ---------------------------------------------------------------- visitors
def test_visitors_are_shared_out_and_each_stays_on_one_process(site, visitors, run_async) -> None:
    async def both_are_up() -> None:
        seen: set[str] = set()
        while seen != {"w1", "w2"}:
            visitor = visitors.Visitor
            async with visitor(site.address) as one, visitor(site.address) as two:
                seen = {one.worker, two.worker}
            await asyncio.sleep(0.2)

    async def visit() -> None:
        visitor = visitors.Visitor
        await both_are_up()
        async with visitor(site.address, 1) as one, visitor(site.address, 2) as two:
            assert {one.worker, two.worker} == {"w1", "w2"}
            for person in (one, two):
                run = await person.open("quadro")
                assert run.errors == []
                run = await person.choose("region", "Sicilia")
                assert (run.errors, person.query) == ([], "region=ITG1")
                assert any("regione Sicilia" in text for text in person.texts)

    run_async(visit())


def test_threads_of_readers_share_two_places_for_memory(site) -> None:
    servers = site.servers()
    assert servers
    for number in servers:
        assert b"MALLOC_ARENA_MAX=2\0" in Path(f"/proc/{number}/environ").read_bytes()


def test_the_users_of_a_killed_process_go_to_the_other_and_it_is_started_again(
    site, visitors, run_async
) -> None:
    before = site.servers()

    async def visit() -> None:
        async with visitors.Visitor(site.address) as visitor:
            await visitor.open("quadro", "region=ITG1")
            port = port_of(visitor.worker)
            (victim,) = [n for n, c in site.children().items() if f"--server.port {port} " in c]
            os.kill(victim, signal.SIGKILL)
            # a browser asks again with the cookie it has, and with the address it shows
            again = visitors.Visitor(site.address)
            again.cookie, again._fetch = visitor.cookie, lambda: visitor.cookie
            async with again:
                run = await again.open("quadro", visitor.query)
                assert run.errors == []
                assert any("regione Sicilia" in text for text in again.texts)

    def port_of(worker: str) -> str:
        config = next(c for c in site.children().values() if "haproxy" in c).split()[-1]
        line = next(line for line in Path(config).read_text().splitlines() if f" {worker} " in line)
        return line.split()[2].rpartition(":")[2]

    run_async(visit())
    wait_until(lambda: len(site.servers()) == 2)
    assert len({*site.servers()} & {*before}) == 1


def test_only_this_machine_reaches_the_proxy_and_the_processes(site) -> None:
    ports = {site.address.rpartition(":")[2]}
    ports |= {
        c.partition("--server.port ")[2].split()[0]
        for c in site.children().values()
        if "--server.port" in c
    }
    wanted = {f"{int(port):04X}" for port in ports}
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        local, state = line.split()[1], line.split()[3]
        if state == "0A" and local.rpartition(":")[2] in wanted:
            assert local.startswith("0100007F")


# ---------------------------------------------------------------- the end
def test_an_order_to_end_leaves_nothing_behind(serving) -> None:
    with serving() as site:
        children = site.children()
        folder = next(Path(c.split()[-1]).parent for c in children.values() if "haproxy" in c)
        assert len(children) == 3
        site.process.send_signal(signal.SIGTERM)
        assert site.process.wait(20) == 0
        assert not [number for number in children if is_there(number)]
        assert not folder.exists()


KILLED = """
import os, signal, sys
from cruscotto.cli.workers import Child
child = Child("sleeper", ["sleep", "60"])
child.start(dict(os.environ))
print(child.process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_nothing_is_left_even_when_the_parent_is_killed() -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED], cwd=ROOT, capture_output=True, text=True, check=False
    )
    number = int(done.stdout)
    wait_until(lambda: not is_there(number), 5)


def test_a_process_that_stops_again_and_again_ends_the_server() -> None:
    child = workers.Child("server 1", ["false"])
    child.start({})
    with pytest.raises(ServerStopped) as stopped:
        workers._keep_alive([child], {}, threading.Event(), lambda: None)
    assert stopped.value.facts == {"process": "server 1", "times": workers.MOST_STARTS}
    assert len(child.starts) == workers.MOST_STARTS


# ---------------------------------------------------------------- what is said
def said(capsys, monkeypatch, *arguments: str) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["cruscotto", "serve", "--workers", "2", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0), capsys.readouterr().err


def test_without_the_proxy_it_is_said_what_to_install(capsys, monkeypatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    code, sentence = said(capsys, monkeypatch)
    assert (code, "apt-get install haproxy" in sentence) == (NoProxy.exit_code, True)
    assert "Traceback" not in sentence


def test_a_port_that_is_taken_is_said(capsys, monkeypatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: "haproxy")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, sentence = said(capsys, monkeypatch, "--port", str(port))
    assert (code, str(port) in sentence) == (PortTaken.exit_code, True)


@pytest.mark.parametrize(
    ("address", "bound"),
    [
        ("localhost", "ipv4@127.0.0.1:8501"),
        ("0.0.0.0", "ipv4@0.0.0.0:8501"),
        ("::", "ipv6@:::8501"),
    ],
)
def test_the_proxy_binds_this_machine_unless_asked(address, bound) -> None:
    written = workers.configuration(address, 8501, [9001, 9002])
    assert f"    bind {bound}\n" in written
    assert "server w1 127.0.0.1:9001 cookie w1" in written
    assert "server w2 127.0.0.1:9002 cookie w2" in written


def test_the_proxy_understands_what_it_is_told(serving, tmp_path) -> None:
    path = tmp_path / "haproxy.cfg"
    path.write_text(workers.configuration("localhost", 8501, [9001]))
    check = [workers._proxy(), "-c", "-f", str(path)]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert (done.returncode, "WARNING" in done.stderr) == (0, False), done.stderr
