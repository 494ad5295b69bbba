"""The data contract of participations: one row per person and operation.

The contract is for managing authorities and their monitoring systems. Characteristics are those at
entry. `status_28d` is the last status within 28 days of the exit; `status_6m` and `status_12m` are
the status six and twelve calendar months after the exit. Counting rules: Reg. (EU) 1304/2013,
Annex I.
"""

from cruscotto.i18n import Text
from cruscotto.model import codes, need_codes
from cruscotto.model.fields import Code, Contract, Field, Kind


def _field(name: str, kind: Kind, it: str, en: str, example: str, **more: object) -> Field:
    described = {"name": name, "kind": kind, "description": Text(it=it, en=en), "example": example}
    return Field.model_validate(described | more)


def _outcome(name: str, it: str, en: str) -> Field:
    return _field(
        name, Kind.CODE, f"Condizione {it}", f"Status {en}", "employed", codes=codes.OUTCOMES
    )


def _flag(name: str, it: str, en: str, *, is_sensitive: bool = False) -> Field:
    return _field(name, Kind.FLAG, it, en, "false", is_sensitive=is_sensitive)


def _code(name: str, it: str, en: str, allowed: tuple[Code, ...], **more: object) -> Field:
    return _field(name, Kind.CODE, it, en, allowed[0].code, codes=allowed, **more)


_NAMES = (
    _field(
        "participation_id",
        Kind.TEXT,
        "Identificativo della partecipazione, unico nel file",
        "Identifier of the participation, unique in the file",
        "PT000001",
        is_required=True,
        is_pseudonym=True,
    ),
    _field(
        "person_id",
        Kind.TEXT,
        "Pseudonimo della persona, lo stesso in tutte le operazioni; mai il codice fiscale. "
        "Meglio non esattamente 16 caratteri: potrebbero somigliargli per caso",
        "Pseudonym of the person, the same in all operations; never the tax code. Better not "
        "exactly 16 characters: they might look like one by chance",
        "P4f1c09a2b7",
        is_required=True,
        is_pseudonym=True,
        is_sensitive=True,
    ),
    _field(
        "operation_code",
        Kind.TEXT,
        "Codice locale del progetto, come in OpenCoesione (COD_LOCALE_PROGETTO)",
        "Local code of the operation, as in OpenCoesione (COD_LOCALE_PROGETTO)",
        "2014IT05SFOP015-00012",
        is_required=True,
    ),
    _code(
        "region",
        "Regione (NUTS 2); vuoto: quella dell'operazione",
        "Region (NUTS 2); empty: the operation's",
        codes.REGIONS,
        is_place=True,
        has_default=True,
    ),
    _field(
        "province",
        Kind.CODE,
        "Provincia: sigla, codice Istat o nome",
        "Province: letters of the plate, Istat code or name",
        "082",
        codes=need_codes.PROVINCES,
        is_place=True,
    ),
)
AT_ENTRY = (
    _code("sex", "Sesso", "Sex", codes.SEXES),
    _field(
        "age_at_entry",
        Kind.INTEGER,
        "Età in anni compiuti all'ingresso",
        "Age in completed years at entry",
        "27",
        low=0,
        high=150,
    ),
    _field(
        "education_isced",
        Kind.INTEGER,
        "Titolo di studio all'ingresso (ISCED 2011, 0-8)",
        "Education at entry (ISCED 2011, 0-8)",
        "3",
        low=0,
        high=8,
        codes=codes.EDUCATION_LEVELS,
    ),
    _code(
        "status_at_entry",
        "Condizione sul mercato del lavoro all'ingresso: una sola (un valore fuori elenco fa "
        "rifiutare la riga)",
        "Labour status at entry: one only (a value outside the list refuses the row)",
        codes.ENTRY_STATUSES,
        is_strict=True,
    ),
    _flag("disability", "Persona con disabilità", "Person with a disability", is_sensitive=True),
    _flag(
        "migrant",
        "Cittadino di paese terzo o di origine straniera",
        "Third-country national or of foreign background",
        is_sensitive=True,
    ),
    _flag("minority", "Appartenente a una minoranza", "Member of a minority", is_sensitive=True),
    _flag(
        "homeless",
        "Senza dimora o in esclusione abitativa",
        "Homeless or affected by housing exclusion",
        is_sensitive=True,
    ),
    _flag("rural", "Residente in zona rurale", "Living in a rural area"),
    _flag("other_disadvantage", "Altro svantaggio", "Other disadvantage", is_sensitive=True),
)
_PATH = (
    _field(
        "entry_date", Kind.DATE, "Data di ingresso", "Day of entry", "2024-02-12", is_required=True
    ),
    _field(
        "exit_date",
        Kind.DATE,
        "Data di uscita; vuoto: ancora nel percorso",
        "Day of exit; empty: still taking part",
        "2024-07-30",
        has_default=True,
    ),
    _code("exit_reason", "Motivo dell'uscita", "Reason of the exit", codes.EXIT_REASONS),
    _field(
        "hours_planned",
        Kind.DECIMAL,
        "Ore previste per la persona",
        "Hours planned for the person",
        "300",
        low=0,
        high=99_999,
    ),
    _field(
        "hours_attended",
        Kind.DECIMAL,
        "Ore frequentate",
        "Hours attended",
        "284.5",
        low=0,
        high=99_999,
    ),
    _flag(
        "qualification",
        "Qualifica o attestato conseguito all'uscita",
        "Qualification gained on leaving",
    ),
)
_AFTER = (
    _outcome("status_28d", "entro 28 giorni dall'uscita", "within 28 days of the exit"),
    _outcome("status_6m", "sei mesi dopo l'uscita", "six months after the exit"),
    _outcome("status_12m", "dodici mesi dopo l'uscita", "twelve months after the exit"),
    _code(
        "outcome_source",
        "Fonte delle condizioni dopo l'uscita",
        "Source of the statuses after the exit",
        codes.OUTCOME_SOURCES,
    ),
    _code(
        "contract_type_6m",
        "Contratto a sei mesi",
        "Contract after six months",
        codes.CONTRACT_TYPES,
    ),
    _field(
        "occupation_code_6m",
        Kind.TEXT,
        "Professione a sei mesi (CP2021, da una a cinque cifre, con o senza punti)",
        "Occupation after six months (CP2021, one to five digits, with or without points)",
        "5221",
        pattern=codes.OCCUPATION_PATTERN,
        dropped=".",
    ),
    _flag(
        "improved_6m",
        "Condizione lavorativa migliorata a sei mesi (occupati all'ingresso)",
        "Improved labour situation after six months (employed at entry)",
    ),
    _field(
        "course_id",
        Kind.TEXT,
        "Corso dell'operazione, come nel file dei corsi; vuoto: l'unico corso, se è uno",
        "Course of the operation, as in the file of courses; empty: the only one, if there is one",
        "C1",
    ),
)

CONTRACT = Contract(
    name="participations",
    title=Text(it="Partecipazioni", en="Participations"),
    description=Text(
        it="Una riga per persona e operazione, con le caratteristiche all'ingresso e gli esiti.",
        en="One row per person and operation, with characteristics at entry and outcomes.",
    ),
    publisher="Autorità di gestione (sistemi di monitoraggio)",
    licence="Dati personali pseudonimizzati: nessuna ripubblicazione",
    rhythm=Text(it="a ogni edizione del monitoraggio", en="with each monitoring edition"),
    fields=(*_NAMES, *AT_ENTRY, *_PATH, *_AFTER),
    key=("participation_id",),
    subject="operation_code",
)
