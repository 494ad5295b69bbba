-- Grain:  one row per programme whose exchange files are in the warehouse.
-- Source: marts.money_month.
select distinct programme_code from marts.money_month where slot = 'current'
