-- Grain:  one row per operation whose parts do not add up to it, to the cent. Of an operation part of
--         which another source speaks for, the parts are less than the whole and only must be there.
with

-- programmes that a list names and another source speaks for
partly as (
    select distinct slot, programme_codes, source
    from staging.int_programme_sources
    where not speaks
)

select
    o.slot,
    o.operation_code,
    o.public_funding_eur,
    cast(sum(s.public_funding_eur) as decimal(38, 2)) as parts_eur
from staging.int_operations as o
left join marts.operation_share as s on o.slot = s.slot and o.operation_id = s.operation_id
left join partly
    on o.slot = partly.slot and o.programme_codes = partly.programme_codes
    and o.source = partly.source
group by o.slot, o.operation_code, o.public_funding_eur, o.commitments_eur, o.payments_eur
having
    count(s.operation_id) = 0
    or (
        count(partly.slot) = 0
        and (
            coalesce(sum(s.public_funding_eur), 0) <> coalesce(o.public_funding_eur, 0)
            or coalesce(sum(s.commitments_eur), 0) <> coalesce(o.commitments_eur, 0)
            or coalesce(sum(s.payments_eur), 0) <> coalesce(o.payments_eur, 0)
            or abs(sum(s.share) - 1) > 0.000001
        )
    )
