-- Grain:  one row per contradiction of a row that is loaded.
-- Source: doubtful, the records marked by edition_counts_judged.
select row_number, programme as subject, 'year' as column_name, cast(year as varchar) as value,
    'date_after_edition' as reason
from doubtful
where refusal is null and has_contradiction
