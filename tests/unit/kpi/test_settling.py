"""What money will come to: dated amounts become ages, refusals are stated, the trial is counted."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from cruscotto.change.triangles import Refusal, settle
from cruscotto.disclosure.thresholds import Audience, Rules
from cruscotto.errors import NotAvailableBy, NotSettled
from cruscotto.export.outlooks import outlook_row
from cruscotto.facts import Edition, changes
from cruscotto.kpi.change import settled_rates, settling
from cruscotto.kpi.change.cohorts import HeldBack
from cruscotto.kpi.change.edition_triangles import edition_triangles
from cruscotto.kpi.change.scoring import held_back
from cruscotto.kpi.change.settling import outlook
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.kpi.wording.outlooks import notes, sentence
from cruscotto.warehouse.build import build

PAYMENTS, PLACEMENT = KPIS["payments_eur"], KPIS["placement_rate_6m"]
CERTIFIED = KPIS["certified_eur"]
DAY = "2024-08-31"


def pay(con: Any, *payments: tuple[str, str, str, str]) -> None:
    """Deliver payments: operation, kind, day, euro."""
    con.execute(
        "insert into ledger.file values ('fn06', 7, 'puc', 'FN06.txt', 'fn06', '', '', $day, "
        "now()::timestamp, 7, 7, 0, 0, 0, false, '')",
        {"day": DAY},
    )
    for number, (code, kind, day, euro) in enumerate(payments):
        con.execute(
            "insert into raw.puc_fn06 (file_id, cod_locale_progetto, cod_pagamento, "
            "tipologia_pag, data_pagamento, importo_pag) values ('fn06', ?, ?, ?, ?, ?)",
            [code, str(number), kind, day, euro],
        )


def claim(con: Any, *claims: tuple[str, str, str, str]) -> None:
    """Deliver certified amounts: operation, kind, day, euro."""
    con.execute(
        "insert into ledger.file values ('fn09', 8, 'puc', 'FN09.txt', 'fn09', '', '', $day, "
        "now()::timestamp, $n, $n, 0, 0, 0, false, '')",
        {"day": DAY, "n": len(claims)},
    )
    for number, (code, kind, day, euro) in enumerate(claims):
        con.execute(
            "insert into raw.puc_fn09 (file_id, cod_locale_progetto, data_domanda, "
            "id_domanda_pagamento, tipologia_importo, cod_liv_gerarchico, importo_spesa_tot, "
            "importo_spesa_pub) values ('fn09', ?, ?, ?, ?, 'L', ?, ?)",
            [code, day, str(number), kind, euro, euro],
        )


def test_claims_fall_into_the_age_of_their_day_and_all_of_them_are_certified(
    database: Any, marts: Any, operation: Any
) -> None:
    claim(
        database,
        ("A", "C", "2020-08-31", "100"),
        ("A", "C", "2021-12-15", "40"),
        ("A", "D", "2022-01-15", "10"),
        ("A", "C", "2030-01-01", "777"),
        ("B", "C", "2021-01-01", "5"),
        ("C", "C", "2021-01-01", "3"),
    )
    two = {"COD_REGIONE": "019:::018", "TOT_PAGAMENTI": "", "IMPEGNI": ""}
    con = marts(
        operation("A", OC_DATA_INIZIO_PROGETTO="20200201"),
        operation("B", OC_DATA_INIZIO_PROGETTO="20200201", **two),
        operation("C", OC_DATA_INIZIO_PROGETTO=""),
    )
    asked = "select age, sum(certified_eur) from marts.dated_money group by age order by age"
    assert con.execute(asked).fetchall() == [(0, 100), (1, 5), (2, 30), (None, 3)]
    by_year = measure(con, CERTIFIED, ("year",), Selection(), EXACT)
    assert {row.codes[0]: row.value for row in by_year.rows} == {"2020": 135, "unknown": 3}
    regions = measure(con, CERTIFIED, ("region",), Selection(), EXACT)
    assert sum(row.value for row in regions.rows) == 138
    found = outlook(con, CERTIFIED, Selection())
    assert (found.refused, found.covered) == (Refusal.FEW, pytest.approx(135 / 138))
    assert sentence(found, "it").startswith("Spesa certificata: finora 135\N{NO-BREAK SPACE}€.")


def test_dated_payments_fall_into_the_age_counted_back_from_the_editions_day(
    database: Any, marts: Any, operation: Any
) -> None:
    pay(
        database,
        ("A", "P", "2020-02-01", "100"),
        ("A", "P", "2020-08-31", "50"),
        ("A", "P", "2020-09-01", "30"),
        ("A", "R", "2022-01-15", "10"),
        ("A", "P-TR", "2022-01-15", "999"),
        ("A", "P", "2030-01-01", "777"),
        ("B", "P", "2019-01-01", "5"),
    )
    two = {"COD_REGIONE": "019:::018", "OC_CODICE_PROGRAMMA": "2014IT05M9OP001"}
    con = marts(operation("A"), operation("B", **two), operation("C"))
    rows = con.execute(
        "select age, payments_eur from marts.dated_money where programme_code like '%SFOP014' "
        "order by age"
    ).fetchall()
    assert rows == [(0, 150.0), (1, 30.0), (2, -10.0)]
    halves = con.execute(
        "select age, payments_eur from marts.dated_money where programme_code like '%M9OP001'"
    ).fetchall()
    assert sorted(halves) == [(0, 2.5), (0, 2.5)]


@pytest.fixture(scope="module")
def built(
    _prepared: Path,
    insert_operations: Any,
    operation: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Return a warehouse of one operation, which tests copy and fill with what they follow."""
    path = Path(shutil.copyfile(_prepared, tmp_path_factory.mktemp("settling") / "w.duckdb"))
    with duckdb.connect(str(path)) as con:
        insert_operations(con, 1, DAY, [operation("A", TOT_PAGAMENTI="20000,00")])
        build(con, "0f" * 32)
    return path


@pytest.fixture
def one_operation(built: Path, tmp_path: Path) -> Any:
    with duckdb.connect(str(shutil.copyfile(built, tmp_path / "w.duckdb"))) as con:
        yield con


@pytest.fixture
def followed(one_operation: Any) -> Any:
    """Return marts whose dated money is that of eight years, each growing as the one before."""
    con = one_operation
    rng = np.random.default_rng(1)
    row = con.execute("select * from marts.operation_share").fetchone()
    names = [column[0] for column in con.description]
    place = dict(zip(names, row, strict=True))
    kept = [name for name, *_ in con.execute("describe marts.dated_money").fetchall()]
    for year in range(2017, 2025):
        for age in range(2024 - year + 1):
            amount = 1000 * (0.5**age) * float(rng.uniform(0.9, 1.1))
            made = {**place, "year_code": str(year), "age": age, "payments_eur": amount}
            made["certified_eur"] = amount / 2
            values = [made[name] for name in kept]
            holders = ", ".join("?" for _ in kept)
            con.execute(f"insert into marts.dated_money values ({holders})", values)
    return con


def test_recent_years_are_expected_to_grow_and_old_ones_not(followed: Any) -> None:
    found = outlook(followed, PAYMENTS, Selection())
    assert found.refused is None
    assert [cohort.year for cohort in found.cohorts] == list(range(2017, 2025))
    oldest, youngest = found.cohorts[0], found.cohorts[-1]
    assert oldest.settled == pytest.approx(oldest.observed, abs=0.01)
    assert youngest.observed < 1100
    assert youngest.settled == pytest.approx(2000, rel=0.1)
    for cohort in found.cohorts[1:]:
        narrow, wide = cohort.bands
        assert wide[0] <= narrow[0] <= cohort.settled <= narrow[1] <= wide[1]
    total = sum(cohort.settled for cohort in found.cohorts)
    assert found.total.settled == pytest.approx(total, abs=0.01)
    tried = found.held_back.tried
    assert tried >= 6
    assert 0 <= found.held_back.within_80 <= found.held_back.within_95 <= tried
    assert found.covered == pytest.approx(found.total.observed / 20000)


def test_words_give_what_is_observed_what_is_expected_and_what_it_covers(followed: Any) -> None:
    found = outlook(followed, PAYMENTS, Selection())
    said = sentence(found, "it")
    assert "finora; attesi" in said
    assert "interventi avviati dal 2017 al 2024" in said
    assert any("file di scambio" in line for line in notes(found, "it"))
    is_over = found.edition.endswith("-12-31")
    assert ("Il 2024 è in corso" in said) is not is_over
    now = replace(found.plain, editions=("2024-08-31",))
    assert "deve ancora partire" in sentence(replace(found, plain=now), "it")
    ended = replace(found.plain, editions=("2024-12-31",))
    assert "in corso" not in sentence(replace(found, plain=ended), "it")


def test_few_years_and_a_changed_habit_are_refused_in_words(followed: Any) -> None:
    followed.execute("delete from marts.dated_money where year_code < '2022'")
    few = outlook(followed, PAYMENTS, Selection())
    assert few.refused is Refusal.FEW
    assert all(cohort.settled is None for cohort in few.cohorts)
    assert "servono almeno quattro anni" in sentence(few, "it")
    nothing = outlook(followed, PAYMENTS, Selection.of(region="ITC1"))
    assert "nessuna data è nota" in sentence(nothing, "it")


@pytest.mark.parametrize(
    ("marts_of", "kpi", "trial", "words"),
    [
        ("followed", PAYMENTS, None, "le edizioni sono troppo poche per provarlo sul passato"),
        (
            "followed",
            PAYMENTS,
            HeldBack(30, 29, 25),
            "(29 su 30 quello all'80 %, 25 quello al 95 %)",
        ),
        ("kept", PLACEMENT, HeldBack(30, 18, 29), "(18 su 30 quello all'80 %, 29 quello al 95 %)"),
    ],
    ids=["untried", "narrow_95", "narrow_80"],
)
def test_no_interval_is_stated_that_the_past_does_not_bear(
    request: Any, monkeypatch: pytest.MonkeyPatch, marts_of: str, kpi: Any, trial: Any, words: str
) -> None:
    monkeypatch.setattr(settling, "held_back", lambda _: trial)
    monkeypatch.setattr(settled_rates, "held_back_rates", lambda *_: trial)
    found = outlook(request.getfixturevalue(marts_of), kpi, Selection(), Rules(audience="exact"))
    written = sentence(found, "it").replace("\N{NO-BREAK SPACE}", " ")
    assert found.total.settled is not None
    assert (found.total.bands, found.latest) == (None, None)
    assert all(cohort.bands is None for cohort in found.followed)
    assert "Di quanto si possa sbagliare non è indicato: " in written
    assert words in written
    row = outlook_row(found, "en")
    assert row["state"] == "expected"
    assert row["total"]["low_80"] is row["total"]["high_95"] is None


def test_what_has_no_days_is_named_with_what_has(followed: Any) -> None:
    with pytest.raises(NotSettled):
        outlook(followed, KPIS["completion_rate"], Selection())
    with pytest.raises(NotAvailableBy):
        outlook(followed, KPIS["placement_rate_6m"], Selection.of(sex="F"))


def test_the_year_held_back_is_expected_from_the_years_before_alone() -> None:
    ages = np.cumsum([100, 60, 30, 10, 5])
    triangle = np.array([[*ages[: 5 - row], *[np.nan] * row] for row in range(5)])
    found = held_back(np.vstack([[*ages], triangle[:4]]) * 1.0)
    assert found is None or found.within_95 == found.tried
    assert settle(triangle).ultimate == pytest.approx([205] * 5)


YEARS = range(2018, 2025)
EXACT, PROTECTED = Rules(audience="exact"), Rules(audience="protected")


def keep(con: Any, figure: str, day: str, year: int, value: float, key: int = 0) -> None:
    con.execute(
        "insert into marts.edition_count (slot, is_synthetic, edition_date, figure, period_code, "
        "fund_code, region_code, macro_area_code, managing_authority_code, programme_code, "
        "year_code, amount, amount_key) values ('current', false, ?, ?, '2014-2020', 'FSE', "
        "'ITG1', 'south', 'ITG1', '2014IT05SFOP014', ?, ?, ?)",
        [day, figure, str(year), value, key],
    )


def known_at(year: int, age: int) -> tuple[int, int]:
    """Return who is at work of who is known: jobs come late, and years differ a little."""
    others, jobs = 40 + year % 3, 60 + year % 2
    return round(jobs * (1 - 0.6 ** (age + 1))), others + round(jobs * (1 - 0.6 ** (age + 1)))


@pytest.fixture
def kept(one_operation: Any) -> Any:
    """Return marts of participations whose six earlier editions left their counts."""
    con = one_operation
    columns = [name for name, *_ in con.execute("describe marts.participation_cell").fetchall()]
    texts = {
        "slot": "current",
        "period_code": "2014-2020",
        "fund_code": "FSE",
        "region_code": "ITG1",
        "macro_area_code": "south",
        "managing_authority_code": "ITG1",
        "programme_code": "2014IT05SFOP014",
    }
    for year in YEARS:
        met, known = known_at(year, 2024 - year)
        counted = {"placed_6m_register": met, "known_6m_register": known, "mature_6m": known}
        counted |= {f"{name}_key": 12345 * value for name, value in counted.items()}
        made = texts | counted | {"exit_year_code": str(year), "jobless_leavers": known}
        made |= {"is_synthetic": False, "edition_date": DAY, "jobless_leavers_key": 5}
        values = [made.get(n, 0 if not n.endswith("_code") else "unknown") for n in columns]
        holders = ", ".join("?" for _ in columns)
        con.execute(f"insert into marts.participation_cell values ({holders})", values)
        for edition in range(year, 2024):
            for name, value in zip(
                ("placed", "known"), known_at(year, edition - year), strict=True
            ):
                figure = f"{name}_6m_register"
                keep(con, figure, f"{edition}-08-31", year, value, value * 777)
    return con


def test_a_rate_is_followed_over_editions_and_late_jobs_raise_it(kept: Any) -> None:
    found = outlook(kept, PLACEMENT, Selection(), EXACT)
    assert found.refused is None
    assert len(found.editions) == 7
    youngest = found.cohorts[-1]
    met, known = known_at(2024, 0)
    assert youngest.counts == (met, known)
    assert youngest.observed == pytest.approx(met / known)
    # what the oldest has come to, within what the years differ by
    assert youngest.settled == pytest.approx(found.cohorts[0].observed, abs=0.03)
    assert youngest.known == pytest.approx(known_at(2024, 6)[1], rel=0.05)
    assert found.latest is youngest
    written = sentence(found, "it")
    assert "Il 2024 non è ancora maturo: oggi si legge 36,4" in written
    assert f"con {known} esiti noti su circa" in written


def test_a_year_restricts_what_is_listed_and_not_what_is_followed(kept: Any) -> None:
    whole = outlook(kept, PLACEMENT, Selection(), EXACT)
    one = outlook(kept, PLACEMENT, Selection.of(year="2023"), EXACT)
    assert [cohort.year for cohort in one.cohorts] == [2023]
    assert one.cohorts[0] == whole.cohorts[-2]
    assert one.total == whole.total


def test_counts_of_earlier_editions_are_read_with_their_noise(kept: Any) -> None:
    exact = outlook(kept, PLACEMENT, Selection(), EXACT)
    guarded = outlook(kept, PLACEMENT, Selection(), PROTECTED)
    assert guarded.refused is None
    assert guarded.cohorts[-1].settled != exact.cohorts[-1].settled
    assert guarded == outlook(kept, PLACEMENT, Selection(), PROTECTED)


def test_what_one_audience_was_answered_is_never_the_answer_of_another(kept: Any) -> None:
    asked = [
        changes.outlook(Edition("one version", kept, rules), PLACEMENT, Selection()).cohorts[-1]
        for rules in (EXACT, PROTECTED)
    ]
    assert asked == [
        outlook(kept, PLACEMENT, Selection(), rules).cohorts[-1] for rules in (EXACT, PROTECTED)
    ]
    assert asked[0] != asked[1]


def test_few_persons_are_not_followed(kept: Any) -> None:
    kept.execute(
        "update marts.edition_count set amount = least(amount, 3) where figure like 'placed%'"
    )
    assert outlook(kept, PLACEMENT, Selection(), PROTECTED).refused is Refusal.FEW
    assert outlook(kept, PLACEMENT, Selection(), EXACT).refused is not Refusal.FEW


def test_a_gap_between_editions_ends_what_is_followed(kept: Any) -> None:
    kept.execute("delete from marts.edition_count where edition_date = date '2022-08-31'")
    found = outlook(kept, PLACEMENT, Selection(), EXACT)
    assert found.refused is Refusal.FEW
    assert found.editions == ("2024-08-31", "2023-08-31")
    assert "almeno quattro anni di uscita" in sentence(found, "it")


def test_nothing_is_expected_of_a_rate_without_editions(kept: Any) -> None:
    kept.execute("delete from marts.edition_count")
    found = outlook(kept, PLACEMENT, Selection(), EXACT)
    assert (found.refused, found.editions, found.held_back) == (Refusal.FEW, (), None)
    assert all(cohort.settled is None for cohort in found.cohorts)


def test_payments_are_followed_over_editions_where_there_are_several(
    marts: Any, operation: Any
) -> None:
    rows = [
        operation(
            f"O{year}",
            TOT_PAGAMENTI=f"{1000 * (1 - 0.5 ** (2025 - year)):.2f}".replace(".", ","),
            OC_DATA_INIZIO_PROGETTO=f"{year}0201",
        )
        for year in YEARS
    ]
    con = marts(*rows)
    for year in YEARS:
        for edition in range(year, 2024):
            paid = 1000 * (1 - 0.5 ** (edition - year + 1))
            keep(con, "payments_eur", f"{edition}-08-31", year, round(paid, 2))
    found = outlook(con, PAYMENTS, Selection())
    assert len(found.editions) == 7
    assert found.covered == pytest.approx(1)
    assert found.cohorts[-1].settled == pytest.approx(1000, rel=0.05)
    assert "file di scambio" not in sentence(found, "it")
    assert any("di avvio da quello della prima edizione" in line for line in notes(found, "it"))


def late_by_age(year: int, edition: int) -> float:
    """Return what is certified where half of the rest is claimed each year, or a little more."""
    rest = 1.0
    for age in range(edition - year + 1):
        rest *= 0.5 - (year * 7 + age * 3) % 5 / 100
    return round(1000 * (1 - rest), 2)


def late_by_calendar(year: int, edition: int) -> float:
    """Return what is certified where much is claimed in even years and little in odd ones."""
    claims = (90 if when % 2 == 0 else 10 for when in range(year + 1, edition + 1))
    return 200.0 + sum(claims)


@pytest.fixture
def claimed(marts: Any, operation: Any, database: Any) -> Any:
    """Return `claimed(amount)`: marts of claims that came so, with the editions before."""

    def made(amount: Callable[[int, int], float]) -> Any:
        whole = ((f"O{y}", "C", f"{y}-06-20", f"{amount(y, 2024):.2f}") for y in YEARS)
        claim(database, *whole)
        con = marts(*(operation(f"O{y}", OC_DATA_INIZIO_PROGETTO=f"{y}0201") for y in YEARS))
        for year in YEARS:
            for edition in range(year, 2024):
                keep(con, "certified_eur", f"{edition}-08-31", year, amount(year, edition))
        return con

    return made


def test_claims_are_followed_over_editions(claimed: Any) -> None:
    con = claimed(late_by_age)
    found = outlook(con, CERTIFIED, Selection())
    assert (found.refused, len(found.editions), found.covered) == (None, 7, pytest.approx(1))
    youngest = found.cohorts[-1]
    assert (youngest.year, youngest.observed) == (2024, late_by_age(2024, 2024))
    assert youngest.settled == pytest.approx(1000, rel=0.05)
    assert youngest.bands[1][0] < youngest.settled < youngest.bands[1][1]
    assert found.held_back.tried > 0
    assert any("FN09" in line for line in notes(found, "en"))
    assert not any("FN09" in line for line in notes(outlook(con, PAYMENTS, Selection()), "en"))


def test_claims_are_refused_where_the_habit_changed_or_editions_are_few(claimed: Any) -> None:
    con = claimed(late_by_calendar)
    habit = outlook(con, CERTIFIED, Selection())
    assert habit.refused is Refusal.HABIT
    assert "è cambiato il modo di registrare" in sentence(habit, "it")
    con.execute("delete from marts.edition_count where edition_date < '2023-01-01'")
    con.execute("delete from marts.dated_money where year_code < '2022'")
    few = outlook(con, CERTIFIED, Selection())
    assert few.refused is Refusal.FEW
    assert "almeno quattro anni" in sentence(few, "it")


def test_a_warehouse_keeps_what_its_newest_edition_counted(marts: Any, operation: Any) -> None:
    first = operation("A", TOT_PAGAMENTI="100,00", OC_DATA_INIZIO_PROGETTO="20200201")
    con = marts({"2023-08-31": [first]})
    asked = "select edition_date, figure, year_code, amount from ledger.kept_counts order by all"
    assert ("payments_eur", "2020", 100) in [row[1:] for row in con.execute(asked).fetchall()]
    assert con.execute("select count(*) from marts.edition_count").fetchone() == (0,)


@pytest.fixture
def two_regions(one_operation: Any) -> Any:
    """Return marts with seven earlier editions of two regions."""
    con = one_operation
    rng = np.random.default_rng(2)
    for edition in range(2017, 2024):
        for region in ("ITG1", "ITF3"):
            for year in range(2017, edition + 1):
                for figure, count in (("known_6m_register", 400), ("placed_6m_register", 200)):
                    con.execute(
                        "insert into marts.edition_count by name select 'current' as slot, "
                        "false as is_synthetic, ?::date as edition_date, ? as figure, "
                        "'2014-2020' as period_code, 'FSE' as fund_code, ? as region_code, "
                        "'south' as macro_area_code, 'X' as managing_authority_code, "
                        "'X' as programme_code, ? as year_code, ? as amount, ? as amount_key",
                        [
                            f"{edition}-08-31",
                            figure,
                            region,
                            str(year),
                            count + int(rng.integers(50)),
                            int(rng.integers(2**32)),
                        ],
                    )
    return con


def triangles_of(con: Any, selection: Selection, rules: Rules) -> Any:
    """Return the triangles of a rate of which the newest edition shows one and the same."""
    rows = tuple(KpiRow((str(y),), 250, 450, 0.55, State.SHOWN) for y in range(2017, 2025))
    days, audience = ("2024-08-31",), Audience.PROTECTED
    by_year = KpiResult(PLACEMENT, ("year",), selection, rows, editions=days, audience=audience)
    return edition_triangles(con, by_year, rules)


def earlier(one: Any) -> list[Any]:
    """Return the numerators and denominators of earlier editions."""
    found = []
    for parts in (one.met, one.known):
        before = np.isfinite(parts) & np.isfinite(np.roll(parts, -1, axis=1))
        before[:, -1] = False
        assert before.sum() == 28
        found.append(parts[before])
    return found


def test_several_regions_have_the_noise_of_each_and_none_of_their_own(two_regions: Any) -> None:
    # a union with a noise of its own is one more answer, and many unions give the mean
    one, two, both = (
        earlier(triangles_of(two_regions, Selection.of(region=regions), PROTECTED))
        for regions in (["ITG1"], ["ITF3"], ["ITF3", "ITG1"])
    )
    for parts in zip(one, two, both, strict=True):
        assert (parts[0] + parts[1] == parts[2]).all()


def test_an_authority_reads_one_answer_about_the_others_of_each_edition(two_regions: Any) -> None:
    """Another noise for each group of its own and the same others would average out."""
    two_regions.execute("update marts.edition_count set managing_authority_code = region_code")
    own = PROTECTED.model_copy(update={"own": ("ITG1",)})
    exact, others = (
        earlier(triangles_of(two_regions, Selection.of(region=region), rules))
        for region, rules in (("ITG1", EXACT), ("ITF3", PROTECTED))
    )
    seen = earlier(triangles_of(two_regions, Selection(), own))
    for mine, rest, both in zip(exact, others, seen, strict=True):
        assert (mine + rest == both).all()
    few = (
        "update marts.edition_count set amount = 3 where region_code = 'ITF3' and figure like 'p%'"
    )
    two_regions.execute(few)
    assert triangles_of(two_regions, Selection(), own).years == ()
    assert triangles_of(two_regions, Selection(), PROTECTED).years
