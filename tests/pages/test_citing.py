"""A figure is cited with its title, its edition, what kind of data, and an address."""

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from cruscotto.facts import Edition, kept, shelf
from cruscotto.sources.importing import import_files
from cruscotto.ui.exhibit import download
from cruscotto.ui.state import session, version
from cruscotto.warehouse import editing, published_path, reading
from cruscotto.warehouse.publish import sum_path
from cruscotto.warehouse.versions import rollback


def test_a_link_that_cites_another_edition_is_answered_with_a_warning(
    visit: Callable[..., AppTest],
) -> None:
    app = visit("overview", edizione="2024-06-30", region="ITG1")
    assert not app.exception
    assert not app.error, app.error[0].value
    (warning,) = app.warning
    assert "30 giugno 2024" in warning.value
    assert "31 agosto 2024" in warning.value
    stay = next(button for button in app.button if button.label.startswith("Resta"))
    app = stay.click().run()
    assert not app.warning
    assert "edizione" not in app.query_params
    assert app.query_params["region"] in ("ITG1", ["ITG1"])


def test_a_link_to_the_edition_shown_or_to_the_newest_needs_no_warning(
    visit: Callable[..., AppTest],
) -> None:
    for asked in ("2024-08-31", "ultima"):
        assert not visit("overview", edizione=asked).warning


def test_a_citation_names_title_edition_kind_day_and_address(
    visit: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "today", lambda: date(2026, 12, 1))
    app = visit("regions", region="ITG1")
    app.session_state["map_cite"] = True
    app = app.run()
    assert not app.exception
    assert not app.error, app.error[0].value
    link, living, short, long, bibtex = (code.value for code in app.code)
    asked = parse_qs(urlsplit(link).query)
    assert asked.pop("regole")
    assert asked.items() >= {"region": ["ITG1"], "edizione": ["2024-08-31"]}.items()
    assert asked["dati"] == ["official"]
    assert parse_qs(urlsplit(living).query)["edizione"] == ["ultima"]
    assert "edizione dei dati del 31 agosto 2024" in short
    assert "dati sintetici" in short
    assert long.endswith(link)
    assert "Consultato il 1º dicembre 2026: " in long
    assert bibtex.startswith("@misc{cruscotto-map-2024-08-31,")
    assert f"url = {{{link}}}" in bibtex


# ---------------------------------------------------------------- a link and later editions
@pytest.fixture
def link(country: Path, tmp_path: Path, copy_warehouse: Callable[[Path, Path], Path]) -> Path:
    """Return a copy of the country, published, to which editions are added."""
    copied = copy_warehouse(country, tmp_path)
    with editing(copied):
        pass  # published once, it has a checksum
    return copied


@pytest.fixture
def map_files(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Return the files that the map's buttons give, made when the page has been drawn."""
    given: dict[str, bytes] = {}
    offered = download.buttons

    def offering(files: Any, key: str, lang: str, *titled: Any, **pictured: Any) -> None:
        offered(files, key, lang, *titled, **pictured)
        if key == "map":
            make = version.as_file(lambda: files.data("it"))
            given["name"], given["csv"] = files.name("it").encode(), make()

    monkeypatch.setattr(download, "buttons", offering)
    return given


def publish_edition(link: Path, day: date, tmp_path: Path, **made: Callable[..., Any]) -> None:
    """Add an edition in which everything was paid."""
    row = made["operation"](f"SINT-NEW-{day}", TOT_PAGAMENTI="150000")
    file = made["write_opencoesione"](tmp_path / f"{day}.csv", [row])
    import_files("opencoesione", [file], link, day)


def restart() -> None:
    """Forget what a server that stops forgets."""
    shelf.forget()
    reading.let_go()


def copied_link(visit: Callable[..., AppTest], **query: str) -> dict[str, str]:
    """Return the query of the link that a reader copies under the map."""
    app = visit("regions", **query)
    app.session_state["map_cite"] = True
    app.run()
    return {name: value for name, (value,) in parse_qs(urlsplit(app.code[0].value).query).items()}


def test_a_link_gives_the_same_file_after_two_more_editions_and_a_restart(
    link, visiting, visit, map_files, tmp_path, operation, write_opencoesione
) -> None:
    visiting(link)
    cited = copied_link(visit, fund="all")
    before = dict(map_files)
    for day in (date(2024, 10, 31), date(2024, 12, 31)):
        publish_edition(
            link, day, tmp_path, operation=operation, write_opencoesione=write_opencoesione
        )
    restart()
    visiting(link)
    app = visit("regions", **cited)
    assert not app.exception
    assert not app.error
    assert not app.warning
    assert map_files == before
    assert hashlib.sha256(map_files["csv"]).digest() == hashlib.sha256(before["csv"]).digest()
    assert "31 agosto 2024" in app.info[0].value
    newest = next(button for button in app.button if button.key == "see_newest")
    app = newest.click().run()
    assert not app.exception
    assert "edizione" not in app.query_params
    assert map_files["csv"] != before["csv"]
    assert b"2024-12-31" in map_files["name"]


def test_a_link_to_an_edition_that_was_corrected_says_so(link, visiting, visit) -> None:
    visiting(link)
    cited = copied_link(visit)
    with editing(link) as con:
        con.execute("update marts.operation_share set payments_eur = 2 * payments_eur")
    for path in link.parent.glob("*.version"):
        if path != published_path(link):
            sum_path(path).unlink(missing_ok=True)
            path.unlink()
    (warning,) = visit("regions", **cited).warning
    assert "corretti" in warning.value


def test_a_link_copied_under_other_rules_says_so(link, visiting, visit, monkeypatch) -> None:
    visiting(link)
    cited = copied_link(visit)
    (warning,) = visit("regions", **{**cited, "regole": "00000000"}).warning
    assert "riservatezza" in warning.value


def test_a_version_that_was_taken_back_is_never_opened_by_a_link(link, visiting, visit) -> None:
    visiting(link)
    with editing(link) as con:
        con.execute("update marts.operation_share set edition_date = date '2025-02-28'")
        con.execute("update ledger.file set edition_date = date '2025-02-28'")
    rollback(link)
    restart()
    published = Edition.published(link)
    assert kept.days(link, published) == [kept.newest_day(published)]
    with editing(link) as con:  # published after it, and newer than what was taken back
        con.execute("update marts.operation_share set edition_date = date '2025-06-30'")
        con.execute("update ledger.file set edition_date = date '2025-06-30'")
    restart()
    published = Edition.published(link)
    assert "2025-02-28" not in kept.days(link, published)
    assert kept.find(link, published, "2025-02-28") is None
