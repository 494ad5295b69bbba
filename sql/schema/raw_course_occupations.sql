-- Grain:  one row per operation and occupation (or sector) of an imported file.
-- Does:   keep what each course prepares for, against which jobs found are held.
-- Source: cruscotto/model/course_occupations.py; a test keeps the two alike.
create table if not exists raw.course_occupations (
    file_id varchar not null,
    row_number bigint not null,
    operation_code varchar not null,
    occupation_code varchar,
    sector_sep smallint,
    places integer
);

-- warehouses made before courses declared their places
alter table raw.course_occupations add column if not exists places integer;
