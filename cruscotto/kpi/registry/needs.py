"""Indicators of needs, training places and pooled money.

Their rules are in `sql/marts/need.sql`, `need_place.sql` and `need_money.sql`. Persons are counted
by the indicators of participants, which also have the dimensions of pacts, occupations and sectors.
"""

from cruscotto.i18n import Text
from cruscotto.kpi.registry.declaring import ratio, total
from cruscotto.kpi.registry.model import Direction, Kpi, Method, Unit
from cruscotto.kpi.registry.need_money import (
    COST_PER_COVERED_POSITION_EUR,
    COST_PER_PLACE_EUR,
    POOLED_FUNDING_EUR,
    POOLED_SHARE,
)
from cruscotto.kpi.registry.need_texts import (
    INTENTIONS,
    LEVEL_COMPARED,
    PLACES,
    PLACES_DECLARED,
    POSITIONS,
    joined,
)

NEED_POSITIONS = total(
    "need",
    "need_positions",
    POSITIONS,
    joined(
        Text(
            it="Somma delle posizioni richieste dai fabbisogni in vigore.",
            en="Sum of the positions wanted by the needs in force.",
        ),
        INTENTIONS,
    ),
    ("positions", POSITIONS),
)
NEED_COVERAGE = ratio(
    "need",
    "need_coverage",
    Text(it="Copertura dei fabbisogni", en="Coverage of needs"),
    joined(
        Text(
            it="Posizioni richieste che trovano un posto finanziato, divise per le posizioni "
            "richieste.",
            en="Positions wanted that meet a financed place, over the positions wanted.",
        ),
        LEVEL_COMPARED,
        INTENTIONS,
    ),
    (
        ("covered_positions", Text(it="Posizioni coperte", en="Positions covered")),
        ("positions", POSITIONS),
    ),
    direction=Direction.HIGHER_IS_BETTER,
)
_UNMET = Text(it="Posizioni scoperte", en="Unmet positions")
UNMET_POSITIONS = total(
    "need",
    "unmet_positions",
    _UNMET,
    joined(
        Text(
            it="Posizioni richieste che nessun posto finanziato copre.",
            en="Positions wanted that no financed place covers.",
        ),
        LEVEL_COMPARED,
    ),
    ("unmet_positions", _UNMET),
    direction=Direction.LOWER_IS_BETTER,
)
_IN_PACTS = Text(it="Posizioni richieste nei patti", en="Positions wanted in pacts")
PACT_POSITIONS = total(
    "need",
    "pact_positions",
    _IN_PACTS,
    Text(
        it="Posizioni richieste dai fabbisogni che un patto esprime.",
        en="Positions wanted by the needs that a pact states.",
    ),
    ("pact_positions", _IN_PACTS),
)
FUNDED_PLACES = total(
    "need_place",
    "funded_places",
    PLACES,
    joined(
        PLACES_DECLARED,
        Text(
            it="Anno: quello del fabbisogno a cui rispondono, o di avvio del corso.",
            en="Year: that of the need they answer, or of the course's start.",
        ),
    ),
    ("places", PLACES),
)
NEED_ADHERENCE = ratio(
    "need_place",
    "need_adherence",
    Text(it="Aderenza ai fabbisogni", en="Adherence to needs"),
    joined(
        Text(
            it="Posti finanziati che rispondono a un fabbisogno dichiarato, sui posti "
            "finanziati. Il resto è formazione non fondata su fabbisogno.",
            en="Financed places that answer a stated need, over financed places. The rest is "
            "training not founded on a need.",
        ),
        PLACES_DECLARED,
    ),
    (
        (
            "linked_places",
            Text(it="Posti che rispondono a un fabbisogno", en="Places that answer a need"),
        ),
        ("places", PLACES),
    ),
    direction=Direction.HIGHER_IS_BETTER,
)
_BEYOND = Text(it="Posti oltre il fabbisogno", en="Places beyond the need")
OVERSUPPLY_SHARE = ratio(
    "need_place",
    "oversupply_share",
    _BEYOND,
    joined(
        Text(
            it="Posti finanziati che non incontrano una posizione richiesta, divisi per i posti "
            "finanziati.",
            en="Financed places that meet no position wanted, over financed places.",
        ),
        PLACES_DECLARED,
        LEVEL_COMPARED,
    ),
    (("surplus_places", _BEYOND), ("places", PLACES)),
    direction=Direction.LOWER_IS_BETTER,
)
_OF_PACTS = Text(it="Operazioni dei patti", en="Operations of pacts")
PACT_OPERATIONS_SHARE = ratio(
    "need_place",
    "pact_operations_share",
    _OF_PACTS,
    joined(
        Text(
            it="Operazioni con posti imputati a un fabbisogno di un patto, sulle operazioni con "
            "posti dichiarati.",
            en="Operations with places put to a need of a pact, over operations with declared "
            "places.",
        ),
        PLACES_DECLARED,
    ),
    (
        ("has_pact", _OF_PACTS),
        ("operation_id", Text(it="Operazioni con posti", en="Operations with places")),
    ),
    method=Method.SHARE_OF_OPERATIONS,
    direction=Direction.CONTEXT,
)
DAYS_FROM_PACT_TO_COURSE = ratio(
    "need_place",
    "days_from_pact_to_course",
    Text(it="Giorni dalla firma del patto al corso", en="Days from signature to course"),
    Text(
        it="Mediana dei giorni fra la firma del patto e l'avvio delle operazioni che gli "
        "rispondono; negativa se il corso era già avviato.",
        en="Median days between the pact's signature and the start of the operations that answer "
        "it; negative where the course had begun before.",
    ),
    (
        ("days_from_pact", Text(it="Giorni, mediana", en="Days, median")),
        (
            "days_from_pact",
            Text(
                it="Operazioni dei patti con le due date", en="Operations of pacts with both days"
            ),
        ),
    ),
    method=Method.MEDIAN_OF_OPERATIONS,
    unit=Unit.DAYS,
    direction=Direction.LOWER_IS_BETTER,
)

NEED_KPIS: tuple[Kpi, ...] = (
    NEED_POSITIONS,
    PACT_POSITIONS,
    NEED_COVERAGE,
    UNMET_POSITIONS,
    FUNDED_PLACES,
    NEED_ADHERENCE,
    OVERSUPPLY_SHARE,
    PACT_OPERATIONS_SHARE,
    DAYS_FROM_PACT_TO_COURSE,
    COST_PER_COVERED_POSITION_EUR,
    COST_PER_PLACE_EUR,
    POOLED_FUNDING_EUR,
    POOLED_SHARE,
)

NEED_MARTS: dict[str, tuple[str, ...]] = {
    "need": (
        "region",
        "macro_area",
        "year",
        "pact",
        "occupation",
        "sector_sep",
        "evidence",
        "match_level",
    ),
    "need_place": (
        "period",
        "fund",
        "region",
        "macro_area",
        "managing_authority",
        "programme",
        "axis",
        "theme",
        "year",
        "pact",
        "occupation",
        "sector_sep",
        "need_founded",
        "match_level",
    ),
    "need_money": (
        "period",
        "fund",
        "region",
        "macro_area",
        "managing_authority",
        "programme",
        "axis",
        "theme",
        "year",
        "pact",
        "occupation",
        "sector_sep",
        "holder",
    ),
}
