-- Grain:  one row per record of the file being imported.
-- Source: checked, the values that the contract reads and what it objects.
-- Does:   mark a course that ends before it starts. Such a row is loaded and reported.
select
    *,
    contract_refusal as refusal,
    coalesce(end_date < start_date, false) as has_contradiction
from checked
