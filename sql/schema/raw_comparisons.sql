-- Grain:  one row per comparison person of an imported file, as its contract reads it.
-- Does:   keep typed values; what could not be read is empty here and stands in the ledger.
-- Source: cruscotto/model/comparisons.py; a test keeps the two alike.
create table if not exists raw.comparisons (
    file_id varchar not null,
    row_number bigint not null,
    comparison_id varchar not null,
    person_id varchar not null,
    group_reason varchar not null,
    operation_code varchar,
    region varchar,
    province varchar,
    sex varchar,
    age_at_entry smallint,
    education_isced smallint,
    status_at_entry varchar,
    disability boolean,
    migrant boolean,
    minority boolean,
    homeless boolean,
    rural boolean,
    other_disadvantage boolean,
    reference_date date not null,
    entry_date date,
    status_28d varchar,
    status_6m varchar,
    status_12m varchar,
    outcome_source varchar,
    contract_type_6m varchar
);

-- a value that was there and could not be read must not take what an absent one stands for
alter table raw.comparisons add column if not exists region_is_unread boolean;
