-- Grain:  one row per record to mend in the exchange files, every edition.
-- Source: marts.exchange_finding, marts.exchange_operation.
select
    coalesce(operations.managing_authority_code, 'unknown') as managing_authority_code,
    operations.programme_code,
    findings.edition_date,
    findings.rule_number,
    findings.operation_code,
    findings.tracciato,
    findings.record_key,
    findings.found_eur,
    findings.expected_eur
from marts.exchange_finding as findings
left join marts.exchange_operation as operations
    on findings.edition_date = operations.edition_date
    and findings.operation_code = operations.operation_code
order by findings.edition_date desc, managing_authority_code, findings.rule_number,
    findings.operation_code, findings.record_key
