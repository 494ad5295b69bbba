-- Grain:  one row per person and month looked up, of an imported file, as its contract reads it.
-- Does:   keep who worked when: tens of millions of rows, so nothing but typed values.
-- Source: cruscotto/model/employment_history.py; a test keeps the two alike.
create table if not exists raw.employment_history (
    file_id varchar not null,
    row_number bigint not null,
    person_id varchar not null,
    month date not null,
    employed boolean not null,
    contract varchar,
    earnings decimal(9, 2),
    is_synthetic boolean
);
