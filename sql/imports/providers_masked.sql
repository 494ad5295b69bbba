-- Grain:  changes raw.providers: one row per provider of the file being imported.
-- Does:   take out the name of a natural person, and any personal tax code among the words. A sole
--         trader or a professional is known by the words of the name too, and is a natural person
--         from here on: a tax code of eleven digits looks like a company's.
update raw.providers
set
    name = case
        when kind = 'natural_person' or is_person then '[NOMINATIVO OMESSO]'
        else regexp_replace(name, $tax_code, '[NOMINATIVO OMESSO]', 'gi')
    end,
    kind = case when is_person then 'natural_person' else kind end,
    accreditation = regexp_replace(accreditation, $tax_code, '[NOMINATIVO OMESSO]', 'gi'),
    reply = regexp_replace(reply, $tax_code, '[NOMINATIVO OMESSO]', 'gi')
from (
    select
        row_number as number,
        regexp_matches(
            lower(coalesce(name, '')),
            '(ditta|impresa|imprenditore|imprenditrice) individuale|liber[oa] professionista|lavorat(ore|rice) autonom[oa]|person[ae] fisic'
        ) as is_person
    from raw.providers
    where file_id = $file_id
) as judged
where file_id = $file_id and row_number = judged.number
