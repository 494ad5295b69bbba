-- Grain:  one row per operation asked for, with participations in the current edition.
-- Source: marts.operation_people.
-- Does:   mark what is hidden from the audience `protected`: a small count, and in its group, and
--         in its pact, the smallest operation that is not small, so that no total gives the small
--         one away.
with

judged as (
    select
        *,
        participations < $threshold as is_small,
        (placed_6m > 0 and placed_6m < $threshold)
        or (known_6m > placed_6m and known_6m - placed_6m < $threshold) as has_small_rate
    from marts.operation_people
    where slot = 'current'
),

ranked as (
    select
        *,
        bool_or(is_small) over (partition by company_code) as has_small_company,
        bool_or(has_small_rate) over (partition by company_code) as has_small_rate_company,
        row_number() over (
            partition by company_code, is_small order by participations, operation_code
        ) as place,
        row_number() over (
            partition by
                company_code,
                has_small_rate or placed_6m < $threshold or known_6m - placed_6m < $threshold
            order by known_6m, operation_code
        ) as rate_place,
        bool_or(is_small) over (partition by pact_company_code) as has_small_in_pact,
        bool_or(has_small_rate) over (partition by pact_company_code) as has_small_rate_in_pact,
        row_number() over (
            partition by pact_company_code, is_small order by participations, operation_code
        ) as pact_place,
        row_number() over (
            partition by
                pact_company_code,
                has_small_rate or placed_6m < $threshold or known_6m - placed_6m < $threshold
            order by known_6m, operation_code
        ) as pact_rate_place
    from judged
),

decided as (
    select
        *,
        is_small or (has_small_company and place = 1) or (has_small_in_pact and pact_place = 1)
            as hides_count,
        has_small_rate or (
            (
                (has_small_rate_company and rate_place = 1)
                or (has_small_rate_in_pact and pact_rate_place = 1)
            )
            and placed_6m >= $threshold and known_6m - placed_6m >= $threshold
        ) as hides_rate
    from ranked
)

select
    operation_code, participations, known_6m, placed_6m, mature_6m, jobless_leavers,
    participations_key, known_6m_key, placed_6m_key, edition_date, is_synthetic,
    hides_count, hides_count or hides_rate as hides_rate
from decided
where list_contains($codes, operation_code)
