-- Grain:  one row per common indicator of an axis and investment priority and year of an imported file.
-- Does:   keep cumulative values and targets as published.
-- Source: cruscotto/model/cohesion.py; a test keeps the two alike.
create table if not exists raw.cohesion_achievements (
    file_id varchar not null,
    row_number bigint not null,
    ms varchar,
    cci varchar,
    fund varchar,
    indicator_type_code varchar,
    ind_code varchar,
    "to" varchar,
    priority_code varchar,
    investment_priority varchar,
    category_of_region varchar,
    measurement_unit varchar,
    target_value decimal(18, 4),
    "year" smallint,
    ir_ver varchar,
    implemented_value decimal(18, 4)
);
