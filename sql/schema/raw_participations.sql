-- Grain:  one row per participation of an imported file, as its contract reads it.
-- Does:   keep typed values, because ten million rows are counted, not read: a value that could not
--         be read is empty here and stands as written in ledger.field_issue. Codes are the
--         contract's, whatever their case in the file. row_number is the record's place in it.
-- Source: cruscotto/model/participations.py; a test keeps the two alike.
create table if not exists raw.participations (
    file_id varchar not null,
    row_number bigint not null,
    participation_id varchar not null,
    person_id varchar not null,
    operation_code varchar not null,
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
    entry_date date not null,
    exit_date date,
    exit_reason varchar,
    hours_planned decimal(9, 2),
    hours_attended decimal(9, 2),
    qualification boolean,
    status_28d varchar,
    status_6m varchar,
    status_12m varchar,
    outcome_source varchar,
    contract_type_6m varchar,
    occupation_code_6m varchar,
    improved_6m boolean,
    course_id varchar
);

-- a value that was there and could not be read must not take what an absent one stands for
alter table raw.participations add column if not exists region_is_unread boolean;
alter table raw.participations add column if not exists exit_date_is_unread boolean;

-- warehouses made before participations named their course
alter table raw.participations add column if not exists course_id varchar;
