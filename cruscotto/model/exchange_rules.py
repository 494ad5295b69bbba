"""The controls on exchange files, numbered as those who deliver them know them.

The numbers and what each compares come from a Region's open-source exporter, “da verificare”
against the official list. Each has a query of the same number in `sql/checks/puc`, which finds the
records to mend. A rule reports: it never stops an import.
"""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from cruscotto.i18n import Text


class Severity(StrEnum):
    """What a broken rule does to the figures."""

    ERROR = "error"
    WARNING = "warning"


class ExchangeRule(BaseModel):
    """One numbered control."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: str
    severity: Severity
    sentence: Text


def _rule(number: str, severity: Severity, it: str, en: str) -> ExchangeRule:
    return ExchangeRule(number=number, severity=severity, sentence=Text(it=it, en=en))


E, W = Severity.ERROR, Severity.WARNING
RULES: tuple[ExchangeRule, ...] = (
    _rule(
        "005",
        W,
        "Ogni progetto ha il suo finanziamento (FN00).",
        "Every operation has its financing (FN00).",
    ),
    _rule(
        "006",
        W,
        "Ogni progetto ha il suo costo ammesso (FN01).",
        "Every operation has its admitted cost (FN01).",
    ),
    _rule(
        "019",
        E,
        "Chi ha pagamenti (FN06) ha anche impegni (FN04).",
        "What has payments (FN06) has commitments (FN04) too.",
    ),
    _rule(
        "020",
        E,
        "Il programma del costo ammesso (FN01) è fra quelli attivi (AP04).",
        "The programme of the admitted cost (FN01) is an active one (AP04).",
    ),
    _rule(
        "021",
        E,
        "Il programma dell'impegno ammesso (FN05) è fra quelli attivi (AP04).",
        "The programme of the admitted commitment (FN05) is an active one (AP04).",
    ),
    _rule(
        "022",
        E,
        "Il programma del pagamento ammesso (FN07) è fra quelli attivi (AP04).",
        "The programme of the admitted payment (FN07) is an active one (AP04).",
    ),
    _rule(
        "023",
        E,
        "Il livello della spesa certificata (FN09) è di un programma attivo (AP04).",
        "The level of certified expenditure (FN09) is of an active programme (AP04).",
    ),
    _rule(
        "025",
        E,
        "Ogni impegno (FN04) copre la sua parte ammessa (FN05).",
        "Each commitment (FN04) covers its admitted part (FN05).",
    ),
    _rule(
        "026",
        E,
        "Ogni pagamento (FN06) copre la sua parte ammessa (FN07).",
        "Each payment (FN06) covers its admitted part (FN07).",
    ),
    _rule(
        "027",
        W,
        "Gli impegni (FN04) non superano il finanziamento al netto delle economie "
        "(FN00 meno FN10).",
        "Commitments (FN04) do not exceed financing less savings (FN00 less FN10).",
    ),
    _rule(
        "028",
        E,
        "I pagamenti (FN06) non superano gli impegni (FN04).",
        "Payments (FN06) do not exceed commitments (FN04).",
    ),
    _rule(
        "029",
        E,
        "Gli impegni ammessi (FN05) non superano il costo ammesso (FN01) del livello.",
        "Admitted commitments (FN05) do not exceed the admitted cost (FN01) of their level.",
    ),
    _rule(
        "030",
        E,
        "I pagamenti ammessi (FN07) non superano gli impegni ammessi (FN05) del livello.",
        "Admitted payments (FN07) do not exceed the admitted commitments (FN05) of their level.",
    ),
    _rule(
        "032",
        E,
        "Nessun impegno (FN04) ha una data futura.",
        "No commitment (FN04) has a future date.",
    ),
    _rule(
        "033",
        E,
        "Nessun pagamento (FN06) ha una data futura.",
        "No payment (FN06) has a future date.",
    ),
    _rule(
        "034",
        E,
        "Nessun impegno ammesso (FN05) ha una data futura.",
        "No admitted commitment (FN05) has a future date.",
    ),
    _rule(
        "035",
        E,
        "Nessun pagamento ammesso (FN07) ha una data futura.",
        "No admitted payment (FN07) has a future date.",
    ),
    _rule(
        "036",
        W,
        "Nessuno stato di attuazione (PR01) ha una data futura.",
        "No state of implementation (PR01) has a future date.",
    ),
    _rule(
        "037",
        E,
        "I percettori (FN08) non ricevono più del pagamento (FN06).",
        "Recipients (FN08) do not receive more than the payment (FN06).",
    ),
    _rule(
        "038",
        E,
        "Le economie (FN10) non superano il finanziamento (FN00).",
        "Savings (FN10) do not exceed financing (FN00).",
    ),
    _rule(
        "041",
        W,
        "Una fase (PR00) non finisce se una precedente non è cominciata.",
        "A phase (PR00) does not end while an earlier one has not begun.",
    ),
    _rule(
        "042",
        W,
        "Una fase (PR00) con fine effettiva ha un inizio effettivo non successivo.",
        "A phase (PR00) with an actual end has an actual start, not after it.",
    ),
    _rule(
        "043",
        W,
        "Gli indicatori di risultato comuni (IN00) sono del periodo del programma.",
        "Common result indicators (IN00) are of the programme's period.",
    ),
    _rule(
        "044",
        W,
        "Gli indicatori di output comuni (IN01) sono del periodo del programma.",
        "Common output indicators (IN01) are of the programme's period.",
    ),
    _rule(
        "047",
        E,
        "Ogni impegno ammesso (FN05) ha il suo impegno (FN04).",
        "Each admitted commitment (FN05) has its commitment (FN04).",
    ),
    _rule(
        "048",
        E,
        "Ogni pagamento ammesso (FN07) ha il suo pagamento (FN06).",
        "Each admitted payment (FN07) has its payment (FN06).",
    ),
    _rule(
        "049",
        E,
        "Ogni percettore (FN08) ha il suo pagamento (FN06).",
        "Each recipient (FN08) has its payment (FN06).",
    ),
    _rule(
        "050",
        E,
        "Gli impegni netti (FN04) non sono negativi.",
        "Net commitments (FN04) are not negative.",
    ),
    _rule(
        "051",
        E,
        "Gli impegni ammessi netti (FN05) non sono negativi.",
        "Net admitted commitments (FN05) are not negative.",
    ),
    _rule(
        "052",
        E,
        "I pagamenti netti (FN06) non sono negativi.",
        "Net payments (FN06) are not negative.",
    ),
    _rule(
        "053",
        E,
        "I pagamenti ammessi netti (FN07) non sono negativi.",
        "Net admitted payments (FN07) are not negative.",
    ),
    _rule(
        "054",
        E,
        "Gli impegni netti (FN04) coprono gli impegni ammessi netti (FN05).",
        "Net commitments (FN04) cover net admitted commitments (FN05).",
    ),
    _rule(
        "055",
        E,
        "I pagamenti netti (FN06) coprono i pagamenti ammessi netti (FN07).",
        "Net payments (FN06) cover net admitted payments (FN07).",
    ),
)
