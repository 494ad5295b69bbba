"""The lint refuses each construct that would change numbers between the two engines."""

import pytest

from cruscotto.warehouse.portable import RULES, is_visibly_double, refusals

REFUSED = {
    "percentile_cont": "select percentile_cont(0.5) within group (order by x) from t",
    "quantile_cont of two arguments": "select quantile_cont(x, 0.5) from t",
    "date_diff in months": "select date_diff('month', a, b) from t",
    "date_diff in years": "select date_diff('year', a, b) from t",
    "an integer cast of a double": "select cast(cast(x as double) * 2 as int) from t",
    "an integer cast of a quotient": "select cast(cast(x as double) / 2 as bigint) from t",
    "an integer cast of a fraction": "select cast(x * 0.5 as integer) from t",
    "avg": "select avg(x) from t",
    "decimal by decimal": "select sum(a) / nullif(sum(b), 0) from t",
    "division by what may be nought": "select cast(a as double) / b from t",
    "division by nought itself": "select cast(a as double) / 0 from t",
    "dayofweek": "select dayofweek(d) from t",
    "isodow": "select isodow(d) from t",
    "date minus date": "select end_date - start_date from t",
    "date minus a literal date": "select start_date - date '2020-01-01' from t",
    "regexp_replace of the first": "select regexp_replace(x, 'a', 'b') from t",
    "a group in a replacement": r"select regexp_replace(x, '(a)', '\1b', 'g') from t",
    "a pattern from a column": "select regexp_matches(x, y) from t",
    "mode": "select mode(x) from t",
    "any_value": "select any_value(x) from t",
    "first": "select first(x) from t",
    "arg_max": "select arg_max(a, b) from t",
    "* with qualify": "select * from t qualify row_number() over (order by x) = 1",
    "a named window with a frame": "select sum(x) over (w rows 2 preceding) from t "
    "window w as (order by x)",
    "a series as a table": "select * from generate_series(1, 3)",
    "* replace": "select * replace (1 as x) from t",
    "columns": "select columns('a.*') from t",
    "pivot": "pivot t on a using sum(b)",
    "asof": "select * from a asof join b on a.x >= b.x",
    "union by name": "select a from t union all by name select a from u",
    "strip_accents": "select strip_accents(x) from t",
    "try_strptime": "select try_strptime(x, '%Y') from t",
    "strptime": "select strptime(x, '%Y') from t",
    "a sum of doubles": "select sum(cast(x as double)) from t",
    "a running sum of doubles": "select sum(cast(x as double)) over (order by y) from t",
    "a list in any order": "select array_agg(x) from t",
    "texts in any order": "select string_agg(x, ',') from t",
    "unnest within": "select trim(unnest(string_split(x, ','))) from t",
}
ALLOWED = (
    "select cast(sum(x) as double) / nullif(n, 0) from t",
    "select cast(floor(cast(x as double) / 2) as int) from t",
    "select cast(1.0 as double) / count(*) over (partition by a) from t",
    "select round(sum(cast(x as double)), 9) from t",
    "select regexp_replace(x, '^0+', '', 'g') from t",
    "select date_diff('day', start_date, end_date) from t",
    "select list_sort(list_distinct(array_agg(x))) from t",
    "select unnest(generate_series(1, n)) as place from t",
    "select amount_eur - paid_eur from t",
)


@pytest.mark.parametrize("sql", REFUSED.values(), ids=REFUSED)
def test_the_lint_refuses_what_changes_between_engines(sql: str) -> None:
    assert refusals(sql)


@pytest.mark.parametrize("sql", ALLOWED)
def test_the_lint_lets_the_portable_form_pass(sql: str) -> None:
    assert refusals(sql) == []


def test_every_rule_of_the_lint_refuses_something() -> None:
    said = {fault.partition(": ")[0] for sql in REFUSED.values() for fault in refusals(sql)}
    reasons = {reason.partition(": ")[0] for reason, _, _ in RULES}
    assert reasons <= said


def test_a_refusal_names_its_reason_and_the_words() -> None:
    assert refusals("select avg(x) from t") == [
        "avg rounds decimals: write cast(sum(x) as double) / nullif(n, 0): AVG(x)"
    ]


@pytest.mark.parametrize(
    ("sql", "double"),
    [
        ("cast(x as double)", True),
        ("round(x, 2)", True),
        ("a / b", True),
        ("x", False),
        ("coalesce(cast(x as double), 0)", True),
        ("case when a then 1 else b / c end", True),
        ("cast(sum(x) as decimal(18, 2))", False),
        ("round(x)", False),
        ("case when cast(x as double) > 1 then y end", False),
    ],
)
def test_a_double_is_known_by_its_own_words(sql: str, double: bool) -> None:
    from sqlglot import parse_one

    assert is_visibly_double(parse_one(sql, dialect="duckdb")) is double
