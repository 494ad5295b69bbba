"""Figures of people on the screens: for three audiences, in two languages, never by accident."""

import logging
import math
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from cruscotto.disclosure import AUDIENCES, Audience, Rules, installed_rules
from cruscotto.export.to_mend import rows_to_mend
from cruscotto.i18n import t
from cruscotto.kpi.query.result import State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.ui.exhibit import files, regional, results, tables
from cruscotto.ui.figures import funnel
from cruscotto.ui.outcomes import cohorts, first_job, targets
from cruscotto.ui.regions import fair
from cruscotto.ui.state import session
from cruscotto.ui.state.places import all_places, short_names
from cruscotto.ui.state.sitemap import PAGES
from cruscotto.warehouse.reading import reader

Visit = Callable[..., AppTest]
RATE = KPIS["placement_rate_6m"]
FSE = Selection.of(fund="FSE")


def words_of(app: AppTest) -> str:
    blocks = (app.title, app.header, app.markdown, app.warning, app.info, app.caption)
    return "\n".join(str(element.value) for block in blocks for element in block)


@pytest.fixture
def screens(
    peopled: Path, visiting: Callable[[Path], None], audience: Callable[[str], None]
) -> Callable[[str], None]:
    def as_seen_by(name: str) -> None:
        audience(name)
        visiting(peopled)

    return as_seen_by


# English where the guard hides most, Italian elsewhere: `test_pages` opens every page in both.
@pytest.mark.parametrize(
    ("audience_name", "lang"), [("exact", "it"), ("protected", "it"), ("public", "en")]
)
def test_every_page_opens_for_every_audience_and_names_it(
    visit_people: Visit, audience_name: str, lang: str, caplog
) -> None:
    name = AUDIENCES[Audience(audience_name)].in_(lang)
    for page in PAGES:
        query = {"kpi": RATE.name} if page == "regions" else {}
        with caplog.at_level(logging.ERROR):
            app = visit_people(page, audience_name, lang=lang, **query)
        assert not app.exception, page
        assert not app.error, page
        assert not [r for r in caplog.records if "page failed" in r.message]
        assert name in words_of(app), page


def test_a_warehouse_without_people_names_no_audience_and_tells_the_command(visit: Visit) -> None:
    app = visit("outcomes")
    assert any("cruscotto import participations" in block.value for block in app.code)
    assert AUDIENCES[Audience.PROTECTED].it not in words_of(app)


def test_the_page_answers_first_in_a_sentence(visit_people: Visit) -> None:
    lead = visit_people("outcomes", "exact").markdown[0:6]
    assert any("1.606 partecipazioni" in block.value.replace("\\", "") for block in lead)


def test_cards_give_interval_and_unknown_share(visit_people: Visit) -> None:
    cards = {metric.label: metric for metric in visit_people("outcomes", "exact").metric}
    assert cards["Inserimento a 6 mesi"].delta.startswith("Intervallo 95 %: ")
    assert "Non noti a nessuna fonte" in cards["Non noti ai registri a 6 mesi"].delta


def test_a_filter_that_people_do_not_know_is_said(visit_people: Visit) -> None:
    said = words_of(visit_people("outcomes", status="concluded"))
    assert "non cambiano i dati sulle persone: stato" in said
    assert "Cifre dei programmi 2014-2020" in said


def test_register_and_survey_are_two_series(visit_people: Visit) -> None:
    shown = {
        source: {m.label: m.value for m in visit_people("outcomes", outcome_source=source).metric}
        for source in ("register", "survey")
    }
    assert shown["register"]["Persone"] == shown["survey"]["Persone"]
    assert shown["register"]["Inserimento a 6 mesi"] != shown["survey"]["Inserimento a 6 mesi"]


def test_indicators_without_data_are_not_offered(visit_people: Visit) -> None:
    offered = visit_people("regions").selectbox(key="choice_kpi").options
    assert "Inserimento a 6 mesi" in offered
    assert not {"Copertura dei disoccupati", "Indicatore comune"} & set(offered)


def test_a_country_without_people_offers_no_indicator_of_them(visit: Visit) -> None:
    offered = visit("regions").selectbox(key="choice_kpi").options
    assert "Pagamenti" in offered
    assert "Inserimento a 6 mesi" not in offered


def test_money_pages_show_the_people_behind_the_money(visit_people: Visit) -> None:
    labels = {metric.label for metric in visit_people("overview", "exact").metric}
    assert {"Pagamenti", "Partecipazioni", "Inserimento a 6 mesi"} <= labels


# ---------------------------------------------------------------- hidden cells
def by_region(audience_name: str, screens: Callable[[str], None]):
    screens(audience_name)
    return regional.everywhere(RATE, FSE)


def test_a_small_region_is_hidden_on_the_map_in_the_table_and_in_the_file(screens) -> None:
    result = by_region("protected", screens)
    assert result.row("ITC2").state is State.HIDDEN
    area = next(
        regional._area(place, result, "it", False) for place in all_places() if place.code == "ITC2"
    )
    assert (area.value, area.state, "nascosto" in area.hover) == (None, State.HIDDEN, True)
    table = results.table(result, short_names(), "it")
    cells = next(row for row in table.rows if row[0] == "Valle d'Aosta")
    assert "nascosto" in cells[2]
    assert {cells[1], *cells[3:]} == {State.HIDDEN}
    made = files.of_results([result], "map")
    line = next(x for x in made.data("plain").decode().splitlines() if ",ITC2," in x)
    assert "hidden" in line
    assert line.split(",")[3:6] == ["", "", ""]


def test_the_exact_audience_sees_the_small_region(screens) -> None:
    row = by_region("exact", screens).row("ITC2")
    assert row.state is State.SHOWN
    assert row.denominator < 5


def test_screens_measure_anew_when_the_audience_changes(screens) -> None:
    assert by_region("exact", screens) != by_region("public", screens)


def test_no_figure_stands_behind_the_sign_of_a_hidden_cell() -> None:
    table = tables.Table.of(
        [tables.Column("name", "n"), tables.Column("value", "v", "share")],
        [["a", 0.5], ["b", State.HIDDEN], ["c", None]],
    )
    assert tables._plain(table.rows[1][1]) == -math.inf
    assert tables._signs(table) == {(1, "value"): "•"}


def test_a_small_table_s_file_has_a_column_of_states(screens) -> None:
    screens("protected")
    table = tables.Table.of(
        [tables.Column("name", "n"), tables.Column("value", "v", "share")],
        [["a", 0.5], ["b", State.HIDDEN], ["c", None]],
    )
    written = files.of_table("t", lambda lang: ("t", table)).data("plain").decode()
    assert written.splitlines() == [
        "name,value,value_state",
        "a,0.5,shown",
        "b,,hidden",
        "c,,missing",
    ]


def test_files_of_people_name_their_audience(screens) -> None:
    result = by_region("public", screens)
    made = files.of_table("t", lambda lang: ("t", results.table(result, {}, lang)), [result])
    assert b'"audience": "public"' in made.sidecar("plain")


# ---------------------------------------------------------------- no league tables
def test_rates_of_people_stand_from_north_to_south_and_not_by_size(screens) -> None:
    result = by_region("exact", screens)
    ordered = [row.codes[0] for row in results.listed(result, list(short_names()))]
    assert ordered == [
        place.code
        for place in all_places()
        if result.row(place.code) and result.row(place.code).state is not State.MISSING
    ]


def test_only_the_limit_of_99_8_colours_a_region(screens) -> None:
    screens("exact")
    found = fair.comparison(RATE, FSE)
    for row in found.rows:
        (drawn,) = funnel.limits(found, [funnel.size(row, found.common)])
        assert row.is_different != (drawn.low_998 <= row.rate <= drawn.high_998)


def test_a_hidden_region_is_named_and_not_compared(screens) -> None:
    screens("protected")
    found = fair.comparison(RATE, FSE)
    assert "ITC2" in found.hidden
    cells = next(row for row in fair.table(found, "it").rows if row[0] == "Valle d'Aosta")
    assert set(cells[1:14]) == {State.HIDDEN}


# ---------------------------------------------------------------- time and targets
def test_a_cohort_that_is_not_all_mature_is_hollow_and_says_how_much_is_missing(screens) -> None:
    screens("exact")
    result = session.measure(RATE, ("year",), FSE)
    late = next(row for row in result.rows if row.codes == ("2024",))
    assert late.state is State.IMMATURE
    assert cohorts.waiting_share(late) == 1.0
    assert cohorts._mark(late, result, "it").text == "non maturo"
    assert cohorts.waiting_share(next(r for r in result.rows if r.codes == ("2022",))) == 0.0


def test_targets_give_the_distance_to_milestone_and_target(screens) -> None:
    screens("exact")
    result = session.measure(
        KPIS["target_achievement"], ("programme",), Selection.of(indicator="CO01")
    )
    goals = targets.found(result, session.rows("targets"), "it")
    assert len(goals) == 21
    for goal in goals:
        assert goal.distance(goal.target) == goal.target - goal.achieved
        assert goal.distance(goal.milestone) == goal.milestone - goal.achieved


def test_a_hidden_achievement_hides_its_distances(screens) -> None:
    screens("protected")
    result = session.measure(
        KPIS["target_achievement"], ("programme",), Selection.of(indicator="CO01")
    )
    goals = targets.found(result, session.rows("targets"), "it")
    hidden = [goal for goal in goals if goal.row.state is State.HIDDEN]
    assert hidden
    assert all(set(targets._cells(goal)[7:]) == {State.HIDDEN} for goal in hidden)


# ---------------------------------------------------------------- rows to mend
def test_rows_of_persons_leave_their_contents_only_to_the_exact_audience(peopled: Path) -> None:
    con = reader(peopled)
    for which, telling in (("refused_rows", "original_text"), ("field_issues", "value")):
        seen = {
            name: [
                row[telling]
                for row in rows_to_mend(con, which, Rules(audience=name))
                if row["source"] == "participations"
            ]
            for name in Audience
        }
        assert all(seen["exact"])
        assert seen["exact"]
        assert set(seen["protected"]) == {None}
        assert seen["public"] == []


def test_contradictions_and_refusals_of_records_are_counted(visit_people: Visit) -> None:
    said = words_of(visit_people("data_quality"))
    assert t("data_quality.findings_title", "it") in said
    assert "Schede complete: " in said.replace("\\", "")


def test_the_methods_explain_the_rules_of_this_audience(visit_people: Visit) -> None:
    public, protected = (words_of(visit_people("methodology", a)) for a in ("public", "protected"))
    assert "un secondo numero casuale" in public
    assert "un secondo numero casuale" not in protected
    for said in (public, protected):
        assert "possono differire dalla somma delle parti" in said
        assert "nessun conteggio nascosto è ricostruito con certezza" in said
    assert installed_rules().audience == "protected"


@pytest.mark.parametrize(("lang", "words"), [("it", "può stare sotto"), ("en", "may stand below")])
def test_a_first_job_by_six_months_below_work_at_six_months_states_why(
    screens, monkeypatch, lang, words
) -> None:
    """50.5 % of all who are followed, and 52.4 % of known outcomes, contradict nobody."""
    screens("exact")
    found = SimpleNamespace(reached=(SimpleNamespace(time=6.0, had=0.505),))
    for rate, state, is_written in (
        (0.524, State.SHOWN, True),
        (0.498, State.SHOWN, False),
        (None, State.HIDDEN, False),
    ):
        row = SimpleNamespace(value=rate, state=state)
        monkeypatch.setattr(first_job.states, "total", lambda _, row=row: row)
        written = first_job._subtitle(found, Selection(), lang).replace("\u00a0", " ")
        assert (words in written) is is_written
        assert ({"it": "52,4 %", "en": "52.4%"}[lang] in written) is is_written
