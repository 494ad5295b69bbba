-- Grain:  changes raw.puc_ap00: one row per operation of a delivery.
-- Does:   take out the words of operations whose beneficiary (role 2) is a natural person.
update raw.puc_ap00
set titolo_progetto = '[NOMINATIVO OMESSO]', sintesi_prg = '[NOMINATIVO OMESSO]'
where cod_locale_progetto in (
    select cod_locale_progetto from raw.puc_sc00
    where cod_ruolo_sog = '2'
        and (codice_fiscale = '[NOMINATIVO OMESSO]' or denominazione_sog = '[NOMINATIVO OMESSO]')
)
and titolo_progetto <> '[NOMINATIVO OMESSO]'
