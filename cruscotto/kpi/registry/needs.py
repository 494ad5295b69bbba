"""Indicators of needs, places and pooled money, declared once.

Rules stand in `sql/marts/need.sql`, `need_place.sql` and `need_money.sql`. Persons are counted by
the indicators of participants, which know the same pacts, occupations and sectors.
"""

from cruscotto.i18n import Text
from cruscotto.kpi.registry.declaring import ratio, total
from cruscotto.kpi.registry.model import Basis, Direction, Kpi, Method, Unit

_LEVEL = Text(
    it="Il confronto è nel territorio e nell'anno, dal livello più fine: prima la stessa "
    "professione CP2021 nella stessa provincia, poi nella regione; chi indica solo un gruppo, o "
    "solo la regione, incontra quello che resta; per ultimo il settore.",
    en="The comparison is within territory and year, finest level first: the same CP2021 "
    "occupation in the same province, then in the region; those who name a group only, or the "
    "region only, meet what is left; the sector comes last.",
)
_INTENTIONS = Text(
    it="Le entrate Excelsior sono intenzioni arrotondate alle decine; contano solo oltre quanto "
    "patti, dossier e imprese dichiarano per le stesse professioni e gli stessi territori.",
    en="Excelsior entries are intentions rounded to tens; they count only beyond what pacts, "
    "dossiers and firms state for the same occupations and territories.",
)
_PLACES = Text(
    it="Posti finanziati dichiarati, nei territori e negli anni in cui è registrato almeno un "
    "fabbisogno.",
    en="Financed places as declared, in territories and years with at least one need on record.",
)
_COST = Text(
    it="Base: costo dell'operazione, pubblico e privato, per le operazioni di cui sono dichiarati "
    "i titolari. Quanto le parti dichiarate non raggiungono, o superano, è la voce «differenza».",
    en="Basis: cost of the operation, public and private, for operations whose holders are "
    "declared. What the declared parts lack, or have too much, is the item 'difference'.",
)
POSITIONS = Text(it="Posizioni richieste", en="Positions wanted")
PLACES = Text(it="Posti finanziati", en="Financed places")


def _with(first: Text, *others: Text) -> Text:
    parts = (first, *others)
    return Text(it=" ".join(p.it for p in parts), en=" ".join(p.en for p in parts))


NEED_POSITIONS = total(
    "need", "need_positions", POSITIONS,
    _with(
        Text(it="Somma delle posizioni richieste dai fabbisogni in vigore.",
             en="Sum of the positions wanted by the needs in force."),
        _INTENTIONS,
    ),
    ("positions", POSITIONS),
)  # fmt: skip
NEED_COVERAGE = ratio(
    "need", "need_coverage", Text(it="Copertura dei fabbisogni", en="Coverage of needs"),
    _with(
        Text(it="Posizioni richieste che trovano un posto finanziato, divise per le posizioni "
             "richieste.",
             en="Positions wanted that meet a financed place, over the positions wanted."),
        _LEVEL, _INTENTIONS,
    ),
    (("covered_positions", Text(it="Posizioni coperte", en="Positions covered")),
     ("positions", POSITIONS)),
    direction=Direction.HIGHER_IS_BETTER,
)  # fmt: skip
_UNMET = Text(it="Posizioni scoperte", en="Unmet positions")
UNMET_POSITIONS = total(
    "need", "unmet_positions", _UNMET,
    _with(
        Text(it="Posizioni richieste che nessun posto finanziato copre.",
             en="Positions wanted that no financed place covers."),
        _LEVEL,
    ),
    ("unmet_positions", _UNMET),
    direction=Direction.LOWER_IS_BETTER,
)  # fmt: skip
_IN_PACTS = Text(it="Posizioni richieste nei patti", en="Positions wanted in pacts")
PACT_POSITIONS = total(
    "need", "pact_positions", _IN_PACTS,
    Text(it="Posizioni richieste dai fabbisogni che un patto esprime.",
         en="Positions wanted by the needs that a pact states."),
    ("pact_positions", _IN_PACTS),
)  # fmt: skip
FUNDED_PLACES = total(
    "need_place", "funded_places", PLACES,
    _with(
        _PLACES,
        Text(it="Anno: quello del fabbisogno a cui rispondono, o di avvio del corso.",
             en="Year: that of the need they answer, or of the course's start."),
    ),
    ("places", PLACES),
)  # fmt: skip
NEED_ADHERENCE = ratio(
    "need_place", "need_adherence", Text(it="Aderenza ai fabbisogni", en="Adherence to needs"),
    _with(
        Text(it="Posti finanziati che rispondono a un fabbisogno dichiarato, sui posti "
             "finanziati. Il resto è formazione non fondata su fabbisogno.",
             en="Financed places that answer a stated need, over financed places. The rest is "
             "training not founded on a need."),
        _PLACES,
    ),
    (("linked_places", Text(it="Posti che rispondono a un fabbisogno",
                            en="Places that answer a need")),
     ("places", PLACES)),
    direction=Direction.HIGHER_IS_BETTER,
)  # fmt: skip
_BEYOND = Text(it="Posti oltre il fabbisogno", en="Places beyond the need")
OVERSUPPLY_SHARE = ratio(
    "need_place", "oversupply_share", _BEYOND,
    _with(
        Text(it="Posti finanziati che non incontrano una posizione richiesta, divisi per i posti "
             "finanziati.",
             en="Financed places that meet no position wanted, over financed places."),
        _PLACES, _LEVEL,
    ),
    (("surplus_places", _BEYOND), ("places", PLACES)),
    direction=Direction.LOWER_IS_BETTER,
)  # fmt: skip
_OF_PACTS = Text(it="Operazioni dei patti", en="Operations of pacts")
PACT_OPERATIONS_SHARE = ratio(
    "need_place", "pact_operations_share", _OF_PACTS,
    _with(
        Text(it="Operazioni con posti imputati a un fabbisogno di un patto, sulle operazioni con "
             "posti dichiarati.",
             en="Operations with places put to a need of a pact, over operations with declared "
             "places."),
        _PLACES,
    ),
    (("has_pact", _OF_PACTS),
     ("operation_id", Text(it="Operazioni con posti", en="Operations with places"))),
    method=Method.SHARE_OF_OPERATIONS, direction=Direction.CONTEXT,
)  # fmt: skip
DAYS_FROM_PACT_TO_COURSE = ratio(
    "need_place", "days_from_pact_to_course",
    Text(it="Giorni dalla firma del patto al corso", en="Days from signature to course"),
    Text(it="Mediana dei giorni fra la firma del patto e l'avvio delle operazioni che gli "
         "rispondono; negativa se il corso era già avviato.",
         en="Median days between the pact's signature and the start of the operations that answer "
         "it; negative where the course had begun before."),
    (("days_from_pact", Text(it="Giorni, mediana", en="Days, median")),
     ("days_from_pact", Text(it="Operazioni dei patti con le due date",
                             en="Operations of pacts with both days"))),
    method=Method.MEDIAN_OF_OPERATIONS, unit=Unit.DAYS, direction=Direction.LOWER_IS_BETTER,
)  # fmt: skip
COST_PER_COVERED_POSITION_EUR = ratio(
    "need_place", "cost_per_covered_position_eur",
    Text(it="Costo per posizione coperta", en="Cost per covered position"),
    Text(it="Finanziamento pubblico dei posti imputati ai fabbisogni, diviso per le posizioni che "
         "quei posti coprono. Confrontare solo corsi simili: costare meno non è meglio di per sé.",
         en="Public funding of the places put to needs, over the positions that those places "
         "cover. Compare like courses only: cheaper is not better by itself."),
    (("answering_funding_eur", Text(it="Finanziamento pubblico dei posti, euro",
                                    en="Public funding of the places, euro")),
     ("costed_positions", Text(it="Posizioni coperte dai posti imputati",
                               en="Positions covered by the places put to them"))),
    unit=Unit.EUR, basis=Basis.PUBLIC,
)  # fmt: skip
COST_PER_PLACE_EUR = ratio(
    "need_place", "cost_per_place_eur", Text(it="Costo per posto", en="Cost per place"),
    _with(
        Text(it="Finanziamento pubblico delle operazioni, diviso per i loro posti.",
             en="Public funding of operations, over their places."),
        _PLACES,
    ),
    (("funding_eur", Text(it="Finanziamento pubblico, euro", en="Public funding, euro")),
     ("costed_places", Text(it="Posti di operazioni dal costo noto",
                            en="Places of operations whose cost is known"))),
    unit=Unit.EUR, basis=Basis.PUBLIC,
)  # fmt: skip
POOLED_FUNDING_EUR = total(
    "need_money", "pooled_funding_eur", Text(it="Risorse integrate", en="Pooled resources"),
    _with(Text(it="Somma delle risorse per titolare.", en="Sum of the money by holder."), _COST),
    ("amount_eur", Text(it="Risorse, euro", en="Money, euro")),
    unit=Unit.EUR, basis=Basis.MONITORED,
)  # fmt: skip
POOLED_SHARE = ratio(
    "need_money", "pooled_share",
    Text(it="Quota delle risorse integrate", en="Share of pooled resources"),
    _with(
        Text(it="Risorse di un titolare, divise per il costo delle operazioni. Va chiesta per "
             "titolare.",
             en="Money of a holder, over the cost of the operations. To be asked by holder."),
        _COST,
    ),
    (("amount_eur", Text(it="Risorse del titolare, euro", en="Money of the holder, euro")),
     ("total_eur", Text(it="Costo delle operazioni, euro", en="Cost of the operations, euro"))),
    basis=Basis.MONITORED, needs="holder",
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
