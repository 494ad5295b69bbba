"""The two data sets on screen: official figures first, the demonstration one choice away."""

import csv
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cruscotto.config import REFERENCE, settings
from cruscotto.sources.importing import Batch, import_batches
from cruscotto.ui.state import sitemap

Visit = Callable[..., AppTest]


@pytest.fixture
def visit_both(
    official: Path, country: Path, visiting: Callable[[Path], None], opened, monkeypatch
) -> Visit:
    """Return `visit_both(page, **query)`: one server that shows both data sets."""
    monkeypatch.setenv("CRUSCOTTO_DEMONSTRATION", str(country))
    visiting(official)
    return opened


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize("page", sitemap.PAGES)
def test_every_page_opens_on_the_official_data_in_both_languages(visit_both, page, lang):
    app = visit_both(page, lang=lang)
    assert not app.exception
    assert not app.error
    assert not app.warning  # no ribbon of synthetic data


def test_the_first_screen_shows_the_reported_figures_with_source_and_edition(visit_both):
    app = visit_both("overview")
    shown = [metric.value.replace("\xa0", " ") for metric in app.metric]
    assert shown[:4] == ["25,95 mld €", "24,48 mld €", "13,63 mld €", "52,5 %"]
    said = " ".join(block.value for block in app.markdown)
    assert "30 giugno 2022" in said
    assert "27 ottobre 2022" in said
    assert "Cohesion Open Data" in said


def test_what_changed_compares_two_reports_where_there_are_no_operations(visit_both):
    app = visit_both("changes")
    written = " ".join(block.value for block in app.markdown).replace("\xa0", " ")
    assert "31 dicembre 2021" in written
    assert "30 giugno 2022" in written
    assert "1,06 miliardi di euro" in written
    assert "in 20 regioni sulle 21" in written


@pytest.mark.parametrize("page", ["operations", "outcomes", "net_impact", "needs", "pooled"])
def test_a_page_without_data_says_which_file_fills_it_and_links_the_demonstration(visit_both, page):
    app = visit_both(page)
    commands = " ".join(block.proto.body for block in app.get("html"))
    assert "cruscotto import" in commands
    links = [link for link in app.get("page_link") if "dati=demo" in str(link.proto)]
    assert len(links) == 1


def test_the_address_chooses_the_demonstration_and_the_switch_changes_it(visit_both):
    app = visit_both("overview", dati="demo")
    assert app.metric[0].value != "25,95 mld €"
    switch = app.button_group(key="data_set")
    assert switch.value in ("demo", ["demo"])
    switch.set_value(["official"] if switch.value == ["demo"] else "official").run()
    assert "dati" not in app.query_params
    assert app.metric[0].value.replace("\xa0", " ") == "25,95 mld €"


def test_filters_of_the_official_data_are_those_of_the_reports(visit_both):
    app = visit_both("authorities", programme="2014IT16M2OP002")
    assert app.metric[3].value.replace("\xa0", " ") == "101,0 %"
    labels = [box.label for box in app.multiselect]
    assert "Programma" in labels


def test_the_map_of_regions_has_the_declared_share_beside_it(visit_both):
    app = visit_both("regions")
    map_, *_ = (one for one in app.get("plotly_chart") if "choropleth" in str(one.proto))
    assert map_.proto.spec.count("ITF4") >= 1
    table = app.dataframe[0].value
    assert len(table) == 22  # 21 areas, and the national programmes apart
    assert table.iloc[0, 0] == "Puglia"
    assert float(table.iloc[0, 1]) == pytest.approx(1.0101, abs=0.00005)


@pytest.mark.parametrize("page", ["overview", "authorities"])
def test_of_2021_2027_the_plans_are_shown_with_their_precision(visit_both, page):
    app = visit_both(page, period="2021-2027")
    assert not app.exception
    assert 28 in [len(frame.value) for frame in app.dataframe]
    assert not app.info


@pytest.mark.parametrize(("lang", "word"), [("it", "riprogrammato"), ("en", "reprogrammed")])
def test_what_is_known_of_a_decision_stands_in_the_reader_s_language(visit_both, lang, word):
    app = visit_both("authorities", period="2021-2027", lang=lang)
    assert not app.exception
    decisions = [d for frame in app.dataframe for d in frame.value.get("decision", [])]
    assert len(decisions) == 28
    assert sum(word in str(decision) for decision in decisions) == 2


def test_what_a_newer_edition_revised_is_shown_before_and_now(visiting, opened, tmp_path):
    carried = REFERENCE / "official" / "cohesion_implementation_2014_2020.csv"
    with carried.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["cci"] == "2014IT05SFOP014"]
    link, newer = tmp_path / "w.duckdb", tmp_path / "newer.csv"
    for path, more in ((tmp_path / "older.csv", 0), (newer, 1_000_000)):
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            for row in rows:
                paid = float(row["total_eligible_expenditure"])
                changed = row["reference_date"] == "2020-12-31" and row["priority"] == "1"
                paid += more if changed else 0
                writer.writerow(row | {"total_eligible_expenditure": paid})
    days = (date(2022, 10, 27), date(2023, 1, 31))
    batches = [
        Batch("cohesion_implementation", day, (path,))
        for day, path in zip(days, (tmp_path / "older.csv", newer), strict=True)
    ]
    import_batches(batches, link)
    visiting(link)
    app = opened("authorities", scheda="revisions")
    assert not app.exception
    (table,) = (f.value for f in app.dataframe if "declared_before" in f.value.columns)
    assert (table["declared_now"] - table["declared_before"]).tolist() == [1_000_000]
    assert any("31 gennaio 2023" in block.value for block in app.markdown)


def test_a_selection_without_reports_is_no_empty_page(visit_both):
    app = visit_both("axes", period="2021-2027")
    assert not app.exception
    assert any("2021-2027" in info.value for info in app.info)


@pytest.mark.parametrize("page", ["outcomes", "regions"])
def test_reported_results_are_compared_fairly_and_called_associations(visit_both, page):
    app = visit_both(page)
    said = " ".join(block.value for block in app.markdown)
    assert "Sono associazioni e non effetti" in said
    app.button_group(key="choice_result").set_value("reported_employed_leaving_share").run()
    assert not app.exception
    assert app.query_params["result"] == "reported_employed_leaving_share"


def test_a_warehouse_that_was_chosen_stands_alone(visit):
    app = visit("overview", dati="demo")
    assert "data_set" not in {group.key for group in app.button_group}
    assert list(settings().data_sets) == ["official"]


def over_time(app: AppTest) -> list[str]:
    titles = [heading.value for heading in app.header]
    return [t for t in titles if "anno per anno" in t or "di edizione in edizione" in t]


@pytest.mark.parametrize("page", ["overview", "regions", "axes", "authorities"])
def test_pages_of_the_demonstration_draw_their_indicators_over_time(visit_both, page):
    app = visit_both(page, dati="demo", series="payment_rate", kpi="payment_rate")
    assert not app.exception
    assert over_time(app) == ["Tasso di pagamento, di edizione in edizione"]


def test_figures_of_people_are_drawn_by_year(visit_people):
    app = visit_people("outcomes", series="placement_rate_6m")
    assert not app.exception
    assert over_time(app) == ["Inserimento a 6 mesi, anno per anno"]


def test_the_axis_of_a_share_over_the_years_counts_in_the_percent_of_its_title(visit_both):
    app = visit_both("compare", con="ITG1,ITI1", kpi="reported_declaration_rate", scheda="years")
    assert not app.exception
    charts = [json.loads(one.proto.spec) for one in app.get("plotly_chart")]
    lines = [line for chart in charts for line in chart["data"] if len(line.get("y", ())) > 5]
    assert lines
    assert max(max(line["y"]) for line in lines) > 50


def test_axes_are_counted_against_a_line_that_is_drawn(visit_both):
    app = visit_both("authorities", **{"as": "ITG1", "period": "2014-2020", "scheda": "axes"})
    assert not app.exception
    titles = " ".join(h.value.replace("\\", "") for h in (*app.header, *app.subheader))
    (whole,) = re.findall(r"valore d'insieme \((\d+,\d)", titles)
    charts = [json.loads(one.proto.spec) for one in app.get("plotly_chart")]
    words = [n["text"] for chart in charts for n in chart["layout"].get("annotations", ())]
    assert any(text.startswith("Insieme") and whole in text for text in words)
    assert any(text.startswith("Italia") for text in words)
