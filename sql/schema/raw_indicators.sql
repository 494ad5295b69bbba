-- Grain:  one row per figure of an imported indicator file, as published.
-- Does:   keep series, edition and flags beside each figure.
create table if not exists raw.indicators (
    file_id varchar not null,
    indicator varchar,
    nuts2 varchar,
    year varchar,
    sex varchar,
    value varchar,
    series varchar,
    edition varchar,
    flag varchar
);
