"""The money of exchange files: plain Python adds it up, and every figure agrees to the cent."""

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest

from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.money import COMMITMENTS_EUR, PAYMENTS_EUR, PUBLIC_FUNDING_EUR

PROGRAMME = "2014IT05SFOP014"
LEVELS = {"1": f"{PROGRAMME}#LDR#1#08#8i#8.5", "3": f"{PROGRAMME}#LDR#3#10#10i#10.1"}
SIGNS = {"I": 1, "D": -1, "I-TR": 0, "D-TR": 0, "P": 1, "R": -1, "P-TR": 0, "R-TR": 0, "C": 1}


def euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"


def money(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def spread(chance: random.Random, delivery, name: str) -> None:
    """Give an operation many commitments, payments and claims on two axes."""
    for code in ("FN01", "FN04", "FN05", "FN06", "FN07", "FN08", "FN09"):
        delivery[code] = [r for r in delivery[code] if r["cod_locale_progetto"] != name]
    base = {"cod_locale_progetto": name, "cod_programma": PROGRAMME}
    for level in LEVELS.values():
        delivery["FN01"].append(base | {"cod_liv_gerarchico": level, "importo_ammesso": "333,33"})
    for i in range(6):
        day = f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{chance.randint(2016, 2022)}"
        for whole, part, kind, code, column in (
            ("FN04", "FN05", chance.choice(("I", "I", "D", "I-TR")), "cod_impegno", "imp"),
            ("FN06", "FN07", chance.choice(("P", "P", "R", "P-TR")), "cod_pagamento", "pag"),
        ):
            key = {"cod_locale_progetto": name, code: f"{whole}{i}"}
            names = (
                ("tipologia_impegno", "data_impegno", "importo_impegno")
                if whole == "FN04"
                else ("tipologia_pag", "data_pagamento", "importo_pag")
            )
            first, second, rest = (chance.randint(0, 99_999) for _ in range(3))
            key |= {names[0]: kind, names[1]: day}
            delivery[whole].append(
                key | {names[2]: euros(first + second + rest), "causale_pag": "A"}
            )
            for level, cents in zip(LEVELS.values(), (first, second), strict=True):
                delivery[part].append(
                    key
                    | base
                    | {
                        "cod_liv_gerarchico": level,
                        f"data_{column}_amm": day,
                        f"tipologia_{column}_amm": kind,
                        "causale_pag_amm": "A",
                        f"importo_{column}_amm": euros(cents),
                    }
                )
        delivery["FN09"].append(
            {
                "cod_locale_progetto": name,
                "data_domanda": day,
                "id_domanda_pagamento": str(i),
                "tipologia_importo": chance.choice(("C", "D")),
                "cod_liv_gerarchico": chance.choice(list(LEVELS.values())),
                "importo_spesa_tot": euros(chance.randint(0, 99_999)),
                "importo_spesa_pub": euros(chance.randint(0, 99_999)),
            }
        )


@pytest.fixture(scope="module")
def delivery(sound):
    chance, made = random.Random(7), sound("OP1", "OP2", "OP3", "OP4")
    for name in ("OP1", "OP2", "OP3"):
        spread(chance, made, name)
    return made


@pytest.fixture(scope="module")
def con(load_once, delivery):
    """Return the marts of the delivery; only read."""
    return load_once(delivery)


def plain(rows: Iterable[dict[str, str]], kind: str, amount: str) -> Decimal:
    signs = SIGNS | ({"D": -1} if kind == "tipologia_importo" else {})
    return sum((signs[row[kind]] * money(row[amount]) for row in rows), Decimal(0))


def by_axis(rows, kind: str, amount: str) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        axis = row["cod_liv_gerarchico"].split("#")[2]
        found[axis] += SIGNS[row[kind]] * money(row[amount])
    return found


def measured(con, kpi, by: tuple[str, ...] = ()) -> dict[tuple[str, ...], Decimal]:
    result = measure(con, kpi, by, Selection.parse([f"programme={PROGRAMME}"]))
    return {row.codes: row.value for row in result.rows if row.value is not None}


STAGES = (
    (
        COMMITMENTS_EUR,
        "committed_eur",
        "FN04",
        "FN05",
        "tipologia_impegno",
        "importo_impegno",
        "tipologia_imp_amm",
        "importo_imp_amm",
    ),
    (
        PAYMENTS_EUR,
        "paid_eur",
        "FN06",
        "FN07",
        "tipologia_pag",
        "importo_pag",
        "tipologia_pag_amm",
        "importo_pag_amm",
    ),
)


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage[0].name)
def test_totals_and_axes_agree_with_plain_sums_to_the_cent(con, delivery, stage) -> None:
    kpi, column, whole, part, kind, amount, part_kind, part_amount = stage
    total = plain(delivery[whole], kind, amount)
    assert measured(con, kpi) == {(): total}
    series = con.execute(f"select sum({column}) from marts.money_month where slot = 'current'")
    assert series.fetchone() == (total,)
    axes = by_axis(delivery[part], part_kind, part_amount)
    # OP4 stands on one axis: what is not admitted of it stays there
    axes["1"] += plain(
        [r for r in delivery[whole] if r["cod_locale_progetto"] == "OP4"], kind, amount
    ) - plain(
        [r for r in delivery[part] if r["cod_locale_progetto"] == "OP4"], part_kind, part_amount
    )
    axes["unknown"] = total - sum(axes.values())
    found = {codes[0]: value for codes, value in measured(con, kpi, ("axis",)).items()}
    assert found == dict(axes)
    rows = con.execute(
        f"select axis_code, sum({column}) from marts.money_month "
        f"where slot = 'current' and {column} is not null group by 1"
    )
    assert dict(rows.fetchall()) == dict(axes)


def test_months_agree_with_plain_sums(con, delivery) -> None:
    wanted: dict[date, Decimal] = defaultdict(Decimal)
    for row in delivery["FN06"]:
        month = date(int(row["data_pagamento"][6:]), int(row["data_pagamento"][3:5]), 1)
        wanted[month] += SIGNS[row["tipologia_pag"]] * money(row["importo_pag"])
    rows = con.execute(
        "select month, sum(paid_eur) from marts.money_month "
        "where slot = 'current' and paid_eur is not null group by 1"
    )
    found = {month: value for month, value in rows.fetchall() if value}
    assert found == {month: value for month, value in wanted.items() if value}


def test_certified_expenditure_is_claims_less_withdrawals_with_its_eu_share(con, delivery) -> None:
    rows = delivery["FN09"]
    wanted = plain(rows, "tipologia_importo", "importo_spesa_tot")
    public = plain(rows, "tipologia_importo", "importo_spesa_pub")
    found = con.execute(
        "select sum(certified_eur), sum(certified_public_eur), sum(certified_eu_eur), "
        "sum(selected_eur) from marts.money_month where slot = 'current'"
    ).fetchone()
    assert found[:2] == (wanted, public)
    # Sicilia's plan: the EU pays three quarters of public cost, and all of it in two years
    whole = [row for row in rows if is_at_full_rate(row["data_domanda"])]
    more = plain(whole, "tipologia_importo", "importo_spesa_pub")
    assert more != 0
    assert abs(found[2] - (public - more) * Decimal("0.75") - more) < Decimal("0.30")
    assert found[3] == sum(money(row["importo_ammesso"]) for row in delivery["FN01"])
    covered = con.execute("select sum(eu_amount_eur) from marts.eu_receipt where source = 'puc'")
    assert abs(covered.fetchone()[0] - found[2]) < Decimal("0.30")


def is_at_full_rate(written: str) -> bool:
    """Return whether a claim is of the accounting years 2020/21 or 2021/22."""
    day, month, year = (int(part) for part in written.split("/"))
    return date(2020, 7, 1) <= date(year, month, day) <= date(2022, 6, 30)


def test_operations_enter_the_star_with_their_source(con) -> None:
    (row,) = con.execute(
        "select operation_code, source, programme_code, axis_code, region_codes, status_code, "
        "is_estimated, beneficiary_name, start_date from marts.operation "
        "where operation_code = 'OP4'"
    ).fetchall()
    assert row == (
        "OP4",
        "puc",
        PROGRAMME,
        "1",
        "ITG1",
        "concluded",
        False,
        "ENTE ALFA",
        date(2018, 3, 1),
    )
    assert measured(con, PUBLIC_FUNDING_EUR) == {(): Decimal(4000)}
    assert con.execute("select count(*) from marts.operation").fetchone() == (4,)


def test_of_a_programme_the_newest_edition_speaks_whoever_delivered_it(
    database, load, delivery, operation, marts
) -> None:
    load(delivery, "20240731")
    con = marts(operation("OP1", TOT_PAGAMENTI="7,00"))  # OpenCoesione, 31 August 2024
    assert measured(con, PAYMENTS_EUR) == {(): Decimal(7)}
    con = load(delivery, "20240930")
    assert measured(con, PAYMENTS_EUR) == {
        (): plain(delivery["FN06"], "tipologia_pag", "importo_pag")
    }


def test_a_series_query_takes_milliseconds(con) -> None:
    plan = con.execute(
        "explain select month, sum(paid_eur) from marts.money_month group by month"
    ).fetchall()
    assert "puc_fn06" not in str(plan)  # a mart is read, never the two million payments


def test_an_operation_whose_record_is_refused_adds_to_no_series(load, sound) -> None:
    delivery = sound("OP1", "OP2")
    delivery["AP00"][0]["titolo_progetto"] += "|di troppo"
    con = load(delivery)
    rows = con.execute("select distinct operation_code from staging.int_puc_money").fetchall()
    months = con.execute("select sum(paid_eur) from marts.money_month")
    assert (rows, months.fetchone()) == ([("OP2",)], (600,))
    assert measure(con, PAYMENTS_EUR, (), Selection()).rows[0].value == 600
