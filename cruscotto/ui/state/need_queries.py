"""Questions of the screens on needs and pacts that are not indicators."""

YEARS = "select distinct year_code from marts.need order by year_code desc"
PACTS = """
    select
        p.*,
        coalesce(needs.needs, 0) as needs,
        needs.positions,
        needs.covered_positions,
        places.places,
        coalesce(places.operations, 0) as operations
    from marts.pact as p
    left join (
        select
            pact_code, count(*) as needs, sum(positions) as positions,
            sum(covered_positions) as covered_positions
        from marts.need
        group by pact_code
    ) as needs on p.pact_code = needs.pact_code
    left join (
        select pact_code, count(distinct operation_code) as operations, sum(places) as places
        from marts.need_place
        group by pact_code
    ) as places on p.pact_code = places.pact_code
    left join marts.region as r on p.region_code = r.region_code
    order by r.position, p.pact_name, p.pact_code
"""
SIGNATORIES = """
    select role_code, body from marts.pact_signatory
    where pact_code = $pact
    order by role_code, body
"""
NEEDS = """
    select
        need_id, year_code, stated_occupation_code, occupation_code, sector_sep_code,
        evidence_code, source, match_level_code, hard_to_fill_share, positions, covered_positions,
        unmet_positions, linked_places
    from marts.need
    where pact_code = $pact
    order by year_code, stated_occupation_code, need_id
"""
OPERATIONS = """
    select
        places.operation_code,
        any_value(o.title) as title,
        any_value(o.start_date) as start_date,
        any_value(o.status_code) as status_code,
        sum(places.places) as places,
        sum(places.useful_places) as useful_places
    from marts.need_place as places
    left join marts.operation as o on places.operation_code = o.operation_code
    where places.pact_code = $pact
    group by places.operation_code
    order by start_date nulls last, places.operation_code
"""
# The operations with most places that answer no need, where needs are on record.
UNFOUNDED = """
    select
        places.operation_code,
        any_value(o.title) as title,
        any_value(places.region_code) as region_code,
        any_value(places.sector_sep_code) as sector_sep_code,
        any_value(places.year_code) as year_code,
        sum(places.places) as places,
        sum(places.surplus_places) as surplus_places,
        sum(places.funding_eur) as funding_eur
    from marts.need_place as places
    left join marts.operation as o on places.operation_code = o.operation_code
    where
        places.need_id is null
        and ($region = '' or places.region_code = $region)
        and ($year = '' or places.year_code = $year)
    group by places.operation_code
    order by places desc, places.operation_code
    limit 100
"""

# Operations whose declared parts do not meet their cost, the largest difference first.
MONEY_GAPS = """
    select
        money.operation_code,
        any_value(o.title) as title,
        any_value(money.region_code) as region_code,
        any_value(money.programme_code) as programme_code,
        sum(money.total_eur) as total_eur,
        sum(money.total_eur) - sum(money.amount_eur) as declared_eur,
        sum(money.amount_eur) as difference_eur
    from marts.need_money as money
    left join marts.operation as o on money.operation_code = o.operation_code
    where money.holder_code = 'difference'
    group by money.operation_code
    having sum(money.amount_eur) <> 0
    order by abs(sum(money.amount_eur)) desc, money.operation_code
    limit 100
"""

QUERIES: dict[str, str] = {
    "money_gaps": MONEY_GAPS,
    "need_years": YEARS,
    "pacts": PACTS,
    "pact_signatories": SIGNATORIES,
    "pact_needs": NEEDS,
    "pact_operations": OPERATIONS,
    "unfounded_operations": UNFOUNDED,
}
