-- Grain:  one row per need and operation of an imported file, as its contract reads it.
-- Does:   keep which places of which course answer a need.
-- Source: cruscotto/model/needs.py; a test keeps the two alike.
create table if not exists raw.need_operations (
    file_id varchar not null,
    row_number bigint not null,
    need_id varchar not null,
    operation_code varchar not null,
    places integer not null
);
