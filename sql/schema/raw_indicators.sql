-- Grain:  one row per figure of an imported indicator file, in every edition.
-- Does:   keep value and flag as published beside our names of indicator, area, sex and series.
--         An edition known to the day is written as one; its date orders the editions.
create table if not exists raw.indicators (
    file_id varchar not null,
    row_number bigint not null,
    indicator varchar not null,
    nuts2 varchar not null,
    published_area varchar not null,
    year varchar not null,
    sex varchar not null,
    value varchar not null,
    series varchar not null,
    edition varchar not null,
    edition_date date not null,
    flag varchar not null
);
