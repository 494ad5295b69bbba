"""A fresh server asks the overview's questions before its first visitor does."""

import gc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cruscotto.facts import figures
from cruscotto.facts.shelf import forget
from cruscotto.kpi.query import together
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.query.together import measure_together
from cruscotto.kpi.registry.model import Kpi
from cruscotto.ui.shell import warmup


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the indicators that the warehouse is asked about, as they are asked."""
    asked: list[str] = []

    def measured(con: Any, kpi: Kpi, *rest: Any) -> KpiResult:
        asked.append(kpi.name)
        return measure(con, kpi, *rest)

    def measured_together(con: Any, kpis: Sequence[Kpi], *rest: Any) -> dict[str, KpiResult]:
        asked.extend(kpi.name for kpi in kpis)
        return measure_together(con, kpis, *rest)

    monkeypatch.setattr(figures, "measured", measured)
    monkeypatch.setattr(together, "measure_together", measured_together)
    return asked


@pytest.fixture
def warmed(peopled: Path, visiting: Callable[[Path], None], questions: list[str]) -> Iterator[int]:
    visiting(peopled)
    forget()
    warmup.start().join(60)
    yield len(questions)
    gc.unfreeze()


@pytest.mark.usefixtures("warmed")
def test_the_first_visitor_of_the_overview_waits_for_no_figure(
    warmed: int,
    questions: list[str],
    visit_people: Callable[..., AppTest],
    open_tables: pytest.MonkeyPatch,
) -> None:
    open_tables.undo()  # behind a closed tab nothing is asked
    app = visit_people("overview")
    assert not app.exception
    assert warmed > 20
    assert questions[warmed:] == []


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
