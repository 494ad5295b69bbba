"""The commands that grant, list and take back."""

import json

import pytest
from typer.testing import CliRunner

from cruscotto.access.errors import NoSuchGrant, WrongGrant
from cruscotto.cli.main import app
from cruscotto.errors import UnknownName


@pytest.fixture
def run(warehouse, copy_warehouse, tmp_path):
    link = copy_warehouse(warehouse, tmp_path)

    def ran(*words: str):
        return CliRunner().invoke(app, ["--warehouse", str(link), "access", *words])

    return ran


def test_what_is_granted_is_listed_and_loaded_again(run, tmp_path) -> None:
    assert "ITG1" in run("grant", "anna", "authority", "ITG1").output
    assert run("grant", "bea", "steward").exit_code == 0
    listed = run("list", "--format", "csv").output
    assert listed.splitlines()[1].startswith("anna,authority,ITG1,")
    (tmp_path / "grants.csv").write_text("person;role;scope\ncarla;auditor;\n")
    assert "3" in run("load", str(tmp_path / "grants.csv")).output
    assert run("load", str(tmp_path / "grants.csv"), "--replace").exit_code == 0
    (left,) = json.loads(run("list", "--format", "json").output)
    assert left["person"] == "carla"
    assert run("revoke", "carla", "auditor").exit_code == 0
    assert run("list", "--format", "json").output.strip() == "[]"


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["grant", "anna", "king"], WrongGrant),
        (["grant", "anna", "authority", "ZZZ"], UnknownName),
        (["revoke", "anna", "steward"], NoSuchGrant),
    ],
)
def test_what_cannot_be_granted_is_said_and_changes_nothing(run, words, error) -> None:
    assert isinstance(run(*words).exception, error)
    assert run("list", "--format", "json").output.strip() == "[]"
