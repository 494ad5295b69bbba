"""Indicators of outcomes and of their cost.

Rates are of mature leavers whose status is known in one source. Their rules are in
`sql/marts/participation.sql`.
"""

from cruscotto.i18n import Text
from cruscotto.kpi.registry.declaring import ratio
from cruscotto.kpi.registry.model import Basis, Kpi, Method, Unit
from cruscotto.kpi.registry.people import EXIT, rate


def _placement(horizon: str, words: Text) -> Kpi:
    return rate(
        f"placement_rate_{horizon}",
        Text(it=f"Inserimento a {words.it}", en=f"Placement at {words.en}"),
        Text(
            it=f"Usciti non occupati all'ingresso che lavorano {words.it} dopo l'uscita, sui "
            "maturi con condizione nota nella stessa fonte (registri se non si chiede l'indagine). "
            "Tasso lordo: non dice che cosa sarebbe accaduto comunque.",
            en=f"Leavers not employed at entry who work {words.en} after exit, over the mature "
            "whose status is known in the same source (registers unless the survey is asked "
            "for). A gross rate: it does not say what would have happened anyway.",
        ),
        (
            f"placed_{horizon}",
            Text(it="Al lavoro", en="At work"),
            f"known_{horizon}",
            Text(it="Maturi con condizione nota", en="Mature with known status"),
        ),
        f"mature_{horizon}",
        "jobless_leavers",
        by_source=True,
    )


PLACEMENT_RATE_28D = _placement("28d", Text(it="28 giorni", en="28 days"))
PLACEMENT_RATE_6M = _placement("6m", Text(it="6 mesi", en="6 months"))
PLACEMENT_RATE_12M = _placement("12m", Text(it="12 mesi", en="12 months"))
IMPROVEMENT_RATE_6M = rate(
    "improvement_rate_6m",
    Text(it="Miglioramento a 6 mesi", en="Improvement at 6 months"),
    Text(
        it="Usciti occupati all'ingresso con una condizione migliore 6 mesi dopo (un aumento di "
        "sola paga non conta), sui maturi con dato noto.",
        en="Leavers employed at entry with a better situation 6 months later (a rise in pay alone "
        "does not count), over the mature with a known answer.",
    ),
    (
        "improvements",
        Text(it="Migliorati", en="Improved"),
        "known_improvements",
        Text(it="Maturi con dato noto", en="Mature with a known answer"),
    ),
    "employed_mature_6m",
    "employed_leavers",
    by_source=True,
)
PERMANENT_SHARE_6M = rate(
    "permanent_share_6m",
    Text(it="Lavoro stabile a 6 mesi", en="Permanent jobs at 6 months"),
    Text(
        it="Contratti a tempo indeterminato, su chi non era occupato all'ingresso e lavora a 6 "
        "mesi con contratto noto.",
        en="Permanent contracts, over those not employed at entry and at work at 6 months whose "
        "contract is known.",
    ),
    (
        "permanent_contracts",
        Text(it="A tempo indeterminato", en="Permanent"),
        "known_contracts",
        Text(it="Al lavoro con contratto noto", en="At work, contract known"),
    ),
    "placed_6m",
    by_source=True,
)
COHERENT_PLACEMENT_RATE_6M = rate(
    "coherent_placement_rate_6m",
    Text(it="Inserimento coerente a 6 mesi", en="Coherent placement at 6 months"),
    Text(
        it="Occupazioni comprese fra quelle a cui il corso prepara, su chi non era occupato "
        "all'ingresso e lavora a 6 mesi con occupazione nota, in operazioni che dichiarano le "
        "proprie occupazioni e non il solo settore.",
        en="Occupations among those the course prepares for, over those not employed at entry and "
        "at work at 6 months whose occupation is known, in operations that declare theirs and "
        "not their sector alone.",
    ),
    (
        "coherent_jobs",
        Text(it="Lavori coerenti", en="Coherent jobs"),
        "known_occupations",
        Text(it="Occupazione nota", en="Occupation known"),
    ),
    "placed_6m",
    by_source=True,
)
PLACEMENT_GENDER_GAP_6M_PP = ratio(
    "participation",
    "placement_gender_gap_6m_pp",
    Text(it="Divario di genere nell'inserimento a 6 mesi", en="Gender gap in placement"),
    Text(
        it="Tasso di inserimento a 6 mesi delle donne meno quello degli uomini, in punti "
        "percentuali; numeratore e denominatore sono delle donne, accanto quelli degli uomini. "
        "Nei file è una frazione di uno: 0,05 sono 5 punti.",
        en="Placement rate at 6 months of women minus that of men, in percentage points; "
        "numerator and denominator are women's, men's stand beside. In files it is a fraction "
        "of one: 0.05 is 5 points.",
    ),
    (
        ("placed_6m", Text(it="Donne al lavoro", en="Women at work")),
        ("known_6m", Text(it="Donne con condizione nota", en="Women with a known status")),
    ),
    method=Method.GENDER_GAP,
    unit=Unit.POINTS,
    year_column=EXIT,
    eligible="mature_6m",
    at_risk="jobless_leavers",
    by_source=True,
)


_COST = Text(
    it="Finanziamento pubblico delle operazioni, se maggiore di zero, diviso per {per}, solo dove "
    "l'uno e gli altri sono noti. Confrontare solo corsi simili: costare meno non è meglio di per "
    "sé.",
    en="Public funding of operations, if above zero, over {per}, only where both are known. "
    "Compare like courses only: cheaper is not better by itself.",
)


def _cost(
    name: str,
    label: Text,
    per: Text,
    money: str,
    people: str,
    counted: str = "participations",
    definition: Text = _COST,
    **waiting: str,
) -> Kpi:
    spent = Text(it="Finanziamento pubblico, euro", en="Public funding, euro")
    return ratio(
        "operation_outcome",
        name,
        label,
        Text(it=definition.it.format(per=per.it), en=definition.en.format(per=per.en)),
        ((money, spent), (people, per)),
        method=Method.COST,
        unit=Unit.EUR,
        basis=Basis.PUBLIC,
        counted=counted,
        **waiting,
    )


COST_PER_PARTICIPANT_EUR = _cost(
    "cost_per_participant_eur",
    Text(it="Costo per partecipante", en="Cost per participant"),
    Text(it="partecipazioni", en="participations"),
    "public_funding_eur",
    "participations",
)
COST_PER_ATTENDED_HOUR_EUR = _cost(
    "cost_per_attended_hour_eur",
    Text(it="Costo per ora frequentata", en="Cost per attended hour"),
    Text(it="ore frequentate", en="hours attended"),
    "funding_with_hours_eur",
    "hours_attended",
)
COST_PER_PLACED_6M_EUR = _cost(
    "cost_per_placed_6m_eur",
    Text(it="Costo per inserito a 6 mesi", en="Cost per person placed"),
    Text(it="persone al lavoro a 6 mesi (registri)", en="people at work at 6 months (registers)"),
    "funding_with_outcomes_eur",
    "placed_6m",
    counted="placed_6m",
    definition=Text(
        it="Finanziamento pubblico delle persone non occupate all'ingresso di cui i registri "
        "conoscono la condizione a 6 mesi, in proporzione ai partecipanti dell'operazione, diviso "
        "per quante di loro lavorano. Non maturo dove più di metà attende ancora l'esito. "
        "Confrontare solo corsi simili: costare meno non è meglio di per sé.",
        en="Public funding of the persons not employed at entry whose status at 6 months the "
        "registers know, in proportion to the operation's participants, over how many of them "
        "work. Immature where the outcome of more than half is still to come. Compare like "
        "courses only: cheaper is not better by itself.",
    ),
    eligible="mature_6m",
    at_risk="jobless",
    unknown_of="placement_rate_6m",
)
