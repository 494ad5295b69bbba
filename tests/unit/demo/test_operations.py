"""What the demonstration promises of its operations, read back from the files."""

import hashlib
import re

import numpy as np
import pytest

from cruscotto import demo
from cruscotto.demo.operations import operations
from cruscotto.demo.territory.programmes import NATIONAL_SECOND, plan_rows
from cruscotto.demo.territory.territory import areas
from cruscotto.model.opencoesione import COLUMNS
from cruscotto.model.reference import reference_rows

TAX_CODE = re.compile(
    r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-EHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]", re.I
)
# public money of ESF and YEI: the part of the public total that their EU money has in all EU money
ESF_PART = """
    coalesce(eur(FINANZ_UE_FSE), 0) + coalesce(eur(FINANZ_UE_IOG), 0)
"""
EU_PART = f"({ESF_PART} + coalesce(eur(FINANZ_UE_FESR), 0))"


def rates(ask, column):
    planned: dict[str, float] = {}
    for row in plan_rows():
        planned[row["cci"]] = planned.get(row["cci"], 0) + float(row["total_amount"])
    found = ask(
        f"select OC_CODICE_PROGRAMMA, sum(cast(eur({column}) as double) * ({ESF_PART}) / {EU_PART})"
        f" from shown where {EU_PART} > 0 group by 1"
    )
    return {code: money / planned[code] for code, money in found if code in planned}


def test_the_same_seed_gives_the_same_bytes(demo_data, tmp_path):
    again = operations.write(tmp_path)
    assert [digest(path) for path in again] == [digest(path) for path in demo_data.paths]


def test_another_seed_gives_other_operations(demo_data, tmp_path):
    other = operations.write(tmp_path, seed=7)
    assert not {digest(path) for path in other} & {digest(path) for path in demo_data.paths}


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_there_is_one_file_per_period_and_edition_in_the_order_of_import(demo_data):
    names = [path.name for path in demo_data.paths]
    assert names == [
        f"sintetico_progetti_esteso_{period}_{edition:%Y%m%d}.csv"
        for edition in operations.EDITIONS
        for period in operations.PERIODS
    ]
    batches = demo.sources(demo_data.folder)
    assert [path for batch in batches for path in batch.paths] == demo_data.paths
    assert [(batch.source, batch.edition) for batch in batches] == [
        ("opencoesione", edition) for edition in operations.EDITIONS
    ]


def test_files_begin_with_a_bom_and_every_field_is_quoted(demo_data):
    for path in demo_data.paths:
        written = path.read_bytes()
        assert written.startswith(b'\xef\xbb\xbf"')
        assert written.endswith(b'"\r\n')
        lines = written.removeprefix(b"\xef\xbb\xbf").split(b"\r\n")[:-1]
        assert all(line[:1] == line[-1:] == b'"' and b"\n" not in line for line in lines)


def header(path):
    with path.open(encoding="utf-8-sig") as file:
        return tuple(name.strip('"') for name in file.readline().rstrip("\r\n").split(";"))


@pytest.mark.parametrize("edition", [0, 1])
@pytest.mark.parametrize("period", operations.PERIODS)
def test_older_editions_have_the_published_columns_in_their_order(demo_data, period, edition):
    assert header(demo_data.file(period, edition)) == COLUMNS


@pytest.mark.parametrize(("period", "count"), [("2014-2020", 201), ("2021-2027", 202)])
def test_the_newest_edition_has_another_layout(demo_data, period, count):
    found = header(demo_data.file(period))
    assert len(found) == len({name.upper() for name in found}) == count
    assert "OC_MACROAREA" not in found
    assert "OC_MACROAREA_PROGETTO" in found
    assert "OC_FINANZ_Stato_FSC_NETTO" in found
    kept = [name.upper() for name in found if name.upper() in COLUMNS]
    assert len(kept) == len(COLUMNS) - 1
    assert kept != [name for name in COLUMNS if name != "OC_MACROAREA"]


def test_the_newest_edition_holds_about_24_000_operations(ask):
    [(rows,)] = ask("select count(*) from newest")
    assert 23_500 < rows < 24_500


def test_every_published_programme_has_operations(ask):
    known = {row["cci"] for row in plan_rows()}
    known |= {
        row["cci"]
        for row in reference_rows("programmes_2021_2027.csv")
        if row["region_code"] or row["cci"] in NATIONAL_SECOND
    }
    found = {code for (code,) in ask("select distinct OC_CODICE_PROGRAMMA from shown")}
    assert len(known) == 29 + 24
    assert known <= found
    assert all(code.startswith("SINT-") or ":::" in code for code in found - known)


def test_every_axis_of_the_plan_has_operations_of_its_fund(ask):
    planned = {(row["cci"], row["priority"], row["fund"]) for row in plan_rows()}
    found = ask(
        "select distinct OC_CODICE_PROGRAMMA, OC_COD_ARTICOLAZ_PROGRAMMA, "
        "case when FONDO_COMUNITARIO like 'IOG%' then 'YEI' else 'ESF' end from shown"
    )
    assert planned <= set(found)


def test_react_eu_has_operations_for_nearly_all_its_plan(ask):
    planned = sum(float(r["total_amount"]) for r in plan_rows() if r["to"] == "13")
    ((paid,),) = ask(
        "select sum(cast(eur(FINANZ_TOTALE_PUBBLICO) as double)) from newest "
        "where COD_OB_TEMATICO = '13'"
    )
    assert planned == 6_284_000_000
    assert 0.8 < paid / planned < 1.3


def test_objectives_of_2021_2027_are_the_axes(ask):
    found = ask(
        "select distinct OC_COD_ARTICOLAZ_PROGRAMMA from shown "
        "where OC_COD_CICLO = '3' and FONDO_COMUNITARIO like 'FSE%'"
    )
    assert {"ESO4.1", "ESO4.13"} <= {code for (code,) in found}
    assert all(re.fullmatch(r"ESO4\.([1-9]|1[0-3])", code) for (code,) in found)


@pytest.mark.parametrize("period", ["2", "3"])
def test_all_areas_have_operations_of_their_own_in_every_period(ask, period):
    found = ask(
        "select distinct COD_REGIONE, substr(COD_PROVINCIA, 1, 6) from shown "
        f"where OC_COD_CICLO = '{period}' and FONDO_COMUNITARIO like 'FSE%'"
    )
    for area in areas():
        provinces = {code for region, code in found if region == area.published_code}
        assert provinces & {province.code for province in area.provinces}


def test_some_operations_span_regions_and_some_have_none(ask):
    found = dict(ask("select COD_REGIONE, count(*) from shown group by 1"))
    assert sum(count for code, count in found.items() if ":::" in code) > 1000
    assert {"000", "999", "200"} <= set(found)
    assert any("004" in code.split(":::") and ":::" in code for code in found)
    provinces = {p for (p,) in ask("select COD_PROVINCIA from shown where COD_REGIONE = '004'")}
    assert {"004021", "004022", "004000"} <= provinces


def test_funds_of_every_kind_are_there(ask):
    found = {code for (code,) in ask("select distinct FONDO_COMUNITARIO from newest")}
    assert {"FSE", "FSE+", "IOG", "IOG::", "FSE:::FESR", "FSE+:::FESR", "FESR", ""} <= found
    [(count,)] = ask("select count(*) from shown where eur(FINANZ_STATO_FSC) > 0")
    assert count > 500


def test_selected_money_is_within_a_third_of_each_plan(ask):
    found = rates(ask, "FINANZ_TOTALE_PUBBLICO")
    assert len(found) == 29
    assert 0.75 < min(found.values()) < 0.95
    assert 1.10 < max(found.values()) < 1.35


def test_money_shrinks_from_selected_to_committed_to_paid(ask):
    selected, committed, paid = (
        rates(ask, name)
        for name in ("FINANZ_TOTALE_PUBBLICO", "OC_IMPEGNI_GIURID_VINCOLANTI", "TOT_PAGAMENTI")
    )
    assert all(selected[code] > committed[code] >= paid[code] for code in selected)


def test_some_programmes_are_overbooked_and_some_are_late(ask):
    found = rates(ask, "TOT_PAGAMENTI").values()
    assert 0.60 < min(found) < 0.80
    assert 1.00 < max(found) < 1.20


def test_parts_of_the_public_money_add_up(ask):
    parts = " + ".join(
        f"coalesce(eur({name}), 0)"
        for name in (
            "FINANZ_UE",
            "FINANZ_STATO_FONDO_DI_ROTAZIONE",
            "FINANZ_STATO_FSC",
            "FINANZ_REGIONE",
        )
    )
    assert ask(f"select count(*) from shown where eur(FINANZ_TOTALE_PUBBLICO) <> {parts}") == [(0,)]


@pytest.mark.parametrize("earlier", [0, 1])
def test_a_later_edition_only_adds_operations(ask, earlier):
    lost = ask(
        f"select count(*) from rows_{earlier} as old anti join rows_{earlier + 1} "
        "using (COD_LOCALE_PROGETTO) where COD_LOCALE_PROGETTO like 'SINT-%'"
    )
    before, after = (ask(f"select count(*) from rows_{n}")[0][0] for n in (earlier, earlier + 1))
    assert lost == [(0,)]
    assert before + 500 < after


@pytest.mark.parametrize("earlier", [0, 1])
def test_payments_and_statuses_only_move_forward(ask, earlier):
    rank = "list_position(['Non avviato', 'In corso', 'Liquidato', 'Concluso'], {})"
    [(lower, back, forward)] = ask(
        "select count(*) filter (eur(new.TOT_PAGAMENTI) < eur(old.TOT_PAGAMENTI)), "
        f"count(*) filter ({rank.format('new.OC_STATO_PROGETTO')} "
        f"< {rank.format('old.OC_STATO_PROGETTO')}), "
        "count(*) filter (eur(new.TOT_PAGAMENTI) > eur(old.TOT_PAGAMENTI)) "
        f"from rows_{earlier} as old join rows_{earlier + 1} as new using (COD_LOCALE_PROGETTO) "
        "where COD_LOCALE_PROGETTO like 'SINT-%'"
    )
    assert (lower, back) == (0, 0)
    assert forward > 1000


def test_everything_says_that_it_is_synthetic(ask):
    assert ask(
        "select count(*) from newest where trim(coalesce(COD_LOCALE_PROGETTO, '')) <> '' "
        "and COD_LOCALE_PROGETTO not like 'SINT-%'"
    ) == [(0,)]
    assert ask(
        "select count(*) from newest where OC_TITOLO_PROGETTO not like '[SINTETICO] %' "
        "or OC_SINTESI_PROGETTO not like '%Dato dimostrativo%' or OC_LINK <> ''"
    ) == [(0,)]
    real = {row["managing_authority_name"] for row in reference_rows("managing_authorities.csv")}
    bodies = {name for (name,) in ask("select distinct OC_DENOM_BENEFICIARIO from newest")}
    assert all("dimostrativ" in name for name in bodies - real)


def test_no_text_looks_like_a_personal_tax_code(demo_data):
    rows = demo_data.con.sql("select * from newest").to_arrow_table()
    for name in rows.column_names:
        words = [word for word in rows[name].unique().to_pylist() if word]
        assert not TAX_CODE.search("\n".join(words)), name


def test_the_files_are_flawed_as_planned(demo_data, ask):
    assert ask(
        "select count(*) from newest where trim(coalesce(COD_LOCALE_PROGETTO, '')) = ''"
    ) == [(3,)]
    assert ask(
        "select count(*) - count(distinct COD_LOCALE_PROGETTO) from newest "
        "where COD_LOCALE_PROGETTO like 'SINT-%'"
    ) == [(1,)]
    lines = demo_data.file("2014-2020").read_bytes().split(b"\r\n")
    assert sum(0 < line.count(b'";"') < 150 for line in lines) == 1


def test_dates_and_amounts_are_unreadable_in_places(ask):
    [(dates,)] = ask(
        "select count(*) from newest where trim(OC_DATA_INIZIO_PROGETTO) <> '' "
        "and try_strptime(OC_DATA_INIZIO_PROGETTO, '%Y%m%d') is null"
    )
    [(amounts,)] = ask(
        "select count(*) from newest "
        "where trim(FINANZ_TOTALE_PUBBLICO) <> '' and eur(FINANZ_TOTALE_PUBBLICO) is null"
    )
    assert dates == 21
    assert amounts == 9


def test_some_rows_are_out_of_scope(ask):
    flags = dict(ask("select OC_FLAG_VISUALIZZAZIONE, count(*) from newest group by 1"))
    assert set(flags) == {"0", "1", "2", "3"}
    [(others,)] = ask(
        "select count(*) from newest where FONDO_COMUNITARIO = 'FESR' and CUP_COD_SETTORE <> '11'"
    )
    assert others > 200


def test_most_operations_are_training_by_their_cup(ask):
    [(share,)] = ask("select avg(cast(CUP_COD_SETTORE = '11' as integer)) from newest")
    assert 0.85 < share < 0.97


def test_delays_lean_on_unemployment_without_being_ruled_by_it(ask):
    days = "try_strptime({}, '%Y%m%d')"
    found = dict(
        ask(
            "select OC_CODICE_PROGRAMMA, avg(date_diff('day', "
            f"{days.format('OC_DATA_FINE_PROGETTO_PREVISTA')}, "
            f"{days.format('OC_DATA_FINE_PROGETTO_EFFETTIVA')})) from shown group by 1"
        )
    )
    regions = {row["region_code"]: row["cci"] for row in reference_rows("programmes_2021_2027.csv")}
    delays = [found[regions[area.region_code]] for area in areas()]
    correlation = np.corrcoef(delays, [area.unemployment_pct for area in areas()])[0, 1]
    assert 0.3 < correlation < 0.97
    assert min(delays) < 35 < 60 < max(delays)
