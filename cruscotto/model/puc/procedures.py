"""Tracciati on award procedures, transfers, receipts of payments, and recoveries.

They are PG00, TR00, FN11 and FN12 of the exchange files.
"""

from cruscotto.model.puc.money import OF_PAYMENT, PAYMENT
from cruscotto.model.puc.parts import (
    KEY,
    OPERATION,
    PROGRAMME,
    YES_NO,
    amount,
    choice,
    day,
    text,
    tracciato,
)

PUBLIC = choice(
    "flag_soggetto_pubblico", ("Soggetto pubblico", "Public body"), YES_NO, required=False
)

FN11 = tracciato(
    "FN11",
    ("Giustificativi dei pagamenti", "Receipts of payments"),
    (*OF_PAYMENT, "numero_giustificativo"),
    OPERATION,
    *PAYMENT,
    text(
        "numero_giustificativo",
        ("Numero del giustificativo", "Number of the receipt"),
        "FT-1",
        60,
        is_required=True,
    ),
)
FN12 = tracciato(
    "FN12",
    ("Recuperi", "Recoveries"),
    (KEY, "cod_recupero"),
    OPERATION,
    text(
        "cod_recupero",
        ("Codice del recupero", "Code of the recovery"),
        "REC-1",
        40,
        is_required=True,
    ),
    day("data_decisione_recupero", ("Data della decisione", "Day of the decision")),
    text(
        "codice_fiscale",
        ("Codice fiscale del debitore", "Tax code of the debtor"),
        "01234567890",
        16,
    ),
    PUBLIC,
    text("partita_iva", ("Partita IVA", "VAT number"), ""),
    text("denominazione", ("Denominazione", "Name"), "ENTE ALFA"),
    text("motivo_recupero", ("Motivo", "Reason"), ""),
    amount("importo_da_recuperare", ("Da recuperare, euro", "To be recovered, euro")),
    day("data_ricevimento_rimborso", ("Data del rimborso", "Day of the repayment")),
    amount("importo_rimborsato", ("Rimborsato, euro", "Repaid, euro"), required=False),
    amount(
        "importo_non_recuperabile",
        ("Non recuperabile, euro", "Not recoverable, euro"),
        required=False,
    ),
    text("stato_recupero", ("Stato del recupero", "State of the recovery"), ""),
)
PG00 = tracciato(
    "PG00",
    ("Procedure di aggiudicazione", "Award procedures"),
    (KEY, "cod_proc_agg"),
    OPERATION,
    text(
        "cod_proc_agg",
        ("Codice della procedura", "Code of the procedure"),
        "GARA-1",
        30,
        is_required=True,
    ),
    text("cig", ("CIG", "CIG"), "", 10),
    text("motivo_assenza_cig", ("Motivo dell'assenza del CIG", "Why there is no CIG"), ""),
    text("descr_procedura_agg", ("Descrizione", "Description"), "ACQUISTO DI ATTREZZATURE"),
    text("tipo_proc_agg", ("Tipo di procedura", "Kind of procedure"), ""),
    amount(
        "importo_procedura_agg",
        ("Importo a base di gara, euro", "Amount offered, euro"),
        required=False,
    ),
    day("data_pubblicazione", ("Pubblicazione", "Publication")),
    amount(
        "importo_aggiudicato", ("Importo aggiudicato, euro", "Amount awarded, euro"), required=False
    ),
    day("data_aggiudicazione", ("Aggiudicazione", "Award")),
)
TR00 = tracciato(
    "TR00",
    ("Trasferimenti", "Transfers"),
    ("cod_trasferimento", "cod_programma"),
    text(
        "cod_trasferimento",
        ("Codice del trasferimento", "Code of the transfer"),
        "TR-1",
        60,
        is_required=True,
    ),
    day("data_trasferimento", ("Data", "Date")),
    PROGRAMME,
    text("causale_trasferimento", ("Causale", "Reason"), ""),
    amount("importo_trasferimento", ("Importo, euro", "Amount, euro")),
    text(
        "cf_sog_ricevente",
        ("Codice fiscale di chi riceve", "Tax code of the receiver"),
        "01234567890",
        16,
    ),
    PUBLIC,
)

PROCEDURES = (PG00, TR00, FN11, FN12)
