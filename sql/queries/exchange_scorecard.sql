-- Grain:  one row per managing authority, edition and rule of the exchange files that finds something.
-- Source: marts.exchange_finding, marts.exchange_operation.
-- Does:   count the records to mend, and the operations they belong to, beside all that were judged.
with

found as (
    select
        coalesce(operations.managing_authority_code, 'unknown') as managing_authority_code,
        findings.edition_date,
        findings.rule_number,
        count(*) as records,
        count(distinct findings.operation_code) as operations
    from marts.exchange_finding as findings
    left join marts.exchange_operation as operations
        on findings.edition_date = operations.edition_date
        and findings.operation_code = operations.operation_code
    group by 1, 2, 3
)

select * from found
order by managing_authority_code, edition_date, rule_number
