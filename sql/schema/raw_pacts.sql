-- Grain:  one row per pact of an imported file, as its contract reads it.
-- Does:   keep each local training pact: territory, phase, dates.
-- Source: cruscotto/model/pacts.py; a test keeps the two alike.
create table if not exists raw.pacts (
    file_id varchar not null,
    row_number bigint not null,
    pact_id varchar not null,
    name varchar not null,
    region varchar not null,
    municipalities varchar,
    signed_on date,
    phase varchar not null,
    valid_from date,
    valid_to date
);
