"""Each exchange rule: a delivery that keeps it, one that breaks it, exact counts of both."""

from collections import Counter, defaultdict
from collections.abc import Callable

import pytest

from cruscotto.config import SQL
from cruscotto.model.exchange_rules import RULES, Effect
from cruscotto.warehouse.exchange_rules import rule_files

Delivery = dict[str, list[dict[str, str]]]
Change = Callable[[Delivery], object]

SALT = "0f" * 32
FUTURE = "01/02/2020"  # the delivery is of 31 January 2020


def put(code: str, **changes: str) -> Change:
    """Change the first record of a tracciato."""
    return lambda d: d[code][0].update(changes)


def without(*codes: str) -> Change:
    return lambda d: [d[code].clear() for code in codes]


def also(code: str, **changes: str) -> Change:
    """Add a record like the first of a tracciato, with other values."""
    return lambda d: d[code].append(d[code][0] | changes)


def both(*changes: Change) -> Change:
    return lambda d: [change(d) for change in changes]


OTHER = "2014IT05SFOP015"
RELEASE = {"cod_impegno": "I2", "tipologia_impegno": "D", "data_impegno": "20/06/2018"}
PAID = {"cod_pagamento": "P1", "tipologia_pag": "P", "data_pagamento": "10/05/2018"}
RECOVERY = {"cod_pagamento": "P2", "tipologia_pag": "R", "data_pagamento": "20/06/2018"}


def unclassified(*names: str) -> Change:
    return lambda d: d.update(AP03=[r for r in d["AP03"] if r["tipo_class"] not in names])


def of_nature_03(d: Delivery) -> None:
    """Make the operation works (nature 03), with the phases that these must have."""
    d["AP00"][0].update(tipo_operazione="03.01")
    for row, phase in zip(d["PR00"], ("0305", "0306"), strict=True):
        row.update(cod_fase=phase)


# What is done to a sound delivery of one operation, and every rule it then breaks, with its count.
BROKEN: dict[str, tuple[Change, dict[str, int]]] = {
    "001": (unclassified("RA"), {"001": 1}),
    "002": (without("AP05"), {"002": 1}),
    "003": (without("AP06"), {"003": 1}),
    "004": (put("SC00", cod_ruolo_sog="3"), {"004": 1}),
    "007": (without("IN00"), {"007": 1}),
    "008": (put("IN01", tipo_indicatore_di_output="DPR"), {"008": 1}),
    "009": (lambda d: d["PR00"].pop(), {"009": 1}),
    "010": (without("PR01"), {"010": 1}),
    "011": (without("FN03"), {"011": 1}),
    "012": (put("AP00", cup="G00A1"), {"012": 1}),
    "013": (without("AP01"), {"013": 1}),
    "014": (
        both(
            put("FN00", cod_fondo="FESR"),
            put("FN10", cod_fondo="FESR"),
            unclassified("CI", "AE", "DTS"),
        ),
        {"014": 2},
    ),
    "015": (unclassified("DTS"), {"015": 1}),
    "016": (
        both(put("FN00", cod_fondo="IOG"), put("FN10", cod_fondo="IOG"), unclassified("DTS")),
        {"016": 1},
    ),
    "017": (both(put("FN00", cod_fondo="FEASR"), put("FN10", cod_fondo="FEASR")), {"017": 1}),
    "018": (both(of_nature_03, without("FN02")), {"018": 1}),
    "005": (without("FN00", "FN10"), {"005": 1}),
    "006": (without("FN01"), {"006": 1}),
    "019": (without("FN04", "FN05", "FN07"), {"019": 1}),
    "020": (put("FN01", cod_programma=OTHER), {"020": 1}),
    "021": (put("FN05", cod_programma=OTHER), {"021": 1}),
    "022": (put("FN07", cod_programma=OTHER), {"022": 1}),
    "023": (put("FN09", cod_liv_gerarchico=f"{OTHER}#MDR#A#08"), {"023": 1}),
    "024": (put("FN01", importo_ammesso="950,01"), {"024": 1}),
    "025": (put("FN05", importo_imp_amm="901,00"), {"025": 1, "054": 1}),
    "026": (put("FN07", importo_pag_amm="600,01"), {"026": 1, "055": 1}),
    "027": (
        both(
            put("FN10", importo="100,01"),
            put("FN03", imp_da_realizzare="299,99"),
            put("FN01", importo_ammesso="899,99"),
            put("FN05", importo_imp_amm="800"),
        ),
        {"027": 1},
    ),
    "028": (both(put("FN06", importo_pag="900,01"), without("FN08")), {"028": 1}),
    "029": (put("FN01", importo_ammesso="899,99"), {"029": 1}),
    "030": (put("FN05", importo_imp_amm="599,99"), {"030": 1}),
    "032": (both(put("FN04", data_impegno=FUTURE), put("FN05", data_impegno=FUTURE)), {"032": 1}),
    "033": (
        both(*(put(code, data_pagamento=FUTURE) for code in ("FN06", "FN07", "FN08", "FN11"))),
        {"033": 1},
    ),
    "034": (put("FN05", data_imp_amm=FUTURE), {"034": 1}),
    "035": (put("FN07", data_pag_amm=FUTURE), {"035": 1}),
    "036": (put("PR01", data_riferimento=FUTURE), {"036": 1}),
    "037": (also("FN08", codice_fiscale="09876543210", importo="0,01"), {"037": 1}),
    "038": (
        both(
            put("FN10", cod_fondo="FDR", importo="250,01"),
            put("FN03", imp_da_realizzare="149,99"),
            put("FN01", importo_ammesso="700"),
            without("FN04", "FN05", "FN06", "FN07", "FN08", "FN11"),
        ),
        {"038": 1},
    ),
    "039": (put("FN03", imp_realizzato="600,01"), {"039": 1}),
    "040": (put("IN01", valore_realizzato=""), {"040": 1}),
    "041": (
        lambda d: d["PR00"][0].update(data_inizio_effettiva="", data_fine_effettiva=""),
        {"041": 1},
    ),
    "042": (put("PR00", data_inizio_effettiva=""), {"042": 1}),
    "046": (also("PR00", cod_fase="0306"), {"046": 1}),
    "047": (put("FN05", cod_impegno="I9"), {"047": 1}),
    "048": (put("FN07", cod_pagamento="P9"), {"048": 1}),
    "049": (put("FN08", cod_pagamento="P9"), {"049": 1}),
    "050": (
        both(
            also("FN04", **RELEASE, importo_impegno="901,00"),
            without("FN05", "FN06", "FN07", "FN08", "FN11"),
        ),
        {"050": 1},
    ),
    "051": (
        both(
            also("FN04", **RELEASE, importo_impegno="901,00"),
            also("FN05", **RELEASE, tipologia_imp_amm="D", importo_imp_amm="901,00"),
            without("FN06", "FN07", "FN08", "FN11"),
        ),
        {"050": 1, "051": 1},
    ),
    "052": (both(also("FN06", **RECOVERY, importo_pag="601,00"), without("FN07")), {"052": 1}),
    "053": (
        both(
            also("FN06", **RECOVERY, importo_pag="601,00"),
            also("FN07", **RECOVERY, tipologia_pag_amm="R", importo_pag_amm="601,00"),
        ),
        {"052": 1, "053": 1},
    ),
    "054": (
        both(
            also("FN04", **RELEASE, importo_impegno="100,00"),
            lambda d: d["FN05"][0].update(importo_imp_amm="900,00"),
        ),
        {"054": 1},
    ),
    "055": (also("FN06", **RECOVERY, importo_pag="100,00"), {"055": 1}),
    "056": (put("AP00", data_fine_effettiva="28/02/2018"), {"056": 1}),
    "901": (lambda d: d["SC01"][0].update(codice_corso="C9"), {"901": 1}),
    "902": (put("FN11", cod_pagamento="P9"), {"902": 1}),
    "903": (put("FN12", importo_non_recuperabile="30,01"), {"903": 1}),
    "904": (put("PG00", importo_aggiudicato="100,01"), {"904": 1}),
    "942": (put("PR00", data_fine_effettiva="28/02/2018"), {"942": 1}),
    "943": (put("IN00", cod_indicatore="EECR05"), {"943": 1}),
    "944": (put("IN01", cod_indicatore="EECO02"), {"944": 1}),
}
# Records of the tracciati that only controls ask for.
CLASSES = ("RA", "CI", "FF", "TT", "MET", "AE", "DTS")
ASKED: Delivery = {
    "AP01": [{"cod_proc_att": "PA-17"}],
    "AP03": [
        {"cod_programma": "2014IT05SFOP014", "tipo_class": name, "cod_classificazione": "1"}
        for name in CLASSES
    ],
    "AP05": [{"cod_stru_att": "S1"}],
    "FN02": [{"voce_spesa": "02.01", "importo": "950,00"}],
    "FO00": [{"cod_corso": "C1", "indice_annualita": "1"}],
    "SC01": [{"codice_fiscale": "RSSMRA80A01H501U", "codice_corso": "C1"}],
    "FN11": [{**PAID, "numero_giustificativo": "FT-1"}],
    "FN12": [{"cod_recupero": "R1", "importo_da_recuperare": "50", "importo_rimborsato": "20,00"}],
    "PG00": [
        {"cod_proc_agg": "G1", "importo_procedura_agg": "100", "importo_aggiudicato": "90,00"}
    ],
    "FN03": [{"anno_piano": "2019", "imp_realizzato": "600,00", "imp_da_realizzare": "350,00"}],
}


def broken(con) -> Counter[str]:
    rows = con.execute("select rule_number, count(*) from marts.exchange_finding group by 1")
    return Counter(dict(rows.fetchall()))


def test_every_rule_has_its_query_its_sentence_and_a_delivery_that_breaks_it() -> None:
    numbers = [rule.number for rule in RULES]
    assert numbers == sorted(set(numbers))
    assert numbers == [path.name[:3] for path in rule_files()] == sorted(BROKEN)


@pytest.fixture(scope="module")
def whole(sound) -> Callable[..., Delivery]:
    """Return `whole("OP1")`: a sound delivery with every tracciato that a control asks for."""

    def delivery(*operations: str) -> Delivery:
        asked = {
            code: [{"cod_locale_progetto": name, **row} for name in operations for row in rows]
            for code, rows in ASKED.items()
        }
        return sound(*operations) | asked

    return delivery


def test_a_sound_delivery_keeps_every_rule(load, whole) -> None:
    assert broken(load(whole("OP1", "OP2", "OP3"), secret=SALT)) == {}


def test_a_control_asks_for_nothing_where_a_delivery_holds_none_of_it(load, sound) -> None:
    assert broken(load(sound("OP1"))) == {}


def test_every_rule_has_an_official_effect_and_a_source() -> None:
    assert all(rule.source for rule in RULES)
    local = {rule.number for rule in RULES if rule.effect is Effect.LOCAL}
    assert local == {"056", "901", "902", "903", "904", "942", "943", "944"}


@pytest.fixture(scope="module")
def broken_by(load_once, whole) -> dict[str, Counter[str]]:
    """Deliver an operation for each rule, which breaks it, and a sound one; return who broke what.

    What is wrong with one operation must not be laid at the door of another.
    """
    delivery = whole("GOOD")
    for number, (change, _) in BROKEN.items():
        spoilt = whole(number)
        change(spoilt)
        for code, rows in spoilt.items():
            delivery[code] += rows
    rows = load_once(delivery, secret=SALT).execute(
        "select operation_code, rule_number from marts.exchange_finding"
    )
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for operation, rule in rows.fetchall():
        found[operation][rule] += 1
    return dict(found)


@pytest.mark.parametrize("number", sorted(BROKEN))
def test_a_rule_is_broken_where_it_is_broken_and_nowhere_else(broken_by, number) -> None:
    _, wanted = BROKEN[number]
    assert broken_by[number] == wanted
    assert set(broken_by) == set(BROKEN)


def test_the_scorecard_counts_by_authority_edition_and_rule(load, sound) -> None:
    spoilt = sound("OP1", "OP2", "OP3")
    for place in (0, 1):
        spoilt["FN01"][place]["importo_ammesso"] = "1,00"
    spoilt["FN07"][2]["importo_pag_amm"] = "601,00"
    load(spoilt, "20191231")
    con = load(sound("OP1", "OP2", "OP3"), "20200131")

    def asked(name: str) -> list[tuple[object, ...]]:
        query = (SQL / "queries" / f"{name}.sql").read_text("utf-8")
        return [(str(r[1]), r[0], *r[2:]) for r in con.execute(query).fetchall()]

    assert asked("exchange_scorecard") == [
        ("2019-12-31", "ITG1", "026", 1, 1),
        ("2019-12-31", "ITG1", "029", 2, 2),
        ("2019-12-31", "ITG1", "055", 1, 1),
    ]
    assert asked("exchange_deliveries") == [
        ("2019-12-31", "ITG1", 3, False),
        ("2020-01-31", "ITG1", 3, False),
    ]
    (first, *_) = con.execute(
        (SQL / "queries" / "exchange_findings.sql").read_text("utf-8")
    ).fetchall()
    assert first[3:7] == ("026", "OP3", "FN07", "P1")


def test_transfers_have_a_balance_of_their_own(load, sound) -> None:
    """A transfer paid without one committed is not covered by other commitments."""
    delivery = sound("OP1", "OP2")
    moved = {"tipologia_pag": "P-TR", "cod_pagamento": "T1", "importo_pag": "10,00"}
    delivery["FN06"].append(delivery["FN06"][0] | moved)
    back = {"tipologia_impegno": "D-TR", "cod_impegno": "T2", "importo_impegno": "5,00"}
    delivery["FN04"].append(delivery["FN04"][1] | back)
    found = load(delivery).execute(
        "select rule_number, operation_code, record_key from marts.exchange_finding order by all"
    )
    assert found.fetchall() == [("019", "OP1", "TR"), ("050", "OP2", "TR")]


def test_a_rule_never_stops_a_build(load, sound) -> None:
    con = load({code: rows for code, rows in sound().items() if code in ("AP00", "AP04", "FN06")})
    assert set(broken(con)) == {"005", "006", "019"}
