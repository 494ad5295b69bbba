-- Grain:  one row per indicator that has a target.
-- Source: marts.target.
-- Note:   a programme's own indicators have no words but their code.
select distinct indicator_code as code, null as name
from marts.target
order by code
