-- Grain:  one row per person and month of a file, every file and edition.
-- Source: raw.employment_history, typed on the way in.
-- Does:   add the edition, and number the months so that they can be counted. No rules.
select
    h.person_id,
    cast(extract(year from h.month) * 12 + extract(month from h.month) as integer) as month_number,
    h.employed,
    h.earnings as earnings_eur,
    files.edition_date,
    files.import_sequence
from raw.employment_history as h
inner join ledger.file as files on h.file_id = files.file_id
