-- Grain:  one row per edition, operation and course that participants name.
-- Does:   rule 901: the course of a participant (SC01) is among those of the operation (FO00).
select participants.edition_date, participants.operation_code, 'SC01' as tracciato,
    participants.course_code as record_key,
    cast(null as decimal(18, 2)) as found_eur, cast(null as decimal(18, 2)) as expected_eur
from staging.stg_puc__participants as participants
left join staging.stg_puc__courses as courses
    on participants.edition_date = courses.edition_date
    and participants.operation_code = courses.operation_code
    and participants.course_code = courses.course_code
where courses.operation_code is null
group by participants.edition_date, participants.operation_code, participants.course_code
