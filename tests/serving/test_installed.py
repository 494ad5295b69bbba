"""The package without the clone: built, installed in an empty environment, and used from elsewhere.

Its libraries are those of the environment of the tests, so that no index is asked.
"""

import json
import subprocess
import time
import urllib.request
from contextlib import contextmanager

import pytest

from cruscotto.cli.workers import free_ports
from cruscotto.config import REFERENCE


@pytest.fixture
def warehouse(whole_demonstration):
    return whole_demonstration / "cruscotto.duckdb"


def test_nothing_of_the_clone_is_used_by_the_installed_package(installed) -> None:
    look = (
        "from cruscotto import config; print(config.PACKAGE, config.ROOT, config.SQL, config.APP)"
    )
    done = subprocess.run(
        [installed.folder / "bin" / "python", "-c", look],
        cwd=installed.home,
        env=installed.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    places = done.stdout.split()
    assert len(places) == 4
    assert all(place.startswith(str(installed.folder)) for place in places)


def test_help_names_every_command(installed) -> None:
    done = installed.run("--help")
    assert done.returncode == 0, done.stderr
    assert {"demo", "kpi", "export", "template", "impact", "dossier", "check", "serve"} <= set(
        done.stdout.split()
    )


def test_the_warehouse_of_an_installed_package_is_in_the_users_folder_of_data(
    installed, warehouse, tmp_path
) -> None:
    home = {"HOME": str(tmp_path)}
    done = installed.run("kpi", "public_funding_eur", **home)
    place = tmp_path / ".local" / "share" / "cruscotto" / "cruscotto.duckdb"
    assert (done.returncode, str(place) in done.stderr) == (30, True), done.stderr
    place.parent.mkdir(parents=True)
    place.symlink_to(warehouse.resolve())
    done = installed.run("kpi", "public_funding_eur", "--format", "json", **home)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)


def test_figures_templates_and_checks_are_given(installed, warehouse) -> None:
    for arguments, found in [
        (("kpi", "payment_rate", "--by", "region", "--format", "csv"), "ITG1"),
        (("template", "participations"), "operation_code"),
        (("impact", "--where", "theme=08", "--format", "json"), "unconfoundedness"),
        (("check",), ""),
    ]:
        done = installed.run("--warehouse", warehouse, *arguments)
        assert done.returncode == 0, (arguments, done.stderr)
        assert found in done.stdout


def test_files_and_dossiers_are_written(installed, warehouse, tmp_path) -> None:
    for arguments, starts in [
        (
            ("export", "operations", "--where", "region=ITG1", "--out", "operations.csv"),
            b"\xef\xbb\xbf",
        ),
        (("dossier", "region", "ITG1", "--out", "sicilia.html"), b"<!"),
        (("dossier", "region", "ITG1", "--out", "sicilia.pdf"), b"%PDF"),
    ]:
        out = tmp_path / arguments[-1]
        done = installed.run("--warehouse", warehouse, *arguments[:-1], out)
        assert done.returncode == 0, (arguments, done.stderr)
        assert out.read_bytes().startswith(starts)


def test_a_sentence_about_an_extra_names_the_python_in_use(installed, warehouse, tmp_path) -> None:
    hide = tmp_path / "sitecustomize.py"
    hide.write_text("import sys\nsys.modules['typst'] = None\n")
    done = installed.run(
        "--warehouse", warehouse, "dossier", "region", "ITG1", "--out", tmp_path / "sicilia.pdf",
        PYTHONPATH=str(tmp_path),
    )  # fmt: skip
    assert done.returncode == 80, done.stderr
    assert f"{installed.folder / 'bin' / 'python'} -m pip install 'typst" in done.stderr.replace(
        "python3", "python"
    )


@contextmanager
def served(installed, warehouse):
    (port,) = free_ports(1)
    command = [installed.folder / "bin" / "cruscotto", "--warehouse", warehouse, "serve"]
    with subprocess.Popen(
        [*map(str, command), "--port", str(port)],
        cwd=installed.home,
        env=installed.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def answer(address: str, seconds: float = 60) -> bytes:
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as found:
                return found.read()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def test_the_installed_dashboard_answers_with_its_pages_its_look_and_its_map(
    installed, warehouse, visitors, run_async
) -> None:
    looks = []

    class Reader(visitors.Visitor):
        def _on_new_session(self, message, place):
            looks.append(message.new_session.custom_theme)
            super()._on_new_session(message, place)

    async def read(address: str) -> None:
        async with Reader(address) as person:
            run = await person.open("regioni")
            assert run.errors == []
            assert len(person.texts) > 5

    with served(installed, warehouse) as address:
        assert json.loads(answer(f"{address}/api/health"))["status"] in ("ok", "degraded")
        assert answer(f"{address}/_stcore/health") == b"ok"
        boundaries = REFERENCE / "boundaries" / "regioni.geojson"
        assert answer(f"{address}/app/static/regioni.geojson") == boundaries.read_bytes()
        assert answer(f"{address}/app/static/icon.svg").startswith(b"<svg")
        run_async(read(address))
    assert any("Titillium" in str(look) for look in looks)


def test_there_is_one_copy_of_the_boundaries(installed) -> None:
    found = list(installed.folder.rglob("regioni.geojson"))
    assert len(found) == 1
