"""Issue 16, acceptance 1 to 5, word by word: the figures of the carried official facts."""

import json
from contextlib import closing
from datetime import date
from decimal import Decimal

import pytest
from typer.testing import CliRunner

from cruscotto.alerts import Rule, found
from cruscotto.cli.main import app
from cruscotto.dossier import build
from cruscotto.dossier.facts import Facts
from cruscotto.dossier.sections import attention
from cruscotto.dossier.subject import find
from cruscotto.facts import Edition
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import kpi
from cruscotto.kpi.registry.common_indicators import label
from cruscotto.sources.importing import import_files
from cruscotto.warehouse import reader

MONEY = ("reported_planned_eur", "reported_selected_eur", "reported_declared_eur")
TOTALS = dict(
    zip(MONEY, map(Decimal, ("25949935159", "24478772884.75", "13632076805.93")), strict=True)
)
DECLARED = {
    "2015": "58559318.91",
    "2016": "714237783.68",
    "2017": "2184785173.30",
    "2018": "4814328413.26",
    "2019": "6904384083.58",
    "2020": "9317976231.62",
    "2021": "12567429953.16",
}
EVERY_WAY = ("programme", "axis", "category_of_region", "region", "macro_area", "theme", "fund")


@pytest.fixture(scope="module")
def con(official):
    # pages of the same process share this connection: it stays open
    return reader(official)


def value(con, name, **where):
    return measure(con, kpi(name), (), Selection.of(**where)).value()


def asked(warehouse, *arguments):
    done = CliRunner().invoke(app, ["--warehouse", str(warehouse), "kpi", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_what_was_reported_at_the_end_of_june_2022_is_exact(con):
    assert {name: value(con, name) for name in MONEY} == TOTALS
    rate = measure(con, kpi("reported_declaration_rate"))
    assert rate.value() == pytest.approx(0.525, abs=0.0005)
    assert rate.editions == ("2022-06-30",)
    assert rate.data_kind == "published"


def test_italys_declared_expenditure_by_year_is_that_of_each_years_last_report(official, con):
    out = asked(official, "reported_declared_eur", "--by", "year", "--format", "json")
    found = {row["year"]: row["value"] for row in json.loads(out, parse_float=Decimal)}
    assert {year: found[year] for year in DECLARED} == {y: Decimal(v) for y, v in DECLARED.items()}
    by_year = measure(con, kpi("reported_declared_eur"), ("year",))
    assert by_year.editions[:2] == ("2022-06-30", "2021-12-31")


def test_there_are_29_programmes_with_the_shares_of_the_issue(con):
    selected = measure(con, kpi("reported_selection_rate"), ("programme",))
    declared = measure(con, kpi("reported_declaration_rate"), ("programme",))
    assert len(selected.rows) == 29
    assert round(selected.value("2014IT05SFOP002"), 3) == 0.819
    assert round(declared.value("2014IT16M2OP002"), 3) == 1.010


@pytest.mark.parametrize("name", MONEY)
@pytest.mark.parametrize("by", EVERY_WAY)
def test_every_split_adds_up_to_the_total_to_the_cent(con, name, by):
    assert sum(row.value for row in measure(con, kpi(name), (by,)).rows) == TOTALS[name]


def test_splits_add_up_in_the_command_and_in_its_csv(official):
    lines = asked(official, *MONEY, "--by", "region", "--format", "csv").splitlines()
    head = lines[0].split(",")
    rows = [dict(zip(head, line.split(","), strict=True)) for line in lines[1:]]
    for name, total in TOTALS.items():
        assert sum(Decimal(r["value"]) for r in rows if r["kpi"] == name) == total
    assert {"national", "ITG1"} <= {row["region"] for row in rows}


def test_years_of_cumulative_reports_are_never_added_up(con):
    both = value(con, "reported_declared_eur", year=["2020", "2021"])
    assert both == Decimal(DECLARED["2021"])


def test_the_slot_before_knows_no_report_of_the_newest_day(con):
    before = measure(con, kpi("reported_declared_eur"), (), Selection.of("previous"))
    assert before.value() == Decimal(DECLARED["2021"])


def test_participations_and_results_are_those_of_the_issue(con):
    assert value(con, "reported_participations") == 9_029_787
    assert measure(con, kpi("reported_result_known_share")).rows[0].denominator == 8_040_785
    for code, expected in (("CR04", 689_850), ("CR06", 1_274_392), ("YEI-CR06", 69_844)):
        assert value(con, "reported_indicator_value", indicator=code) == expected


def test_a_result_that_is_not_reported_is_no_failure(con):
    """Of 8,040,785 who entered without a job, 4,530,846 are where CR06 is reported."""
    share = measure(con, kpi("reported_employed_6m_share")).rows[0]
    assert (share.numerator, share.denominator) == (1_274_392, 4_530_846)
    known = measure(con, kpi("reported_result_known_share")).rows[0]
    assert (known.numerator, known.denominator) == (4_530_846, 8_040_785)
    by_programme = measure(con, kpi("reported_employed_6m_share"), ("programme",))
    shown = {row.codes[0]: row for row in by_programme.rows}
    assert shown["2014IT05M2OP001"].value is None  # PON SCUOLA reports no CR06


def test_the_yei_has_titles_of_its_own():
    assert "lunga durata" in label("YEI-CR06", "it")
    assert "6 mesi" in label("YEI-CR11", "it")
    assert label("CR06", "it") != label("YEI-CR06", "it").removeprefix("YEI-")


def test_each_programmes_three_identities_hold(con):
    def by_programme(*codes):
        where = Selection.of(indicator=list(codes))
        found = measure(
            con, kpi("reported_indicator_value"), ("programme", "year", "indicator"), where
        )
        sums = {}
        for row in found.rows:
            sums[row.codes[:2]] = sums.get(row.codes[:2], 0) + (row.value or 0)
        return {key: count for key, count in sums.items() if count}

    status = by_programme("CO01", "CO03", "CO05")
    assert by_programme("CO06", "CO06a", "CO07") == status
    assert by_programme("CO09", "CO10", "CO11", "CO11a") == status
    assert len({programme for programme, _ in status}) == 29


def test_the_plan_in_force_follows_the_day_of_the_data(con):
    assert value(con, "reported_planned_eur", year="2018") == 19_753_330_911
    assert value(con, "reported_planned_eur", category_of_region="react_eu") > 0
    editions = con.execute(
        "select count(distinct edition_date) from marts.programme_plan"
    ).fetchone()
    assert editions == (10,)


def test_the_commissions_own_files_give_the_carried_figures(con, samples, tmp_path):
    link = tmp_path / "w.duckdb"
    account = import_files(
        "cohesion_implementation", [samples / "ec_finance_implementation_it.csv"], link
    ).files[0]
    assert (account.read, account.loaded) == (1977, 1402)
    assert account.out_of_scope == {"other_fund": 539, "before_adoption": 36}
    assert account.edition == date(2022, 6, 30)
    values = import_files(
        "cohesion_achievements", [samples / "ec_achievements_it_three_programmes.csv"], link
    ).files[0]
    assert (values.read, values.loaded) == (1658, 1386)
    with closing(reader(link)) as own:
        for name in MONEY:
            by = ("programme", "axis", "year")
            carried, imported = (measure(c, kpi(name), by).rows for c in (con, own))
            assert [(r.codes, r.value) for r in carried] == [(r.codes, r.value) for r in imported]
        by = ("programme", "indicator", "year")
        three = Selection.of(programme=["2014IT05SFOP014", "2014IT16M2OP002", "2014IT05M9OP001"])
        needed = kpi("reported_indicator_value")
        assert [(r.codes, r.value) for r in measure(own, needed, by).rows] == [
            (r.codes, r.value) for r in measure(con, needed, by, three).rows
        ]


def test_programmes_2021_2027_say_how_precise_their_plan_is(con):
    rows = con.execute(
        "select programme_funds, precision_code, total_eur, no_rate_reason "
        "from marts.programme_2127"
    ).fetchall()
    assert sum("FSE+" in funds for funds, *_ in rows) == 27
    assert [funds for funds, *_ in rows if "FSE+" not in funds] == ["JTF"]
    assert {code for _, code, _, _ in rows} == {"euro", "rounded", "none"}
    assert all((total is None) == (code == "none") for _, code, total, _ in rows)
    assert {code for _, code, _, reason in rows if reason is None} == {"euro"}


def test_a_plan_of_2021_2027_is_marked_where_it_is_not_exact(con):
    plans = measure(con, kpi("planned_2127_eur"), ("programme",))
    assert plans.value("2021IT05SFPR003") == 1_438_496_089
    marked = {row.codes[0]: row.is_estimated for row in plans.rows}
    assert (marked["2021IT05SFPR003"], marked["2021IT05SFPR008"]) == (False, True)
    assert measure(con, kpi("planned_2127_eur")).rows[0].is_estimated
    exact = measure(con, kpi("planned_2127_eur"), ("precision",))
    assert exact.value("none") is None
    assert measure(con, kpi("payment_rate_2127")).value() is None  # no operations are loaded


def test_decided_rates_of_2021_2027_stand_in_place_of_ceilings(con):
    rates = dict(con.execute("select programme_code, eu_rate from marts.programme_2127").fetchall())
    decided = {"SFPR003": 0.70, "SFPR013": 0.70, "SFPR016": 0.40, "SFPR015": 0.40, "SFPR014": None}
    assert {code: rates[f"2021IT05{code}"] for code in decided} == decided
    assert rates["2021IT16FFPR002"] == 0.68


def test_a_dossier_of_the_official_set_holds_what_was_reported_with_edition_and_source(official):
    read = Edition.published(official)
    dossier = build(read, "authority", "2014IT05SFOP002", "it")
    assert dossier.line.startswith("Dati ufficiali.")
    assert dossier.edition == date(2022, 6, 30)
    titles = [section.title for section in dossier.sections]
    assert "Comunicato alla Commissione europea" in titles
    # what was reported has alerts of its own: without operations the others have nothing to say
    assert "Che cosa richiede attenzione" in titles
    written = repr(dossier)
    assert "27 ottobre 2022" in written
    assert "81,9" in written


def test_a_file_names_its_data_set(official, tmp_path):
    target = tmp_path / "kpi.csv"
    out = ["export", "kpi", "--kpi", "reported_declared_eur", "--out", str(target)]
    done = CliRunner().invoke(app, ["--warehouse", str(official), *out])
    assert done.exit_code == 0, done.output
    described = json.loads((tmp_path / "kpi.csv.json").read_text("utf-8"))
    assert described["data_set"]["code"] == "official"
    assert described["data_set"]["it"] == "Dati ufficiali"


def test_programmes_far_behind_in_what_they_reported_are_alerts(official):
    listed = found(Edition.published(official), Selection())
    rules = {str(alert.rule) for alert in listed}
    assert rules == {"slow_declarations", "unselected_plans"}
    spao = next(a for a in listed if a.rule is Rule.UNSELECTED_PLANS)
    assert spao.about == {"programme": "2014IT05SFOP002"}
    assert spao.figures["rate"] == pytest.approx(0.819, abs=0.0005)
    assert spao.size == pytest.approx(6_404_474_908 * (1 - 0.818977672), rel=1e-6)
    slow = next(a for a in listed if a.rule is Rule.SLOW_DECLARATIONS)
    assert slow.figures["programmes"] == 29
    assert slow.size == pytest.approx(
        6_404_474_908 * (slow.figures["median"] - slow.figures["rate"]), rel=1e-6
    )


def test_each_reported_alert_is_a_sentence_of_the_dossier_with_its_day(official):
    edition = Edition.published(official)
    subject = find(edition, "authority", "2014IT05SFOP002", Selection(), "it")
    section = attention.section(Facts(edition, subject, "it"))
    assert section is not None
    written = " ".join(section.blocks[0].items).replace("\xa0", " ")
    assert "81,9 %" in written
    assert "30/06/2022" in written or "30 giugno 2022" in written
