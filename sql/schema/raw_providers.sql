-- Grain:  one row per provider of an imported file.
-- Does:   keep who delivers training; the name of a natural person is masked on the way in.
-- Source: cruscotto/model/training.py; a test keeps the two alike.
create table if not exists raw.providers (
    file_id varchar not null,
    row_number bigint not null,
    provider_id varchar not null,
    name varchar,
    kind varchar,
    region varchar,
    province varchar,
    accreditation varchar,
    reply varchar
);
