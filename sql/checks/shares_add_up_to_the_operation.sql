-- Grain:  one row per operation whose parts do not add up to it, to the cent. Of an operation part of
--         which another source speaks for, the parts are less than the whole and only must be there.
with

-- programmes that a list names and another source speaks for
partly as (
    select distinct slot, programme_codes, source
    from staging.int_programme_sources
    where not speaks
),

-- short keys and sums alone are grouped: of a million operations a second less
parts as (
    select
        slot,
        operation_id,
        coalesce(sum(public_funding_eur), 0) as public_funding_eur,
        coalesce(sum(commitments_eur), 0) as commitments_eur,
        coalesce(sum(payments_eur), 0) as payments_eur,
        sum(share) as share
    from marts.operation_share
    group by slot, operation_id
)

select
    o.slot,
    o.operation_code,
    o.public_funding_eur,
    cast(parts.public_funding_eur as decimal(38, 2)) as parts_eur
from staging.int_operations as o
left join parts on o.slot = parts.slot and o.operation_id = parts.operation_id
left join partly
    on o.slot = partly.slot and o.programme_codes = partly.programme_codes
    and o.source = partly.source
where
    parts.operation_id is null
    or (
        partly.slot is null
        and (
            parts.public_funding_eur <> coalesce(o.public_funding_eur, 0)
            or parts.commitments_eur <> coalesce(o.commitments_eur, 0)
            or parts.payments_eur <> coalesce(o.payments_eur, 0)
            or abs(parts.share - 1) > 0.000001
        )
    )
