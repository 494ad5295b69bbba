"""The data contract of comparison persons: people who did not take part, and their outcomes.

Net effects are estimated by comparison with these persons: eligible persons, applicants who were
not admitted, or persons of an administrative register. Characteristics and outcomes have the same
fields as those of participations, so that participants and comparison persons can be compared.
"""

from cruscotto.i18n import Text
from cruscotto.model import codes
from cruscotto.model.fields import Contract, Field, Kind
from cruscotto.model.participations import AT_ENTRY
from cruscotto.model.participations import CONTRACT as PARTICIPATIONS

GROUP_REASONS = (
    codes.code(
        "eligible", "aveva i requisiti e non ha partecipato", "was eligible and did not take part"
    ),
    codes.code(
        "rejected", "ha fatto domanda e non è stata ammessa", "applied and was not admitted"
    ),
    codes.code(
        "register",
        "estratta da un archivio amministrativo",
        "drawn from an administrative register",
    ),
)


def _as_in_participations(*names: str) -> tuple[Field, ...]:
    return tuple(PARTICIPATIONS.field(name) for name in names)


_NAMES = (
    Field(
        name="comparison_id",
        kind=Kind.TEXT,
        is_required=True,
        is_pseudonym=True,
        example="CF000001",
        description=Text(
            it="Identificativo della riga, unico nel file",
            en="Identifier of the row, unique in the file",
        ),
    ),
    PARTICIPATIONS.field("person_id"),
    Field(
        name="group_reason",
        kind=Kind.CODE,
        is_required=True,
        example="rejected",
        codes=GROUP_REASONS,
        description=Text(
            it="Perché la persona può servire da confronto",
            en="Why the person may serve as a comparison",
        ),
    ),
    Field(
        name="operation_code",
        kind=Kind.TEXT,
        example="2014IT05SFOP015-00012",
        description=Text(
            it="Codice locale del progetto chiesto o possibile; vuoto: confronto per tutti i "
            "progetti della regione",
            en="Local code of the operation asked for or possible; empty: a comparison for all "
            "operations of the region",
        ),
    ),
    *_as_in_participations("region", "province"),
)
_DAYS = (
    Field(
        name="reference_date",
        kind=Kind.DATE,
        is_required=True,
        example="2024-07-30",
        description=Text(
            it="Giorno che sta per l'uscita: da qui si contano gli orizzonti (per chi non è "
            "stato ammesso, la fine prevista del corso chiesto)",
            en="Day that stands for the exit: horizons count from here (for an applicant, the "
            "planned end of the course applied for)",
        ),
    ),
    Field(
        name="entry_date",
        kind=Kind.DATE,
        is_strict=True,
        example="2024-02-12",
        description=Text(
            it="Giorno che sta per l'ingresso, a cui si riferiscono le caratteristiche; vuoto: "
            "la data di riferimento",
            en="Day that stands for the entry, to which characteristics refer; empty: the "
            "reference date",
        ),
    ),
)
_AFTER = _as_in_participations(
    "status_28d", "status_6m", "status_12m", "outcome_source", "contract_type_6m"
)

CONTRACT = Contract(
    name="comparisons",
    title=Text(it="Persone di confronto", en="Comparison persons"),
    description=Text(
        it="Una riga per persona che non ha partecipato, con le stesse caratteristiche e gli "
        "stessi orizzonti delle partecipazioni.",
        en="One row per person who did not take part, with the same characteristics and horizons "
        "as participations.",
    ),
    publisher="Autorità di gestione (sistemi di monitoraggio)",
    licence="Dati personali pseudonimizzati: nessuna ripubblicazione",
    rhythm=Text(it="a ogni valutazione", en="with each evaluation"),
    fields=(*_NAMES, *AT_ENTRY, *_DAYS, *_AFTER),
    key=("comparison_id",),
    subject="group_reason",
)
