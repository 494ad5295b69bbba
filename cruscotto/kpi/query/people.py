"""Build the queries for indicators of people: one function for each `Method` of theirs."""

from sqlglot import exp
from sqlglot.expressions import Select

from cruscotto.kpi.query.counts import columns_of, key_sum, of_sex
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.query.trees import Builder, column_sum, figures, rows_of
from cruscotto.kpi.registry.model import Kpi, Method

# What the small mart of sums carries; any other dimension is counted on the records.
NARROW = frozenset(
    {
        "period",
        "fund",
        "region",
        "macro_area",
        "category_of_region",
        "managing_authority",
        "programme",
        "axis",
        "theme",
        "year",
        "sex",
    }
)
NARROW_COLUMNS = frozenset(
    {
        "period_code",
        "fund_code",
        "region_code",
        "macro_area_code",
        "category_of_region_code",
        "managing_authority_code",
        "programme_code",
        "axis_code",
        "theme_code",
        "entry_year_code",
        "exit_year_code",
        "sex_code",
    }
)
SOURCES = ("register", "survey")
# Marts that carry, beside a count of results, who still waits for theirs.
WITH_WAITING = ("common_indicator", "target", "earnings")


def in_source(kpi: Kpi, source: str) -> Kpi:
    """Return a copy of an indicator that reads the columns of one source of outcomes."""
    eligible = kpi.eligible or ""
    return kpi.model_copy(
        update={
            "numerator": f"{kpi.numerator}_{source}",
            "denominator": f"{kpi.denominator}_{source}",
            # those at work are known in a source; the mature are mature in any
            "eligible": f"{eligible}_{source}" if eligible.startswith("placed_") else eligible,
        }
    )


def mart_for(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> str:
    """Return the name of the smallest mart that has all dimensions of a query.

    Args:
        kpi: an indicator of people.
        columns: the columns that the query groups by.
        selection: the rows wanted.
    """
    if kpi.mart != "participation":
        return kpi.mart
    filtered = {name for name, _ in selection.where}
    if set(columns) <= NARROW_COLUMNS and filtered <= NARROW:
        return "participation_cell"
    return "participation"


def _participations(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    rows = rows_of(kpi, selection, mart_for(kpi, columns, selection))
    query = figures(rows, columns, column_sum(kpi.numerator), exp.null(), exp.false())
    return query.select(_awaited()) if kpi.mart in WITH_WAITING else query


def _awaited() -> exp.Expr:
    """Return the SQL expression, named `awaited`, for how many participations await a result."""
    return exp.alias_(column_sum("waiting"), "awaited")


def _persons(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    counted = exp.Count(this=exp.Distinct(expressions=[exp.column(kpi.numerator)]))
    return figures(rows_of(kpi, selection), columns, counted, exp.null(), exp.false())


def _rate(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    rows = rows_of(kpi, selection, mart_for(kpi, columns, selection))
    query = figures(
        rows, columns, column_sum(kpi.numerator), column_sum(kpi.denominator or ""), exp.false()
    )
    return query.select(*_group(kpi))


def _group(kpi: Kpi) -> list[exp.Expr]:
    """Return two SQL expressions: how many persons are mature, and how many are mature or immature.

    The columns are named `eligible` and `at_risk`.
    """
    eligible = kpi.eligible or kpi.denominator or ""
    return [
        exp.alias_(column_sum(eligible), "eligible"),
        exp.alias_(column_sum(kpi.at_risk or eligible), "at_risk"),
    ]


def _counted(kpi: Kpi) -> exp.Expr:
    """Return the SQL expression, named `counted`, for the number of persons behind a figure.

    It is for figures whose numerator and denominator do not give this number, such as costs.
    """
    return exp.alias_(column_sum(columns_of(kpi)["counted"]), "counted")


def _gender_gap(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    rows = rows_of(kpi, selection, mart_for(kpi, (*columns, "sex_code"), selection))
    parts = (kpi.numerator, kpi.denominator or "")
    women = [of_sex("F", column_sum(column)) for column in parts]
    men = [of_sex("M", column_sum(column)) for column in parts]
    return figures(rows, columns, women[0], women[1], exp.false()).select(
        exp.alias_(men[0], "against_numerator"),
        exp.alias_(men[1], "against_denominator"),
        *_group(kpi),
    )


def _observed_on_expected(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    rows = rows_of(kpi, selection, mart_for(kpi, columns, selection))
    return figures(
        rows, columns, column_sum(kpi.numerator), column_sum(kpi.denominator or ""), exp.false()
    ).select(_counted(kpi))


def _cost(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    rows = rows_of(kpi, selection)
    if not kpi.at_risk:
        rows = rows.where(exp.column(kpi.denominator or "").is_(exp.null()).not_())
    query = figures(
        rows, columns, column_sum(kpi.numerator), column_sum(kpi.denominator or ""), exp.false()
    ).select(_counted(kpi))
    if not kpi.at_risk:
        return query
    return query.select(
        exp.alias_(column_sum(kpi.eligible or ""), "mature"),
        exp.alias_(column_sum(kpi.at_risk), "awaited"),
    )


def _target(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    """Return the query of achieved values divided by targets.

    Women, men and all participants have separate targets. Figures that are by sex, or filtered by
    sex, use the targets of women and men. All other figures use the targets of all participants.
    """
    of_all = exp.column("sex_code").eq(exp.Literal.string("total"))
    by_sex = "sex_code" in columns or selection.codes("sex")
    rows = rows_of(kpi, selection).where(exp.not_(of_all) if by_sex else of_all)
    return figures(
        rows, columns, column_sum(kpi.numerator), column_sum(kpi.denominator or ""), exp.false()
    ).select(_counted(kpi), _awaited())


def _per_thousand(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    """Return the query of persons per thousand unemployed residents.

    The unemployed are those of the persons' regions, in the persons' years of entry.
    """
    place = (*dict.fromkeys((*columns, "region_code", "entry_year_code")),)
    inner = (*place, "is_synthetic", "edition_date")
    mart = mart_for(kpi, columns, selection)
    rows = (
        rows_of(kpi, selection, mart)
        .select(
            *(exp.column(c, quoted=True) for c in inner),
            exp.alias_(column_sum(kpi.numerator), kpi.numerator),
            exp.alias_(key_sum(kpi.numerator, mart), f"{kpi.numerator}_key"),
            exp.alias_(_number_within(place), "part"),
        )
        .group_by(*(exp.column(c, quoted=True) for c in inner))
    )
    joined = (
        exp.select()
        .from_(rows.subquery("p"))
        .join(
            "marts.unemployed_reference AS r",
            on="p.region_code = r.reference_region_code"
            " AND p.entry_year_code = r.reference_year_code",
            join_type="left",
        )
    )
    unknown = exp.Filter(
        this=exp.Count(this=exp.Star()),
        expression=exp.Where(this=exp.column(kpi.denominator or "").is_(exp.null())),
    )
    # operations of two editions meet in one region and year, whose unemployed count once
    once = exp.Filter(
        this=column_sum(kpi.denominator or ""), expression=exp.Where(this=exp.column("part").eq(1))
    )
    known = exp.Case().when(unknown.eq(0), once)
    return figures(joined, columns, column_sum(kpi.numerator), known, exp.false())


def _number_within(columns: tuple[str, ...]) -> exp.Expr:
    """Return the SQL expression that numbers rows with equal values in `columns`: 1, 2 and so on.

    Such rows are ordered by kind of data, then by edition.
    """
    editions = [exp.Ordered(this=exp.column(name)) for name in ("is_synthetic", "edition_date")]
    return exp.Window(
        this=exp.RowNumber(),
        partition_by=[exp.column(name, quoted=True) for name in columns],
        order=exp.Order(expressions=editions),
    )


def _quantile(kpi: Kpi, columns: tuple[str, ...], selection: Selection) -> Select:
    """Return the query of a quantile of the known values.

    It also gives how many values are known, and how many are still awaited.
    """
    value = exp.cast(exp.column(kpi.numerator), "double")
    where = exp.Literal.number(kpi.quantile or 0.5)
    found = exp.Anonymous(this="quantile_cont", expressions=[value, where])
    known = column_sum(kpi.denominator or "")
    return figures(rows_of(kpi, selection), columns, found, known, exp.false()).select(
        _counted(kpi), exp.alias_(column_sum(kpi.at_risk or ""), "awaited")
    )


BUILDERS: dict[Method, Builder] = {
    Method.PARTICIPATIONS: _participations,
    Method.PERSONS: _persons,
    Method.RATE: _rate,
    Method.GENDER_GAP: _gender_gap,
    Method.OBSERVED_ON_EXPECTED: _observed_on_expected,
    Method.COST: _cost,
    Method.PER_THOUSAND: _per_thousand,
    Method.TARGET: _target,
    Method.QUANTILE: _quantile,
}
