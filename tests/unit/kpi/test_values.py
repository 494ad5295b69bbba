"""Figures against a second computation in plain Python, on random operations."""

from collections import defaultdict
from contextlib import suppress
from decimal import Decimal
from functools import partial
from random import Random
from statistics import median
from typing import Any

import duckdb
import pytest
import sqlglot

from cruscotto.errors import CruscottoError
from cruscotto.kpi.query import together
from cruscotto.kpi.query.asking import sql_of
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS, MART_DIMENSIONS, kpi
from cruscotto.kpi.registry.dimensions import DIMENSIONS
from cruscotto.kpi.registry.model import Kpi, Method

MONEY = [k for k in KPIS.values() if k.mart in ("operation_share", "programme_money")]
every_money_kpi = pytest.mark.parametrize("indicator", MONEY, ids=lambda k: k.name)
Rows = list[dict[str, Any]]


def amount(chance: Random, limit: int) -> str:
    if chance.random() < 0.15:
        return ""
    return f"{chance.randrange(limit) / 100:.2f}".replace(".", ",")


def random_operations(operation: Any, seed: int) -> dict[str, Any]:
    chance = Random(seed)
    editions: dict[str, Any] = {}
    programmes = ("2014IT05SFOP014", "2014IT05SFOP015", "2014IT05M9OP001", "P1:::P2")
    for day, chosen in (("2024-06-30", programmes), ("2024-08-31", programmes[1:])):
        editions[day] = [
            operation(
                f"OP{number}",
                OC_CODICE_PROGRAMMA=chance.choice(chosen),
                OC_COD_ARTICOLAZ_PROGRAMMA=chance.choice(["1", "A", "A:::B", ""]),
                COD_REGIONE=chance.choice(["019", "009", "003:::004:::019", "999", "001:::002"]),
                COD_PROVINCIA="",
                FINANZ_UE_FSE=amount(chance, 10**7),
                FINANZ_UE_IOG=chance.choice(["", "77,00"]),
                FINANZ_TOTALE_PUBBLICO=amount(chance, 10**8),
                OC_IMPEGNI_GIURID_VINCOLANTI=amount(chance, 10**7),
                TOT_PAGAMENTI=amount(chance, 10**8),
                OC_STATO_PROGETTO=chance.choice(["Concluso", "In corso", "Liquidato", ""]),
                OC_DATA_INIZIO_PROGETTO=chance.choice(["20190101", "20201231", "20201332"]),
                OC_DATA_FINE_PROGETTO_EFFETTIVA=chance.choice(["20200101", "20220101", ""]),
                OC_CODFISC_BENEFICIARIO=chance.choice(["01", "02", "03", ""]),
                OC_DENOM_BENEFICIARIO="",
            )
            for number in range(25)
        ]
    return editions


@pytest.fixture
def money(marts):
    """Return `money(*rows)`, as `marts`: what money is measured from, and no more."""
    return partial(marts, only=("marts.operation_share", "marts.programme_money"))


@pytest.fixture(scope="module")
def con(shared_marts, operation) -> duckdb.DuckDBPyConnection:
    return shared_marts(random_operations(operation, 7))


def rows_of(con: duckdb.DuckDBPyConnection, mart: str) -> Rows:
    cursor = con.cursor().execute(f"select * from marts.{mart}")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def added(rows: Rows, column: str) -> Any:
    values = [row[column] for row in rows if row[column] is not None]
    return sum(values) if values else None


def per_operation(rows: Rows, column: str) -> list[Any]:
    return list({row["operation_id"]: row[column] for row in rows}.values())


def expected(k: Kpi, rows: Rows) -> tuple[Any, Any, Any]:
    """Return numerator, denominator and value, from rows alone; written apart from the package."""
    if k.method is Method.COUNT:
        count = len({row[k.numerator] for row in rows})
        return count, None, count
    if k.method is Method.SUM:
        total = added(rows, k.numerator)
        return total, None, total
    if k.method is Method.RATIO:
        above, below = added(rows, k.numerator), added(rows, str(k.denominator))
    elif k.method is Method.SHARE_OF_OPERATIONS:
        met = per_operation(rows, k.numerator)
        above, below = sum(met), len(met)
    elif k.method is Method.CONCENTRATION:
        shares: dict[str, list[Decimal]] = defaultdict(list)
        for row in rows:
            if row["beneficiary_key"] is not None and row[k.numerator] is not None:
                shares[row["beneficiary_key"]].append(row[k.numerator])
        sums = [sum(parts) for parts in shares.values()]
        above = sum(s * s for s in sums) if sums else None
        below = sum(sums) ** 2 if sums else None
    else:
        known = [v for v in per_operation(rows, k.numerator) if v is not None]
        if k.method is Method.MEDIAN_OF_OPERATIONS:
            middle = median(known) if known else None
            return middle, len(known), middle
        above, below = (sum(known) if known else None), len(known)
    value = float(above) / float(below) if above is not None and below else None
    return above, below, value


def same(found: Any, wanted: Any) -> bool:
    if found is None or wanted is None:
        return found is wanted
    return float(found) == pytest.approx(float(wanted), rel=1e-9, abs=1e-9)


def check(con: Any, k: Kpi, by: tuple[str, ...], selection: Selection) -> None:
    wanted = dict(selection.where)
    chosen = [
        row
        for row in rows_of(con, k.mart)
        if row["slot"] == selection.slot
        and all(row[DIMENSIONS[name].column] in codes for name, codes in wanted.items())
    ]
    groups: dict[tuple[str, ...], Rows] = defaultdict(list)
    for row in chosen:
        groups[tuple(row[DIMENSIONS[name].column] for name in by)].append(row)
    if k.method is Method.CONCENTRATION:
        groups = {
            codes: rows
            for codes, rows in groups.items()
            if any(row["beneficiary_key"] is not None for row in rows)
        }
    result = measure(con, k, by, selection)
    assert [row.codes for row in result.rows] == sorted(groups)
    for row in result.rows:
        numerator, denominator, value = expected(k, groups[row.codes])
        assert same(row.numerator, numerator), (row, numerator)
        assert same(row.denominator, denominator), (row, denominator)
        assert same(row.value, value), (row, value)
        assert str(row.state) == ("missing" if value is None else "shown")


SELECTIONS = (
    Selection(),
    Selection.of(slot="previous"),
    Selection.of(region=["ITG1", "ITC4"], fund="FSE"),
    Selection.of(programme="2014IT05SFOP014"),
    Selection.of(period="2007-2013"),
)


@every_money_kpi
def test_every_figure_equals_a_second_computation(con, indicator: Kpi) -> None:
    for selection in SELECTIONS:
        check(con, indicator, (), selection)
    for selection in SELECTIONS[:3]:
        for name in MART_DIMENSIONS[indicator.mart]:
            check(con, indicator, (name,), selection)
    check(con, indicator, ("region", "fund", "programme"), Selection())


def test_sums_add_up_to_the_total_along_every_dimension(con) -> None:
    for name in ("public_funding_eur", "commitments_eur", "payments_eur"):
        total = measure(con, kpi(name)).value()
        for by in MART_DIMENSIONS["operation_share"]:
            assert sum(row.value or 0 for row in measure(con, kpi(name), (by,)).rows) == total


# ---------------------------------------------------------------- conditions are bound
HOSTILE = (
    "' or 1=1 --",
    '"; drop table ledger.file; --',
    "$slot",
    "%",
    "\\",
    "",
    "è\u0000",
    "None",
)


@every_money_kpi
def test_codes_are_bound_and_never_part_of_the_query(con, indicator: Kpi) -> None:
    total = measure(con, indicator).value()
    for code in HOSTILE:
        selection = Selection.of(region=[code])
        assert measure(con, indicator, ("fund",), selection).is_empty
        assert sql_of(indicator, (), selection) == sql_of(
            indicator, (), Selection.of(region="ITG1")
        )
    assert measure(con, indicator).value() == total


def test_a_dimension_asked_for_twice_is_answered_or_said(con) -> None:
    for indicator in MONEY:
        with suppress(CruscottoError):
            measure(con, indicator, ("region", "region"))


# ---------------------------------------------------------------- missing, zero, above one
def test_missing_is_not_zero(money, operation) -> None:
    con = money(
        operation("OP1", TOT_PAGAMENTI="", COD_REGIONE="001", OC_CODICE_PROGRAMMA="P1"),
        operation("OP2", TOT_PAGAMENTI="0,00", COD_REGIONE="003", OC_CODICE_PROGRAMMA="P1"),
        operation("OP3", TOT_PAGAMENTI="-5,00", COD_REGIONE="005", OC_CODICE_PROGRAMMA="P1"),
    )
    rows = measure(con, kpi("payments_eur"), ("region",)).rows
    assert [(r.codes[0], r.value, str(r.state)) for r in rows] == [
        ("ITC1", None, "missing"),
        ("ITC4", 0, "shown"),
        ("ITH3", -5, "shown"),
    ]


def test_a_plan_without_operations_is_missing_from_rates_and_not_zero(money, operation) -> None:
    con = money(operation("OP1"))
    rate = measure(con, kpi("payment_rate"), (), Selection.of(programme="2014IT05SFOP015"))
    assert [str(row.state) for row in rate.rows] == ["missing"]
    plan = measure(con, kpi("planned_budget_eur"), (), Selection.of(period="2021-2027"))
    assert plan.value() is None


def test_ratios_above_one_are_not_clipped(money, operation) -> None:
    con = money(operation("OP1", OC_IMPEGNI_GIURID_VINCOLANTI="100,00", TOT_PAGAMENTI="250,00"))
    assert measure(con, kpi("payments_on_commitments")).value() == 2.5


def test_a_ratio_is_a_ratio_of_sums_over_the_same_operations(money, operation) -> None:
    con = money(
        operation("OP1", OC_IMPEGNI_GIURID_VINCOLANTI="100,00", TOT_PAGAMENTI="50,00"),
        operation("OP2", OC_IMPEGNI_GIURID_VINCOLANTI="300,00", TOT_PAGAMENTI="0,00"),
        operation("OP3", OC_IMPEGNI_GIURID_VINCOLANTI="0,00", TOT_PAGAMENTI="0,00"),
    )
    row = measure(con, kpi("payments_on_commitments")).row()
    assert (row.numerator, row.denominator, row.value) == (50, 400, 0.125)


def test_nothing_divided_by_nothing_is_missing(money, operation) -> None:
    con = money(operation("OP1", OC_IMPEGNI_GIURID_VINCOLANTI="0,00", TOT_PAGAMENTI="0,00"))
    row = measure(con, kpi("payments_on_commitments")).row()
    assert (row.value, str(row.state)) == (None, "missing")


def test_one_beneficiary_in_two_editions_is_one_beneficiary(money, operation) -> None:
    con = money(
        {
            "2024-06-30": [operation("OP1", OC_CODICE_PROGRAMMA="P1")],
            "2024-08-31": [operation("OP2", OC_CODICE_PROGRAMMA="P2")],
        }
    )
    assert measure(con, kpi("funding_concentration")).value() == 1


def test_the_concentration_of_large_amounts_is_measured_too(money, operation) -> None:
    large = {"FINANZ_TOTALE_PUBBLICO": "900000000,00"}
    other = {"OC_CODFISC_BENEFICIARIO": "09876543210"}
    con = money(operation("OP1", **large), operation("OP2", **large, **other))
    assert measure(con, kpi("funding_concentration")).value() == 0.5


def test_a_result_says_which_kind_of_data_and_which_editions_stand_behind_it(
    money, operation
) -> None:
    con = money({"2024-06-30": [operation("SINT-1")], "2024-08-31": [operation("SINT-2")]})
    result = measure(con, kpi("payments_eur"))
    assert (result.data_kind, result.editions) == ("synthetic", ("2024-08-31",))


def test_all_editions_behind_a_figure_are_told_and_no_other(money, operation) -> None:
    days = ("2023-12-31", "2024-04-30", "2024-06-30", "2024-08-31")
    paid = ("1,00", "2,00", "3,00", "")
    con = money(
        {
            day: [operation(f"OP{n}", OC_CODICE_PROGRAMMA=f"P{n}", TOT_PAGAMENTI=amount)]
            for n, (day, amount) in enumerate(zip(days, paid, strict=True))
        }
    )
    assert measure(con, kpi("payments_eur"), ("programme",)).editions == days[2::-1]
    assert measure(con, kpi("operations_count")).editions == days[::-1]


TOGETHER = [k for k in MONEY if together.family(k.name)]


@pytest.mark.parametrize("indicator", TOGETHER, ids=lambda k: k.name)
def test_an_indicator_asked_with_its_family_is_the_one_asked_alone(con, indicator: Kpi) -> None:
    relatives = together.family(indicator.name)
    assert indicator in relatives
    for selection in SELECTIONS:
        days = together.known_days(con, indicator.mart, selection.slot)
        for by in ((), ("period",), ("region", "fund")):
            found = together.measure_together(con, relatives, by, selection, days)
            assert found[indicator.name] == measure(con, indicator, by, selection)


def test_editions_between_two_others_are_found_in_a_family_too(money, operation) -> None:
    days = ("2023-12-31", "2024-04-30", "2024-06-30", "2024-08-31")
    con = money({day: [operation(f"OP{day}", OC_CODICE_PROGRAMMA=day)] for day in days})
    known = together.known_days(con, "operation_share", "current")
    for chosen in (days, days[1:], (days[0], days[3])):
        selection = Selection.of(programme=list(chosen))
        relatives = together.family("payments_eur")
        found = together.measure_together(con, relatives, (), selection, known)
        assert found["payments_eur"].editions == chosen[::-1]


# ---------------------------------------------------------------- the generated SQL
SNAPSHOTS = {
    "operations_count": "SELECT COUNT(DISTINCT operation_id) AS numerator, NULL AS denominator, ",
    "payments_eur": "SELECT SUM(payments_eur) AS numerator, NULL AS denominator, ",
    "payment_rate": (
        "SELECT SUM(payments_eur) AS numerator, SUM(comparable_budget_eur) AS denominator, "
    ),
    "concluded_share": (
        "SELECT COUNT(*) FILTER(WHERE is_concluded) AS numerator, COUNT(*) AS denominator, "
    ),
    "average_delay_days": (
        "SELECT SUM(delay_days) AS numerator, COUNT(delay_days) AS denominator, "
    ),
    "median_operation_eur": (
        "SELECT MEDIAN(CAST(operation_public_funding_eur AS DOUBLE)) AS numerator, "
    ),
    "funding_concentration": "SELECT SUM(amount * amount) AS numerator, ",
}
WHERE = {
    "duckdb": '"slot" = $slot AND "region_code" IN ($region_0, $region_1)',
    "spark": "`slot` = :slot AND `region_code` IN (:region_0, :region_1)",
}


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_the_query_of_each_method_is_the_one_we_know(name) -> None:
    sql = sql_of(kpi(name), (), Selection.of(region=["ITC1", "ITG1"]))
    assert sql.startswith(SNAPSHOTS[name])
    assert WHERE["duckdb"] in sql
    assert {kpi(n).method for n in SNAPSHOTS} == {k.method for k in MONEY}


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_the_query_of_each_method_translates_to_spark(name) -> None:
    sql = sql_of(kpi(name), ("region",), Selection.of(region=["ITC1", "ITG1"]))
    spark = sqlglot.transpile(
        sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
    )[0]
    assert WHERE["spark"] in spark
    assert "GROUP BY" in spark
