"""Indicators of the cost of training places, and of pooled money.

Their rules are in `sql/marts/need_place.sql` and `need_money.sql`.
"""

from cruscotto.i18n import Text
from cruscotto.kpi.registry.declaring import ratio, total
from cruscotto.kpi.registry.model import Basis, Unit
from cruscotto.kpi.registry.need_texts import COST_BASIS, PLACES_DECLARED, joined

COST_PER_COVERED_POSITION_EUR = ratio(
    "need_place",
    "cost_per_covered_position_eur",
    Text(it="Costo per posizione coperta", en="Cost per covered position"),
    Text(
        it="Finanziamento pubblico dei posti imputati ai fabbisogni, diviso per le posizioni che "
        "quei posti coprono. Confrontare solo corsi simili: costare meno non è meglio di per sé.",
        en="Public funding of the places put to needs, over the positions that those places "
        "cover. Compare like courses only: cheaper is not better by itself.",
    ),
    (
        (
            "answering_funding_eur",
            Text(
                it="Finanziamento pubblico dei posti, euro", en="Public funding of the places, euro"
            ),
        ),
        (
            "costed_positions",
            Text(
                it="Posizioni coperte dai posti imputati",
                en="Positions covered by the places put to them",
            ),
        ),
    ),
    unit=Unit.EUR,
    basis=Basis.PUBLIC,
)

COST_PER_PLACE_EUR = ratio(
    "need_place",
    "cost_per_place_eur",
    Text(it="Costo per posto", en="Cost per place"),
    joined(
        Text(
            it="Finanziamento pubblico delle operazioni, diviso per i loro posti.",
            en="Public funding of operations, over their places.",
        ),
        PLACES_DECLARED,
    ),
    (
        ("funding_eur", Text(it="Finanziamento pubblico, euro", en="Public funding, euro")),
        (
            "costed_places",
            Text(
                it="Posti di operazioni dal costo noto",
                en="Places of operations whose cost is known",
            ),
        ),
    ),
    unit=Unit.EUR,
    basis=Basis.PUBLIC,
)

POOLED_FUNDING_EUR = total(
    "need_money",
    "pooled_funding_eur",
    Text(it="Risorse integrate", en="Pooled resources"),
    joined(
        Text(it="Somma delle risorse per titolare.", en="Sum of the money by holder."), COST_BASIS
    ),
    ("amount_eur", Text(it="Risorse, euro", en="Money, euro")),
    unit=Unit.EUR,
    basis=Basis.MONITORED,
)

POOLED_SHARE = ratio(
    "need_money",
    "pooled_share",
    Text(it="Quota delle risorse integrate", en="Share of pooled resources"),
    joined(
        Text(
            it="Risorse di un titolare, divise per il costo delle operazioni. Va chiesta per "
            "titolare.",
            en="Money of a holder, over the cost of the operations. To be asked by holder.",
        ),
        COST_BASIS,
    ),
    (
        ("amount_eur", Text(it="Risorse del titolare, euro", en="Money of the holder, euro")),
        ("total_eur", Text(it="Costo delle operazioni, euro", en="Cost of the operations, euro")),
    ),
    basis=Basis.MONITORED,
    needs="holder",
)
