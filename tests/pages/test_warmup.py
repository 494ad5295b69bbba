"""A fresh server asks the overview's questions before its first visitor does."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cruscotto.ui import session, warmup


def asked() -> int:
    """Return how many questions about indicators went to the warehouse so far."""
    return session._measure.cache_info().misses


@pytest.fixture
def warmed(peopled: Path, visiting: Callable[[Path], None]) -> int:
    visiting(peopled)
    session._measure.cache_clear()
    warmup.start().join(60)
    return asked()


@pytest.mark.usefixtures("warmed")
def test_the_first_visitor_of_the_overview_waits_for_no_figure(
    warmed: int, visit_people: Callable[..., AppTest]
) -> None:
    app = visit_people("overview")
    assert not app.exception
    assert warmed > 20
    assert asked() == warmed


def test_without_a_warehouse_the_server_starts_all_the_same(
    tmp_path: Path, visiting: Callable[[Path], None], visit_nothing: Callable[..., Any]
) -> None:
    visiting(tmp_path / "nothing.duckdb")
    warmup.run()
    assert "cruscotto demo" in [code.value for code in visit_nothing("overview").code]
