"""Each bet on another library's insides still holds with the versions installed."""

import json
from importlib import import_module

import pandas as pd
import pytest
import streamlit as st
from pandas.io.formats.style import Styler
from streamlit.elements.lib import pandas_styler_utils
from streamlit.elements.lib.pandas_styler_utils import marshall_styler
from streamlit.proto.ArrowData_pb2 import ArrowData
from streamlit.testing.v1 import AppTest

from cruscotto.ui.shell import patches

FIGURE = {"data": [{"type": "bar", "x": [1], "y": ["a"]}], "layout": {"height": 40}}


def test_the_scripts_of_streamlit_stand_where_they_are_looked_for() -> None:
    assert (patches.STATIC / "index.html").is_file()
    assert len(list(patches.SCRIPTS.glob("*.js"))) > 50


@pytest.mark.parametrize("name", patches.DRAWING_MODULES)
def test_what_the_warmup_imports_exists(name: str) -> None:
    assert import_module(name)


def drawn_figure() -> None:
    import streamlit as st

    from cruscotto.ui.shell import patches

    figure = {"data": [{"type": "bar", "x": [1], "y": ["a"]}], "layout": {"height": 40}}
    st.plotly_chart(patches.AsItIs(figure), key="one")


def test_a_figure_reaches_the_browser_as_it_is() -> None:
    app = AppTest.from_function(drawn_figure).run()
    assert not app.exception
    (chart,) = app.get("plotly_chart")
    # nothing of Plotly's own template is added
    assert json.loads(chart.proto.spec) == FIGURE


def test_a_table_written_once_shows_the_same_cells_and_is_not_written_again() -> None:
    written: list[float] = []

    def write(value: float) -> str:
        written.append(value)
        return f"{value:.1f}".replace(".", ",")

    def cells(styled: object) -> str:
        proto = ArrowData()
        marshall_styler(proto, styled, "id")
        return str(proto.styler.display_values)

    frame = pd.DataFrame({"share": [1.5, 2.25]})
    once = patches.written_once(frame.style.format(write))
    assert len(written) == 2
    assert cells(once) == cells(frame.style.format(lambda v: f"{v:.1f}".replace(".", ",")))
    cells(once)
    assert len(written) == 2


def test_a_table_written_once_is_sent_as_streamlit_sends_it(monkeypatch) -> None:
    def sent(styled: object) -> ArrowData:
        proto = ArrowData()
        marshall_styler(proto, styled, "id")
        return proto

    def styled() -> Styler:
        frame = pd.DataFrame({"share": [1.5, None], "name": ["a", "b"]})
        return (
            frame.style.set_uuid("t")
            .format("{:.1f}", subset=["share"], na_rep="–")
            .apply(lambda column: ["color: red", ""], subset=["name"])
        )

    once = patches.written_once(styled())
    expected = sent(styled())
    assert expected.styler.styles
    assert sent(once) == sent(once) == expected
    monkeypatch.setattr(pandas_styler_utils, "_use_display_values", None)
    assert sent(once) == expected  # the words of its cells are not written again


def within() -> None:
    import streamlit as st

    from cruscotto.ui.shell import patches

    st.text(str(patches.is_within_a_page()))


def test_a_page_is_known_from_what_runs_outside_of_any() -> None:
    assert AppTest.from_function(within).run().text[0].value == "True"
    assert not patches.is_within_a_page()


def test_an_expander_that_runs_the_page_anew_knows_whether_it_is_open() -> None:
    assert hasattr(st.expander("x", on_change="rerun", key="fold"), "open")
