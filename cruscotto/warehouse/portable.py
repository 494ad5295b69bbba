"""Find SQL constructs that the two engines, DuckDB and Spark, compute differently.

With some constructs the engines give different figures without an error; with others Spark fails.
Files in `sql/staging`, `sql/marts` and `sql/checks` must use none of them.
`cruscotto.warehouse.spark.dialect` translates all other SQL.
"""

import re
from collections.abc import Callable, Iterable

import sqlglot
from sqlglot import exp

DOUBLES = (exp.DataType.Type.DOUBLE, exp.DataType.Type.FLOAT)
INTEGERS = exp.DataType.INTEGER_TYPES
# An expression of these is a double as soon as one of its parts is.
CARRIERS = (
    exp.Paren,
    exp.Neg,
    exp.Add,
    exp.Sub,
    exp.Mul,
    exp.Case,
    exp.If,
    exp.Coalesce,
    exp.Greatest,
    exp.Least,
    exp.Nullif,
    exp.Abs,
    exp.Window,
    exp.Sum,
    exp.Min,
    exp.Max,
)
WHOLE = (exp.Round, exp.Floor, exp.Ceil, exp.Count, exp.Length, exp.DateDiff, exp.Extract)
# Their result depends on the order in which rows come, or on which of two ties comes first.
UNORDERED = (exp.AnyValue, exp.First, exp.Last, exp.ArgMax, exp.ArgMin, exp.Mode)
QUANTILES = (exp.PercentileCont, exp.PercentileDisc, exp.Quantile, exp.ApproxQuantile)


def is_visibly_double(node: exp.Expr | None) -> bool:
    """Return whether an expression itself shows that its type is double, as a cast to double does.

    The types of columns are not known here.
    """
    if isinstance(node, exp.Cast):
        return node.to.this in DOUBLES
    if isinstance(node, exp.Round):
        return node.args.get("decimals") is not None
    if isinstance(node, exp.Div):
        return True
    if isinstance(node, exp.Window):
        return is_visibly_double(node.this)
    if isinstance(node, exp.Case):
        return any(is_visibly_double(part) for part in _branches(node))
    return isinstance(node, CARRIERS) and any(map(is_visibly_double, node.iter_expressions()))


def _branches(case: exp.Case) -> list[exp.Expr]:
    found = [branch.args["true"] for branch in case.args["ifs"]]
    return found + ([case.args["default"]] if case.args.get("default") else [])


def _bare(node: exp.Expr | None) -> exp.Expr | None:
    """Return an expression without the brackets and casts that enclose it."""
    while isinstance(node, exp.Paren | exp.Cast):
        node = node.this
    return node


def _rounds_on_one_engine(node: exp.Cast) -> bool:
    if node.to.this not in INTEGERS or isinstance(node.this, WHOLE):
        return False
    fraction = [n for n in node.this.find_all(exp.Literal) if not n.is_string and "." in n.name]
    return is_visibly_double(node.this) or bool(fraction)


def _divides_by_what_may_be_nought(node: exp.Div) -> bool:
    by = _bare(node.expression)
    if isinstance(by, exp.Literal):
        return float(by.name) == 0
    counted = isinstance(by, exp.Window) and isinstance(by.this, exp.Count)
    return not isinstance(by, exp.Nullif) and not counted


def _divides_decimals(node: exp.Div) -> bool:
    return not (is_visibly_double(node.this) or is_visibly_double(node.expression))


def _is_date(node: exp.Expr) -> bool:
    if isinstance(node, exp.Column):
        return bool(re.search(r"(^|_)(date|day|on)$", node.name.lower()))
    return isinstance(node, exp.CurrentDate) or (
        isinstance(node, exp.Cast) and node.to.this == exp.DataType.Type.DATE
    )


def _sums_doubles_bare(node: exp.Sum) -> bool:
    above = node.parent.parent if isinstance(node.parent, exp.Window) else node.parent
    return is_visibly_double(node.this) and not isinstance(above, exp.Round)


def _pattern_is_no_literal(node: exp.Expr) -> bool:
    return not isinstance(node.expression, exp.Literal)


def _refers_to_groups(node: exp.RegexpReplace) -> bool:
    return bool(re.search(r"[\\$]", node.args["replacement"].name))


Rule = tuple[str, tuple[type[exp.Expr], ...], Callable[..., bool]]


def _always(node: exp.Expr) -> bool:
    return True


RULES: tuple[Rule, ...] = (
    ("a function that one engine alone knows", (exp.Anonymous, exp.AnonymousAggFunc), _always),
    ("a quantile is interpolated differently", QUANTILES, _always),
    ("avg rounds decimals: write cast(sum(x) as double) / nullif(n, 0)", (exp.Avg,), _always),
    ("of ties or unordered rows each engine takes another", UNORDERED, _always),
    ("days of the week are numbered differently", (exp.DayOfWeek, exp.DayOfWeekIso), _always),
    ("text is read as a date differently", (exp.StrToTime, exp.StrToDate), _always),
    ("COLUMNS is one engine's", (exp.Columns,), _always),
    ("PIVOT is one engine's", (exp.Pivot,), _always),
    (
        "date_diff counts other months and years: only days",
        (exp.DateDiff,),
        lambda n: str(n.unit or "DAY").strip("'").upper() != "DAY",
    ),
    (
        "regexp_replace replaces the first or all: write 'g'",
        (exp.RegexpReplace,),
        lambda n: "g" not in str(n.args.get("modifiers") or ""),
    ),
    ("groups in a replacement are written differently", (exp.RegexpReplace,), _refers_to_groups),
    (
        "a pattern must be written out, to be translated",
        (exp.RegexpLike, exp.RegexpReplace, exp.RegexpExtract),
        _pattern_is_no_literal,
    ),
    (
        "an integer cast rounds or truncates: write floor or round",
        (exp.Cast,),
        _rounds_on_one_engine,
    ),
    ("decimals are divided to other digits: cast one to double", (exp.Div,), _divides_decimals),
    (
        "division by nought fails or is infinite: write nullif(n, 0)",
        (exp.Div,),
        _divides_by_what_may_be_nought,
    ),
    (
        "dates are subtracted to days or to an interval: write date_diff",
        (exp.Sub,),
        lambda n: _is_date(n.this) and _is_date(n.expression),
    ),
    ("the order of adding doubles shows: round their sum", (exp.Sum,), _sums_doubles_bare),
    ("UNION BY NAME is one engine's", (exp.SetOperation,), lambda n: bool(n.args.get("by_name"))),
    ("* REPLACE is one engine's", (exp.Star,), lambda n: bool(n.args.get("replace"))),
    ("* with QUALIFY keeps other columns", (exp.Qualify,), lambda n: n.parent.is_star),
    ("a named window fails with a frame", (exp.Select,), lambda n: bool(n.args.get("windows"))),
    ("ASOF is one engine's", (exp.Join,), lambda n: str(n.args.get("method")) == "ASOF"),
    (
        "a series is a table on one engine alone: unnest it",
        (exp.GenerateSeries,),
        lambda n: isinstance(n.parent, exp.Table | exp.From),
    ),
    (
        "rows are listed in any order: sort the list",
        (exp.ArrayAgg,),
        lambda n: not n.find_ancestor(exp.ArraySort),
    ),
    (
        "unnest fails within another expression: give it a column of its own",
        (exp.Explode,),
        lambda n: not isinstance(n.parent, exp.Alias | exp.Select),
    ),
    (
        "texts are joined in any order: write order by",
        (exp.GroupConcat,),
        lambda n: not isinstance(n.this, exp.Order),
    ),
)


def refusals(sql: str) -> list[str]:
    """Return the constructs in a query that the engines compute differently, as `reason: SQL`."""
    trees: Iterable[exp.Expr | None] = sqlglot.parse(sql, dialect="duckdb")
    return [
        f"{reason}: {node.sql('duckdb')}"
        for tree in trees
        if tree is not None
        for reason, kinds, is_fault in RULES
        for node in tree.find_all(*kinds)
        if is_fault(node)
    ]
