-- Grain:  one row per operation and holder of an imported file, as its contract reads it.
-- Does:   keep who pays how much of an operation.
-- Source: cruscotto/model/funding_sources.py; a test keeps the two alike.
create table if not exists raw.funding_sources (
    file_id varchar not null,
    row_number bigint not null,
    operation_code varchar not null,
    holder varchar not null,
    amount_eur decimal(18, 2) not null
);
