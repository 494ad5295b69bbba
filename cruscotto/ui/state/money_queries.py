"""Questions of the cockpit: money over time and by axis, targets as reported, exchange rules."""

from cruscotto.config import SQL

# Programmes come as one text of codes joined by commas, so that the question itself never changes.
_CHOSEN = "list_contains(string_split($programmes, ','), programme_code)"
STAGES = ("selected_eur", "committed_eur", "paid_eur", "certified_eur")
_SUMS = """
        sum(selected_eur) as selected_eur,
        sum(committed_eur) as committed_eur,
        sum(paid_eur) as paid_eur,
        sum(paid_admitted_eur) as paid_admitted_eur,
        sum(certified_eur) as certified_eur,
        bool_or(is_synthetic) as is_synthetic,
        max(edition_date) as edition_date
"""
MONEY_PROGRAMMES = "select distinct programme_code from marts.money_month where slot = 'current'"
MONEY_MONTHS = f"""
    select month, {_SUMS}
    from marts.money_month
    where slot = 'current' and month is not null and {_CHOSEN}
        and ($theme = '' or theme_code = $theme)
    group by month
    order by month
"""
MONEY_TOTALS = f"""
    select slot, {_SUMS}
    from marts.money_month
    where {_CHOSEN} and ($theme = '' or theme_code = $theme)
    group by slot
    order by slot
"""
MONEY_AXES = f"""
    select programme_code, axis_code, {_SUMS}
    from marts.money_month
    where slot = 'current' and {_CHOSEN} and ($theme = '' or theme_code = $theme)
    group by programme_code, axis_code
    order by programme_code, axis_code
"""
MONEY_PLAN = f"""
    select programme_code, sum(planned_budget_eur) as planned_eur
    from marts.programme_money
    where slot = 'current' and planned_budget_eur is not null and {_CHOSEN}
        and ($theme = '' or theme_code = $theme)
    group by programme_code
"""
# What each programme waits between committing and paying: means of days weighted by euro.
MONEY_TIMES = f"""
    select
        cast(sum(cast(date_diff('day', date '2000-01-01', month) as double) * paid_eur) as double)
        / nullif(cast(sum(paid_eur) as double), 0)
        - cast(sum(cast(date_diff('day', date '2000-01-01', month) as double) * committed_eur)
            as double) / nullif(cast(sum(committed_eur) as double), 0) as payment_days,
        sum(paid_admitted_eur) - coalesce(sum(certified_eur), 0) as claim_lag_eur
    from marts.money_month
    where slot = 'current' and month is not null and {_CHOSEN}
        and ($theme = '' or theme_code = $theme)
"""
# Only what the authority reported, of all programmes: what is hidden of them is decided together.
TARGETS = """
    select
        programme_code, axis_code, indicator_code, category_of_region_code, period_code,
        milestone_year, milestone, target_year, target, achieved, edition_date, is_synthetic
    from marts.target
    where slot = 'current' and sex_code = 'total' and is_reported
    order by programme_code, axis_code, indicator_code, category_of_region_code
"""


def _read(name: str) -> str:
    return (SQL / "queries" / f"{name}.sql").read_text("utf-8")


MONEY_QUERIES: dict[str, str] = {
    "money_programmes": MONEY_PROGRAMMES,
    "money_months": MONEY_MONTHS,
    "money_totals": MONEY_TOTALS,
    "money_axes": MONEY_AXES,
    "money_plan": MONEY_PLAN,
    "money_times": MONEY_TIMES,
    "targets_reported": TARGETS,
    "exchange_scorecard": _read("exchange_scorecard"),
    "exchange_deliveries": _read("exchange_deliveries"),
    "exchange_findings": _read("exchange_findings"),
}
