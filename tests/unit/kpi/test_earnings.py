"""Pay before and after: quantiles that are nobody's own amount where figures are guarded."""

import shutil
from datetime import date
from random import Random
from typing import Any

import duckdb
import pytest

from cruscotto.disclosure import Rules
from cruscotto.kpi.query.hidden_cells import LEAST
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.quantiles import WRITTEN_EUR
from cruscotto.kpi.query.result import State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import EARNINGS_KPIS, KPIS
from cruscotto.warehouse.build import build

EXACT, PROTECTED, PUBLIC = (Rules(audience=name) for name in ("exact", "protected", "public"))
MEDIAN = KPIS["median_earnings_12m_eur"]


@pytest.fixture(scope="module")
def paid(_country: Any, tmp_path_factory: Any) -> Any:
    """Return the country of 1,000 participations with what a register knows of their pay."""
    path = tmp_path_factory.mktemp("paid") / "w.duckdb"
    shutil.copyfile(_country, path)
    con = duckdb.connect(str(path))
    rng = Random(8)
    rows = [
        ("h1", n, f"PE{n // 60}", date(2018 + n % 60 // 12, n % 12 + 1, 1), True, None)
        for n in range(900 * 60)
    ]
    made = [(*row, round(rng.lognormvariate(7, 0.4), 2)) for row in rows if rng.random() < 0.7]
    con.execute("create temp table h (f text, n int, p text, m date, e bool, c text, v double)")
    con.append("h", __import__("pandas").DataFrame(made, columns=list("fnpmecv")))
    con.execute(
        "insert into raw.employment_history (file_id, row_number, person_id, month, employed, "
        "contract, earnings) select * from h"
    )
    con.execute(
        "insert into ledger.file values ('h1', 10, 'employment_history', 'h.csv', 'h1', '', '', "
        "'2024-08-31', now()::timestamp, $n, $n, 0, 0, 0, false, '')",
        {"n": len(made)},
    )
    build(con, "0f" * 32)
    yield con
    con.close()


def test_a_guarded_median_is_near_the_exact_one_and_nobodys_own(paid: Any) -> None:
    exact, seen = (measure(paid, MEDIAN, (), rules=r).rows[0] for r in (EXACT, PROTECTED))
    assert seen.value % WRITTEN_EUR == 0
    assert abs(seen.value - exact.value) < 60
    assert seen.low <= seen.value <= seen.high
    assert exact.low - 50 <= exact.value <= exact.high + 50
    assert exact.denominator > 200


def test_asking_again_gives_the_same_and_the_public_another(paid: Any) -> None:
    first, again, public = (
        measure(paid, MEDIAN, ("programme", "sex"), rules=r) for r in (PROTECTED, PROTECTED, PUBLIC)
    )
    assert first.rows == again.rows
    assert first.rows != public.rows


@pytest.mark.parametrize("kpi", EARNINGS_KPIS, ids=lambda kpi: kpi.name)
def test_a_quantile_of_few_persons_is_hidden(paid: Any, kpi: Any) -> None:
    by = ("programme", "sex", "education", "age_band")
    exact, seen = (measure(paid, kpi, by, rules=r) for r in (EXACT, PROTECTED))
    few = [row for row in exact.rows if 0 < row.denominator < LEAST]
    assert few
    for row in few:
        assert seen.row(*row.codes).state is State.HIDDEN
        assert seen.row(*row.codes).value is None


def test_several_codes_of_a_filter_add_up_their_own_noises(paid: Any) -> None:
    """The persons of a union are those of its codes as each is shown alone."""
    codes = ["2014IT05SFOP014", "2014IT05SFOP015"]
    alone = [
        measure(paid, MEDIAN, (), Selection.of(programme=code), PROTECTED).rows[0] for code in codes
    ]
    both = measure(paid, MEDIAN, (), Selection.of(programme=codes), PROTECTED).rows[0]
    assert both.denominator == sum(row.denominator for row in alone)


def test_who_waits_for_the_month_is_not_missing(paid: Any) -> None:
    found = measure(paid, MEDIAN, ("year",), rules=EXACT)
    states = {row.codes[0]: row.state for row in found.rows}
    assert states["2024"] is State.IMMATURE
    assert states["2020"] is State.SHOWN
