-- Grain:  one row when the facts hold synthetic and published operations together.
select
    count(*) as operations
from marts.operation_share
having bool_or(is_synthetic) and bool_or(not is_synthetic)
