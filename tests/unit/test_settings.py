"""Settings are what they can be, and a name that is none of them is not passed over in silence."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cruscotto.config import ROOT, misspelt, settings
from cruscotto.errors import WrongValue


@pytest.fixture
def variable(monkeypatch):
    """Return `variable(name, value)`: one variable of the environment, for one test."""

    def set_to(name: str, value: str) -> None:
        monkeypatch.setenv(f"CRUSCOTTO_{name}", value)
        settings.cache_clear()

    yield set_to
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("AUDIENC", "CRUSCOTTO_AUDIENCE"),
        ("TRESHOLD", "CRUSCOTTO_THRESHOLD"),
        ("OIDC_ISUER", "CRUSCOTTO_OIDC_ISSUER"),
        ("QQQQQQQQ", "–"),
    ],
)
def test_a_misspelt_variable_is_found_with_its_nearest(variable, name, near) -> None:
    variable(name, "public")
    assert misspelt()[f"CRUSCOTTO_{name}"] == near


def test_what_is_spelt_well_is_no_warning(variable) -> None:
    variable("AUDIENCE", "public")
    variable("audience_log", "x")
    assert set(misspelt()) == {"CRUSCOTTO_audience_log"}


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        (
            "MEMORY_LIMIT",
            ("lots", "-1GB", "0GB", "2", "2GB; select 1"),
            ("2GB", "512 MiB", "1.5tb"),
        ),
        ("THREADS", ("0", "-2", "5000", "x"), ("1", "16")),
    ],
)
def test_memory_and_threads_are_what_the_engine_can_take(variable, name, wrong, right) -> None:
    for value in wrong:
        variable(name, value)
        with pytest.raises(WrongValue):
            settings()
    for value in right:
        variable(name, value)
        settings()


def test_the_bill_of_materials_names_every_pin(tmp_path) -> None:
    program = shutil.which("cyclonedx-py", path=str(Path(sys.executable).parent))
    if not program:
        pytest.skip("cyclonedx-bom is not installed")
    out = tmp_path / "sbom.json"
    subprocess.run(
        [program, "requirements", str(ROOT / "requirements.lock"), "--of", "JSON", "-o", str(out)],
        check=True,
        capture_output=True,
    )
    found = json.loads(out.read_text("utf-8"))
    pins = {
        line.partition("==")[0].lower()
        for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines()
        if "==" in line and not line.startswith((" ", "#"))
    }
    assert found["bomFormat"] == "CycloneDX"
    assert {part["name"].lower() for part in found["components"]} == pins
    assert "$(BIN)/cyclonedx-py requirements requirements.lock" in (ROOT / "Makefile").read_text()
