"""Programs read net effects byte for byte as the command prints them, under their own rules."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from typer.testing import CliRunner

from cruscotto.access import NOBODY
from cruscotto.access.log import events, log_path
from cruscotto.api import asking
from cruscotto.api.mount import mounted
from cruscotto.cli.main import app
from cruscotto.client import Client, Refused


@pytest.fixture
def link(whole_demonstration: Path, setting, tmp_path: Path) -> Path:
    path = tmp_path / "w.duckdb"
    path.symlink_to((whole_demonstration / "cruscotto.duckdb").resolve())
    setting(warehouse=str(path), api_per_minute="1000000", access_log="true")
    return path


@pytest.fixture
def api(link: Path) -> Iterator[TestClient]:
    asking._LIMIT.__init__()
    with TestClient(Starlette(routes=[mounted(lambda _: NOBODY)])) as client:
        client.base_url = client.base_url.join("/api/v1/")
        yield client


def command(link: Path, asked: dict[str, str]) -> str:
    words = [word for name, value in asked.items() for word in (f"--{name}", value)]
    done = CliRunner().invoke(app, ["--warehouse", str(link), "impact", *words, "--format", "json"])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize(
    "asked",
    [
        {"where": "theme=08"},
        {"where": "theme=08", "outcome": "earnings_12m"},
        {"where": "theme=08", "outcome": "earnings_change", "target": "women"},
        {"where": "theme=08", "outcome": "course_work"},
        {"where": "theme=ESO4.1", "by": "region", "cost": "3000"},
        {"outcome": "employed_12m", "by": "subgroup", "confidence": "0.9", "where": "theme=10"},
    ],
    ids=lambda asked: " ".join(asked.values()),
)
def test_a_net_effect_is_answered_byte_for_byte_as_the_command_does(api, link, asked) -> None:
    answer = api.get("impact", params=asked)
    assert answer.text == command(link, asked)
    assert answer.json()["lock_in"]["state"]


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("where=theme=ESO4.11&where=region=ITC2", "errors.evaluation_outcome_not_due"),
        ("where=theme=ESO4.12&where=region=ITC2", "errors.too_few_people"),
        ("where=status=paid", "errors.unknown_name"),
        ("target=everybody", "errors.unknown_name"),
        ("outcome=employed_5y", "errors.unknown_name"),
        ("outcome=earnings_12m&cost=3000", "errors.wrong_value"),
    ],
)
def test_what_cannot_be_estimated_is_a_problem_of_the_same_kind(api, asked, key) -> None:
    answer = api.get(f"impact?{asked}")
    assert (answer.status_code, answer.json()["type"]) == (400, f"urn:cruscotto:{key}")
    assert api.get(f"impact?{asked}").json() == answer.json()


def test_an_effect_given_to_a_program_is_written_down_and_a_refused_one_is_not(api, link) -> None:
    api.get("impact?where=theme=ESO4.11&where=region=ITC2")
    api.get("impact?where=theme=08&outcome=earnings_12m")
    (event,) = events(log_path(link))
    assert event["what"]["kpis"] == ["net_impact"]
    assert event["what"]["filters"] == {"theme": ["08"]}


def test_the_client_reads_a_net_effect(api, link, monkeypatch) -> None:
    client = Client("http://testserver")
    monkeypatch.setattr(client, "_http", api)
    found = client.impact("earnings_12m", where={"theme": ["08"]})
    asked = {"outcome": "earnings_12m", "where": "theme=08"}
    assert found == json.loads(command(link, asked))
    with pytest.raises(Refused):
        client.impact("employed_5y")
