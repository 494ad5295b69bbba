"""The counts of persons behind an indicator, with the sums of record keys that set their noise.

Counts form chains: each count is a part of the next one, as persons in work are a part of persons
whose status is known. A figure is hidden where a count of one of its chains is small, or where the
difference of two counts of a chain is small.
"""

from sqlglot import exp
from sqlglot.expressions import Select

from cruscotto.kpi.query.trees import column_sum
from cruscotto.kpi.registry.model import Kpi, Method

# The chains of each method, by the names their counts have in a query's rows.
CHAINS: dict[Method, tuple[tuple[str, ...], ...]] = {
    Method.PARTICIPATIONS: (("numerator",),),
    Method.PERSONS: (("numerator",),),
    Method.RATE: (("numerator", "denominator"),),
    Method.GENDER_GAP: (("numerator", "denominator"), ("against_numerator", "against_denominator")),
    Method.OBSERVED_ON_EXPECTED: (("numerator", "counted"),),
    Method.COST: (("counted",),),
    Method.PER_THOUSAND: (("numerator",),),
    Method.TARGET: (("counted",),),
    Method.QUANTILE: (("counted",),),
}
# Marts whose rows are records, each with its key; the others hold sums of keys.
OF_RECORDS = ("participation", "earnings")
# Beside a rate: who could be known and who was at risk.
BESIDE = ("eligible", "at_risk")
# Beside a cost of outcomes: whose outcome can be known by now, and whose ever will be.
WAITING = ("mature", "awaited")
# Common indicators about a sensitive characteristic, alone or with others.
SENSITIVE_INDICATORS = frozenset(
    {"CO15", "CO16", "CO17", "CO18", "CR05", "CR09", "EECO12", "EECO14", "EECO15", "EECO16"}
)
# The thresholds that a query of targets binds: of a plain and of a sensitive indicator.
THRESHOLDS = ("threshold", "sensitive_threshold")


def columns_of(kpi: Kpi) -> dict[str, str]:
    """Return the mart's column behind each count of an indicator.

    The keys are the names of the counts in the rows of a query: `numerator`, `denominator` and
    `eligible`, for example. Each count is the sum of its column.
    """
    denominator = kpi.denominator or ""
    if kpi.method is Method.RATE:
        eligible = kpi.eligible or denominator
        return {
            "numerator": kpi.numerator,
            "denominator": denominator,
            "eligible": eligible,
            "at_risk": kpi.at_risk or eligible,
        }
    if kpi.method is Method.COST and kpi.at_risk:
        waiting = dict(zip(WAITING, (kpi.eligible or "", kpi.at_risk), strict=True))
        return {"numerator": kpi.numerator, "counted": kpi.counted or "", **waiting}
    if kpi.counted:
        return {"numerator": kpi.numerator, "counted": kpi.counted}
    return {"numerator": kpi.numerator}


def with_keys(query: Select, kpi: Kpi) -> Select:
    """Return a query with further columns: for each count, the sum of its records' secret keys.

    The noise of a count is computed from this sum.
    """
    source = query.args["from_"].this
    # a query over a subquery finds the key sums there, already made
    mart = source.name if isinstance(source, exp.Table) else "subquery"
    query = query.select(*(exp.alias_(key, name) for name, key in _keys(kpi, mart).items()))
    return query.select(exp.alias_(_shift(), "shift")) if kpi.method is Method.TARGET else query


def _shift() -> exp.Expr:
    """Return the SQL expression for how much a sum of reported values changes, in persons.

    It changes because each value below the threshold is replaced by half the threshold. So the
    difference of two sums, one with and one without a small value, does not reveal the value.
    """
    codes = [exp.Literal.string(code) for code in sorted(SENSITIVE_INDICATORS)]
    plain, high = (exp.Placeholder(this=name) for name in THRESHOLDS)
    limit = exp.Case().when(exp.column("indicator_code").isin(*codes), high).else_(plain)
    persons = exp.column("persons")
    small = exp.and_(
        exp.column("is_reported"),
        exp.column("progress").is_(exp.null()).not_(),
        persons > 0,
        persons < limit,
    )
    middle = exp.IntDiv(this=limit.copy(), expression=exp.Literal.number(2))
    changed = exp.Case().when(small, exp.Sub(this=middle, expression=persons.copy()))
    return exp.Coalesce(this=exp.Sum(this=changed), expressions=[exp.Literal.number(0)])


def _keys(kpi: Kpi, mart: str) -> dict[str, exp.Expr]:
    if kpi.method is Method.PERSONS:
        return {"numerator_key": _person_keys(kpi)}
    if kpi.method is Method.GENDER_GAP:
        return _keys_by_sex(kpi, mart)
    chained = {name for chain in CHAINS[kpi.method] for name in chain} | {*BESIDE, *WAITING}
    return {
        f"{name}_key": key_sum(column, mart)
        for name, column in columns_of(kpi).items()
        if name in chained
    }


def _person_keys(kpi: Kpi) -> exp.Expr:
    """Return the SQL expression for the key of a count of distinct persons.

    Where nobody has two participations, there are as many persons as participations. The two counts
    must get the same noise, so the key is then the sum of record keys, as for participations.
    Otherwise the key is the sum of person keys.
    """
    persons = exp.Count(this=exp.Distinct(expressions=[exp.column(kpi.numerator)]))
    keys = exp.Sum(this=exp.Distinct(expressions=[exp.column("person_key")]))
    records = exp.Sum(this=exp.column("record_key"))
    return exp.Case().when(persons.eq(exp.Count(this=exp.Star())), records).else_(keys)


def _keys_by_sex(kpi: Kpi, mart: str) -> dict[str, exp.Expr]:
    parts = {"numerator": kpi.numerator, "denominator": kpi.denominator or ""}
    women = {f"{name}_key": of_sex("F", key_sum(c, mart)) for name, c in parts.items()}
    men = {f"against_{name}_key": of_sex("M", key_sum(c, mart)) for name, c in parts.items()}
    eligible = kpi.eligible or kpi.denominator or ""
    beside = {"eligible_key": eligible, "at_risk_key": kpi.at_risk or eligible}
    return women | men | {name: key_sum(column, mart) for name, column in beside.items()}


def key_sum(column: str, mart: str) -> exp.Expr:
    """Return the SQL expression for the sum of the keys of the persons that a column counts.

    A mart of records has one key per record. Any other mart has, for each count, a column with the
    sum of keys.
    """
    if mart not in OF_RECORDS:
        return column_sum(f"{column}_key")
    return exp.Sum(this=exp.Mul(this=exp.column("record_key"), expression=exp.column(column)))


def of_sex(code: str, total: exp.Expr) -> exp.Expr:
    """Return the SQL sum `total` restricted to persons of one sex; zero if there is nobody."""
    met = exp.column("sex_code").eq(exp.Literal.string(code))
    restricted = exp.Filter(this=total, expression=exp.Where(this=met))
    return exp.Coalesce(this=restricted, expressions=[exp.Literal.number(0)])
