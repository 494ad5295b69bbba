"""Indicators of participants and outcomes, declared once.

Rates are of leavers by the year of their exit, never of the enrolled; outcome rates are of mature
leavers whose status is known in one source. Rules stand in `sql/marts/participation.sql`.
"""

from cruscotto.i18n import Text
from cruscotto.kpi.model import Basis, Direction, Kpi, Method, Unit

ENTRY, EXIT = "entry_year_code", "exit_year_code"
SOURCE = "participations"

PARTICIPANTS_COUNT = Kpi(
    name="participants_count",
    label=Text(it="Partecipazioni", en="Participations"),
    definition=Text(
        it="Numero di partecipazioni: una persona in un'operazione conta una volta, in due "
        "operazioni due volte. Anno: quello di ingresso.",
        en="Number of participations: a person counts once in an operation, twice in two. Year: "
        "of entry.",
    ),
    mart="participation",
    method=Method.PARTICIPATIONS,
    numerator="participations",
    numerator_label=Text(it="Partecipazioni", en="Participations"),
    unit=Unit.COUNT,
    source=SOURCE,
    year_column=ENTRY,
)
PERSONS_COUNT = Kpi(
    name="persons_count",
    label=Text(it="Persone", en="Persons"),
    definition=Text(
        it="Persone distinte (pseudonimi). Una persona in più regioni conta in ciascuna e una "
        "volta nel totale: le righe possono sommare a più del totale.",
        en="Distinct persons (pseudonyms). One in several regions counts in each and once in the "
        "total: rows may add up to more than the total.",
    ),
    mart="participation",
    method=Method.PERSONS,
    numerator="person_id",
    numerator_label=Text(it="Persone distinte", en="Distinct persons"),
    unit=Unit.COUNT,
    source=SOURCE,
    year_column=ENTRY,
)


def _rate(
    name: str,
    label: Text,
    definition: Text,
    columns: tuple[str, Text, str, Text],
    eligible: str,
    at_risk: str | None = None,
    direction: Direction = Direction.HIGHER_IS_BETTER,
    by_source: bool = False,
    year: str = EXIT,
) -> Kpi:
    """Declare a rate: numerator column and words, denominator column and words, who is eligible."""
    return Kpi(
        name=name, label=label, definition=definition, mart="participation", method=Method.RATE,
        numerator=columns[0], numerator_label=columns[1], denominator=columns[2],
        denominator_label=columns[3], eligible=eligible, at_risk=at_risk, by_source=by_source,
        unit=Unit.SHARE, direction=direction, source=SOURCE, year_column=year,
    )  # fmt: skip


_KNOWN_EXIT = Text(it="Usciti con motivo noto", en="Leavers with a known reason")

COMPLETION_RATE = _rate(
    "completion_rate",
    Text(it="Tasso di completamento", en="Completion rate"),
    Text(it="Usciti che hanno concluso il percorso, sugli usciti con motivo di uscita noto.",
         en="Leavers who completed, over leavers whose reason of exit is known."),
    ("completions", Text(it="Percorsi conclusi", en="Completed"), "known_exits", _KNOWN_EXIT),
    "leavers",
)  # fmt: skip
DROPOUT_RATE = _rate(
    "dropout_rate",
    Text(it="Tasso di abbandono", en="Dropout rate"),
    Text(it="Usciti prima della fine, per lavoro o per altro, sugli usciti con motivo noto.",
         en="Leavers before the end, for a job or otherwise, over leavers with a known reason."),
    ("dropouts", Text(it="Abbandoni", en="Dropouts"), "known_exits", _KNOWN_EXIT),
    "leavers",
    direction=Direction.LOWER_IS_BETTER,
)  # fmt: skip
DROPOUT_FOR_JOB_RATE = _rate(
    "dropout_for_job_rate",
    Text(it="Abbandono per lavoro", en="Dropout for a job"),
    Text(it="Usciti prima della fine perché hanno trovato lavoro, sugli usciti con motivo noto.",
         en="Leavers before the end because they found work, over leavers with a known reason."),
    ("dropouts_for_job", Text(it="Abbandoni per lavoro", en="Dropouts for a job"),
     "known_exits", _KNOWN_EXIT),
    "leavers",
    direction=Direction.CONTEXT,
)  # fmt: skip
QUALIFICATION_RATE = _rate(
    "qualification_rate",
    Text(it="Tasso di qualifica", en="Qualification rate"),
    Text(it="Usciti con una qualifica, sugli usciti di cui si sa se l'hanno ottenuta.",
         en="Leavers with a qualification, over leavers of whom it is known."),
    ("qualifications", Text(it="Qualificati", en="Qualified"),
     "known_qualifications", Text(it="Usciti con dato noto", en="Leavers with a known answer")),
    "leavers",
)  # fmt: skip


def _placement(horizon: str, words: Text) -> Kpi:
    return _rate(
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
        (f"placed_{horizon}", Text(it="Al lavoro", en="At work"),
         f"known_{horizon}", Text(it="Maturi con condizione nota", en="Mature with known status")),
        f"mature_{horizon}",
        "jobless_leavers",
        by_source=True,
    )  # fmt: skip


PLACEMENT_RATE_28D = _placement("28d", Text(it="28 giorni", en="28 days"))
PLACEMENT_RATE_6M = _placement("6m", Text(it="6 mesi", en="6 months"))
PLACEMENT_RATE_12M = _placement("12m", Text(it="12 mesi", en="12 months"))
IMPROVEMENT_RATE_6M = _rate(
    "improvement_rate_6m",
    Text(it="Miglioramento a 6 mesi", en="Improvement at 6 months"),
    Text(it="Usciti occupati all'ingresso con una condizione migliore 6 mesi dopo (un aumento di "
         "sola paga non conta), sui maturi con dato noto.",
         en="Leavers employed at entry with a better situation 6 months later (a rise in pay alone "
         "does not count), over the mature with a known answer."),
    ("improvements", Text(it="Migliorati", en="Improved"),
     "known_improvements", Text(it="Maturi con dato noto", en="Mature with a known answer")),
    "employed_mature_6m",
    "employed_leavers",
    by_source=True,
)  # fmt: skip
PERMANENT_SHARE_6M = _rate(
    "permanent_share_6m",
    Text(it="Lavoro stabile a 6 mesi", en="Permanent jobs at 6 months"),
    Text(it="Contratti a tempo indeterminato, su chi lavora a 6 mesi con contratto noto.",
         en="Permanent contracts, over those at work at 6 months whose contract is known."),
    ("permanent_contracts", Text(it="A tempo indeterminato", en="Permanent"),
     "known_contracts", Text(it="Al lavoro con contratto noto", en="At work, contract known")),
    "placed_6m",
    by_source=True,
)  # fmt: skip
COHERENT_PLACEMENT_RATE_6M = _rate(
    "coherent_placement_rate_6m",
    Text(it="Inserimento coerente a 6 mesi", en="Coherent placement at 6 months"),
    Text(it="Occupazioni comprese fra quelle a cui il corso prepara, su chi lavora a 6 mesi con "
         "occupazione nota in operazioni che dichiarano le proprie occupazioni.",
         en="Occupations among those the course prepares for, over those at work at 6 months whose "
         "occupation is known, in operations that declare theirs."),
    ("coherent_jobs", Text(it="Lavori coerenti", en="Coherent jobs"),
     "known_occupations", Text(it="Occupazione nota", en="Occupation known")),
    "placed_6m",
    by_source=True,
)  # fmt: skip
VULNERABLE_SHARE = _rate(
    "vulnerable_share",
    Text(it="Persone vulnerabili", en="Vulnerable participants"),
    Text(it="Partecipazioni con disabilità, origine migrante o di minoranza, senza dimora o altro "
         "svantaggio, su quelle di cui si conosce la condizione.",
         en="Participations with a disability, migrant or minority origin, homelessness or another "
         "disadvantage, over those whose situation is known."),
    ("vulnerable", Text(it="Vulnerabili", en="Vulnerable"),
     "known_vulnerability", Text(it="Partecipazioni con dato noto", en="Known participations")),
    "participations",
    direction=Direction.CONTEXT,
    year=ENTRY,
)  # fmt: skip
RECORD_COMPLETENESS = _rate(
    "record_completeness",
    Text(it="Completezza delle schede", en="Completeness of records"),
    Text(it="Partecipazioni con sesso, età, titolo di studio e condizione all'ingresso noti.",
         en="Participations whose sex, age, education and status at entry are known."),
    ("complete_records", Text(it="Schede complete", en="Complete records"),
     "participations", Text(it="Partecipazioni", en="Participations")),
    "participations",
    year=ENTRY,
)  # fmt: skip
PLACEMENT_GENDER_GAP_6M_PP = Kpi(
    name="placement_gender_gap_6m_pp",
    label=Text(it="Divario di genere nell'inserimento a 6 mesi", en="Gender gap in placement"),
    definition=Text(
        it="Tasso di inserimento a 6 mesi delle donne meno quello degli uomini, in punti "
        "percentuali; numeratore e denominatore sono delle donne, accanto quelli degli uomini.",
        en="Placement rate at 6 months of women minus that of men, in percentage points; numerator "
        "and denominator are women's, men's stand beside.",
    ),
    mart="participation",
    method=Method.GENDER_GAP,
    numerator="placed_6m",
    numerator_label=Text(it="Donne al lavoro", en="Women at work"),
    denominator="known_6m",
    denominator_label=Text(it="Donne con condizione nota", en="Women with a known status"),
    unit=Unit.POINTS,
    source=SOURCE,
    year_column=EXIT,
    eligible="mature_6m",
    at_risk="jobless_leavers",
    by_source=True,
)
WOMEN_ACCESS_RATIO = Kpi(
    name="women_access_ratio",
    label=Text(it="Parità di accesso", en="Women's access"),
    definition=Text(
        it="Donne fra le partecipazioni, divise per quante sarebbero se la quota fosse quella "
        "delle donne fra i residenti di 15-64 anni della stessa regione. 1 = pari accesso.",
        en="Women among participations, over how many there would be at women's share of residents "
        "aged 15-64 of the same region. 1 = equal access.",
    ),
    mart="participation",
    method=Method.OBSERVED_ON_EXPECTED,
    numerator="women",
    numerator_label=Text(it="Donne", en="Women"),
    denominator="expected_women",
    denominator_label=Text(it="Donne attese", en="Women expected"),
    unit=Unit.RATIO,
    source=SOURCE,
    year_column=ENTRY,
)
COVERAGE_PER_1000_UNEMPLOYED = Kpi(
    name="coverage_per_1000_unemployed",
    label=Text(it="Copertura dei disoccupati", en="Coverage of the unemployed"),
    definition=Text(
        it="Partecipazioni di disoccupati ogni mille disoccupati della stessa regione e dello "
        "stesso anno (indicatore unemployed_persons_15_74, da importare: senza, è mancante).",
        en="Participations of unemployed people per thousand unemployed of the same region and "
        "year (indicator unemployed_persons_15_74, to be imported: without it, missing).",
    ),
    mart="participation",
    method=Method.PER_THOUSAND,
    numerator="unemployed",
    numerator_label=Text(it="Partecipazioni di disoccupati", en="Participations of unemployed"),
    denominator="reference_unemployed",
    denominator_label=Text(it="Disoccupati residenti", en="Resident unemployed"),
    unit=Unit.PER_THOUSAND,
    source=SOURCE,
    year_column=ENTRY,
)


def _cost(name: str, label: Text, per: Text, money: str, people: str) -> Kpi:
    return Kpi(
        name=name,
        label=label,
        definition=Text(
            it=f"Finanziamento pubblico delle operazioni diviso per {per.it}, solo dove l'uno e "
            "gli altri sono noti. Confrontare solo corsi simili: costare meno non è meglio di per "
            "sé.",
            en=f"Public funding of operations over {per.en}, only where both are known. Compare "
            "like courses only: cheaper is not better by itself.",
        ),
        mart="operation_outcome",
        method=Method.COST,
        numerator=money,
        numerator_label=Text(it="Finanziamento pubblico, euro", en="Public funding, euro"),
        denominator=people,
        denominator_label=per,
        unit=Unit.EUR,
        basis=Basis.PUBLIC,
        source=SOURCE,
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
    Text(it="persone al lavoro a 6 mesi", en="people at work at 6 months"),
    "funding_with_outcomes_eur",
    "placed_6m",
)

PEOPLE_KPIS = (
    PARTICIPANTS_COUNT, PERSONS_COUNT, COMPLETION_RATE, DROPOUT_RATE, DROPOUT_FOR_JOB_RATE,
    QUALIFICATION_RATE, PLACEMENT_RATE_28D, PLACEMENT_RATE_6M, PLACEMENT_RATE_12M,
    IMPROVEMENT_RATE_6M, PERMANENT_SHARE_6M, COHERENT_PLACEMENT_RATE_6M,
    COST_PER_PARTICIPANT_EUR, COST_PER_ATTENDED_HOUR_EUR, COST_PER_PLACED_6M_EUR,
    PLACEMENT_GENDER_GAP_6M_PP, WOMEN_ACCESS_RATIO, VULNERABLE_SHARE,
    COVERAGE_PER_1000_UNEMPLOYED, RECORD_COMPLETENESS,
)  # fmt: skip
