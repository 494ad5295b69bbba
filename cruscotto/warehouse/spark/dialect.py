"""Translate DuckDB's SQL into Spark SQL that gives the same figures and types.

These rules correct sqlglot's own translation where the engines were found to differ;
`tests/engines/test_words.py` tests each rule. `cruscotto.warehouse.portable` refuses what cannot be
translated.
"""

from typing import Any, ClassVar

import sqlglot
from sqlglot import exp
from sqlglot.dialects.spark import Spark
from sqlglot.generators.spark import SparkGenerator

from cruscotto.warehouse.portable import is_visibly_double

# A character no code or name holds: Spark takes a backslash in a pattern for an escape.
NO_ESCAPE = "\x01"
RANKS = (exp.RowNumber, exp.Rank, exp.DenseRank)
# What DuckDB truncates a date to is a timestamp without time zone; finer units need timestamps.
UNITS_OF_DATES = ("YEAR", "QUARTER", "MONTH", "WEEK")


def java_pattern(pattern: str) -> str:
    """Return a regular expression that matches in Java what `pattern` matches in RE2.

    In Java `$` also matches before a last line break, so it is replaced. The flag `(?d)` makes `.`
    stop only at a line feed, as in RE2.
    """
    out, in_class, escaped = [], False, False
    for char in pattern:
        plain = not escaped and not in_class
        out.append(r"\z" if char == "$" and plain else char)
        in_class = (char == "[" or in_class) and not (char == "]" and not escaped)
        escaped = char == "\\" and not escaped
    return ("(?d)" if "." in pattern else "") + "".join(out)


def _wide(sql: str) -> str:
    """Return SQL that casts an expression to 64 bits, since Spark counts in 32 bits."""
    return f"CAST({sql} AS BIGINT)"


class _Generator(SparkGenerator):
    """The generator of Spark SQL, changed where sqlglot's own would give other figures."""

    TRANSFORMS: ClassVar[dict[Any, Any]] = {
        **SparkGenerator.TRANSFORMS,
        exp.StrPosition: lambda self, e: _wide(self.func("INSTR", e.this, e.args["substr"])),
        exp.Length: lambda self, e: _wide(self.func("LENGTH", e.this)),
        exp.Extract: lambda self, e: _wide(self.extract_sql(e)),
        exp.TimestampTrunc: lambda self, e: self.truncated(e),
        exp.Round: lambda self, e: self.rounded(e),
        exp.RegexpLike: lambda self, e: self.binary(_with_java_pattern(e), "RLIKE"),
        exp.RegexpReplace: lambda self, e: self.func(
            "REGEXP_REPLACE", e.this, _with_java_pattern(e).expression, e.args["replacement"]
        ),
        exp.RegexpExtract: lambda self, e: self.func(
            "REGEXP_EXTRACT",
            e.this,
            _with_java_pattern(e).expression,
            e.args.get("group") or exp.Literal.number(0),
        ),
        exp.GenerateSeries: lambda self, e: self.series(e),
        exp.GroupConcat: lambda self, e: self.joined(e),
    }

    def table_sql(self, expression: exp.Table, sep: str = " AS ") -> str:
        """Return a table's name without a schema, since Spark's temporary views have no schema."""
        if not expression.db:
            return super().table_sql(expression, sep)
        flat = expression.copy()
        flat.set("db", None)
        flat.set("this", exp.to_identifier(view_name(f"{expression.db}.{expression.name}")))
        return super().table_sql(flat, sep)

    def window_sql(self, expression: exp.Window) -> str:
        """Return the SQL of a window function; ranks become 64-bit integers."""
        sql = super().window_sql(expression)
        return _wide(sql) if isinstance(expression.this, RANKS) else sql

    def datediff_sql(self, expression: exp.DateDiff) -> str:
        """Return the SQL of the days between two dates, as a 64-bit integer."""
        return _wide(super().datediff_sql(expression))

    def bracket_sql(self, expression: exp.Bracket) -> str:
        """Return the SQL of an element of a list; the first element has number one.

        Beyond the end of the list the result is null.
        """
        index = expression.expressions[0]
        # the parser has already counted a literal from nought
        place = index.name if index.is_int else f"CAST({self.sql(index)} AS INT) - 1"
        return self.func("GET", expression.this, place)

    def neg_sql(self, expression: exp.Neg) -> str:
        """Return the SQL of minus x, written as 0 - x.

        Spark's own minus keeps only 34 of 38 digits.
        """
        if isinstance(expression.this, exp.Literal):
            return str(super().neg_sql(expression))
        return f"(0 - {self.sql(expression, 'this')})"

    def like_sql(self, expression: exp.Like) -> str:
        """Return the SQL of `LIKE`, in which a backslash of the pattern stands for itself."""
        sql = str(super().like_sql(expression))
        pattern = expression.expression
        plain = isinstance(pattern, exp.Literal) and "\\" not in pattern.name
        return sql if plain else f"({sql} ESCAPE '{NO_ESCAPE}')"

    def cast_sql(self, expression: exp.Cast, safe_prefix: str | None = None) -> str:
        """Return the SQL of a cast.

        A double is rounded before it becomes a decimal. A text `0x…` is read as hexadecimal.
        """
        to, text = expression.to, expression.this
        if isinstance(text, exp.DPipe) and text.this == exp.Literal.string("0x"):
            return f"CAST(CONV({self.sql(text, 'expression')}, 16, 10) AS {self.sql(to)})"
        if to.this != exp.DataType.Type.DECIMAL or not is_visibly_double(expression.this):
            return str(super().cast_sql(expression, safe_prefix))
        places = int(to.expressions[1].name)
        whole = _wide(f"ROUND(({self.sql(expression, 'this')}) * 1E{places}D)")
        unit = f"0.{'0' * (places - 1)}1" if places else "1"
        return f"CAST({whole} * {unit} AS {self.sql(to)})"

    def rounded(self, expression: exp.Round) -> str:
        """Return the SQL of rounding as DuckDB rounds: multiply, round to an integer, divide.

        Spark's own function would round the shortest decimal form of the number.
        """
        if not expression.args.get("decimals"):
            return self.func("ROUND", expression.this)
        power = f"1E{expression.args['decimals'].name}D"
        return f"(ROUND(({self.sql(expression, 'this')}) * {power}) / {power})"

    def truncated(self, expression: exp.TimestampTrunc) -> str:
        """Return the SQL of the first day of a date's year, quarter, month or week."""
        unit = expression.text("unit").upper()
        if unit not in UNITS_OF_DATES:
            self.unsupported(f"date_trunc('{unit}')")
        day = self.func("TRUNC", expression.this, exp.Literal.string(unit))
        return f"CAST({day} AS TIMESTAMP_NTZ)"

    def series(self, expression: exp.GenerateSeries) -> str:
        """Return the SQL of a list of integers from start to end; null if the end is smaller.

        Spark's own function would count down.
        """
        start, end = self.sql(expression, "start"), self.sql(expression, "end")
        return f"CASE WHEN {end} >= {start} THEN SEQUENCE({start}, {end}) END"

    def joined(self, expression: exp.GroupConcat) -> str:
        """Return the SQL that joins texts in the order that the query states.

        With `distinct`, the texts are joined in alphabetical order.
        """
        ordered, separator = expression.this, self.sql(expression, "separator")
        if not isinstance(ordered, exp.Order) or not isinstance(ordered.this, exp.Distinct):
            return str(SparkGenerator.TRANSFORMS[exp.GroupConcat](self, expression))
        text = self.sql(ordered.this.expressions[0])
        listed = f"ARRAY_JOIN(ARRAY_SORT(COLLECT_SET({text})), {separator})"
        return f"CASE WHEN COUNT({text}) > 0 THEN {listed} END"


def _with_java_pattern(expression: Any) -> Any:
    copy = expression.copy()
    pattern = copy.expression
    if isinstance(pattern, exp.Literal):
        copy.set("expression", exp.Literal.string(java_pattern(pattern.name)))
    return copy


class CountingSpark(Spark):
    """The dialect of Spark SQL into which this program translates the files of `sql/`."""

    Generator = _Generator


def view_name(table: str) -> str:
    """Return the name that a table has in Spark: `marts.operation` becomes `marts__operation`."""
    return table.replace(".", "__")


def to_spark(sql: str) -> str:
    """Translate a query of `sql/` into Spark SQL that gives the same figures.

    Bound values stay bound: `$salt` becomes `:salt`.
    """
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    return tree.sql(CountingSpark, unsupported_level=sqlglot.ErrorLevel.RAISE, comments=False)
