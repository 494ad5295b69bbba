"""What figures will come to, on the pages: the sentence, the columns, why there is none."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from cruscotto.i18n import t
from cruscotto.ui.state import session

Visit = Callable[..., AppTest]


def words_of(app: AppTest) -> str:
    return "\n".join(str(e.value) for block in (app.markdown, app.info) for e in block)


def test_rates_of_placement_without_editions_are_refused_in_words(visit_people: Visit) -> None:
    for lang, words in (("it", "non si stima a quanto arriverà"), ("en", "is not estimated")):
        app = visit_people("outcomes", lang=lang, scheda="cohorts")
        assert not app.exception
        assert words in words_of(app)


def test_filters_that_editions_are_not_kept_by_are_named(visit_people: Visit, monkeypatch) -> None:
    monkeypatch.setattr(session, "outlook", None)  # it is not asked
    app = visit_people("outcomes", programme="2014IT05SFOP014", axis="1", scheda="cohorts")
    assert not app.exception
    assert t("settle.not_kept", "it") in words_of(app)
