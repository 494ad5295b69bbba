"""What money will come to: dated amounts become ages, refusals are stated, the trial is counted."""

from typing import Any

import numpy as np
import pytest

from cruscotto.change.triangles import Refusal, settle
from cruscotto.errors import NotSettled
from cruscotto.kpi.change.settling import held_back, outlook
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.kpi.wording.outlooks import notes, sentence

PAYMENTS = KPIS["payments_eur"]
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


@pytest.fixture
def followed(marts: Any, operation: Any) -> Any:
    """Return marts whose dated money is that of eight years, each growing as the one before."""
    con = marts(operation("A", TOT_PAGAMENTI="20000,00"))
    rng = np.random.default_rng(1)
    row = con.execute("select * from marts.operation_share").fetchone()
    names = [column[0] for column in con.description]
    place = dict(zip(names, row, strict=True))
    kept = [name for name, *_ in con.execute("describe marts.dated_money").fetchall()]
    for year in range(2017, 2025):
        for age in range(2024 - year + 1):
            amount = 1000 * (0.5**age) * float(rng.uniform(0.9, 1.1))
            made = {**place, "year_code": str(year), "age": age, "payments_eur": amount}
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
    assert found.held_back.tried == 6
    assert 0 <= found.held_back.within_80 <= found.held_back.within_95 <= 6
    assert found.covered == pytest.approx(found.total.observed / 20000)


def test_words_give_what_is_observed_what_is_expected_and_what_it_covers(followed: Any) -> None:
    found = outlook(followed, PAYMENTS, Selection())
    said = sentence(found, "it")
    assert "finora; attesi" in said
    assert "interventi avviati dal 2017 al 2024" in said
    assert any("file di scambio" in line for line in notes(found, "it"))


def test_few_years_and_a_changed_habit_are_refused_in_words(followed: Any) -> None:
    followed.execute("delete from marts.dated_money where year_code < '2022'")
    few = outlook(followed, PAYMENTS, Selection())
    assert few.refused is Refusal.FEW
    assert all(cohort.settled is None for cohort in few.cohorts)
    assert "servono almeno quattro anni" in sentence(few, "it")
    nothing = outlook(followed, PAYMENTS, Selection.of(region="ITC1"))
    assert "nessuna data è nota" in sentence(nothing, "it")


def test_what_has_no_days_is_named_with_what_has(followed: Any) -> None:
    with pytest.raises(NotSettled):
        outlook(followed, KPIS["placement_rate_6m"], Selection())


def test_the_year_held_back_is_expected_from_the_years_before_alone() -> None:
    ages = np.cumsum([100, 60, 30, 10, 5])
    triangle = np.array([[*ages[: 5 - row], *[np.nan] * row] for row in range(5)])
    found = held_back(np.vstack([[*ages], triangle[:4]]) * 1.0)
    assert found is None or found.within_95 == found.tried
    assert settle(triangle).ultimate == pytest.approx([205] * 5)
