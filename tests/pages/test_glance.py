"""The first glance: four questions answered, each beside its base and the page that proves it."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from cruscotto.alerts import Alert, Kind, Rule
from cruscotto.facts import Edition, programmes
from cruscotto.i18n import t
from cruscotto.kpi.query.selection import STARTING_FUND, Selection
from cruscotto.ui.overview import answer, deadline, glance, people, progress, urgent
from cruscotto.ui.overview.answer import Answer
from cruscotto.ui.state import version

EVERYTHING = Selection.of(fund=STARTING_FUND)
QUESTIONS = ("deadline", "progress", "people", "needs")


@pytest.fixture
def reading(visiting: Callable[[Path], None], monkeypatch) -> Callable[[Path], Edition]:
    """Return `reading(warehouse)`: the answers read that warehouse until the test ends."""

    def choose(link: Path) -> Edition:
        visiting(link)
        found = Edition.published(link)
        monkeypatch.setattr(version, "shown", lambda: found)
        return found

    return choose


@pytest.fixture
def money(reading, demonstration_of_money: Path) -> Edition:
    return reading(demonstration_of_money / "cruscotto.duckdb")


def by_key(selection: Selection, lang: str = "it") -> dict[str, Answer]:
    return {one.key: one for one in glance.answers(selection, lang)}


def drawn(app: AppTest) -> str:
    return " ".join(block.proto.body for block in app.get("html"))


@pytest.mark.parametrize("lang", ["it", "en"])
def test_the_overview_asks_four_questions_and_links_the_page_of_each(visit_people, lang) -> None:
    app = visit_people("overview", lang=lang)
    said = drawn(app)
    assert not app.exception
    assert all(
        t(f"glance.{key}_question", lang) in said.replace("&#x27;", "'") for key in QUESTIONS
    )
    links = [link.proto.label for link in app.get("page_link")]
    assert sum(label.startswith(t("glance.see", lang)) for label in links) == len(QUESTIONS)


def test_the_deadline_is_the_total_cost_of_what_is_not_covered(money) -> None:
    found = [one for one in programmes.coming(money, EVERYTHING) if one.position.gap_eur]
    wanted = sum((one.position.total_cost_eur or Decimal(0) for one in found), Decimal(0))
    shown = by_key(EVERYTHING)["deadline"]
    assert found
    assert shown.figure.replace("\xa0", " ") == f"{wanted / 10**6:.1f} mln €".replace(".", ",")
    assert "31 dicembre 2026" in shown.why
    assert shown.changes["programme"] in {one.place.programme for one in found}


def test_the_part_covered_is_not_helped_by_what_others_cover_beyond(money) -> None:
    found = deadline.due(glance.newest(EVERYTHING))
    (bar,) = by_key(EVERYTHING)["deadline"].bullets
    target = sum(one.position.target_eur for one in found)
    gap = sum(one.position.gap_eur for one in found)
    assert any(one.position.headroom_eur for one in found)
    assert bar.share == pytest.approx(1 - float(gap / target))
    assert bar.share < 1


def test_a_closed_period_has_no_deadline(money) -> None:
    shown = by_key(EVERYTHING.with_(period="2014-2020"))["deadline"]
    assert shown.figure == ""
    assert shown.why == t("glance.deadline_nothing_due", "it")


def test_progress_is_of_the_newest_period_and_names_the_base_of_the_earlier_one(money) -> None:
    shown = by_key(EVERYTHING)["progress"]
    loud = [one for one in shown.bullets if not one.is_quiet]
    quiet = [one for one in shown.bullets if one.is_quiet]
    assert "2021-2027" in shown.base
    assert "2014-2020" not in shown.base
    assert [one.label for one in quiet] == [
        t("glance.earlier_payment_rate", "it", period="2014-2020")
    ]
    assert not any("2014-2020" in one.label for one in loud)


def test_a_period_that_is_chosen_stands_alone(money) -> None:
    shown = by_key(EVERYTHING.with_(period="2014-2020"))["progress"]
    assert "2014-2020" in shown.base
    assert not any(one.is_quiet for one in shown.bullets)


def test_a_region_is_set_beside_italy_and_beside_people_alike(reading, peopled) -> None:
    reading(peopled)
    now = EVERYTHING.with_(region="ITF3")
    shown = by_key(now)["people"]
    like = people.alike(glance.newest(now))
    assert like is not None
    assert [one.label for one in shown.bullets] == [
        t(f"glance.people_{name}", "it")
        for name in ("bullet_here", "bullet_alike", "bullet_italy", "unknown")
    ]
    assert shown.bullets[0].share == pytest.approx(like.observed / like.known, abs=1e-3)
    assert shown.bullets[1].share == pytest.approx(like.expected / like.known)
    assert (shown.page, shown.changes["kpi"]) == ("regions", "placement_rate_6m")


def test_a_region_of_few_people_says_hidden_and_gives_no_figure(reading, peopled) -> None:
    reading(peopled)
    shown = by_key(EVERYTHING.with_(region="ITC2"))["people"]
    assert (shown.figure, shown.bullets) == ("", ())
    assert shown.why == t("glance.people_hidden", "it")


def test_what_the_official_data_lack_is_said_in_words(reading, official) -> None:
    reading(official)
    shown = by_key(Selection())
    assert shown["progress"].figure.replace("\xa0", " ") == "52,5 %"
    assert shown["deadline"].why == t("glance.deadline_unknown", "it")
    assert shown["needs"].why == t("glance.needs_absent", "it")
    assert not any(shown[key].figure for key in ("deadline", "needs"))
    # what was reported of people is no placement rate, and is called otherwise
    assert shown["people"].figure.replace("\xa0", " ") == "9,03 mln"
    assert "28,1" in shown["people"].why
    assert "56,3" in shown["people"].why
    assert "non è il tasso di inserimento" in shown["people"].why
    assert list(shown) == ["progress", "people", "deadline", "needs"]


def test_the_overview_of_the_official_data_opens_with_the_four_questions(
    official, visiting, opened
) -> None:
    visiting(official)
    assert "9,03" in drawn(opened("overview"))


def alert(rule: Rule, size: int) -> Alert:
    return Alert(rule, size, {}, {})


@given(some.lists(some.tuples(some.sampled_from(list(Rule)), some.integers(1, 9)), max_size=12))
def test_the_first_alerts_are_one_of_each_kind_before_a_second_of_any(pairs) -> None:
    order = list(Rule)
    listed = [alert(*pair) for pair in sorted(pairs, key=lambda pair: order.index(pair[0]))]
    chosen = urgent.first(listed)
    kinds = {one.kind for one in listed}
    assert len(chosen) == min(urgent.MOST, len(listed))
    assert len({one.kind for one in chosen}) == min(urgent.MOST, len(kinds))
    assert [list(Kind).index(one.kind) for one in chosen] == sorted(
        list(Kind).index(one.kind) for one in chosen
    )


def test_a_name_from_a_file_runs_nothing_in_a_box() -> None:
    bar = answer._bar(answer.Bullet("<script>", 7.0, "<b>"))
    assert "<script>" not in bar
    assert "width:100.0%" in bar


def test_a_rate_is_reported_where_no_operation_is_loaded(reading, official) -> None:
    reading(official)
    assert progress.rate_of(Selection()).name == "reported_declaration_rate"
