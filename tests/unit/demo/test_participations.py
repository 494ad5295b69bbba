"""What the demonstration promises of its participations, read back through the importers."""

import hashlib
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from cruscotto.config import SQL
from cruscotto.demo import manifest
from cruscotto.demo.operations.portfolio import portfolio
from cruscotto.demo.people import participations
from cruscotto.demo.territory.territory import areas
from cruscotto.sources.contracts.people_and_claims import (
    COURSE_OCCUPATIONS,
    COURSES,
    PARTICIPATIONS,
    PROVIDERS,
    TARGETS,
)
from cruscotto.sources.privacy import TAX_CODE

IMPORTERS = {
    "participations": PARTICIPATIONS,
    "course_occupations": COURSE_OCCUPATIONS,
    "providers": PROVIDERS,
    "courses": COURSES,
    "targets": TARGETS,
}
WORKS = "('employed', 'self_employed')"
KNOWN = "status_6m <> 'unknown' and status_at_entry <> 'employed'"
RATE = f"avg(case when status_6m in {WORKS} then 1 else 0 end)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("participations")
    participations.write(folder)
    return folder


@pytest.fixture(scope="module")
def con(folder):
    con = duckdb.connect()
    for path in sorted((SQL / "schema").glob("*.sql")):
        con.execute(path.read_text("utf-8"))
    for batch in manifest.sources(folder):
        importer = IMPORTERS[batch.source]
        for path in batch.paths:
            importer.load(con, importer.check(path), batch.edition)
    con.register("area", _areas())
    return con


def _areas():
    return pa.table(
        {
            "region": [area.region_code for area in areas()],
            "unemployment": [area.unemployment_pct for area in areas()],
        }
    )


@pytest.fixture(scope="module")
def ask(con):
    return lambda sql: con.execute(sql).fetchall()


def digests(folder):
    return [
        hashlib.sha256(path.read_bytes()).hexdigest()
        for batch in manifest.sources(folder)
        for path in batch.paths
    ]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(folder, tmp_path):
    participations.write(tmp_path / "same")
    participations.write(tmp_path / "other", seed=7)
    assert digests(tmp_path / "same") == digests(folder)
    assert not set(digests(tmp_path / "other")) & set(digests(folder))


def test_the_manifest_says_what_to_import_as_what_and_when(folder):
    batches = manifest.sources(folder)
    assert [(batch.source, batch.edition, len(batch.paths)) for batch in batches] == [
        ("participations", date(2026, 8, 31), 2),
        ("course_occupations", date(2026, 8, 31), 1),
        ("providers", date(2026, 8, 31), 1),
        ("courses", date(2026, 8, 31), 1),
        ("targets", None, 1),
    ]


def test_there_are_300_000_participations_and_the_repeated_rows(ask):
    assert ask("select sum(rows_read) from ledger.file where source = 'participations'") == [
        (300_000 + 2 * 14 + 1,)
    ]


def test_the_account_of_every_file_adds_up(con):
    query = (SQL / "checks" / "every_file_adds_up.sql").read_text("utf-8")
    assert con.execute(query).fetchall() == []


def test_every_file_says_that_it_is_synthetic(ask):
    assert ask("select bool_and(is_synthetic), count(*) from ledger.file") == [(True, 6)]


def test_rows_are_refused_for_every_reason_and_each_seldom(ask):
    found = dict(ask("select reason, count(*) from ledger.refused_row group by 1"))
    assert set(found) == {
        "missing_participation_id",
        "missing_person_id",
        "missing_operation_code",
        "missing_entry_date",
        "unreadable_entry_date",
        "person_id_is_tax_code",
        "unknown_status_at_entry",
        "duplicate_participation_id",
        "exit_before_entry",
        "too_few_fields",
    }
    assert sum(found.values()) < 400


def test_findings_are_of_every_kind_and_those_planned(ask):
    found = dict(ask("select reason, count(*) from ledger.field_issue group by 1"))
    assert set(found) == {
        "ambiguous_number",
        "contract_without_employment",
        "date_after_edition",
        "hours_above_planned",
        "impossible_date",
        "improvement_without_employment",
        "outcome_before_maturity",
        "outcome_without_exit_date",
        "outcome_without_source",
        "reason_without_exit_date",
        "unknown_code",
        "unreadable_flag",
        "unreadable_number",
        "unusual_age",
    }
    assert 1000 < sum(found.values()) < 3000


def test_no_tax_code_is_kept_and_those_in_the_files_are_nobodys(folder, ask):
    kept = str(ask("select original_text from ledger.refused_row"))
    assert not TAX_CODE.search(kept)
    written = (folder / "sintetico_partecipazioni_2021-2027.csv").read_text("utf-8-sig")
    codes = set(TAX_CODE.findall(written))
    assert codes
    assert all(int(code[9:11]) in (0, 99) for code in codes)


def test_participations_stand_on_demonstration_operations_save_a_few(ask):
    whole = portfolio(2026)
    known = {
        f"SINT-{whole.lines[line].programme.removeprefix('SINT-')}-{number:05d}"
        for line, number in zip(whole.line.tolist(), whole.number.tolist(), strict=True)
    }
    found = dict(ask("select operation_code, count(*) from raw.participations group by 1"))
    strangers = {code: rows for code, rows in found.items() if code not in known}
    assert list(strangers) == ["SINT-2014IT05SFOP999-99999"]
    assert sum(strangers.values()) < 40
    assert 1800 < len(found) < 2600


def test_every_region_and_both_periods_have_participants(ask):
    assert ask("select count(distinct region) from raw.participations") == [(21,)]
    [(first, second)] = ask(
        "select count(*) filter (participation_id like 'SINT-14-%'), "
        "count(*) filter (participation_id like 'SINT-21-%') from raw.participations"
    )
    assert first > second > 60_000


def test_entries_run_from_2015_to_the_edition(ask):
    [(earliest, latest)] = ask("select min(entry_date), max(entry_date) from raw.participations")
    assert earliest.year == 2015
    assert date(2026, 8, 1) < latest <= date(2026, 8, 31)


def test_the_newest_leavers_are_not_mature_yet(ask):
    [(open_ones, half, year)] = ask(
        "select count(*) filter (exit_date is null), "
        "count(*) filter (exit_date > date '2026-02-28' and exit_date <= date '2026-08-31'), "
        "count(*) filter (exit_date > date '2025-08-31' and exit_date <= date '2026-02-28') "
        "from raw.participations"
    )
    assert min(open_ones, half, year) > 5_000


def test_placement_falls_with_unemployment_without_being_ruled_by_it(ask):
    found = ask(
        f"select any_value(unemployment), {RATE} from raw.participations "
        f"inner join area using (region) where {KNOWN} group by region order by region"
    )
    unemployment, rate = zip(*found, strict=True)
    assert -0.97 < np.corrcoef(unemployment, rate)[0, 1] < -0.6
    assert 0.25 < min(rate) < 0.45 < 0.6 < max(rate) < 0.8


def test_women_and_the_long_term_unemployed_are_placed_less(ask):
    women, men = (
        value
        for (value,) in ask(
            f"select {RATE} from raw.participations where {KNOWN} and sex in ('F', 'M') "
            "group by sex order by sex"
        )
    )
    rate = dict(
        ask(f"select status_at_entry, {RATE} from raw.participations where {KNOWN} group by 1")
    )
    assert 0.02 < men - women < 0.12
    assert rate["unemployed"] - rate["long_term_unemployed"] > 0.08


def test_placement_rises_with_education_and_with_time(ask):
    rates = [
        value
        for (value,) in ask(
            f"select {RATE} from raw.participations where {KNOWN} and education_isced > 1 "
            "group by case when education_isced < 3 then 1 when education_isced < 5 then 2 "
            "else 3 end order by min(education_isced)"
        )
    ]
    assert rates == sorted(rates)
    [(soon, half, year)] = ask(
        "select "
        + ", ".join(
            f"avg(case when {name} in {WORKS} then 1 else 0 end) "
            f"filter ({name} <> 'unknown' and status_at_entry <> 'employed')"
            for name in ("status_28d", "status_6m", "status_12m")
        )
        + " from raw.participations"
    )
    assert soon + 0.1 < half < year < half + 0.12


def test_unknown_outcomes_differ_between_regions_and_sources(ask):
    share = "avg(case when status_6m = 'unknown' then 1 else 0 end)"
    regions = [
        value
        for (value,) in ask(
            f"select {share} from raw.participations where status_6m is not null "
            "and region is not null group by region"
        )
    ]
    assert min(regions) < 0.08 < 0.15 < max(regions)
    found = dict(
        ask(
            f"select outcome_source, {share} from raw.participations "
            "where status_6m is not null group by 1"
        )
    )
    assert found["survey"] > found["register"]


def test_sources_are_registers_mostly(ask):
    found = dict(ask("select outcome_source, count(*) from raw.participations group by 1"))
    assert found["register"] > 2 * found["survey"] > 0


def test_some_persons_are_in_several_operations_and_some_return_to_one(ask):
    [(persons, several)] = ask(
        "select count(*), count(*) filter (operations > 1) from (select person_id, "
        "count(distinct operation_code) as operations from raw.participations group by 1)"
    )
    assert 240_000 < persons < 275_000
    assert several > 20_000
    returns = ask(
        "select avg(exits_first), count(*) from ("
        "select cast(max(entry_date) > min(exit_date) as integer) as exits_first "
        "from raw.participations group by person_id, operation_code having count(*) = 2)"
    )
    [(in_order, count)] = returns
    assert in_order > 0.99  # the others are among the rows spoilt on purpose
    assert 4_000 < count < 4_600


def test_sensitive_answers_are_rare_and_sometimes_withheld(ask):
    for name in ("disability", "minority", "homeless", "migrant", "other_disadvantage"):
        [(share, withheld)] = ask(
            f"select avg(cast({name} as integer)), avg(cast({name} is null as integer)) "
            "from raw.participations"
        )
        assert 0.001 < share < 0.16
        assert 0.01 < withheld < 0.05


def test_money_per_participant_is_that_of_a_course(ask):
    whole = portfolio(2026)
    public = {
        f"SINT-{whole.lines[line].programme.removeprefix('SINT-')}-{number:05d}": cents / 100
        for line, number, cents in zip(
            whole.line.tolist(), whole.number.tolist(), whole.money.public.tolist(), strict=True
        )
    }
    found = ask("select operation_code, count(*) from raw.participations group by 1")
    money = sum(public.get(code, 0) for code, _ in found)
    assert 1_500 < money / sum(rows for _, rows in found) < 6_000


def test_jobs_found_are_coherent_with_the_course_about_half_the_time(ask):
    [(share,)] = ask(
        "with job as (select p.*, bool_or(starts_with(p.occupation_code_6m, c.occupation_code) "
        "or starts_with(c.occupation_code, p.occupation_code_6m)) as is_coherent "
        "from raw.participations as p inner join raw.course_occupations as c "
        "using (operation_code) where p.occupation_code_6m is not null "
        "and c.occupation_code is not null group by all) "
        "select avg(cast(is_coherent as integer)) from job"
    )
    assert 0.4 < share < 0.7


def test_targets_of_both_periods_have_milestones_and_are_within_reach(ask):
    years = ask("select distinct milestone_year, target_year from raw.targets order by 1")
    assert years == [(2018, 2023), (2024, 2029)]
    [(lowest, highest, empty)] = ask(
        "select min(achieved / target), max(achieved / target), "
        "avg(cast(achieved is null as integer)) from raw.targets where target_year = 2023"
    )
    assert 0.5 < lowest < 1 < highest < 1.8
    assert 0.4 < empty < 0.6


def test_reported_values_are_those_of_the_participations_before_they_were_spoilt(ask):
    [(reported, counted)] = ask(
        "with reported as (select sum(achieved) as value from raw.targets "
        "where indicator = 'CO01' and programme = '2014IT05SFOP014'), counted as ("
        "select count(distinct (person_id, operation_code)) as value from raw.participations "
        "where operation_code like 'SINT-2014IT05SFOP014-%' "
        "and status_at_entry in ('unemployed', 'long_term_unemployed')) "
        "select reported.value, counted.value from reported, counted"
    )
    assert 0 < reported <= counted * 1.02
