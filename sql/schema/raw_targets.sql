-- Grain:  one row per target of an imported file, as its contract reads it.
-- Does:   keep the targets of each programme, and what its authority reported where it did.
-- Source: cruscotto/model/targets.py; a test keeps the two alike.
create table if not exists raw.targets (
    file_id varchar not null,
    row_number bigint not null,
    programme varchar not null,
    priority_axis varchar,
    indicator varchar not null,
    sex varchar,
    category_of_region varchar,
    baseline decimal(18, 4),
    milestone_year smallint,
    milestone decimal(18, 4),
    target_year smallint,
    target decimal(18, 4),
    achieved decimal(18, 4),
    edition date,
    is_synthetic boolean
);
