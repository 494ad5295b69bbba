"""Financial files of the national exchange format (PUC), FN00-FN10.

In FN04 and FN05, commitments (I) add and releases (D) subtract. In FN06-FN08, payments (P) add and
recoveries (R) subtract. In FN09, certified expenditure (C) adds and withdrawn expenditure (D)
subtracts. Types that end in `-TR` are transfers between bodies, and are kept apart.
"""

from cruscotto.i18n import Text
from cruscotto.model.codes import code
from cruscotto.model.fields import Field, Kind
from cruscotto.model.puc.parts import (
    KEY,
    LEVEL,
    OPERATION,
    PROGRAMME,
    YES_NO,
    amount,
    choice,
    day,
    text,
    tracciato,
)

COMMITMENT_TYPES = (
    code("I", "impegno", "commitment"),
    code("D", "disimpegno", "release"),
    code("I-TR", "impegno per trasferimento", "commitment for a transfer"),
    code("D-TR", "disimpegno per trasferimento", "release of a transfer"),
)
PAYMENT_TYPES = (
    code("P", "pagamento", "payment"),
    code("R", "recupero", "recovery"),
    code("P-TR", "pagamento per trasferimento", "payment of a transfer"),
    code("R-TR", "recupero di trasferimento", "recovery of a transfer"),
)
CLAIM_TYPES = (
    code("C", "spesa certificata", "certified expenditure"),
    code("D", "spesa decertificata", "withdrawn expenditure"),
)

COMMITMENT = (
    text(
        "cod_impegno",
        ("Codice dell'impegno", "Code of the commitment"),
        "IMP-1",
        20,
        is_required=True,
    ),
    choice("tipologia_impegno", ("Tipologia", "Type"), COMMITMENT_TYPES),
    day("data_impegno", ("Data", "Date"), required=True),
)
PAYMENT = (
    text(
        "cod_pagamento",
        ("Codice del pagamento", "Code of the payment"),
        "PAG-1",
        20,
        is_required=True,
    ),
    choice("tipologia_pag", ("Tipologia", "Type"), PAYMENT_TYPES),
    day("data_pagamento", ("Data", "Date"), required=True),
)
OF_COMMITMENT = (KEY, *(field.name for field in COMMITMENT))
OF_PAYMENT = (KEY, *(field.name for field in PAYMENT))
SOURCE = text(
    "cod_fondo", ("Fonte finanziaria (TC33)", "Source of finance (TC33)"), "FSE", is_required=True
)
RELEASE = (
    "Causale del disimpegno (TC38), obbligatoria per D",
    "Reason of the release (TC38), required for D",
)
REASON = ("Causale (TC39)", "Reason (TC39)")
YEAR = Field(
    name="anno_piano",
    kind=Kind.INTEGER,
    description=Text(it="Anno", en="Year"),
    example="2019",
    is_required=True,
    low=2000,
    high=2099,
)

FN00 = tracciato(
    "FN00",
    ("Finanziamento", "Financing"),
    (KEY, "cod_fondo", "cod_norma", "cod_del_cipe", "cod_localizzazione", "cf_cofinanz"),
    OPERATION,
    SOURCE,
    text("cod_norma", ("Norma (TC35)", "Law (TC35)"), "99999", is_required=True),
    text(
        "cod_del_cipe", ("Delibera CIPE (TC34)", "CIPE decision (TC34)"), "99999", is_required=True
    ),
    text(
        "cod_localizzazione",
        ("Localizzazione (TC16)", "Place (TC16)"),
        "019082053",
        is_required=True,
    ),
    text(
        "cf_cofinanz",
        ("Codice fiscale del cofinanziatore", "Tax code of the co-financer"),
        "9999",
        16,
        is_required=True,
    ),
    amount("importo", ("Importo, euro", "Amount, euro")),
)
FN01 = tracciato(
    "FN01",
    ("Costo ammesso", "Admitted cost"),
    (KEY, "cod_programma", "cod_liv_gerarchico"),
    OPERATION,
    PROGRAMME,
    LEVEL,
    amount("importo_ammesso", ("Importo ammesso, euro", "Admitted amount, euro")),
)
FN02 = tracciato(
    "FN02",
    ("Quadro economico", "Economic framework"),
    (KEY, "voce_spesa"),
    OPERATION,
    text(
        "voce_spesa",
        ("Voce di spesa (TC37)", "Item of expenditure (TC37)"),
        "02.01",
        is_required=True,
    ),
    amount("importo", ("Importo, euro", "Amount, euro")),
)
FN03 = tracciato(
    "FN03",
    ("Piano dei costi", "Cost plan"),
    (KEY, "anno_piano"),
    OPERATION,
    YEAR,
    amount("imp_realizzato", ("Realizzato, euro", "Realised, euro"), required=False),
    amount("imp_da_realizzare", ("Da realizzare, euro", "To be realised, euro"), required=False),
)
FN04 = tracciato(
    "FN04",
    ("Impegni", "Commitments"),
    OF_COMMITMENT,
    OPERATION,
    *COMMITMENT,
    amount("importo_impegno", ("Importo, euro", "Amount, euro")),
    text("causale_disimpegno", RELEASE, ""),
    text("note_impegno", ("Note", "Notes"), ""),
)
FN05 = tracciato(
    "FN05",
    ("Impegni ammessi", "Admitted commitments"),
    (*OF_COMMITMENT, "cod_programma", "cod_liv_gerarchico", "data_imp_amm", "tipologia_imp_amm"),
    OPERATION,
    *COMMITMENT,
    PROGRAMME,
    LEVEL,
    day("data_imp_amm", ("Data di ammissione", "Date of admission"), required=True),
    choice("tipologia_imp_amm", ("Tipologia ammessa", "Admitted type"), COMMITMENT_TYPES),
    text("causale_disimpegno_amm", RELEASE, ""),
    amount("importo_imp_amm", ("Importo ammesso, euro", "Admitted amount, euro")),
    text("note_imp", ("Note", "Notes"), ""),
)
FN06 = tracciato(
    "FN06",
    ("Pagamenti", "Payments"),
    OF_PAYMENT,
    OPERATION,
    *PAYMENT,
    amount("importo_pag", ("Importo, euro", "Amount, euro")),
    text("causale_pag", REASON, "A", is_required=True),
    text("note_pag", ("Note", "Notes"), ""),
)
FN07 = tracciato(
    "FN07",
    ("Pagamenti ammessi", "Admitted payments"),
    (*OF_PAYMENT, "cod_programma", "cod_liv_gerarchico", "data_pag_amm", "tipologia_pag_amm"),
    OPERATION,
    *PAYMENT,
    PROGRAMME,
    LEVEL,
    day("data_pag_amm", ("Data di ammissione", "Date of admission"), required=True),
    choice("tipologia_pag_amm", ("Tipologia ammessa", "Admitted type"), PAYMENT_TYPES),
    text("causale_pag_amm", REASON, "A", is_required=True),
    amount("importo_pag_amm", ("Importo ammesso, euro", "Admitted amount, euro")),
    text("note_pag", ("Note", "Notes"), ""),
)
FN08 = tracciato(
    "FN08",
    ("Percettori", "Recipients"),
    (*OF_PAYMENT, "codice_fiscale", "tipo_percettore"),
    OPERATION,
    *PAYMENT,
    text(
        "codice_fiscale",
        ("Codice fiscale del percettore", "Tax code of the recipient"),
        "01234567890",
        16,
        is_required=True,
    ),
    choice("flag_soggetto_pubblico", ("Soggetto pubblico", "Public body"), YES_NO, required=False),
    text(
        "tipo_percettore",
        ("Tipo di percettore (TC40)", "Type of recipient (TC40)"),
        "1",
        is_required=True,
    ),
    amount("importo", ("Importo, euro", "Amount, euro")),
)
FN09 = tracciato(
    "FN09",
    ("Spese certificate", "Certified expenditure"),
    (KEY, "data_domanda", "id_domanda_pagamento", "tipologia_importo", "cod_liv_gerarchico"),
    OPERATION,
    day("data_domanda", ("Data della domanda", "Date of the claim"), required=True),
    text(
        "id_domanda_pagamento",
        ("Domanda di pagamento (TC41)", "Payment claim (TC41)"),
        "1",
        is_required=True,
    ),
    choice("tipologia_importo", ("Tipologia dell'importo", "Type of amount"), CLAIM_TYPES),
    LEVEL,
    amount("importo_spesa_tot", ("Spesa totale, euro", "Total expenditure, euro")),
    amount("importo_spesa_pub", ("Spesa pubblica, euro", "Public expenditure, euro")),
)
FN10 = tracciato(
    "FN10",
    ("Economie", "Savings"),
    (KEY, "cod_fondo"),
    OPERATION,
    SOURCE,
    amount("importo", ("Importo, euro", "Amount, euro")),
)

MONEY = (FN00, FN01, FN02, FN03, FN04, FN05, FN06, FN07, FN08, FN09, FN10)
