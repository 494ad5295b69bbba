-- Grain:  one row per programme, fund, axis, objective, category and reference date of an imported file.
-- Does:   keep what was planned, selected and declared, cumulative, as published.
-- Source: cruscotto/model/cohesion.py; a test keeps the two alike.
create table if not exists raw.cohesion_implementation (
    file_id varchar not null,
    row_number bigint not null,
    ms varchar,
    cci varchar,
    title varchar,
    ver varchar,
    fund varchar,
    priority varchar,
    "to" varchar,
    category_of_region varchar,
    eu_amount decimal(18, 2),
    national_amount decimal(18, 2),
    total_amount decimal(18, 2),
    "year" smallint,
    total_eligible_cost decimal(18, 2),
    total_eligible_expenditure decimal(18, 2),
    reference_date date
);
