-- Grain:  changes raw.puc_ap00: one row per operation of a delivery.
-- Does:   take out the words of operations that name a natural person: one who receives, carries out
--         or delivers them (any role but the programming body's), a personal tax code or a person's
--         title among the words, or a grant to a single person (as in opencoesione_masked.sql: CUP
--         nature 06, individual measure, at most 50,000 euro).
update raw.puc_ap00
set titolo_progetto = '[NOMINATIVO OMESSO]', sintesi_prg = '[NOMINATIVO OMESSO]'
where coalesce(titolo_progetto, '') <> '[NOMINATIVO OMESSO]'
and (
    cod_locale_progetto in (
        select cod_locale_progetto from raw.puc_sc00
        where cod_ruolo_sog <> '1'
            and (codice_fiscale = '[NOMINATIVO OMESSO]' or denominazione_sog = '[NOMINATIVO OMESSO]')
    )
    or contains(concat_ws(' ', titolo_progetto, sintesi_prg), '[NOMINATIVO OMESSO]')
    or regexp_matches(concat_ws(' ', titolo_progetto, sintesi_prg), $named, 'i')
    or (
        starts_with(tipo_operazione, '06')
        and regexp_matches(
            lower(titolo_progetto),
            'tirocin|stage|borsa|borse|voucher|dote|assegn|bonus|work.?experience|dottorat|autoimpiego|individual'
        )
        and cod_locale_progetto in (
            select cod_locale_progetto from raw.puc_fn00
            group by cod_locale_progetto
            having sum(importo) <= 50000
        )
    )
)
