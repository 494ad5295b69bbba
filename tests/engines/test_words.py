"""Single constructs on both engines: what the stock translation would count differently."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
import sqlglot

from cruscotto.warehouse.engines import open_engine
from cruscotto.warehouse.spark.dialect import java_pattern, to_spark
from cruscotto.warehouse.spark.engine import OnSpark

# name: an expression over the columns of HARD
EXPRESSIONS = {
    "rounding halves": "round(f, 2)",
    "a double as money": "cast(f * cast(1.0 as double) as decimal(18, 2))",
    "a double as a share": "cast(round(f, 8) as decimal(28, 8))",
    "a difference of doubles": "cast(round(f, 2) - round(f / 3.0, 2) as decimal(18, 2))",
    "a quotient": "cast(a as double) / nullif(n, 0)",
    "sums of decimals": "cast(a + cast(1 as decimal(38, 8)) as decimal(38, 8))",
    "position": "strpos(s, 'b')",
    "length": "length(s)",
    "year": "extract(year from d)",
    "month": "date_trunc('month', d)",
    "days between": "date_diff('day', d, date '2024-02-29')",
    "a month later": "cast(d + interval 1 month as date)",
    "28 days later": "cast(d + interval 28 day as date)",
    "end of text": "regexp_matches(s, '^[0-9]+$')",
    "any character": "regexp_matches(s, '^a.b$')",
    "a class with a dollar": "regexp_matches(s, '[$]')",
    "replaced": "regexp_replace(s, '^0+', '', 'g')",
    "extracted": "regexp_extract(s, '(19|20)[0-9]{2}', 0)",
    "a pattern with a backslash": "s like p || '%'",
    "an element": "string_split(s, ':::')[1]",
    "an element by place": "string_split(s, ':::')[n]",
    "a part": "split_part(s, '#', 1)",
    "padded": "lpad(s, 3, '0')",
    "text of a number": "cast(n as varchar)",
    "text of money": "cast(a as varchar)",
    "text of a day": "cast(d as varchar)",
    "text of a truth": "cast(n > 1 as varchar)",
    "a number from text": "try_cast(s as double) is null",
    "md5": "md5(s)",
    "hexadecimal figures": "cast('0x' || substr(md5(s), 1, 8) as bigint)",
    "greatest and least": "greatest(n, 2) - least(n, 5)",
    "trimmed": "trim(s) || '|' || upper(s) || lower(s)",
}
QUERIES = {
    "ties and nulls in order": "select n, row_number() over (order by n desc, s, f, i) as place "
    "from hard",
    "ranks": "select n, dense_rank() over (order by n) as place from hard",
    "38 digits": "select cast(sum(big) as decimal(38, 2)) as whole from hard where i < 9",
    "negative 38 digits": "select cast(sum(-big) as decimal(38, 2)) as whole from hard where i < 9",
    "empty groups": "select s, cast(sum(a) filter (where n > 99) as decimal(38, 2)) as none, "
    "count(n) as known "
    "from hard group by s",
    "no rows at all": "select count(*) as rows, max(d) as last, cast(sum(n) as bigint) as total "
    "from hard where n > 1000",
    "texts in order": "select string_agg(distinct s, '|' order by s) as distinct_texts, "
    "string_agg(s, '|' order by n, s) as texts from hard where n is not null",
    "lists": "select array_to_string(list_sort(list_distinct(array_agg(s))), '|') as texts "
    "from hard",
    "series": "select i, unnest(generate_series(1, n)) as place from hard where n < 4",
    "truths": "select bool_or(n > 3) as one, bool_and(n > 3) as each from hard",
    "distinct": "select count(distinct s) as texts from hard",
    "least and greatest text": "select min(s) as first, max(s) as last from hard",
}
TEXTS = [
    "",
    " ",
    "ab",
    "AB",
    "12",
    "12\n",
    "007",
    "a\nb",
    "a\rb",
    "$",
    "x:::y",
    "x\\y",
    "è",
    "2019",
    None,
]
DAYS = ["2024-01-31", "2023-01-31", "2024-02-29", "1999-12-31", "2020-08-31", None]
FLOATS = [1.005, 2.675, 0.125, -0.125, 1e8 + 0.005, 123456789.12345679, 0.0, -1e-9, 1 / 3, None]


@pytest.fixture(scope="module")
def pair(
    small_spark: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[duckdb.DuckDBPyConnection, OnSpark, Path]]:
    folder = tmp_path_factory.mktemp("words")
    with closing(open_engine("spark", "local[2]", folder)) as spark, duckdb.connect() as con:
        assert isinstance(spark, OnSpark)
        con.execute(
            "create table hard as select i, s[1 + i % len(s)] as s, "
            "cast(d[1 + i % len(d)] as date) as d, f[1 + i % len(f)] as f, nullif(i % 7, 6) as n, "
            "cast((i * 7 - 50) / 3 as decimal(18, 2)) as a, "
            "cast('100000000000000000000000000000000000.01' as decimal(38, 2)) as big, "
            "case when i % 2 = 0 then 'x\\' else 'a' end as p "
            "from (select unnest(range(120)) as i, $s as s, $d as d, $f as f)",
            {"s": TEXTS, "d": DAYS, "f": FLOATS},
        )
        con.execute(f"copy hard to '{folder}/hard.parquet' (format parquet)")
        spark.session.read.parquet(f"{folder}/hard.parquet").createOrReplaceTempView("hard")
        yield con, spark, folder


def _compare(pair: tuple[duckdb.DuckDBPyConnection, OnSpark, Path], sql: str, name: str) -> None:
    con, spark, folder = pair
    place = folder / name.replace(" ", "_")
    spark.write("staging.words", sql, place)
    other = f"read_parquet('{place}/*.parquet')"
    types = [
        [row[:2] for row in con.execute(f"describe {query}").fetchall()]
        for query in (sql, f"select * from {other}")
    ]
    assert types[0] == types[1]
    for one, two in ((sql, f"from {other}"), (f"from {other}", sql)):
        assert con.execute(f"({one}) except all ({two})").fetchall() == []


@pytest.mark.spark
def test_expressions_count_alike(pair: tuple[duckdb.DuckDBPyConnection, OnSpark, Path]) -> None:
    named = (f"{sql} as c{n}" for n, sql in enumerate(EXPRESSIONS.values()))
    _compare(pair, f"select i, {', '.join(named)} from hard", "expressions")


@pytest.mark.spark
@pytest.mark.parametrize("name", QUERIES)
def test_queries_count_alike(
    pair: tuple[duckdb.DuckDBPyConnection, OnSpark, Path], name: str
) -> None:
    _compare(pair, QUERIES[name], name)


@pytest.mark.spark
def test_a_bound_salt_shows_in_no_plan(
    pair: tuple[duckdb.DuckDBPyConnection, OnSpark, Path], capfd: pytest.CaptureFixture[str]
) -> None:
    _, spark, _ = pair
    salt = "5a" * 32
    frame = spark.session.sql(
        to_spark("select md5($salt || s) as k from hard"), args={"salt": salt}
    )
    frame.explain(extended=True)
    shown = capfd.readouterr().out
    assert "md5" in shown
    assert salt not in shown
    assert salt not in to_spark("select md5($salt || s) as k from hard")


@pytest.mark.parametrize(
    ("pattern", "java"),
    [("^a$", r"^a\z"), ("[$]", "[$]"), (r"\$", r"\$"), ("a.b", "(?d)a.b"), (r"[\]$]$", r"[\]$]\z")],
)
def test_patterns_of_re2_are_written_for_java(pattern: str, java: str) -> None:
    assert java_pattern(pattern) == java


def test_a_unit_that_a_date_does_not_have_is_not_translated() -> None:
    with pytest.raises(sqlglot.UnsupportedError):
        to_spark("select date_trunc('hour', d) from t")
