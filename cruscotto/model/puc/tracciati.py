"""The tracciati of the Protocollo Unico di Colloquio, each declared once; all of them are read."""

from cruscotto.model.codes import code
from cruscotto.model.fields import Contract
from cruscotto.model.puc.money import MONEY
from cruscotto.model.puc.parts import KEY, OPERATION, choice, day, text, tracciato, value
from cruscotto.model.puc.people import PEOPLE
from cruscotto.model.puc.procedures import PROCEDURES
from cruscotto.model.puc.registry import REGISTRY

INDICATOR_TYPES = (
    code("COM", "comune", "common"),
    code("DPR", "del programma", "of the programme"),
)

IN00 = tracciato(
    "IN00",
    ("Indicatori di risultato", "Result indicators"),
    (KEY, "tipo_indicatore_di_risultato", "cod_indicatore"),
    OPERATION,
    choice("tipo_indicatore_di_risultato", ("Tipo", "Type"), INDICATOR_TYPES),
    text(
        "cod_indicatore",
        ("Indicatore (TC42, TC43)", "Indicator (TC42, TC43)"),
        "CR06",
        is_required=True,
    ),
)
IN01 = tracciato(
    "IN01",
    ("Indicatori di output", "Output indicators"),
    (KEY, "tipo_indicatore_di_output", "cod_indicatore"),
    OPERATION,
    choice("tipo_indicatore_di_output", ("Tipo", "Type"), INDICATOR_TYPES),
    text(
        "cod_indicatore",
        ("Indicatore (TC44, TC45)", "Indicator (TC44, TC45)"),
        "CO01",
        is_required=True,
    ),
    value("val_programmato", ("Valore programmato", "Planned value"), required=True),
    value("valore_realizzato", ("Valore realizzato", "Achieved value")),
)
PR00 = tracciato(
    "PR00",
    ("Iter di progetto", "Phases of an operation"),
    (KEY, "cod_fase"),
    OPERATION,
    text("cod_fase", ("Fase procedurale (TC46)", "Phase (TC46)"), "0301", is_required=True),
    day("data_inizio_prevista", ("Inizio previsto", "Planned start"), required=True),
    day("data_inizio_effettiva", ("Inizio effettivo", "Actual start")),
    day("data_fine_prevista", ("Fine prevista", "Planned end"), required=True),
    day("data_fine_effettiva", ("Fine effettiva", "Actual end")),
)
PR01 = tracciato(
    "PR01",
    ("Stato di attuazione", "State of implementation"),
    (KEY, "stato_progetto"),
    OPERATION,
    text("stato_progetto", ("Stato del progetto (TC47)", "State (TC47)"), "1", is_required=True),
    day("data_riferimento", ("Data di riferimento", "Reference date"), required=True),
)

# By the code that names each file.
TRACCIATI: dict[str, Contract] = {
    contract.name.removeprefix("puc_").upper(): contract
    for contract in (*REGISTRY, *MONEY, IN00, IN01, PR00, PR01, *PEOPLE, *PROCEDURES)
}
# Without these nothing of a delivery can be placed.
CORE = ("AP00", "AP04")
# What a field was called in our templates before its official name was known.
RENAMED = {"domanda_pagamento": "id_domanda_pagamento"}
