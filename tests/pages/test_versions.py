"""A page shows one version of the warehouse from its first figure to its last."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cruscotto import logs
from cruscotto.config import settings
from cruscotto.facts import figures as facts_of_figures
from cruscotto.facts.turning import Turning
from cruscotto.ui.state import session, turning, version, visit
from cruscotto.ui.text.audience import line
from cruscotto.warehouse import editing, reader
from cruscotto.warehouse.errors import OlderWarehouse

DOUBLED = "update marts.operation_share set payments_eur = 2 * payments_eur"


@pytest.fixture
def link(country: Path, tmp_path: Path, copy_warehouse: Callable[[Path, Path], Path]) -> Path:
    """Return a copy of the country, to be changed."""
    return copy_warehouse(country, tmp_path)


def publish(link: Path, sql: str = DOUBLED) -> None:
    with editing(link) as con:
        con.execute(sql)


def figures(app: AppTest) -> dict[str, str]:
    assert not app.exception
    assert not app.error
    return {metric.label: metric.value for metric in app.metric}


def test_what_goes_wrong_in_a_page_is_written_within_it_and_not_below_the_foot(
    link, visiting, opened, monkeypatch
) -> None:
    def failing(*_: object) -> None:
        raise OlderWarehouse(warehouse="w.duckdb")

    visiting(link)
    monkeypatch.setattr("cruscotto.ui.overview.glance.draw", failing)
    kinds = [part.type for part in opened("overview").main]
    # the foot has the last links of a page
    assert kinds.index("error") < len(kinds) - 1 - kinds[::-1].index("page_link")


def test_a_version_published_in_the_middle_of_a_page_waits_for_the_next_run(
    link, visiting, opened, monkeypatch
) -> None:
    visiting(link)
    app = opened("overview")
    first, before = link.resolve(), figures(app)

    def publishing(lang: str) -> None:
        publish(link)
        line(lang)

    with monkeypatch.context() as patch:
        patch.setattr("cruscotto.ui.text.audience.line", publishing)
        app.run()
    assert session.edition() == str(link.resolve()) != str(first)
    assert figures(app) == before
    after = figures(app.run())
    assert after.keys() == before.keys()
    assert {name for name in after if after[name] != before[name]} >= {"Pagamenti"}


def test_no_figure_of_an_old_version_is_ever_kept_as_the_new_ones(link, visiting, opened) -> None:
    visiting(link)
    seen = [figures(opened("overview"))["Pagamenti"]]
    for _ in range(3):
        publish(link)
        seen.append(figures(opened("overview"))["Pagamenti"])
    assert len(set(seen)) == 4


def test_a_file_is_made_from_the_version_its_page_shows(link, visiting) -> None:
    visiting(link)
    version._chosen.set(None)
    count = version.as_shown(
        lambda: session.warehouse().execute("select sum(payments_eur) from marts.operation_share")
    )
    known = reader(link).execute("select sum(payments_eur) from marts.operation_share").fetchone()
    publish(link)
    assert count().fetchone() == known
    assert session.edition() == str(link.resolve())


def test_a_search_and_what_it_finds_are_never_logged(link, visiting, opened, monkeypatch) -> None:
    visiting(link)
    monkeypatch.setenv("CRUSCOTTO_SLOW_MILLISECONDS", "0")
    settings.cache_clear()
    logs.start(logs.STDERR)
    stream = io.StringIO()
    logs.LOGGER.handlers[0].setStream(stream)
    opened("operations", search="ROSSI RSSMRA80A01H501U", operation="MARIO")
    monkeypatch.setattr("cruscotto.ui.text.notes.context", lambda lang: 1 / {}["RSSMRA80A01H501U"])
    assert opened("operations", search="ROSSI").error
    logs.start()
    said = [json.loads(text) for text in stream.getvalue().splitlines()]
    assert {row["event"] for row in said} == {"slow_rerun", "error"}
    assert {row["page"] for row in said if "page" in row} >= {"interventi"}
    assert {row["error"] for row in said if "error" in row} == {"KeyError"}
    assert not [w for w in ("ROSSI", "RSSMRA", "MARIO", "CORSO") if w in stream.getvalue()]


def test_pages_turn_to_a_new_edition_when_it_is_prepared(
    link, visiting, opened, monkeypatch
) -> None:
    visiting(link)
    worker = Turning(visit.reader)
    monkeypatch.setattr(turning, "_running", [worker])
    worker.look([link])
    app = opened("overview")
    before = figures(app)
    publish(link)
    assert figures(app.run()) == before
    with monkeypatch.context() as patch:
        # of a question that was answered nothing is asked again when pages turn
        worker.look([link])
        patch.setattr(facts_of_figures, "measured", lambda *_: pytest.fail("asked again"))
        after = figures(app.run())
    assert after["Pagamenti"] != before["Pagamenti"]
    assert session.edition() == str(link.resolve())


def test_a_page_names_a_damaged_file_without_the_folders_of_the_machine(
    visiting, opened, tmp_path
) -> None:
    damaged = tmp_path / "damaged.duckdb"
    damaged.write_bytes(b"x" * 100_000)
    visiting(damaged)
    (shown,) = opened("overview").error
    assert damaged.name in shown.value
    assert str(tmp_path) not in shown.value
