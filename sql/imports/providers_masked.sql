-- Grain:  changes raw.providers: one row per provider of the file being imported.
-- Does:   take out the name of a natural person, and any personal tax code among the words.
update raw.providers
set
    name = case
        when kind = 'natural_person' then '[NOMINATIVO OMESSO]'
        else regexp_replace(name, $tax_code, '[NOMINATIVO OMESSO]', 'gi')
    end,
    accreditation = regexp_replace(accreditation, $tax_code, '[NOMINATIVO OMESSO]', 'gi'),
    reply = regexp_replace(reply, $tax_code, '[NOMINATIVO OMESSO]', 'gi')
where file_id = $file_id
