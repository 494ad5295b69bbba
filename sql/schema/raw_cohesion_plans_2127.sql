-- Grain:  one row per item of a classification of a priority of an imported file.
-- Does:   keep the plans; classifications are views of the same euro.
-- Source: cruscotto/model/cohesion_2127.py; a test keeps the two alike.
create table if not exists raw.cohesion_plans_2127 (
    file_id varchar not null,
    row_number bigint not null,
    ms varchar,
    cci varchar,
    fund varchar,
    "version" varchar,
    last_adoption_date_ecms date,
    priority_code varchar,
    specific_objective_code varchar,
    dimension_type varchar,
    category_code varchar,
    category_of_region varchar,
    eu_amount decimal(18, 2),
    total_amount decimal(18, 2),
    sustainable_urban_development varchar,
    territorial_tool varchar,
    territory_type varchar,
    un_sdg_tracking varchar,
    jtf_themes varchar
);
