"""Indicators of needs, places and pooled money, declared once.

Rules stand in `sql/marts/need.sql`, `need_place.sql` and `need_money.sql`. Persons are counted by
the indicators of participants, which know the same pacts, occupations and sectors.
"""

from cruscotto.i18n import Text
from cruscotto.kpi.model import Basis, Direction, Kpi, Method, Unit

_LEVEL = Text(
    it="Il confronto è nel territorio e nell'anno, al livello più fine che fabbisogni e corsi "
    "hanno in "
    "comune: cifre della professione CP2021, provincia o regione, altrimenti il settore.",
    en="The comparison is within territory and year, at the finest level that needs and courses "
    "share: figures of the CP2021 occupation, province or region, otherwise the sector.",
)
_INTENTIONS = Text(
    it="Le entrate Excelsior sono intenzioni arrotondate alle decine; contano solo oltre quanto "
    "patti, "
    "dossier e imprese dichiarano nella stessa cella.",
    en="Excelsior entries are intentions rounded to tens; they count only beyond what pacts, "
    "dossiers "
    "and firms state in the same cell.",
)
_PLACES = Text(
    it="Posti finanziati dichiarati, nei territori e negli anni in cui è registrato almeno un "
    "fabbisogno.",
    en="Financed places as declared, in territories and years with at least one need on record.",
)
POSITIONS = Text(it="Posizioni richieste", en="Positions wanted")
PLACES = Text(it="Posti finanziati", en="Financed places")


def _with(first: Text, *others: Text) -> Text:
    parts = (first, *others)
    return Text(it=" ".join(p.it for p in parts), en=" ".join(p.en for p in parts))


NEED_POSITIONS = Kpi(
    name="need_positions",
    label=POSITIONS,
    definition=_with(
        Text(it="Somma delle posizioni richieste dai fabbisogni in vigore.",
             en="Sum of the positions wanted by the needs in force."),
        _INTENTIONS,
    ),
    mart="need",
    method=Method.SUM,
    numerator="positions",
    numerator_label=POSITIONS,
    unit=Unit.COUNT,
    source="needs",
)  # fmt: skip
NEED_COVERAGE = Kpi(
    name="need_coverage",
    label=Text(it="Copertura dei fabbisogni", en="Coverage of needs"),
    definition=_with(
        Text(it="Somma, per professione e territorio, del minore fra posti e posizioni richieste, "
             "divisa per le posizioni richieste.",
             en="Sum over occupations and territories of the smaller of places and positions "
                "wanted, "
             "over the positions wanted."),
        _LEVEL, _INTENTIONS,
    ),
    mart="need",
    method=Method.RATIO,
    numerator="covered_positions",
    numerator_label=Text(it="Posizioni coperte", en="Positions covered"),
    denominator="positions",
    denominator_label=POSITIONS,
    unit=Unit.SHARE,
    direction=Direction.HIGHER_IS_BETTER,
    source="needs",
)  # fmt: skip
UNMET_POSITIONS = Kpi(
    name="unmet_positions",
    label=Text(it="Posizioni scoperte", en="Unmet positions"),
    definition=_with(
        Text(it="Posizioni richieste che nessun posto finanziato copre.",
             en="Positions wanted that no financed place covers."),
        _LEVEL,
    ),
    mart="need",
    method=Method.SUM,
    numerator="unmet_positions",
    numerator_label=Text(it="Posizioni scoperte", en="Unmet positions"),
    unit=Unit.COUNT,
    direction=Direction.LOWER_IS_BETTER,
    source="needs",
)  # fmt: skip
PACT_POSITIONS = Kpi(
    name="pact_positions",
    label=Text(it="Posizioni richieste nei patti", en="Positions wanted in pacts"),
    definition=Text(it="Posizioni richieste dai fabbisogni che un patto esprime.",
                    en="Positions wanted by the needs that a pact states."),
    mart="need",
    method=Method.SUM,
    numerator="pact_positions",
    numerator_label=Text(it="Posizioni richieste nei patti", en="Positions wanted in pacts"),
    unit=Unit.COUNT,
    source="needs",
)  # fmt: skip
FUNDED_PLACES = Kpi(
    name="funded_places",
    label=PLACES,
    definition=_with(_PLACES, Text(
        it="Anno: quello del fabbisogno a cui rispondono, o di avvio del corso.",
        en="Year: that of the need they answer, or of the course's start.",
    )),
    mart="need_place",
    method=Method.SUM,
    numerator="places",
    numerator_label=PLACES,
    unit=Unit.COUNT,
    source="need_operations",
)  # fmt: skip
NEED_ADHERENCE = Kpi(
    name="need_adherence",
    label=Text(it="Aderenza ai fabbisogni", en="Adherence to needs"),
    definition=_with(
        Text(it="Posti finanziati che rispondono a un fabbisogno dichiarato, sui posti "
                "finanziati. Il "
             "resto è formazione non fondata su fabbisogno.",
             en="Financed places that answer a stated need, over financed places. The rest is "
             "training not founded on a need."),
        _PLACES,
    ),
    mart="need_place",
    method=Method.RATIO,
    numerator="linked_places",
    numerator_label=Text(it="Posti che rispondono a un fabbisogno", en="Places that answer a need"),
    denominator="places",
    denominator_label=PLACES,
    unit=Unit.SHARE,
    direction=Direction.HIGHER_IS_BETTER,
    source="need_operations",
)  # fmt: skip
OVERSUPPLY_SHARE = Kpi(
    name="oversupply_share",
    label=Text(it="Posti oltre il fabbisogno", en="Places beyond the need"),
    definition=_with(
        Text(it="Somma, per professione e territorio, dei posti oltre le posizioni richieste, "
                "divisa "
             "per i posti finanziati.",
             en="Sum over occupations and territories of the places beyond the positions wanted, "
                "over "
             "financed places."),
        _PLACES, _LEVEL,
    ),
    mart="need_place",
    method=Method.RATIO,
    numerator="surplus_places",
    numerator_label=Text(it="Posti oltre il fabbisogno", en="Places beyond the need"),
    denominator="places",
    denominator_label=PLACES,
    unit=Unit.SHARE,
    direction=Direction.LOWER_IS_BETTER,
    source="need_operations",
)  # fmt: skip
PACT_OPERATIONS_SHARE = Kpi(
    name="pact_operations_share",
    label=Text(it="Operazioni dei patti", en="Operations of pacts"),
    definition=_with(
        Text(it="Operazioni con posti imputati a un fabbisogno di un patto, sulle operazioni con "
             "posti dichiarati.",
             en="Operations with places put to a need of a pact, over operations with declared "
             "places."),
        _PLACES,
    ),
    mart="need_place",
    method=Method.SHARE_OF_OPERATIONS,
    numerator="has_pact",
    numerator_label=Text(it="Operazioni dei patti", en="Operations of pacts"),
    denominator="operation_id",
    denominator_label=Text(it="Operazioni con posti", en="Operations with places"),
    unit=Unit.SHARE,
    direction=Direction.CONTEXT,
    source="need_operations",
)  # fmt: skip
DAYS_FROM_PACT_TO_COURSE = Kpi(
    name="days_from_pact_to_course",
    label=Text(it="Giorni dalla firma del patto al corso", en="Days from signature to course"),
    definition=Text(
        it="Mediana dei giorni fra la firma del patto e l'avvio delle operazioni che gli "
           "rispondono; "
        "negativa se il corso era già avviato.",
        en="Median days between the pact's signature and the start of the operations that answer "
           "it; "
        "negative where the course had begun before.",
    ),
    mart="need_place",
    method=Method.MEDIAN_OF_OPERATIONS,
    numerator="days_from_pact",
    numerator_label=Text(it="Giorni, mediana", en="Days, median"),
    denominator="days_from_pact",
    denominator_label=Text(it="Operazioni dei patti con le due date",
                           en="Operations of pacts with both days"),
    unit=Unit.DAYS,
    direction=Direction.LOWER_IS_BETTER,
    source="need_operations",
)  # fmt: skip
COST_PER_COVERED_POSITION_EUR = Kpi(
    name="cost_per_covered_position_eur",
    label=Text(it="Costo per posizione coperta", en="Cost per covered position"),
    definition=Text(
        it="Finanziamento pubblico dei posti imputati ai fabbisogni, diviso per le posizioni che "
           "quei "
        "posti coprono. Confrontare solo corsi simili: costare meno non è meglio di per sé.",
        en="Public funding of the places put to needs, over the positions that those places cover. "
        "Compare like courses only: cheaper is not better by itself.",
    ),
    mart="need_place",
    method=Method.RATIO,
    numerator="answering_funding_eur",
    numerator_label=Text(it="Finanziamento pubblico dei posti, euro",
                         en="Public funding of the places, euro"),
    denominator="costed_positions",
    denominator_label=Text(it="Posizioni coperte dai posti imputati",
                           en="Positions covered by the places put to them"),
    unit=Unit.EUR,
    basis=Basis.PUBLIC,
    source="need_operations",
)  # fmt: skip
COST_PER_PLACE_EUR = Kpi(
    name="cost_per_place_eur",
    label=Text(it="Costo per posto", en="Cost per place"),
    definition=_with(
        Text(it="Finanziamento pubblico delle operazioni, diviso per i loro posti.",
             en="Public funding of operations, over their places."),
        _PLACES,
    ),
    mart="need_place",
    method=Method.RATIO,
    numerator="funding_eur",
    numerator_label=Text(it="Finanziamento pubblico, euro", en="Public funding, euro"),
    denominator="costed_places",
    denominator_label=Text(it="Posti di operazioni dal costo noto",
                           en="Places of operations whose cost is known"),
    unit=Unit.EUR,
    basis=Basis.PUBLIC,
    source="need_operations",
)  # fmt: skip
_COST = Text(
    it="Base: costo dell'operazione, pubblico e privato, per le operazioni di cui sono dichiarati "
    "i "
    "titolari. Quanto le parti dichiarate non raggiungono, o superano, è la voce «differenza».",
    en="Basis: cost of the operation, public and private, for operations whose holders are "
    "declared. "
    "What the declared parts lack, or have too much, is the item 'difference'.",
)
POOLED_FUNDING_EUR = Kpi(
    name="pooled_funding_eur",
    label=Text(it="Risorse integrate", en="Pooled resources"),
    definition=_with(Text(it="Somma delle risorse per titolare.", en="Sum of the money by holder."),
                     _COST),
    mart="need_money",
    method=Method.SUM,
    numerator="amount_eur",
    numerator_label=Text(it="Risorse, euro", en="Money, euro"),
    unit=Unit.EUR,
    basis=Basis.MONITORED,
    source="funding_sources",
)  # fmt: skip
POOLED_SHARE = Kpi(
    name="pooled_share",
    label=Text(it="Quota delle risorse integrate", en="Share of pooled resources"),
    definition=_with(
        Text(it="Risorse di un titolare, divise per il costo delle operazioni. Va chiesta per "
             "titolare.",
             en="Money of a holder, over the cost of the operations. To be asked by holder."),
        _COST,
    ),
    mart="need_money",
    method=Method.RATIO,
    numerator="amount_eur",
    numerator_label=Text(it="Risorse del titolare, euro", en="Money of the holder, euro"),
    denominator="total_eur",
    denominator_label=Text(it="Costo delle operazioni, euro", en="Cost of the operations, euro"),
    unit=Unit.SHARE,
    basis=Basis.MONITORED,
    source="funding_sources",
    needs="holder",
)  # fmt: skip

NEED_KPIS: tuple[Kpi, ...] = (
    NEED_POSITIONS, PACT_POSITIONS, NEED_COVERAGE, UNMET_POSITIONS, FUNDED_PLACES, NEED_ADHERENCE,
    OVERSUPPLY_SHARE, PACT_OPERATIONS_SHARE, DAYS_FROM_PACT_TO_COURSE,
    COST_PER_COVERED_POSITION_EUR, COST_PER_PLACE_EUR, POOLED_FUNDING_EUR, POOLED_SHARE,
)  # fmt: skip

NEED_MARTS: dict[str, tuple[str, ...]] = {
    "need": (
        "region", "macro_area", "year", "pact", "occupation", "sector_sep", "evidence",
        "match_level",
    ),
    "need_place": (
        "period", "fund", "region", "macro_area", "managing_authority", "programme", "axis",
        "theme", "year", "pact", "occupation", "sector_sep", "need_founded", "match_level",
    ),
    "need_money": (
        "period", "fund", "region", "macro_area", "managing_authority", "programme", "axis",
        "theme", "year", "pact", "occupation", "sector_sep", "holder",
    ),
}  # fmt: skip
