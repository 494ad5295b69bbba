"""Indicators of what authorities report to the Commission: money, common indicators, targets.

Amounts and values are cumulative, so reports are never added up. A figure by `year` comes from the
last report of the year; a figure without `year` comes from the newest report.
"""

from cruscotto.i18n import Text
from cruscotto.kpi.registry.declaring import ratio, total
from cruscotto.kpi.registry.model import Basis, Direction, Kpi, Unit

_PROGRAMME = ("period", "fund", "region", "macro_area", "managing_authority", "programme")
REPORTED_MARTS: dict[str, tuple[str, ...]] = {
    "reported_money": (*_PROGRAMME, "axis", "theme", "category_of_region", "year"),
    "reported_indicator": (
        *_PROGRAMME,
        "axis",
        "theme",
        "category_of_region",
        "year",
        "indicator",
        "family",
        "investment_priority",
    ),
    "declared_paid": _PROGRAMME,
}

_PLAN = ("planned_eur", Text(it="Piano, euro", en="Plan, euro"))
_SELECTED = ("selected_eur", Text(it="Selezionato, euro", en="Selected, euro"))
_DECLARED = ("declared_eur", Text(it="Dichiarato, euro", en="Declared, euro"))
_REPORTED = {"basis": Basis.TOTAL, "is_cumulative": True}
_LAST_REPORT = Text(
    it="Importo cumulato: per anno vale l'ultima relazione dell'anno, senza anno la più recente. "
    "La regione è quella del programma.",
    en="A cumulative amount: by year the year's last report, without a year the newest one. "
    "The region is the programme's.",
)


def _amount(
    name: str, label: Text, what: Text, part: tuple[str, Text], basis: Basis = Basis.TOTAL
) -> Kpi:
    definition = Text(it=f"{what.it} {_LAST_REPORT.it}", en=f"{what.en} {_LAST_REPORT.en}")
    stated = _REPORTED | {"basis": basis, "unit": Unit.EUR}
    return total("reported_money", name, label, definition, part, **stated)


REPORTED_PLANNED_EUR = _amount(
    "reported_planned_eur",
    Text(it="Programmato", en="Planned"),
    Text(
        it="Piano finanziario in vigore alla data della relazione, quota UE più "
        "cofinanziamento nazionale, REACT-EU compreso.",
        en="Financial plan in force on the day of the report, EU share plus national "
        "co-financing, REACT-EU included.",
    ),
    _PLAN,
    Basis.PLAN,
)
REPORTED_SELECTED_EUR = _amount(
    "reported_selected_eur",
    Text(it="Selezionato comunicato", en="Reported as selected"),
    Text(
        it="Costo totale ammissibile delle operazioni selezionate, come le autorità di gestione "
        "lo hanno comunicato alla Commissione. Base: costo totale.",
        en="Total eligible cost of selected operations as managing authorities reported it to "
        "the Commission. Basis: total cost.",
    ),
    _SELECTED,
)
REPORTED_DECLARED_EUR = _amount(
    "reported_declared_eur",
    Text(it="Dichiarato dai beneficiari", en="Declared by beneficiaries"),
    Text(
        it="Spesa totale ammissibile dichiarata dai beneficiari alle autorità di gestione, come "
        "comunicata alla Commissione. Non è la spesa certificata. Base: costo totale.",
        en="Total eligible expenditure that beneficiaries declared to managing authorities, as "
        "reported to the Commission. It is not certified expenditure. Basis: total cost.",
    ),
    _DECLARED,
)


def _rate(name: str, label: Text, what: Text, part: tuple[str, Text]) -> Kpi:
    definition = Text(
        it=f"{what.it}, a costo totale, diviso per il piano in vigore alla data della relazione. "
        f"Può superare il 100 %. {_LAST_REPORT.it}",
        en=f"{what.en}, at total cost, over the plan in force on the day of the report. It may "
        f"exceed 100%. {_LAST_REPORT.en}",
    )
    parts, stated = (part, _PLAN), _REPORTED | {"direction": Direction.HIGHER_IS_BETTER}
    return ratio("reported_money", name, label, definition, parts, **stated)


REPORTED_SELECTION_RATE = _rate(
    "reported_selection_rate",
    Text(it="Selezionato su programmato", en="Selected over planned"),
    Text(it="Costo selezionato comunicato", en="Selected cost as reported"),
    _SELECTED,
)
REPORTED_DECLARATION_RATE = _rate(
    "reported_declaration_rate",
    Text(it="Dichiarato su programmato", en="Declared over planned"),
    Text(it="Spesa dichiarata dai beneficiari", en="Expenditure declared by beneficiaries"),
    _DECLARED,
)
DECLARED_LESS_PAID_EUR = total(
    "declared_paid",
    "declared_less_paid_eur",
    Text(it="Dichiarato meno pagato", en="Declared less paid"),
    Text(
        it="Spesa dichiarata alla Commissione nella relazione più recente meno i pagamenti "
        "monitorati da OpenCoesione, nei soli programmi e fondi che hanno entrambi. Le due fonti "
        "hanno date e basi diverse: la differenza non è un errore, e non si sommano.",
        en="Expenditure declared to the Commission in the newest report less the payments that "
        "OpenCoesione monitors, in programmes and funds that have both. The two sources have "
        "other dates and bases: the difference is no error, and they are never added up.",
    ),
    ("difference_eur", Text(it="Differenza, euro", en="Difference, euro")),
    unit=Unit.EUR,
    basis=Basis.TOTAL,
)

_VALUE = ("reported_value", Text(it="Valore comunicato", en="Reported value"))
_ENTERED = Text(
    it="Entrati non occupati, dove l'esito è comunicato",
    en="Not employed at entry, where the result is reported",
)
_CUMULATIVE = Text(
    it="Valore cumulato dall'inizio del programma: per anno quello dell'anno, senza anno l'ultimo.",
    en="A value cumulative since the programme began: by year the year's, otherwise the last.",
)


def _common(name: str, label: Text, what: Text, part: tuple[str, Text], **other: object) -> Kpi:
    definition = Text(it=f"{what.it} {_CUMULATIVE.it}", en=f"{what.en} {_CUMULATIVE.en}")
    return total("reported_indicator", name, label, definition, part, is_cumulative=True, **other)


REPORTED_PARTICIPATIONS = _common(
    "reported_participations",
    Text(it="Partecipazioni comunicate", en="Reported participations"),
    Text(
        it="Partecipazioni comunicate alla Commissione: CO01 disoccupati, CO03 inattivi e CO05 "
        "occupati all'ingresso. Chi torna in un'altra operazione conta di nuovo.",
        en="Participations reported to the Commission: CO01 unemployed, CO03 inactive and CO05 "
        "employed at entry. A person who joins another operation counts again.",
    ),
    ("participations", Text(it="CO01 + CO03 + CO05", en="CO01 + CO03 + CO05")),
)
REPORTED_INDICATOR_VALUE = _common(
    "reported_indicator_value",
    Text(it="Indicatore comune comunicato", en="Common indicator as reported"),
    Text(
        it="Valore di un indicatore comune FSE o IOG come comunicato alla Commissione.",
        en="Value of a common indicator of ESF or YEI as reported to the Commission.",
    ),
    _VALUE,
    needs="indicator",
)
REPORTED_INDICATOR_TARGET = _common(
    "reported_indicator_target",
    Text(it="Target 2023 comunicato", en="Reported target for 2023"),
    Text(
        it="Target al 2023 di un indicatore comune, dove il programma ne ha fissato uno.",
        en="Target for 2023 of a common indicator, where the programme set one.",
    ),
    ("target_value", Text(it="Target 2023", en="Target 2023")),
    needs="indicator",
)
REPORTED_TARGET_ACHIEVEMENT = ratio(
    "reported_indicator",
    "reported_target_achievement",
    Text(it="Target 2023 raggiunto", en="Target for 2023 reached"),
    Text(
        it="Valore comunicato diviso per il target al 2023, negli assi e nelle priorità "
        f"d'investimento che ne hanno uno. Può superare il 100 %. {_CUMULATIVE.it}",
        en="Reported value over the target for 2023, in the axes and investment priorities that "
        f"have one. It may exceed 100%. {_CUMULATIVE.en}",
    ),
    (
        ("targeted_value", Text(it="Valore con target", en="Value with a target")),
        ("reached_target_value", Text(it="Target 2023", en="Target 2023")),
    ),
    direction=Direction.HIGHER_IS_BETTER,
    is_cumulative=True,
    needs="indicator",
)


def _share(name: str, columns: tuple[str, str], label: Text, what: Text) -> Kpi:
    definition = Text(
        it=f"{what.it} diviso per le partecipazioni di chi è entrato non occupato (CO01 + CO03), "
        "conclusioni comprese e non, negli assi e nelle priorità in cui quell'esito è comunicato: "
        "un esito non comunicato non conta come mancato. Gli esiti vengono da campioni e arrivano "
        "dopo gli ingressi: non è il tasso di inserimento delle nostre coorti.",
        en=f"{what.en} over the participations of those not employed at entry (CO01 + CO03), "
        "left or not, in the axes and priorities that report that result: a result not reported "
        "does not count as a failure. Results come from samples and arrive after entries: this is "
        "not the placement rate of our cohorts.",
    )
    return ratio(
        "reported_indicator",
        name,
        label,
        definition,
        ((columns[0], what), (columns[1], _ENTERED)),
        is_cumulative=True,
    )


REPORTED_EMPLOYED_LEAVING_SHARE = _share(
    "reported_employed_leaving_share",
    ("employed_on_leaving", "not_employed_with_leaving_result"),
    Text(
        it="Occupati all'uscita (CR04) su entrati non occupati",
        en="Employed on leaving (CR04) over not employed at entry",
    ),
    Text(it="Occupati all'uscita dall'intervento (CR04)", en="Employed on leaving (CR04)"),
)
REPORTED_EMPLOYED_6M_SHARE = _share(
    "reported_employed_6m_share",
    ("employed_after_six_months", "not_employed_with_six_months_result"),
    Text(
        it="Occupati a sei mesi (CR06) su entrati non occupati",
        en="Employed after six months (CR06) over not employed at entry",
    ),
    Text(it="Occupati sei mesi dopo l'uscita (CR06)", en="Employed six months later (CR06)"),
)
REPORTED_RESULT_KNOWN_SHARE = ratio(
    "reported_indicator",
    "reported_result_known_share",
    Text(it="Esito a sei mesi comunicato", en="Six-month result reported"),
    Text(
        it="Partecipazioni di chi è entrato non occupato (CO01 + CO03) negli assi e nelle priorità "
        "in cui l'esito a sei mesi (CR06) è comunicato, su tutte quelle di chi è entrato non "
        f"occupato. {_CUMULATIVE.it}",
        en="Participations of those not employed at entry (CO01 + CO03) in the axes and priorities "
        "that report the result after six months (CR06), over all of those not employed at entry. "
        f"{_CUMULATIVE.en}",
    ),
    (
        ("not_employed_with_six_months_result", _ENTERED),
        ("not_employed", Text(it="Entrati non occupati", en="Not employed at entry")),
    ),
    is_cumulative=True,
)

REPORTED_KPIS = (
    REPORTED_PLANNED_EUR,
    REPORTED_SELECTED_EUR,
    REPORTED_DECLARED_EUR,
    REPORTED_SELECTION_RATE,
    REPORTED_DECLARATION_RATE,
    DECLARED_LESS_PAID_EUR,
    REPORTED_PARTICIPATIONS,
    REPORTED_INDICATOR_VALUE,
    REPORTED_INDICATOR_TARGET,
    REPORTED_TARGET_ACHIEVEMENT,
    REPORTED_EMPLOYED_LEAVING_SHARE,
    REPORTED_EMPLOYED_6M_SHARE,
    REPORTED_RESULT_KNOWN_SHARE,
)
