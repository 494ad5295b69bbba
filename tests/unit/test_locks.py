"""The locks: a wheel for every pin and every Python that we support, and no word of an index."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from cruscotto.config import ROOT
from cruscotto.dossier import paper
from cruscotto.warehouse.spark import session

VERSIONS = ("3.11", "3.12", "3.13", "3.14")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
# What the resolver writes when nobody answers, as on a machine without a network.
NOBODY_ANSWERS = re.compile(r"failed to fetch|error sending request|connect|dns|timed out", re.I)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-build.lock"])
def test_every_pin_has_a_wheel_for_every_python_that_we_support(lock, version, tmp_path) -> None:
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        pytest.skip("uv is not installed")
    wanted = ("--only-binary", ":all:", "--no-deps", "--require-hashes", "-r", str(ROOT / lock))
    into = ("--target", str(tmp_path), "--python", sys.executable)
    done = subprocess.run(
        [uv, "pip", "install", "--dry-run", "--python-version", version, *into, *wanted],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode and NOBODY_ANSWERS.search(done.stderr):
        pytest.skip("no index answers")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.lock")), ids=lambda path: path.name)
def test_a_lock_names_no_index_and_pins_every_library_by_its_hashes(path) -> None:
    text = path.read_text("utf-8")
    assert re.findall(r"https?:|file:|--index|--find-links|--extra-index", text) == []
    pins = re.findall(r"^[a-z0-9][^\s=]*==", text, re.MULTILINE)
    hashed = re.findall(r"^[a-z0-9][^\s=]*==.*\\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(pins) == len(hashed) > 5


def test_what_only_builds_the_project_is_not_among_what_runs_it() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert not re.search(r"^(hatchling|editables|setuptools|pip)==", text, re.MULTILINE)


def test_no_version_of_python_is_shut_out() -> None:
    assert PROJECT["project"]["requires-python"] == ">=3.11"


def test_libraries_whose_insides_are_touched_have_an_upper_bound() -> None:
    bounds = dict(line.split(">=") for line in PROJECT["project"]["dependencies"])
    for name in ("pandas", "plotly", "streamlit"):
        assert "<" in bounds[name]


def test_sentences_about_an_extra_ask_for_what_the_extra_asks_for() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    assert (extras["dossier"], extras["spark"]) == ([paper.TYPST], [session.SPARK])
    assert session.SPARK.replace("pyspark", "pyspark[connect]") == session.CONNECT
