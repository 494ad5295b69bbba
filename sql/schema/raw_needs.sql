-- Grain:  one row per need of an imported file, as its contract reads it.
-- Does:   keep what each territory and its firms asked for.
-- Source: cruscotto/model/needs.py; a test keeps the two alike.
create table if not exists raw.needs (
    file_id varchar not null,
    row_number bigint not null,
    need_id varchar not null,
    pact_id varchar,
    dossier varchar,
    region varchar not null,
    province varchar,
    occupation_code varchar not null,
    sector_sep smallint,
    year smallint not null,
    positions integer not null,
    hard_to_fill_share decimal(9, 4),
    evidence varchar not null,
    source varchar
);
