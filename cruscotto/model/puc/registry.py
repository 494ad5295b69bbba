"""Tracciati on calls, operations, programmes, places and bodies.

They are PA00-PA01, AP00-AP06 and SC00 of the exchange files.
"""

from cruscotto.model.codes import code
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

CALL = text(
    "cod_proc_att",
    ("Codice della procedura (TC1)", "Code of the call (TC1)"),
    "PA-17",
    30,
    is_required=True,
)
STATES = (code("1", "attivo", "active"), code("2", "non attivo", "not active"))

PA00 = tracciato(
    "PA00",
    ("Procedure di attivazione", "Calls"),
    ("cod_proc_att",),
    CALL,
    text(
        "cod_proc_att_locale",
        ("Codice locale della procedura", "Local code of the call"),
        "DD5",
        is_required=True,
    ),
    text("cod_aiuto_rna", ("Codice dell'aiuto nel registro nazionale", "Code of the aid"), ""),
    text(
        "tip_procedura_att",
        ("Tipo di procedura (TC2)", "Type of call (TC2)"),
        "01",
        is_required=True,
    ),
    choice("flag_aiuti", ("Aiuti di Stato", "State aid"), YES_NO),
    text(
        "descr_procedura_att",
        ("Descrizione", "Description"),
        "Avviso pubblico 5",
        255,
        is_required=True,
    ),
    text("cod_tipo_resp_proc", ("Responsabile (TC3)", "Responsible (TC3)"), "1", is_required=True),
    text(
        "denom_resp_proc",
        ("Denominazione del responsabile", "Name of the responsible"),
        "REGIONE",
        is_required=True,
    ),
    day("data_avvio_procedura", ("Data di avvio", "Start date"), required=True),
    day("data_fine_procedura", ("Data di fine", "End date")),
)
PA01 = tracciato(
    "PA01",
    ("Programmi della procedura", "Programmes of a call"),
    ("cod_proc_att", "cod_programma"),
    CALL,
    PROGRAMME,
    amount("importo", ("Importo, euro", "Amount, euro")),
)
AP00 = tracciato(
    "AP00",
    ("Anagrafica dei progetti", "Operations"),
    (KEY,),
    OPERATION,
    text("titolo_progetto", ("Titolo", "Title"), "CORSO PER CUOCHI", 500, is_required=True),
    text("sintesi_prg", ("Sintesi", "Summary"), "CORSO DI 600 ORE", 1300, is_required=True),
    text(
        "tipo_operazione",
        ("Tipo di operazione (TC5)", "Type of operation (TC5)"),
        "02.11",
        is_required=True,
    ),
    text("cup", ("Codice unico di progetto", "CUP code"), "G00A00000000001", 15, is_required=True),
    text("tipo_aiuto", ("Tipo di aiuto (TC6)", "Type of aid (TC6)"), "Z", is_required=True),
    day("data_inizio", ("Inizio", "Start"), required=True),
    day("data_fine_prevista", ("Fine prevista", "Planned end"), required=True),
    day("data_fine_effettiva", ("Fine effettiva", "Actual end")),
    text("tip_proc_att_orig", ("Procedura di origine (TC48)", "Original procedure (TC48)"), ""),
    text("codice_proc_att_orig", ("Codice della procedura di origine", "Code of the original"), ""),
)
AP01 = tracciato(
    "AP01",
    ("Procedura del progetto", "Call of an operation"),
    (KEY, "cod_proc_att"),
    OPERATION,
    CALL,
)
AP02 = tracciato(
    "AP02",
    ("Informazioni generali", "General information"),
    (KEY,),
    OPERATION,
    text("cod_prg_complesso", ("Progetto complesso (TC7)", "Complex project (TC7)"), ""),
    text("grande_progetto", ("Grande progetto (TC8)", "Major project (TC8)"), ""),
    choice("generatore_entrate", ("Genera entrate", "Generates revenue"), YES_NO),
    text("liv_istituzione_str_fin", ("Livello di istituzione (TC9)", "Level (TC9)"), ""),
    text("fondo_di_fondi", ("Fondo di fondi", "Fund of funds"), ""),
    text(
        "tipo_localizzazione",
        ("Tipo di localizzazione (TC10)", "Type of place (TC10)"),
        "1",
        is_required=True,
    ),
    text(
        "cod_vulnerabili",
        ("Gruppo vulnerabile (TC13)", "Vulnerable group (TC13)"),
        "N",
        is_required=True,
    ),
)
AP03 = tracciato(
    "AP03",
    ("Classificazioni", "Classifications"),
    (KEY, "cod_programma", "tipo_class", "cod_classificazione"),
    OPERATION,
    PROGRAMME,
    text("tipo_class", ("Tipo di classificazione (TC11)", "Type (TC11)"), "CI", is_required=True),
    text(
        "cod_classificazione",
        ("Classificazione (TC12)", "Classification (TC12)"),
        "102",
        is_required=True,
    ),
)
AP04 = tracciato(
    "AP04",
    ("Programmi del progetto", "Programmes of an operation"),
    (KEY, "cod_programma"),
    OPERATION,
    PROGRAMME,
    choice("stato", ("Stato nel programma", "State in the programme"), STATES),
    text("specifica_stato", ("Specifica dello stato (TC14)", "Detail of the state (TC14)"), ""),
)
AP05 = tracciato(
    "AP05",
    ("Strumento attuativo", "Implementing instrument"),
    (KEY, "cod_stru_att"),
    OPERATION,
    text("cod_stru_att", ("Strumento (TC15)", "Instrument (TC15)"), "", is_required=True),
)
AP06 = tracciato(
    "AP06",
    ("Localizzazione geografica", "Place"),
    (KEY, "cod_regione", "cod_provincia", "cod_comune"),
    OPERATION,
    text("cod_regione", ("Regione (TC16)", "Region (TC16)"), "019", is_required=True),
    text("cod_provincia", ("Provincia (TC16)", "Province (TC16)"), "082", is_required=True),
    text("cod_comune", ("Comune (TC16)", "Municipality (TC16)"), "053", is_required=True),
    text("indirizzo", ("Indirizzo", "Address"), ""),
    text("cod_cap", ("CAP", "Postal code"), ""),
)
SC00 = tracciato(
    "SC00",
    ("Soggetti collegati", "Bodies"),
    (KEY, "cod_ruolo_sog", "codice_fiscale"),
    OPERATION,
    text("cod_ruolo_sog", ("Ruolo (TC24)", "Role (TC24)"), "2", is_required=True),
    text("codice_fiscale", ("Codice fiscale", "Tax code"), "01234567890", 16, is_required=True),
    choice("flag_soggetto_pubblico", ("Soggetto pubblico", "Public body"), YES_NO),
    text("cod_uni_ipa", ("Codice IPA", "IPA code"), ""),
    text("denominazione_sog", ("Denominazione", "Name"), "ENTE ALFA"),
    text(
        "forma_giuridica",
        ("Forma giuridica (TC25)", "Legal form (TC25)"),
        "1.3.10",
        is_required=True,
    ),
    text("sett_att_economica", ("Settore ATECO (TC26)", "ATECO sector (TC26)"), ""),
    text("note", ("Note", "Notes"), ""),
)

REGISTRY = (PA00, PA01, AP00, AP01, AP02, AP03, AP04, AP05, AP06, SC00)
