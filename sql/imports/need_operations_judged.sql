-- Grain:  one row per record of the file being imported.
-- Source: checked, the values that the contract reads and what it objects; raw tables of needs, of
--         operations, of what courses prepare for and of links loaded before.
-- Does:   refuse a link to a need or an operation that was never loaded, and every link of an
--         operation whose places, over all its needs, are more than its capacity: the sum is
--         written. Mark links of an operation without a declared capacity, and of one that prepares
--         for other occupations than the need's.
with

needs as (
    select need_id, arg_max(occupation_code, edition_date) as occupation_code
    from (
        select n.need_id, n.occupation_code, files.edition_date
        from raw.needs as n
        inner join ledger.file as files on n.file_id = files.file_id
    ) as found
    group by need_id
),

operations as (
    select distinct trim(COD_LOCALE_PROGETTO) as operation_code from raw.opencoesione_operations
    union
    select distinct operation_code from raw.participations
    union
    select distinct operation_code from raw.course_occupations
),

courses as (
    select c.*
    from raw.course_occupations as c
    inner join ledger.file as files on c.file_id = files.file_id
    qualify
        rank() over (
            partition by c.operation_code order by files.edition_date desc, files.import_sequence desc
        ) = 1
),

capacities as (
    select operation_code, sum(places) as places from courses group by operation_code
),

prepared as (
    select distinct checked.row_number
    from checked
    inner join needs on checked.need_id = needs.need_id
    inner join courses
        on checked.operation_code = courses.operation_code
        and (
            starts_with(courses.occupation_code, needs.occupation_code)
            or starts_with(needs.occupation_code, courses.occupation_code)
        )
),

taught as (
    select distinct operation_code from courses where occupation_code is not null
),

linked as (
    select operation_code, row_number as place, places
    from checked
    semi join needs on checked.need_id = needs.need_id
    where contract_refusal is null
    union all
    select operation_code, 0 as place, places
    from (
        select
            n.need_id, n.operation_code,
            arg_max(n.places, (files.edition_date, files.import_sequence)) as places
        from raw.need_operations as n
        inner join ledger.file as files on n.file_id = files.file_id
        anti join checked
            on n.need_id = checked.need_id and n.operation_code = checked.operation_code
        group by n.need_id, n.operation_code
    ) as before
    where places > 0
),

sums as (
    select
        operation_code,
        sum(places) as places,
        string_agg(cast(places as varchar), ' + ' order by place, places) as written
    from linked
    group by operation_code
),

ruled as (
    select
        checked.*,
        coalesce(
            contract_refusal,
            case
                when needs.need_id is null then 'unknown_need: ' || checked.need_id
                when operations.operation_code is null
                    then 'unknown_operation: ' || checked.operation_code
                when sums.places > capacities.places then
                    'places_over_capacity: ' || sums.written
                    || case when sums.written like '% + %' then ' = ' || sums.places else '' end
                    || ' > ' || capacities.places
            end
        ) as refusal,
        capacities.places is null as has_no_capacity,
        taught.operation_code is not null and prepared.row_number is null as teaches_other,
        needs.occupation_code as need_occupation
    from checked
    left join needs on checked.need_id = needs.need_id
    left join operations on checked.operation_code = operations.operation_code
    left join capacities on checked.operation_code = capacities.operation_code
    left join sums on checked.operation_code = sums.operation_code
    left join taught on checked.operation_code = taught.operation_code
    left join prepared on checked.row_number = prepared.row_number
)

select
    *,
    has_no_capacity or teaches_other as has_contradiction
from ruled
