-- Grain:  ledger.file, one row per file imported in an edition; its children, one row per finding.
-- Does:   keep what was read, loaded, out of scope and refused, so that the three add up; and the
--         files of a delivery that were not read, for they are no data.
create schema if not exists raw;
create schema if not exists ledger;
create schema if not exists staging;
create schema if not exists marts;

create table if not exists ledger.file (
    file_id varchar primary key,
    import_sequence integer not null,
    source varchar not null,
    file_name varchar not null,
    sha256 varchar not null,
    publisher varchar not null,
    licence varchar not null,
    edition_date date not null,
    imported_at timestamp not null,
    rows_read bigint not null,
    rows_loaded bigint not null,
    rows_out_of_scope bigint not null,
    rows_refused bigint not null,
    field_issues bigint not null,
    is_synthetic boolean not null,
    unknown_columns varchar not null
);

create table if not exists ledger.out_of_scope (
    file_id varchar not null,
    reason varchar not null,
    rows bigint not null
);

create table if not exists ledger.refused_row (
    file_id varchar not null,
    line_number bigint,
    reason varchar not null,
    original_text varchar not null
);

create table if not exists ledger.field_issue (
    file_id varchar not null,
    row_number bigint not null,
    operation_code varchar not null,
    column_name varchar not null,
    value varchar not null,
    reason varchar not null
);

create table if not exists ledger.ignored_file (
    source varchar not null,
    edition_date date not null,
    file_name varchar not null,
    reason varchar not null,
    primary key (source, edition_date, file_name)
);

create table if not exists ledger.file_column (
    file_id varchar not null,
    column_name varchar not null,
    is_known boolean not null
);

create table if not exists ledger.salt (
    fingerprint varchar not null
);

-- how far each year had come in an edition, as counted when it was this warehouse's newest
create table if not exists ledger.kept_counts (
    edition_date date not null,
    figure varchar not null,
    programme_code varchar not null,
    fund_code varchar not null,
    region_code varchar not null,
    year_code varchar not null,
    amount decimal(18, 2) not null,
    amount_key bigint not null,
    is_synthetic boolean not null
);
