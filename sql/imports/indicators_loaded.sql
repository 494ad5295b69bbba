-- Grain:  one row per figure in scope of the file being imported.
-- Source: judged.
-- Does:   keep the value as published; the mart reads it.
select
    $file_id as file_id,
    row_number,
    indicator,
    nuts2,
    area as published_area,
    year,
    sex,
    value,
    series,
    edition,
    edition_date,
    flag
from judged
where refused_reason is null and out_of_scope_reason is null
order by row_number
