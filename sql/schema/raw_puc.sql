-- Grain:  one row per record of an exchange file, as its tracciato reads it.
-- Does:   keep the Protocollo Unico di Colloquio as delivered; `fault` and `unread` are notes of the
--         reading, and no row with a fault stays.
-- Source: cruscotto/model/puc.py; a test keeps the two alike.
create table if not exists raw.puc_pa00 (
    file_id varchar not null,
    cod_proc_att varchar,
    cod_proc_att_locale varchar,
    cod_aiuto_rna varchar,
    tip_procedura_att varchar,
    flag_aiuti varchar,
    descr_procedura_att varchar,
    cod_tipo_resp_proc varchar,
    denom_resp_proc varchar,
    data_avvio_procedura date,
    data_fine_procedura date,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_pa01 (
    file_id varchar not null,
    cod_proc_att varchar,
    cod_programma varchar,
    importo decimal(13, 2),
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_ap00 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    titolo_progetto varchar,
    sintesi_prg varchar,
    tipo_operazione varchar,
    cup varchar,
    tipo_aiuto varchar,
    data_inizio date,
    data_fine_prevista date,
    data_fine_effettiva date,
    tip_proc_att_orig varchar,
    codice_proc_att_orig varchar,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_ap01 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    cod_proc_att varchar,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_ap02 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    cod_prg_complesso varchar,
    grande_progetto varchar,
    generatore_entrate varchar,
    liv_istituzione_str_fin varchar,
    fondo_di_fondi varchar,
    tipo_localizzazione varchar,
    cod_vulnerabili varchar,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_ap03 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    cod_programma varchar,
    tipo_class varchar,
    cod_classificazione varchar,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_ap04 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    cod_programma varchar,
    stato varchar,
    specifica_stato varchar,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_ap05 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    cod_stru_att varchar,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_ap06 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    cod_regione varchar,
    cod_provincia varchar,
    cod_comune varchar,
    indirizzo varchar,
    cod_cap varchar,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_sc00 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    cod_ruolo_sog varchar,
    codice_fiscale varchar,
    flag_soggetto_pubblico varchar,
    cod_uni_ipa varchar,
    denominazione_sog varchar,
    forma_giuridica varchar,
    sett_att_economica varchar,
    note varchar,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_fn00 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    cod_fondo varchar,
    cod_norma varchar,
    cod_del_cipe varchar,
    cod_localizzazione varchar,
    cf_cofinanz varchar,
    importo decimal(13, 2),
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_fn01 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    cod_programma varchar,
    cod_liv_gerarchico varchar,
    importo_ammesso decimal(13, 2),
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_fn02 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    voce_spesa varchar,
    importo decimal(13, 2),
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_fn03 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    anno_piano smallint,
    imp_realizzato decimal(13, 2),
    imp_da_realizzare decimal(13, 2),
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_fn04 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    cod_impegno varchar,
    tipologia_impegno varchar,
    data_impegno date,
    importo_impegno decimal(13, 2),
    causale_disimpegno varchar,
    note_impegno varchar,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_fn05 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    cod_impegno varchar,
    tipologia_impegno varchar,
    data_impegno date,
    cod_programma varchar,
    cod_liv_gerarchico varchar,
    data_imp_amm date,
    tipologia_imp_amm varchar,
    causale_disimpegno_amm varchar,
    importo_imp_amm decimal(13, 2),
    note_imp varchar,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_fn06 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    cod_pagamento varchar,
    tipologia_pag varchar,
    data_pagamento date,
    importo_pag decimal(13, 2),
    causale_pag varchar,
    note_pag varchar,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_fn07 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    cod_pagamento varchar,
    tipologia_pag varchar,
    data_pagamento date,
    cod_programma varchar,
    cod_liv_gerarchico varchar,
    data_pag_amm date,
    tipologia_pag_amm varchar,
    causale_pag_amm varchar,
    importo_pag_amm decimal(13, 2),
    note_pag varchar,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_fn08 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    cod_pagamento varchar,
    tipologia_pag varchar,
    data_pagamento date,
    codice_fiscale varchar,
    flag_soggetto_pubblico varchar,
    tipo_percettore varchar,
    importo decimal(13, 2),
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_fn09 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    data_domanda date,
    id_domanda_pagamento varchar,
    tipologia_importo varchar,
    cod_liv_gerarchico varchar,
    importo_spesa_tot decimal(13, 2),
    importo_spesa_pub decimal(13, 2),
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_fn10 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    cod_fondo varchar,
    importo decimal(13, 2),
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_in00 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    tipo_indicatore_di_risultato varchar,
    cod_indicatore varchar,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_in01 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    tipo_indicatore_di_output varchar,
    cod_indicatore varchar,
    val_programmato decimal(13, 2),
    valore_realizzato decimal(13, 2),
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_pr00 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    cod_fase varchar,
    data_inizio_prevista date,
    data_inizio_effettiva date,
    data_fine_prevista date,
    data_fine_effettiva date,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_pr01 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    stato_progetto varchar,
    data_riferimento date,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_fo00 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    cod_corso varchar,
    indice_annualita smallint,
    numero_annualita smallint,
    titolo_corso varchar,
    cod_modalita_formativa varchar,
    cod_contenuto_formativo varchar,
    data_avvio date,
    data_conclusione date,
    cod_criteri_selezione varchar,
    esame_finale varchar,
    cod_attestazione_finale varchar,
    cod_qualifica varchar,
    stage_tirocini varchar,
    durata_aula integer,
    durata_we integer,
    durata_laboratorio integer,
    docenti_tutor integer,
    flag_voucher varchar,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_sc01 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    codice_fiscale varchar,
    codice_corso varchar,
    sesso varchar,
    data_nascita date,
    cod_istat_res varchar,
    cod_istat_dom varchar,
    cittadinanza varchar,
    titolo_studio varchar,
    cond_mercato_ingresso varchar,
    durata_ricerca varchar,
    codice_vulnerabile_pa varchar,
    stato_partecipante varchar,
    data_uscita date,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_pg00 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    cod_proc_agg varchar,
    cig varchar,
    motivo_assenza_cig varchar,
    descr_procedura_agg varchar,
    tipo_proc_agg varchar,
    importo_procedura_agg decimal(13, 2),
    data_pubblicazione date,
    importo_aggiudicato decimal(13, 2),
    data_aggiudicazione date,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_tr00 (
    file_id varchar not null,
    cod_trasferimento varchar,
    data_trasferimento date,
    cod_programma varchar,
    causale_trasferimento varchar,
    importo_trasferimento decimal(13, 2),
    cf_sog_ricevente varchar,
    flag_soggetto_pubblico varchar,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_fn11 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    cod_pagamento varchar,
    tipologia_pag varchar,
    data_pagamento date,
    numero_giustificativo varchar,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);

create table if not exists raw.puc_fn12 (
    file_id varchar not null,
    cod_locale_progetto varchar,
    cod_recupero varchar,
    data_decisione_recupero date,
    codice_fiscale varchar,
    flag_soggetto_pubblico varchar,
    partita_iva varchar,
    denominazione varchar,
    motivo_recupero varchar,
    importo_da_recuperare decimal(13, 2),
    data_ricevimento_rimborso date,
    importo_rimborsato decimal(13, 2),
    importo_non_recuperabile decimal(13, 2),
    stato_recupero varchar,
    flg_cancellazione varchar,
    fault varchar,
    unread varchar
);
