"""The cockpit: its one number, its alerts, its figures and files, in both languages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from cruscotto.alerts import Kind, Rule, Unit, found
from cruscotto.alerts.finding import RULES
from cruscotto.alerts.money import is_at_risk, money_at_risk
from cruscotto.alerts.people import late_targets
from cruscotto.alerts.records import broken_exchange
from cruscotto.config import settings
from cruscotto.facts import Edition, programmes, targets
from cruscotto.finance.arrivals import Arrivals, Goal
from cruscotto.finance.milestones import Arrival
from cruscotto.finance.outlook import Standing
from cruscotto.finance.reading import Place
from cruscotto.i18n import t
from cruscotto.kpi.change.settling import outlook
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.money import CERTIFIED_EUR
from cruscotto.kpi.wording.outlooks import sentence
from cruscotto.model.exchange_rules import RULES as EXCHANGE_RULES
from cruscotto.ui.authorities import december, promises
from cruscotto.ui.exhibit import programme_money as money
from cruscotto.ui.exhibit.tables import Tone
from cruscotto.ui.figures.lines import Band, Series, lines
from cruscotto.ui.figures.palette import Palette
from cruscotto.ui.state import session, version
from cruscotto.ui.text import alerts as wordings

LATE, HEALTHY, DIRTY = "2021IT05SFPR014", "2021IT05SFPR008", "ITF3"
COLOURS = Palette(
    "#0066CC",
    "#C25916",
    "#4D5767",
    "#17324D",
    "#C5CED6",
    "#FFFFFF",
    "#E3E7EB",
    ("#FEE838", "#8A8678", "#123570"),
)


@pytest.fixture
def here(demonstration_of_money, visiting) -> None:
    """Make the demonstration the warehouse of the screens."""
    visiting(demonstration_of_money / "cruscotto.duckdb")


@pytest.fixture
def visit(here, opened) -> Callable[..., AppTest]:
    return opened


def words_of(app: AppTest) -> str:
    blocks = (app.title, app.header, app.markdown, app.info, app.warning)
    return "\n".join(str(e.value) for block in blocks for e in block).replace("\\", "")


@pytest.mark.parametrize("lang", ["it", "en"])
def test_the_cockpit_answers_its_question_in_both_languages(visit, lang) -> None:
    app = visit("authorities", programme=LATE, lang=lang)
    said = words_of(app)
    assert not app.exception
    assert t("certify.question", lang) in said
    assert december.sentence([LATE], lang) in said
    assert t("money.series_subtitle", lang) in said
    assert t("certify.forecast", lang) in said


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize("page", ["axes", "data_quality", "overview"])
def test_pages_with_money_open_in_both_languages(visit, page, lang) -> None:
    app = visit(page, lang=lang)
    assert not app.exception
    assert not app.error
    if page == "data_quality":
        assert t("scorecard.subtitle", lang, n=len(EXCHANGE_RULES)) in words_of(app)


@pytest.mark.parametrize("lang", ["it", "en"])
def test_what_claims_will_come_to_stands_where_that_of_payments_does(visit, lang) -> None:
    app = visit("authorities", programme=HEALTHY, lang=lang, stampa="1", settle_kpi="certified_eur")
    assert not app.exception
    written = words_of(app)
    found = outlook(version.shown().con, CERTIFIED_EUR, Selection.of(programme=HEALTHY))
    assert sentence(found, lang) in written
    assert t("settle.claims", lang) in written


def test_a_programme_without_exchange_files_says_what_is_missing(visit) -> None:
    said = words_of(visit("authorities", programme="2021IT05SFPR018", lang="it"))
    assert t("money.nothing", "it") in said
    assert t("certify.forecast", "it") in said


def test_the_sentence_has_one_number_the_total_cost_of_the_gap(here) -> None:
    found = programmes.due_next(version.shown(), [LATE])
    wanted = sum(s.position.gap_eur / s.position.cofinancing_rate for s in found)
    said = december.sentence([LATE], "it")
    assert said is not None
    assert f"{float(wanted) / 1e6:.1f}".replace(".", ",") in said
    assert said.count("euro") == 1


def test_a_covered_programme_is_told_its_headroom(here) -> None:
    said = december.sentence([HEALTHY], "it")
    assert said is not None
    assert said.startswith("Per il 31 dicembre 2026 non resta nulla da certificare")
    assert december.sentence(["2014IT05SFOP014"], "it") is None


def test_each_rule_is_named_once_and_the_list_is_ranked(here) -> None:
    assert set(RULES) == set(Rule)
    alerts = found(version.shown(), Selection())
    order = [(list(Kind).index(alert.kind), list(Rule).index(alert.rule)) for alert in alerts]
    assert order == sorted(order)
    for rule in Rule:
        days = [a.figures.get("due") or date.max for a in alerts if a.rule is rule]
        assert days == sorted(days)
    assert all(wordings.size(alert, lang) for alert in alerts for lang in ("it", "en"))


def standing(missing: float, gap: str = "10") -> Standing:
    found = next(s for s in programmes.standings(version.shown()) if s.outlook and not s.is_past)
    position = replace(
        found.position, year=2026, target_eur=Decimal(gap), covered_eur=Decimal(0), months_left=4
    )
    outlook = replace(
        found.outlook, missing_low_eur=0.0, missing_eur=missing / 2, missing_high_eur=missing
    )
    return replace(found, position=position, outlook=outlook, place=Place("P", "FSE", "all"))


def test_money_at_risk_is_told_above_the_threshold_only(here, monkeypatch) -> None:
    limit = settings().alert_missing_eur
    assert is_at_risk(standing(limit))
    assert not is_at_risk(standing(limit - 1))
    assert not is_at_risk(standing(limit, gap="0"))
    monkeypatch.setattr(programmes, "coming", lambda edition, selection: [standing(limit)])
    (alert,) = money_at_risk(version.shown(), Selection.of(programme=["P"]))
    assert alert.filters == {"programme": "P"}
    assert "se il ritmo non cambia" in wordings.reason(alert, "it")
    assert "probab" not in wordings.reason(alert, "it")


def test_only_the_authority_with_errors_is_told_to_mend(here) -> None:
    here = version.shown()
    (alert,) = broken_exchange(here, Selection())
    assert (wordings.title(alert, "it"), alert.unit) == ("Regione Campania", Unit.RECORDS)
    assert broken_exchange(here, Selection.of(managing_authority=["ITC4"])) == []
    assert [programmes.broken_rules(here, code) for code in ("ITC4", "ITG1")] == [(0, 0), (0, 0)]


@pytest.fixture
def paced(monkeypatch) -> Callable[[Arrivals], None]:
    """Return `paced(arrivals)`: targets arrive then, whatever the warehouse."""
    edition = Edition.of(duckdb.connect())
    monkeypatch.setattr(version, "shown", lambda: edition)
    return lambda found: monkeypatch.setattr(targets, "arrivals", lambda edition: found)


def target(**changes: object) -> dict[str, object]:
    return {
        "programme_code": LATE,
        "axis_code": "1",
        "indicator_code": "EECO02",
        "category_of_region_code": "all",
        "period_code": "2021-2027",
        "target": Decimal(1000),
        "achieved": Decimal(500),
        "target_year": 2029,
        "milestone": None,
        "milestone_year": None,
        "edition_date": date(2026, 8, 31),
        "is_hidden": False,
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"achieved": Decimal(1000)}, "reached"),
        ({"achieved": Decimal(900)}, "on_the_way"),
        ({"achieved": Decimal(100)}, "behind"),
        ({"achieved": Decimal(0)}, "behind"),
        ({"target_year": 2023, "period_code": "2014-2020", "achieved": Decimal(849)}, "missed"),
        ({"target_year": 2023, "period_code": "2014-2020", "achieved": Decimal(850)}, "enough"),
        ({"target": Decimal(0)}, "unknown"),
        ({"target_year": None}, "unknown"),
        ({"achieved": None, "is_hidden": True}, "hidden"),
    ],
)
def test_a_target_has_its_status_in_a_word(paced, changes, status) -> None:
    paced({})
    row = target(**changes)
    assert promises.status(row) == status
    assert all(t(f"promises.status_{status}", lang) for lang in ("it", "en"))


@pytest.mark.parametrize(
    ("band", "status", "said"),
    [
        ((2027, 2028, 2029), "on_the_way", ("2028", "2027 – 2029")),
        ((2028, 2030, 2033), "behind", ("2030", "2028 – 2033")),
        ((2030, 2034, None), "will_miss", ("2034", "2030 – non in vista")),
        ((None, None, None), "will_miss", ("non in vista", "non in vista")),
    ],
)
def test_a_band_decides_between_late_and_lost(paced, band, status, said) -> None:
    row = target()
    found = {(Goal.of(row), "target"): Arrival(*band)}
    paced(found)
    assert promises.status(row) == status
    assert promises._arrival(row, "it") == said


def test_one_reading_has_a_year_and_no_band(paced) -> None:
    paced({})
    assert promises._arrival(target(), "it") == ("2032", "nessuna banda")
    assert promises._arrival(target(achieved=Decimal(1000)), "it") == ("–", "–")


def test_a_milestone_that_is_over_is_judged_by_its_own_year(paced) -> None:
    paced({})
    row = target(milestone=Decimal(600), milestone_year=2024)
    assert promises.status(row, "milestone") == "missed"
    assert promises.status(row | {"achieved": Decimal(600)}, "milestone") == "reached"


def test_a_priority_with_a_hidden_value_has_no_verdict() -> None:
    first = {"period_code": "2014-2020", "target_year": 2023, "programme_code": "P"}
    rows = [
        target(**first, indicator_code="CO01"),
        target(**first, indicator_code="CO05", achieved=None, is_hidden=True),
    ]
    assert targets.verdicts(rows) == {}


def test_words_of_a_status_have_a_colour_and_leave_as_words(paced) -> None:
    paced({})
    table = promises._table([target(), target(achieved=Decimal(1000))], "it")
    # what a phone shows of a row
    assert [column.name for column in table.columns][:4] == [
        "indicator",
        "axis",
        "status",
        "arrival",
    ]
    status = [row[2] for row in table.rows]
    assert status == ["in ritardo", "raggiunto"]
    assert [word.tone for word in status] == [Tone.ALARM, Tone.PLAIN]


def test_a_priority_is_judged_on_its_outputs_of_2014_2020_alone() -> None:
    first = {"period_code": "2014-2020", "target_year": 2023, "programme_code": "P"}
    rows = [
        target(**first, indicator_code="CO01", achieved=Decimal(640)),
        target(**first, indicator_code="CO05", axis_code="2", achieved=Decimal(900)),
        target(**first, indicator_code="CR06", axis_code="2", achieved=Decimal(1)),
        target(indicator_code="EECO02", axis_code="3"),
    ]
    assert targets.verdicts(rows) == {
        ("P", "1"): ("serious_failure", 1),
        ("P", "2"): ("achieved", 1),
    }


def test_missed_targets_are_found_with_the_people_missing(here, monkeypatch) -> None:
    rows = [target(), target(achieved=Decimal(100))]
    monkeypatch.setattr(targets, "of_programmes", lambda edition, programmes: rows)
    alerts = late_targets(version.shown(), Selection())
    assert {(alert.unit, alert.size) for alert in alerts} == {("persons", 500), ("persons", 900)}


def test_the_plan_stands_beside_the_money_of_its_own_programmes_only(visit) -> None:
    title = t("money.no_plan", "it")
    assert title in words_of(visit("authorities", managing_authority="ITG1", lang="it"))
    assert title not in words_of(visit("authorities", programme="2014IT05SFOP014", lang="it"))


def test_tables_become_files_with_the_figures_of_the_screen(here) -> None:
    totals = session.rows("money_totals", programmes=LATE, theme="")
    now = next(row for row in totals if row["slot"] == "current")
    months = session.rows("money_months", programmes=LATE, theme="")
    axes = session.rows("money_axes", programmes=LATE, theme="")
    for stage in ("committed_eur", "paid_eur", "certified_eur"):
        assert sum(row[stage] or 0 for row in months) == now[stage]
        assert sum(row[stage] or 0 for row in axes) == now[stage]
    assert money.delivered([LATE, "2021IT05SFPR018"]) == [LATE]


def test_names_at_the_right_edge_never_meet() -> None:
    days = (date(2020, 1, 1), date(2021, 1, 1))
    items = [
        Series(name, days, (0.0, end), ("", ""))
        for name, end in (("a", 100.0), ("b", 99.0), ("c", 98.5))
    ]
    figure = lines(items, COLOURS, "it", Band(days, (1.0, 2.0), (3.0, 120.0)))
    assert figure["layout"]["separators"] == ",."
    heights = [note["y"] for note in figure["layout"]["annotations"]]
    assert min(a - b for a, b in pairwise(heights)) >= 5
    assert max(heights) <= figure["layout"]["yaxis"]["range"][1]
    assert len(figure["data"]) == 5


def test_an_operation_of_exchange_files_names_its_programme_in_the_list(visit) -> None:
    app = visit("operations", programme=LATE, search="PERCORSO FORMATIVO")
    [listed] = [frame.value for frame in app.dataframe if "programme_name" in frame.value.columns]
    assert set(listed["programme_name"]) == {session.names("programme", "it")[LATE]}


def test_a_table_names_the_columns_that_its_menu_offers(visit) -> None:
    app = visit("authorities", programme=LATE, scheda="reported")
    written = " ".join(block.proto.body for block in app.get("html"))
    assert not app.exception
    assert t("plans_2127.decision", "it") in written.split("cs-columns", 1)[1]
