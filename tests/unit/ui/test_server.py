"""The health of the server: for machines, without a login, and about nobody."""

import json
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest
from starlette.applications import Starlette
from starlette.requests import Request

from cruscotto.config import settings
from cruscotto.ui.shell import server
from cruscotto.warehouse import editing
from cruscotto.warehouse.health import health

TODAY = date(2024, 10, 31)


@pytest.fixture
def ask(monkeypatch):
    """Return `ask(warehouse)`: what `/api/health` answers, as (status, body, headers)."""

    def asked(link: Path) -> tuple[int, dict[str, object], dict[str, str]]:
        monkeypatch.setenv("CRUSCOTTO_WAREHOUSE", str(link))
        settings.cache_clear()
        scope = {"type": "http", "method": "GET", "path": "/api/health", "headers": []}
        response = server.answer_health(Request(scope))
        return response.status_code, json.loads(bytes(response.body)), dict(response.headers)

    yield asked
    monkeypatch.undo()
    settings.cache_clear()


def test_the_application_answers_at_its_addresses() -> None:
    paths = [route.path for route in Starlette(routes=server.ROUTES).routes]
    feeds = ["/api/scadenze.ics", "/api/avvisi.atom"]
    boundaries = ["/app/static/regioni.geojson", "/app/static/province.geojson"]
    assert paths == ["/api/health", "/api/files/{token}", *feeds, *boundaries]


def test_health_says_edition_age_and_rows(link) -> None:
    found = health(link, TODAY)
    assert found.as_dict() == {
        "status": "ok",
        "reasons": [],
        "edition": "2024-08-31",
        "age_days": 61,
        "published_at": "2024-10-27T03:33:20+00:00",
        "rows": {"operations": 8, "participations": 0},
    }


def test_old_data_and_little_room_degrade_and_still_answer(link, monkeypatch) -> None:
    assert health(link, date(2026, 1, 1)).reasons == ("old_edition",)
    monkeypatch.setattr("cruscotto.warehouse.health.room", lambda _: (1, 2))
    found = health(link, TODAY)
    assert (found.status, found.reasons, found.answers) == ("degraded", ("little_room",), True)


def test_without_a_warehouse_it_is_unavailable_and_says_why(tmp_path, ask) -> None:
    status, said, headers = ask(tmp_path / "none.duckdb")
    assert (status, said) == (503, {"status": "unavailable", "reasons": ["no_warehouse"]})
    assert headers["cache-control"] == "no-store"
    assert str(tmp_path) not in json.dumps(said)


def test_a_damaged_warehouse_is_unavailable_and_no_path_is_told(tmp_path, ask) -> None:
    path = tmp_path / "damaged.duckdb"
    path.write_bytes(b"x" * 100_000)
    status, said, _ = ask(path)
    assert (status, said) == (503, {"status": "unavailable", "reasons": ["damaged_warehouse"]})


def test_each_call_reads_the_version_published_then(link, ask) -> None:
    assert ask(link)[1]["edition"] == "2024-08-31"
    with editing(link) as con:
        con.execute("update ledger.file set edition_date = date '2024-12-31'")
    assert ask(link)[1]["edition"] == "2024-12-31"


def test_participations_are_told_to_the_hundred_only(link) -> None:
    with editing(link) as con:
        con.execute("drop table marts.participation")
        con.execute("create table marts.participation as select 'current' as slot from range(1234)")
    assert health(link, TODAY).participations == 1200


def test_it_takes_no_time(link, ask) -> None:
    ask(link)
    took = []
    for _ in range(9):
        start = perf_counter()
        ask(link)
        took.append(perf_counter() - start)
    # ten milliseconds asked; a busy machine is forgiven much more
    assert min(took) < 0.05
