-- Grain:  one row per pact, body and role of an imported file, as its contract reads it.
-- Does:   keep who signed each pact, and in which role.
-- Source: cruscotto/model/pacts.py; a test keeps the two alike.
create table if not exists raw.signatories (
    file_id varchar not null,
    row_number bigint not null,
    pact_id varchar not null,
    body varchar not null,
    role varchar not null
);
