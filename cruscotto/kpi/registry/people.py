"""Indicators of participants; the indicators of their outcomes are in `outcomes`.

Rates are of leavers by the year of their exit, never of the enrolled. Their rules are in
`sql/marts/participation.sql`.
"""

from cruscotto.i18n import Text
from cruscotto.kpi.registry.declaring import ratio, total
from cruscotto.kpi.registry.model import Direction, Kpi, Method, Unit

ENTRY, EXIT = "entry_year_code", "exit_year_code"

PARTICIPANTS_COUNT = total(
    "participation",
    "participants_count",
    Text(it="Partecipazioni", en="Participations"),
    Text(
        it="Numero di partecipazioni: una persona in un'operazione conta una volta, in due "
        "operazioni due volte. Anno: quello di ingresso.",
        en="Number of participations: a person counts once in an operation, twice in two. Year: "
        "of entry.",
    ),
    ("participations", Text(it="Partecipazioni", en="Participations")),
    method=Method.PARTICIPATIONS,
    year_column=ENTRY,
)
PERSONS_COUNT = total(
    "participation",
    "persons_count",
    Text(it="Persone", en="Persons"),
    Text(
        it="Persone distinte (pseudonimi). Una persona in più regioni conta in ciascuna e una "
        "volta nel totale: le righe possono sommare a più del totale.",
        en="Distinct persons (pseudonyms). One in several regions counts in each and once in the "
        "total: rows may add up to more than the total.",
    ),
    ("person_number", Text(it="Persone distinte", en="Distinct persons")),
    method=Method.PERSONS,
    year_column=ENTRY,
)


def rate(
    name: str,
    label: Text,
    definition: Text,
    columns: tuple[str, Text, str, Text],
    eligible: str,
    at_risk: str | None = None,
    direction: Direction = Direction.HIGHER_IS_BETTER,
    by_source: bool = False,
    year: str = EXIT,
    sensitive: bool = False,
) -> Kpi:
    """Return an indicator that is a rate of persons.

    Args:
        name: the indicator's name.
        label: the indicator's label.
        definition: the sentence that defines it.
        columns: column and label of the numerator, column and label of the denominator.
        eligible: the column that counts the mature: persons whose outcome can be known by now.
        at_risk: the column that counts the mature and the immature; `eligible` when left out.
        direction: whether a higher value is better.
        by_source: whether registers and survey have a column each.
        year: the column of the year that a person counts in.
        sensitive: whether the rate is about a sensitive characteristic.
    """
    return ratio(
        "participation",
        name,
        label,
        definition,
        (columns[:2], columns[2:]),
        method=Method.RATE,
        eligible=eligible,
        at_risk=at_risk,
        by_source=by_source,
        direction=direction,
        year_column=year,
        sensitive=sensitive,
    )


_KNOWN_EXIT = Text(it="Usciti con motivo noto", en="Leavers with a known reason")

COMPLETION_RATE = rate(
    "completion_rate",
    Text(it="Tasso di completamento", en="Completion rate"),
    Text(
        it="Usciti che hanno concluso il percorso, sugli usciti con motivo di uscita noto.",
        en="Leavers who completed, over leavers whose reason of exit is known.",
    ),
    ("completions", Text(it="Percorsi conclusi", en="Completed"), "known_exits", _KNOWN_EXIT),
    "leavers",
)
DROPOUT_RATE = rate(
    "dropout_rate",
    Text(it="Tasso di abbandono", en="Dropout rate"),
    Text(
        it="Usciti prima della fine, per lavoro o per altro, sugli usciti con motivo noto.",
        en="Leavers before the end, for a job or otherwise, over leavers with a known reason.",
    ),
    ("dropouts", Text(it="Abbandoni", en="Dropouts"), "known_exits", _KNOWN_EXIT),
    "leavers",
    direction=Direction.LOWER_IS_BETTER,
)
DROPOUT_FOR_JOB_RATE = rate(
    "dropout_for_job_rate",
    Text(it="Abbandono per lavoro", en="Dropout for a job"),
    Text(
        it="Usciti prima della fine perché hanno trovato lavoro, sugli usciti con motivo noto.",
        en="Leavers before the end because they found work, over leavers with a known reason.",
    ),
    (
        "dropouts_for_job",
        Text(it="Abbandoni per lavoro", en="Dropouts for a job"),
        "known_exits",
        _KNOWN_EXIT,
    ),
    "leavers",
    direction=Direction.CONTEXT,
)
QUALIFICATION_RATE = rate(
    "qualification_rate",
    Text(it="Tasso di qualifica", en="Qualification rate"),
    Text(
        it="Usciti con una qualifica, sugli usciti di cui si sa se l'hanno ottenuta.",
        en="Leavers with a qualification, over leavers of whom it is known.",
    ),
    (
        "qualifications",
        Text(it="Qualificati", en="Qualified"),
        "known_qualifications",
        Text(it="Usciti con dato noto", en="Leavers with a known answer"),
    ),
    "leavers",
)


VULNERABLE_SHARE = rate(
    "vulnerable_share",
    Text(it="Persone vulnerabili", en="Vulnerable participants"),
    Text(
        it="Partecipazioni con disabilità, origine migrante o di minoranza, senza dimora o altro "
        "svantaggio, su quelle di cui si conoscono tutte e cinque le condizioni. Chi ne ha una "
        "nota e altre no non conta da nessuna parte: starebbe solo sopra.",
        en="Participations with a disability, migrant or minority origin, homelessness or another "
        "disadvantage, over those whose five conditions are all known. Who has one known and "
        "others not counts nowhere: it would stand above the line alone.",
    ),
    (
        "vulnerable",
        Text(it="Vulnerabili", en="Vulnerable"),
        "known_vulnerability",
        Text(it="Partecipazioni con dati tutti noti", en="Participations fully known"),
    ),
    "participations",
    direction=Direction.CONTEXT,
    year=ENTRY,
    sensitive=True,
)
RECORD_COMPLETENESS = rate(
    "record_completeness",
    Text(it="Completezza delle schede", en="Completeness of records"),
    Text(
        it="Partecipazioni con sesso, età, titolo di studio e condizione all'ingresso noti.",
        en="Participations whose sex, age, education and status at entry are known.",
    ),
    (
        "complete_records",
        Text(it="Schede complete", en="Complete records"),
        "participations",
        Text(it="Partecipazioni", en="Participations"),
    ),
    "participations",
    year=ENTRY,
)
WOMEN_ACCESS_RATIO = ratio(
    "participation",
    "women_access_ratio",
    Text(it="Parità di accesso", en="Women's access"),
    Text(
        it="Donne fra le partecipazioni, divise per quante sarebbero se la quota fosse quella "
        "delle donne fra i residenti di 15-64 anni della stessa regione. 1 = pari accesso.",
        en="Women among participations, over how many there would be at women's share of residents "
        "aged 15-64 of the same region. 1 = equal access.",
    ),
    (
        ("women", Text(it="Donne", en="Women")),
        ("expected_women", Text(it="Donne attese", en="Women expected")),
    ),
    method=Method.OBSERVED_ON_EXPECTED,
    counted="women_and_men",
    unit=Unit.RATIO,
    year_column=ENTRY,
)
COVERAGE_PER_1000_UNEMPLOYED = ratio(
    "participation",
    "coverage_per_1000_unemployed",
    Text(it="Copertura dei disoccupati", en="Coverage of the unemployed"),
    Text(
        it="Partecipazioni di disoccupati ogni mille disoccupati della stessa regione e dello "
        "stesso anno (indicatore unemployed_persons_15_74, da importare: senza, è mancante).",
        en="Participations of unemployed people per thousand unemployed of the same region and "
        "year (indicator unemployed_persons_15_74, to be imported: without it, missing).",
    ),
    (
        ("unemployed", Text(it="Partecipazioni di disoccupati", en="Participations of unemployed")),
        ("reference_unemployed", Text(it="Disoccupati residenti", en="Resident unemployed")),
    ),
    method=Method.PER_THOUSAND,
    unit=Unit.PER_THOUSAND,
    year_column=ENTRY,
)

TARGET_ACHIEVEMENT = ratio(
    "target",
    "target_achievement",
    Text(it="Conseguimento dei target", en="Target achievement"),
    Text(
        it="Valore raggiunto meno valore di partenza, diviso per target meno valore di partenza. "
        "Il valore raggiunto è quello comunicato dall'autorità o, dove manca, quello contato sulle "
        "schede. Più indicatori insieme pesano ciascuno per il proprio target: leggere per "
        "indicatore. Può superare il 100 %.",
        en="Achieved value less baseline, over target less baseline. The achieved value is the one "
        "the authority reported or, where there is none, the one counted on the records. Several "
        "indicators together weigh by their targets: read them by indicator. It may exceed 100%.",
    ),
    (
        ("progress", Text(it="Raggiunto oltre la partenza", en="Achieved above the baseline")),
        ("distance", Text(it="Target oltre la partenza", en="Target above the baseline")),
    ),
    method=Method.TARGET,
    direction=Direction.HIGHER_IS_BETTER,
    counted="persons",
)
COMMON_INDICATOR_COUNT = total(
    "common_indicator",
    "common_indicator_count",
    Text(it="Indicatore comune", en="Common indicator"),
    Text(
        it="Partecipazioni contate da un indicatore comune (CO, CR per il 2014-2020; EECO, EECR "
        "per il 2021-2027): le due famiglie non formano una serie. Anno: di ingresso per gli "
        "indicatori di output, di uscita per quelli di risultato. Le formule dei codici CR e di "
        "parte dei codici EECO e EECR sono da verificare sui testi degli allegati.",
        en="Participations counted by a common indicator (CO, CR for 2014-2020; EECO, EECR for "
        "2021-2027): the two families are not one series. Year: of entry for outputs, of exit for "
        "results. Formulas of the CR codes and of some EECO and EECR codes are to be verified.",
    ),
    ("participations", Text(it="Partecipazioni", en="Participations")),
    method=Method.PARTICIPATIONS,
    needs="indicator",
)
