-- Grain:  one row per signatory of one pact.
-- Source: marts.pact_signatory.
select role_code, body from marts.pact_signatory
where pact_code = $pact
order by role_code, body
