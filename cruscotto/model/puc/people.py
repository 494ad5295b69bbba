"""Tracciati of exchange files on courses and their participants (FO00, SC01).

The order of fields was read in two exporting programs; one of them writes the course before the tax
code in SC01. A tax code is kept as a keyed pseudonym, a day of birth as its month, and a place as
its province, because figures need no more detail.
"""

from cruscotto.i18n import Text
from cruscotto.model.codes import code
from cruscotto.model.fields import Field, Kind
from cruscotto.model.puc.parts import KEY, OPERATION, YES_NO, choice, day, text, tracciato

SEXES = (code("F", "donna", "woman"), code("M", "uomo", "man"))


def _course(name: str) -> Field:
    description = ("Codice del corso, come in FO00", "Code of the course, as in FO00")
    return text(name, description, "CORSO-1", 60, is_required=True)


def _count(name: str, it: str, en: str, example: str, high: int) -> Field:
    return Field(
        name=name,
        kind=Kind.INTEGER,
        description=Text(it=it, en=en),
        example=example,
        low=0,
        high=high,
    )


def _hours(name: str, it: str, en: str) -> Field:
    return _count(name, f"Durata {it}, ore", f"Duration {en}, hours", "120", 99_999)


FO00 = tracciato(
    "FO00",
    ("Formazione", "Courses"),
    (KEY, "cod_corso", "indice_annualita"),
    OPERATION,
    _course("cod_corso"),
    _count("indice_annualita", "Anno del corso, da 1", "Year of the course, from 1", "1", 99),
    _count("numero_annualita", "Anni del corso", "Years of the course", "1", 99),
    text("titolo_corso", ("Titolo del corso", "Title of the course"), "CORSO DI SALDATURA"),
    text("cod_modalita_formativa", ("Modalità formativa (TC17)", "Kind of training (TC17)"), "1"),
    text("cod_contenuto_formativo", ("Contenuto (TC18)", "Content (TC18)"), "1"),
    day("data_avvio", ("Avvio del corso", "Start of the course")),
    day("data_conclusione", ("Conclusione del corso", "End of the course")),
    text("cod_criteri_selezione", ("Criteri di selezione (TC19)", "Selection (TC19)"), "1"),
    choice("esame_finale", ("Esame finale", "Final examination"), YES_NO, required=False),
    text("cod_attestazione_finale", ("Attestazione finale (TC20)", "Certificate (TC20)"), "1"),
    text("cod_qualifica", ("Qualifica (TC21)", "Qualification (TC21)"), ""),
    choice("stage_tirocini", ("Stage o tirocini", "Traineeships"), YES_NO, required=False),
    _hours("durata_aula", "in aula", "in class"),
    _hours("durata_we", "in azienda", "in a firm"),
    _hours("durata_laboratorio", "in laboratorio", "in a laboratory"),
    _count("docenti_tutor", "Docenti e tutor", "Teachers and tutors", "3", 99_999),
    choice("flag_voucher", ("Corso a voucher", "Course by voucher"), YES_NO, required=False),
)
SC01 = tracciato(
    "SC01",
    ("Partecipanti alle politiche attive", "Participants in active policies"),
    (KEY, "codice_fiscale", "codice_corso"),
    OPERATION,
    text(
        "codice_fiscale",
        (
            "Codice fiscale: si conserva solo uno pseudonimo, fatto con il segreto dell'archivio",
            "Tax code: only a pseudonym is kept, made with the secret of the warehouse",
        ),
        "RSSMRA80A01H501U",
        is_required=True,
        is_sensitive=True,
    ),
    _course("codice_corso"),
    choice("sesso", ("Sesso", "Sex"), SEXES, required=False),
    day(
        "data_nascita", ("Data di nascita: si conserva il mese", "Day of birth: its month is kept")
    ).model_copy(update={"is_sensitive": True}),
    text(
        "cod_istat_res",
        (
            "Comune di residenza (TC16): si conserva la provincia",
            "Municipality of residence (TC16): its province is kept",
        ),
        "019082053",
        is_sensitive=True,
    ),
    text(
        "cod_istat_dom",
        (
            "Comune di domicilio (TC16): si conserva la provincia",
            "Municipality of domicile (TC16): its province is kept",
        ),
        "019082053",
        is_sensitive=True,
    ),
    text("cittadinanza", ("Cittadinanza (TC27)", "Citizenship (TC27)"), "", is_sensitive=True),
    text("titolo_studio", ("Titolo di studio (TC28)", "Education (TC28)"), "5"),
    text(
        "cond_mercato_ingresso",
        ("Condizione all'ingresso (TC29)", "Labour status at entry (TC29)"),
        "3",
    ),
    text(
        "durata_ricerca", ("Durata della ricerca di lavoro (TC30)", "Length of search (TC30)"), "1"
    ),
    text(
        "codice_vulnerabile_pa",
        ("Vulnerabilità (TC31)", "Vulnerability (TC31)"),
        "",
        is_sensitive=True,
    ),
    text("stato_partecipante", ("Stato del partecipante (TC32)", "State (TC32)"), ""),
    day(
        "data_uscita",
        ("Data di uscita; vuoto: ancora nel percorso", "Day of exit; empty: still taking part"),
    ),
)

PEOPLE = (FO00, SC01)
