-- Grain:  one row per record of a tidy file of indicators, in the file's order.
-- Source: incoming, the file's columns under their canonical names.
-- Does:   give the record the parts every format has. The table is yearly by definition.
select
    trim(coalesce(INDICATOR, '')) as indicator,
    trim(coalesce(SERIES, '')) as series,
    '' as dataflow,
    '' as dimensions,
    '' as frequency,
    trim(coalesce(NUTS2, '')) as area,
    -- a data frame writes 2023.0
    regexp_replace(trim(coalesce(YEAR, '')), '[.]0$', '') as period,
    upper(trim(coalesce(SEX, $absent_sex))) as sex,
    trim(coalesce(VALUE, '')) as value,
    trim(coalesce(EDITION, '')) as edition,
    trim(coalesce(FLAG, '')) as flag
from incoming
