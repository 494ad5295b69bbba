"""A fresh server asks the overview's questions before its first visitor does."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cruscotto.ui.shell import warmup
from cruscotto.ui.state import session


def asked() -> int:
    """Return how many questions about indicators went to the warehouse so far."""
    return session._measure.cache_info().misses


@pytest.fixture
def warmed(peopled: Path, visiting: Callable[[Path], None]) -> Iterator[int]:
    visiting(peopled)
    session._measure.cache_clear()
    warmup.start().join(60)
    yield asked()
    gc.unfreeze()


@pytest.mark.usefixtures("warmed")
def test_the_first_visitor_of_the_overview_waits_for_no_figure(
    warmed: int, visit_people: Callable[..., AppTest]
) -> None:
    app = visit_people("overview")
    assert not app.exception
    assert warmed > 20
    assert asked() == warmed


@pytest.mark.usefixtures("warmed")
def test_no_page_waits_while_the_libraries_are_searched_for_garbage() -> None:
    assert gc.get_freeze_count() > len(gc.get_objects())
    assert gc.isenabled()
    assert not st.get_option("runner.postScriptGC")


def test_without_a_warehouse_the_server_starts_all_the_same(
    tmp_path: Path, visiting: Callable[[Path], None], visit_nothing: Callable[..., Any]
) -> None:
    visiting(tmp_path / "nothing.duckdb")
    warmup.run()
    gc.unfreeze()
    assert "cruscotto demo" in [code.value for code in visit_nothing("overview").code]
