-- Grain:  one row per tranche, pre-financing payment or payment claim of an imported file.
-- Does:   keep what each authority states of its commitments and claims, EU share.
-- Source: cruscotto/model/certification.py; a test keeps the two alike.
create table if not exists raw.commitment_tranches (
    file_id varchar not null,
    row_number bigint not null,
    programme varchar not null,
    fund varchar not null,
    category_of_region varchar,
    year smallint not null,
    eu_amount_eur decimal(18, 2) not null,
    reserve_eur decimal(18, 2),
    is_synthetic boolean
);

create table if not exists raw.prefinancing (
    file_id varchar not null,
    row_number bigint not null,
    programme varchar not null,
    fund varchar not null,
    category_of_region varchar,
    date date not null,
    eu_amount_eur decimal(18, 2) not null,
    is_synthetic boolean
);

create table if not exists raw.payment_claims (
    file_id varchar not null,
    row_number bigint not null,
    programme varchar not null,
    fund varchar not null,
    category_of_region varchar,
    date date not null,
    claim varchar,
    eu_amount_eur decimal(18, 2) not null,
    suspended_eur decimal(18, 2),
    is_synthetic boolean
);
