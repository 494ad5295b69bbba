-- Grain:  one row per observation of an SDMX-CSV file, in the file's order.
-- Source: incoming_dimensions, the file's parts under our names, its other dimensions as one text.
-- Does:   take the code of a cell that carries its label too (`ITC1: Piemonte`). A status of
--         confidentiality other than “free” is kept with the flag.
select
    '' as indicator,
    '' as series,
    trim(coalesce(DATAFLOW, '')) as dataflow,
    DIMENSIONS as dimensions,
    upper(trim(split_part(coalesce(FREQUENCY, ''), ':', 1))) as frequency,
    trim(split_part(coalesce(AREA, ''), ':', 1)) as area,
    trim(coalesce(PERIOD, '')) as period,
    upper(trim(split_part(coalesce(SEX, $absent_sex), ':', 1))) as sex,
    trim(coalesce(VALUE, '')) as value,
    trim(coalesce(EDITION, '')) as edition,
    concat_ws(
        ' ',
        nullif(trim(split_part(FLAG, ':', 1)), ''),
        -- a break marks its year; it does not take the year out of the line
        case
            when coalesce(trim(BREAK_MARK), '') <> '' and not contains(lower(coalesce(FLAG, '')), 'b')
                then 'b'
        end,
        nullif(nullif(trim(split_part(CONFIDENTIALITY, ':', 1)), ''), 'F')
    ) as flag
from incoming_dimensions
