"""Why a figure changed, on the pages: the sentence, the waterfall, nothing worked out unasked."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from cruscotto.i18n import t
from cruscotto.ui.exhibit import charts
from cruscotto.ui.state import session

Visit = Callable[..., AppTest]


def words_of(app: AppTest) -> str:
    return "\n".join(str(e.value) for block in (app.markdown, app.info) for e in block)


@pytest.mark.parametrize(("lang", "said"), [("it", "differenza"), ("en", "a difference of")])
def test_two_years_are_compared_in_a_sentence(visit_people: Visit, lang: str, said: str) -> None:
    query = {"why_kpi": "completion_rate", "why_from": "2021", "why_to": "2023"}
    app = visit_people("outcomes", "protected", lang=lang, **query)
    assert not app.exception
    assert said in words_of(app)
    assert t("why.method", lang) in words_of(app)


def test_money_is_compared_with_the_previous_edition(visit: Visit) -> None:
    app = visit("overview", why_kpi="payments_eur", why_by="edition")
    assert not app.exception
    assert "importi rivisti in aumento" in words_of(app)


def test_nothing_is_worked_out_until_a_reader_asks(visit_people: Visit, monkeypatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(charts, "is_open", lambda fold: False)
    monkeypatch.setattr(session, "explain", lambda *a: asked.append(a))
    assert not visit_people("outcomes").exception
    assert not asked


def test_a_year_that_is_not_over_is_not_proposed(visit_people: Visit) -> None:
    app = visit_people("outcomes", why_kpi="completion_rate")
    chosen = {box.key: box.value for box in app.selectbox if str(box.key).startswith("choice_why")}
    assert (chosen["choice_why_from"], chosen["choice_why_to"]) == ("2022", "2023")
