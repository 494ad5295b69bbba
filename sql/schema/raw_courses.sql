-- Grain:  one row per course of an imported file.
-- Does:   keep which courses an operation consists of, and who delivers each.
-- Source: cruscotto/model/training.py; a test keeps the two alike.
create table if not exists raw.courses (
    file_id varchar not null,
    row_number bigint not null,
    course_id varchar not null,
    operation_code varchar not null,
    provider_id varchar,
    title varchar,
    occupation_code varchar,
    hours decimal(9, 2),
    places integer,
    start_date date,
    end_date date
);
