"""What the demonstration promises of its comparison persons and work histories."""

import hashlib
import json
from datetime import date

import duckdb
import numpy as np
import pytest

from cruscotto.config import SQL
from cruscotto.demo import GENERATORS, manifest
from cruscotto.demo.operations.operations import NEWEST
from cruscotto.demo.people import comparisons, true_effects
from cruscotto.demo.people.cohorts import draw_cohorts
from cruscotto.demo.people.outcomes import HORIZONS
from cruscotto.demo.people.participations import COUNT
from cruscotto.sources.contracts.people_and_claims import COMPARISONS, EMPLOYMENT_HISTORY

IMPORTERS = {"comparisons": COMPARISONS, "employment_history": EMPLOYMENT_HISTORY}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("comparisons")
    comparisons.write(folder)
    return folder


@pytest.fixture(scope="module")
def reports(folder):
    con = duckdb.connect()
    for path in sorted((SQL / "schema").glob("*.sql")):
        con.execute(path.read_text("utf-8"))
    reports = {
        batch.source: IMPORTERS[batch.source].load(
            con, IMPORTERS[batch.source].check(batch.paths[0]), batch.edition
        )
        for batch in manifest.sources(folder)
    }
    return con, reports


def test_comparisons_come_after_the_participations_they_answer():
    names = [generate.__module__.rpartition(".")[2] for generate in GENERATORS]
    assert names.index("comparisons") > names.index("participations")


def test_the_importers_take_every_row(reports):
    _, loaded = reports
    for report in loaded.values():
        assert (report.refused_count, report.field_issues) == (0, 0)
        assert report.is_synthetic
        assert report.loaded == report.read > 150_000


def test_nobody_is_in_both_groups(reports):
    con, _ = reports
    [(letters,)] = con.execute(
        "select list(distinct substr(person_id, 1, 1)) from raw.comparisons"
    ).fetchall()
    assert letters == ["C"]
    [(both,)] = con.execute(
        "select count(distinct substr(person_id, 1, 1)) from raw.employment_history"
    ).fetchall()
    assert both == 2


def test_every_row_says_that_it_is_synthetic(reports):
    con, _ = reports
    [(plain,)] = con.execute(
        "select count(*) from raw.comparisons where comparison_id not like 'SINT-%' "
        "or operation_code not like 'SINT-%'"
    ).fetchall()
    [(months,)] = con.execute(
        "select count(*) from raw.employment_history where not is_synthetic"
    ).fetchall()
    assert (plain, months) == (0, 0)


def test_the_long_term_unemployed_did_not_work_in_the_year_before(reports):
    con, _ = reports
    [(worked,)] = con.execute(
        "select count(*) from raw.employment_history as h inner join raw.comparisons as c "
        "on h.person_id = c.person_id where c.status_at_entry = 'long_term_unemployed' "
        "and h.employed and h.month < date_trunc('month', c.entry_date) "
        "and h.month >= date_trunc('month', c.entry_date) - interval 12 month"
    ).fetchall()
    assert worked == 0


def test_no_month_lies_after_the_edition(reports):
    con, _ = reports
    [(last,)] = con.execute("select max(month) from raw.employment_history").fetchall()
    assert last <= NEWEST
    assert isinstance(last, date)


def test_the_same_seed_gives_the_same_bytes(folder, tmp_path):
    comparisons.write(tmp_path)
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(path.name for path in tmp_path.iterdir())
    for name in names:
        one, other = ((f / name).read_bytes() for f in (folder, tmp_path))
        assert hashlib.sha256(one).digest() == hashlib.sha256(other).digest()


def test_true_effects_are_written_and_the_zero_axis_has_none(folder):
    rows = json.loads((folder / true_effects.NAME).read_text("utf-8"))
    assert rows["is_synthetic"]
    effects = {(r["outcome"], r["theme"]): r["att"] for r in rows["effects"] if not r["by"]}
    assert {effects[outcome, "10"] for outcome, _ in effects if (outcome, "10") in effects} == {0.0}
    assert 0.05 < effects["employed_6m", "08"] < 0.25
    regions = {r["att"] for r in rows["effects"] if r["by"] == "region" and r["theme"] == "08"}
    assert max(regions) - min(regions) > 0.05


@pytest.mark.parametrize("horizon", HORIZONS)
def test_the_chance_of_work_is_that_of_the_statuses_drawn(horizon):
    treated = draw_cohorts(np.datetime64(NEWEST), COUNT, 2026).firsts
    status = treated.outcomes.statuses[horizon]
    known = (status >= 0) & (status != 5)
    chance = true_effects.chance_of_work(treated.ways.fortune[known], horizon)
    assert chance.mean() == pytest.approx(np.isin(status[known], (0, 1)).mean(), abs=0.005)
