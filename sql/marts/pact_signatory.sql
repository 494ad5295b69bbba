-- Grain:  one row per pact, body that signed and role.
-- Does:   take the newest list of each pact, the later delivery of two.
with

listed as (
    select
        s.pact_id, s.body, s.role,
        dense_rank() over (
            partition by s.pact_id order by files.edition_date desc, files.import_sequence desc
        ) as choice
    from raw.signatories as s
    inner join ledger.file as files on s.file_id = files.file_id
)

select
    listed.pact_id as pact_code,
    listed.body,
    listed.role as role_code
from listed
inner join marts.pact as pacts on listed.pact_id = pacts.pact_code
where listed.choice = 1
