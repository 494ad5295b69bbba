"""The page of providers: who is not chosen is not ranked, and few leavers are not compared."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest


def test_without_a_choice_nobody_is_named_or_ranked(visit_people: Callable[..., AppTest]) -> None:
    app = visit_people("providers")
    assert not app.exception
    assert app.selectbox(key="choice_ente").value == ""
    assert not app.dataframe or len(app.dataframe[0].value) == 3


def test_a_provider_of_few_leavers_is_not_compared(visit_people: Callable[..., AppTest]) -> None:
    app = visit_people("providers", lang="en")
    code = app.selectbox(key="choice_ente").options
    assert code[0] == "Choose a provider"
