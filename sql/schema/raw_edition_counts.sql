-- Grain:  one row per edition, figure, place and year of an imported file.
-- Does:   keep how far each year had come in editions whose records are no longer there.
-- Source: cruscotto/model/edition_counts.py; a test keeps the two alike.
create table if not exists raw.edition_counts (
    file_id varchar not null,
    row_number bigint not null,
    edition date not null,
    figure varchar not null,
    programme varchar not null,
    fund varchar not null,
    region varchar,
    year smallint not null,
    amount decimal(18, 2) not null,
    is_synthetic boolean
);
