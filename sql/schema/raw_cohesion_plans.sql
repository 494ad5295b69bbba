-- Grain:  one row per programme, fund, axis, objective and category of an imported plan.
-- Does:   keep the plan of the day of the file.
-- Source: cruscotto/model/cohesion.py; a test keeps the two alike.
create table if not exists raw.cohesion_plans (
    file_id varchar not null,
    row_number bigint not null,
    ms varchar,
    cci varchar,
    ver varchar,
    title varchar,
    fund varchar,
    priority varchar,
    "to" varchar,
    category_of_region varchar,
    eu_amount decimal(18, 2),
    national_amount decimal(18, 2),
    total_amount decimal(18, 2)
);
