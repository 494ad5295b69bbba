"""Where an operation's money goes: regions, funds, programmes and axes, themes."""

import pytest

SHARES = ("marts.operation_share",)
NAMES = ("marts.programme", "marts.managing_authority")
NATIONAL = {"OC_CODICE_PROGRAMMA": "2014IT05M9OP001", "OC_COD_ARTICOLAZ_PROGRAMMA": ""}


@pytest.fixture
def split(marts, operation):
    """Return `split(column, changes…)`: the shares by code of one operation for each changes."""

    def by(column, *cases):
        rows = (operation(f"OP{n}", **changes) for n, changes in enumerate(cases))
        con = marts(*rows, only=SHARES)
        found = [{} for _ in cases]
        for operation_code, code, share in con.execute(
            f"select operation_code, {column}, sum(share) from marts.operation_share group by all"
        ).fetchall():
            found[int(operation_code[2:])][code] = round(share, 6)
        return found

    return by


# ---------------------------------------------------------------- regions
def test_an_operation_of_a_regional_programme_belongs_to_its_region(split) -> None:
    assert split("region_code", {"COD_REGIONE": "003:::019"}) == [{"ITG1": 1}]


def test_regions_named_together_share_equally_and_are_marked_as_estimated(marts, operation) -> None:
    row = operation("OP1", COD_REGIONE="003:::019:::001", COD_PROVINCIA="", **NATIONAL)
    con = marts(row, only=SHARES)
    rows = con.execute(
        "select region_code, public_funding_eur, is_estimated from marts.operation_share order by 1"
    ).fetchall()
    assert [code for code, _, _ in rows] == ["ITC1", "ITC4", "ITG1"]
    assert sum(amount for _, amount, _ in rows) == 1000
    assert max(a for _, a, _ in rows) - min(a for _, a, _ in rows) <= 1
    assert all(estimated for _, _, estimated in rows)


def test_one_region_alone_is_not_estimated(marts, operation) -> None:
    con = marts(operation("OP1", COD_REGIONE="003", **NATIONAL), only=SHARES)
    assert con.execute("select is_estimated from marts.operation_share").fetchall() == [(False,)]


def test_pseudo_regions_are_not_regionalised(split) -> None:
    cases = [{"COD_REGIONE": code, **NATIONAL} for code in ("999", "997", "000", "", " ", "A01")]
    assert split("region_code", *cases) == [{"not_regionalised": 1}] * 6


def test_a_pseudo_region_beside_a_region_takes_its_equal_share(split) -> None:
    found = split("region_code", {"COD_REGIONE": "999:::003", "COD_PROVINCIA": "", **NATIONAL})
    assert found == [{"not_regionalised": 0.5, "ITC4": 0.5}]


def test_a_region_code_that_is_too_long_is_no_region(split) -> None:
    found = split("region_code", {"COD_REGIONE": "00199", **NATIONAL})
    assert found == [{"not_regionalised": 1}]


def test_region_004_is_split_by_province(split) -> None:
    expected = {
        "021": {"ITH1": 1},
        "004021": {"ITH1": 1},
        "004022": {"ITH2": 1},
        "004021:::004022": {"ITH1": 0.5, "ITH2": 0.5},
        "": {"ITH1": 0.5, "ITH2": 0.5},
        "003021": {"ITH1": 0.5, "ITH2": 0.5},
    }
    cases = [{"COD_REGIONE": "004", "COD_PROVINCIA": codes, **NATIONAL} for codes in expected]
    assert split("region_code", *cases) == list(expected.values())


def test_region_004_beside_another_keeps_half_whatever_its_provinces(split) -> None:
    case = {"COD_REGIONE": "004:::003", "COD_PROVINCIA": "003015", **NATIONAL}
    assert split("region_code", case) == [{"ITC4": 0.5, "ITH1": 0.25, "ITH2": 0.25}]


def test_a_programme_of_bolzano_or_trento_decides_before_the_province(split) -> None:
    codes = ("2014IT05SFOP017", "2014IT05SFOP018")
    cases = [{"OC_CODICE_PROGRAMMA": code, "COD_REGIONE": "004"} for code in codes]
    assert split("region_code", *cases) == [{"ITH1": 1}, {"ITH2": 1}]


# ---------------------------------------------------------------- funds
FUNDS = [
    ({"FINANZ_UE_FSE": "300,00", "FINANZ_UE_IOG": "100,00"}, {"FSE": 0.75, "IOG": 0.25}),
    ({"FINANZ_UE_FSE": "0,00", "FINANZ_UE_IOG": "100,00"}, {"IOG": 1}),
    ({"FINANZ_UE_FSE": "", "FINANZ_STATO_FSC": "5,00"}, {"FSC": 1}),
    ({"FINANZ_UE_FSE": "50,00", "FINANZ_UE_FESR": "50,00"}, {"FSE": 0.5, "FESR": 0.5}),
    ({"FINANZ_UE_FSE": "", "FONDO_COMUNITARIO": "FSE:::IOG"}, {"FSE": 0.5, "IOG": 0.5}),
    ({"FINANZ_UE_FSE": "", "FONDO_COMUNITARIO": "fse+"}, {"FSE": 1}),
    ({"FINANZ_UE_FSE": "-1,00", "FONDO_COMUNITARIO": "YEI"}, {"IOG": 1}),
    ({"FINANZ_UE_FSE": "", "FONDO_COMUNITARIO": "", "OC_COD_FONTE": "FSC2127"}, {"FSC": 1}),
    ({"FINANZ_UE_FSE": "", "FONDO_COMUNITARIO": "", "OC_COD_FONTE": "X"}, {"other": 1}),
    ({"FINANZ_UE_FSE": "", "FONDO_COMUNITARIO": "FEASR"}, {"other": 1}),
]


def test_funds_share_by_their_amounts_and_by_name_where_there_is_none(split) -> None:
    found = split("fund_code", *(changes for changes, _ in FUNDS))
    assert found == [expected for _, expected in FUNDS]


# ---------------------------------------------------------------- programmes and axes
PAIRS = [
    ("P1:::P2", "A:::B", {"P1/A": 0.5, "P2/B": 0.5}),
    ("P1", "A:::B", {"P1/A": 0.5, "P1/B": 0.5}),
    ("P1:::P2:::P3", "A:::B", {"P1/unknown": 1 / 3, "P2/unknown": 1 / 3, "P3/unknown": 1 / 3}),
    ("P1", "", {"P1/unknown": 1}),
    ("", "A", {"unknown/A": 1}),
    (" P1 ::: P2 ", " A ::: B ", {"P1/A": 0.5, "P2/B": 0.5}),
    ("P1:::P1", "A:::A", {"P1/A": 1}),
]


def test_programmes_and_axes_joined_together_pair_by_place(split) -> None:
    names = ("OC_CODICE_PROGRAMMA", "OC_COD_ARTICOLAZ_PROGRAMMA")
    cases = [dict(zip(names, pair, strict=True)) for *pair, _ in PAIRS]
    found = split("programme_code || '/' || axis_code", *cases)
    assert found == [{k: round(v, 6) for k, v in expected.items()} for *_, expected in PAIRS]


def test_a_programme_left_blank_in_a_list_is_unknown(split) -> None:
    case = {"OC_CODICE_PROGRAMMA": "P1:::", "OC_COD_ARTICOLAZ_PROGRAMMA": "A:::B"}
    assert split("programme_code", case) == [{"P1": 0.5, "unknown": 0.5}]


def test_the_grain_of_the_shares_holds_even_when_one_axis_has_two_names(marts, operation) -> None:
    con = marts(
        operation(
            "OP1",
            OC_CODICE_PROGRAMMA="P1",
            OC_COD_ARTICOLAZ_PROGRAMMA="A:::A",
            OC_DESCR_ARTICOLAZ_PROGRAMMA="PRIMO NOME:::SECONDO NOME",
        ),
        only=SHARES,
    )
    repeated = con.execute(
        "select slot, operation_id, programme_code, axis_code, region_code, fund_code, count(*) "
        "from marts.operation_share group by all having count(*) > 1"
    ).fetchall()
    assert repeated == []


def test_an_axis_written_with_a_leading_zero_is_the_plans_axis(split) -> None:
    assert split("axis_code", {"OC_COD_ARTICOLAZ_PROGRAMMA": "01"}) == [{"1": 1}]


# ---------------------------------------------------------------- themes
THEMES = [
    ({"OC_COD_ARTICOLAZ_PROGRAMMA": "3"}, "10"),
    ({"OC_COD_ARTICOLAZ_PROGRAMMA": "3", "COD_OB_TEMATICO": "08"}, "10"),
    ({"OC_CODICE_PROGRAMMA": "P1", "COD_OB_TEMATICO": "09"}, "09"),
    ({"OC_CODICE_PROGRAMMA": "P1", "COD_OB_TEMATICO": "eso4.11"}, "ESO4.11"),
    ({"OC_CODICE_PROGRAMMA": "P1", "OC_COD_ARTICOLAZ_PROGRAMMA": "ESO4.6"}, "ESO4.6"),
    ({"OC_CODICE_PROGRAMMA": "P1", "COD_OB_TEMATICO": "ESO4.14"}, "unknown"),
    ({"OC_CODICE_PROGRAMMA": "P1", "COD_OB_TEMATICO": "03"}, "unknown"),
    (
        {
            "OC_CODICE_PROGRAMMA": "P1",
            "OC_DESCR_ARTICOLAZ_PROGRAMMA": "ASSE V - Assistenza Tecnica",
        },
        "TA",
    ),
]


def test_the_theme_is_the_plans_and_else_the_published_one(split) -> None:
    found = split("theme_code", *(changes for changes, _ in THEMES))
    assert found == [{theme: 1} for _, theme in THEMES]


# ---------------------------------------------------------------- all of them together
def test_all_these_cases_together_pass_the_checks(marts, operation) -> None:
    pairs = [{"OC_CODICE_PROGRAMMA": p, "OC_COD_ARTICOLAZ_PROGRAMMA": a} for p, a, _ in PAIRS]
    places = ("003:::019", "003:::019:::001", "999", "999:::003", "00199", "004", "004:::003", "")
    cases = [
        *({"COD_REGIONE": code, **NATIONAL} for code in places),
        *(changes for changes, _ in FUNDS),
        *pairs,
        *(changes for changes, _ in THEMES),
    ]
    con = marts(*(operation(f"OP{n}", **changes) for n, changes in enumerate(cases)))
    placed = con.execute("select count(distinct operation_id) from marts.operation_share")
    assert placed.fetchone() == (len(cases),)


# ---------------------------------------------------------------- every programme of the tables
def test_operations_of_every_programme_of_the_reference_tables_pass_the_checks(
    marts, operation, database
) -> None:
    codes = database.execute(
        "select cci from raw.reference_programmes union "
        "select cci from raw.reference_programmes_2021_2027"
    ).fetchall()
    con = marts(*(operation(f"OP{n}", OC_CODICE_PROGRAMMA=c) for n, (c,) in enumerate(codes)))
    assert con.execute("select count(distinct operation_id) from marts.operation_share").fetchone()[
        0
    ] == len(codes)


def test_every_programme_and_authority_has_a_name(marts, operation) -> None:
    con = marts(
        operation(
            "OP1", OC_CODICE_PROGRAMMA="P1", OC_DESCRIZIONE_PROGRAMMA="", OC_DENOM_PROGRAMMATORE=""
        ),
        operation("OP2", OC_CODICE_PROGRAMMA="P2", OC_CODFISC_PROGRAMMATORE=""),
        only=NAMES,
    )
    nameless = con.execute(
        "select programme_code from marts.programme where coalesce(programme_name, '') = '' "
        "union all select managing_authority_code from marts.managing_authority "
        "where coalesce(managing_authority_name, '') = ''"
    ).fetchall()
    assert nameless == []


def test_no_code_of_the_facts_is_null_or_empty(marts, operation) -> None:
    bare = dict.fromkeys(
        [
            "OC_CODICE_PROGRAMMA",
            "OC_COD_ARTICOLAZ_PROGRAMMA",
            "COD_REGIONE",
            "COD_PROVINCIA",
            "OC_COD_CICLO",
            "FONDO_COMUNITARIO",
            "FINANZ_UE_FSE",
            "OC_STATO_PROGETTO",
            "OC_DATA_INIZIO_PROGETTO",
            "OC_CODFISC_PROGRAMMATORE",
            "COD_OB_TEMATICO",
        ],
        "",
    )
    con = marts(operation("OP1", **bare), operation("OP2", **{**bare, "OC_COD_CICLO": "7"}))
    codes = [
        row[0]
        for row in con.execute("describe marts.operation_share").fetchall()
        if row[0].endswith("_code") and row[0] != "operation_code"
    ]
    for column in codes:
        empty = con.execute(
            f"select count(*) from marts.operation_share where coalesce({column}, '') = ''"
        ).fetchone()
        assert empty == (0,), column
