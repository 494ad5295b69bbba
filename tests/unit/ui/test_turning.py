"""The server's worker works for those who may read now, and gives way to pages."""

from threading import Thread

import pytest

from cruscotto.access import NOBODY, context, sign_in
from cruscotto.access import grants as table
from cruscotto.facts.edition import reader_of
from cruscotto.ui.state import turning, visit

from ..signed_in import SIGN_IN, claims


@pytest.fixture
def link(setting, tmp_path):
    """Return the warehouse of an installation where persons sign in; anna answers for Sicily."""
    path = tmp_path / "w.duckdb"
    setting(warehouse=str(path), **SIGN_IN)
    table.grant(path, table.made("anna", "authority", "ITG1"))
    table.grant(path, table.made("bea", "authority", "ITG1"))
    return path


@pytest.fixture
def arrive(link, monkeypatch):
    """Return `arrive(person)`: her claims, after a run of a page of hers."""

    def arriving(person: str) -> dict[str, object]:
        hers = claims(sub=person, nonce=person)
        monkeypatch.setattr(visit, "_claims", lambda: hers)
        visit.arrive()
        return hers

    monkeypatch.setattr(visit, "_arrived", type(visit._arrived)())
    with context.entered(NOBODY):  # whatever arrives within is gone after the test
        yield arriving


def name_of_rules() -> str:
    return reader_of(context.current().rules)


def test_what_is_worked_out_ahead_is_worked_out_by_the_access_of_now(link, arrive) -> None:
    arrive("anna")
    name = name_of_rules()
    assert visit.reader(name).person == "anna"
    assert visit.reader(name).rules == context.current().rules
    table.revoke(link, table.made("anna", "authority", "ITG1"))
    assert visit.reader(name) is None


def test_nobody_stands_for_rules_whose_last_visit_has_ended(link, arrive) -> None:
    arrive("anna")
    name, claims = name_of_rules(), arrive("bea")
    assert visit.reader(name).person == "bea"
    sign_in.end(claims)
    assert visit.reader(name) is None
    assert name not in visit._arrived  # nor are her claims kept
    arrive("anna")
    assert visit.reader(name).person == "anna"


def test_who_never_arrived_is_no_reader(link, arrive) -> None:
    assert visit.reader("rules of nobody") is None


def test_few_rules_are_known_at_once(link, arrive, monkeypatch) -> None:
    monkeypatch.setattr(visit, "MOST_RULES", 1)
    arrive("anna")
    name = name_of_rules()
    arrive("somebody without a grant")
    assert visit.reader(name) is None
    assert len(visit._arrived) == 1


def test_the_worker_waits_while_a_page_is_drawn_but_not_for_ever(monkeypatch) -> None:
    pages = turning.Pages()
    assert pages.wait_for_none()
    monkeypatch.setattr(turning, "GIVEN_WAY", 0.01)
    with pages.drawing(), pages.drawing():
        assert not pages.wait_for_none()
    assert pages.wait_for_none()
    monkeypatch.setattr(turning, "GIVEN_WAY", 60)
    found = []
    with pages.drawing():
        worker = Thread(target=lambda: found.append(pages.wait_for_none()))
        worker.start()
    worker.join(60)
    assert found == [True]


def test_a_page_that_fails_is_drawn_no_longer() -> None:
    pages = turning.Pages()
    with pytest.raises(ZeroDivisionError), pages.drawing():
        raise ZeroDivisionError
    assert pages.wait_for_none()
