-- Grain:  changes raw.courses: one row per course of the file being imported.
-- Does:   take any personal tax code out of the title.
update raw.courses
set title = regexp_replace(title, $tax_code, '[NOMINATIVO OMESSO]', 'gi')
where file_id = $file_id
