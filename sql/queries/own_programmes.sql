-- Grain:  one row per programme that some managing authorities alone answer for.
-- Source: marts.programme, marts.participation_cell.
-- Does:   leave out a programme with a single participation under another authority.
select programme_code
from marts.programme
where list_contains($own, managing_authority_code)
    and programme_code not in (
        select programme_code
        from marts.participation_cell
        where not list_contains($own, managing_authority_code)
    )
order by programme_code
