"""Indicators of 2021-2027 plans: amounts, and rates whose denominator is a plan.

An amount counts every plan with a known source. A rate counts only plans whose amount is known
exactly, to the euro.
"""

from cruscotto.i18n import Text
from cruscotto.kpi.registry.declaring import Part, ratio, total
from cruscotto.kpi.registry.model import Basis, Direction, Kpi, Unit

MART = "plan_2127"
PLAN_2127_MARTS = {
    MART: (
        "period",
        "region",
        "macro_area",
        "category_of_region",
        "managing_authority",
        "programme",
        "precision",
    )
}

_PRECISION = Text(
    it="Gli importi vengono da decisioni, pagine ufficiali e stampa: dove uno non è noto all'euro, "
    "o comprende un altro fondo, la cifra è segnata come stimata.",
    en="Amounts come from decisions, official pages and the press: where one is not known to the "
    "euro, or holds another fund, the figure is marked as estimated.",
)


def _planned(name: str, label: Text, what: Text, part: Part) -> Kpi:
    definition = Text(it=f"{what.it} {_PRECISION.it}", en=f"{what.en} {_PRECISION.en}")
    return total(MART, name, label, definition, part, unit=Unit.EUR, basis=Basis.PLAN)


PLANNED_2127_EUR = _planned(
    "planned_2127_eur",
    Text(it="Piano 2021-2027", en="Plan 2021-2027"),
    Text(
        it="Piano finanziario dei programmi 2021-2027 con FSE+ o Fondo per una transizione giusta, "
        "quota UE più cofinanziamento nazionale, nei programmi di cui è noto.",
        en="Financial plan of 2021-2027 programmes with ESF+ or the Just Transition Fund, EU share "
        "plus national co-financing, of programmes where it is known.",
    ),
    ("planned_eur", Text(it="Piano, euro", en="Plan, euro")),
)
PLANNED_2127_EU_EUR = _planned(
    "planned_2127_eu_eur",
    Text(it="Quota UE del piano 2021-2027", en="EU share of the plan 2021-2027"),
    Text(
        it="Quota UE del piano finanziario 2021-2027, nei programmi di cui è nota.",
        en="EU share of the financial plan 2021-2027, of programmes where it is known.",
    ),
    ("planned_eu_eur", Text(it="Quota UE, euro", en="EU share, euro")),
)

_EXACT = ("comparable_eur", Text(it="Piano noto all'euro", en="Plan known to the euro"))


def _rate(name: str, label: Text, what: Text, part: Part) -> Kpi:
    definition = Text(
        it=f"{what.it} divisi per il piano, nei soli programmi il cui piano FSE+ è noto all'euro e "
        "non risulta riprogrammato, e che hanno interventi caricati. Può superare il 100 %.",
        en=f"{what.en} over the plan, only in programmes whose ESF+ plan is known to the euro and "
        "not known to be reprogrammed, and whose operations are loaded. It may exceed 100%.",
    )
    stated = {"basis": Basis.PLAN, "direction": Direction.HIGHER_IS_BETTER}
    return ratio(MART, name, label, definition, (part, _EXACT), **stated)


COMMITMENT_RATE_2127 = _rate(
    "commitment_rate_2127",
    Text(it="Impegni sul piano 2021-2027", en="Commitments over the plan 2021-2027"),
    Text(it="Impegni FSE+ monitorati", en="Monitored ESF+ commitments"),
    ("commitments_eur", Text(it="Impegni, euro", en="Commitments, euro")),
)
PAYMENT_RATE_2127 = _rate(
    "payment_rate_2127",
    Text(it="Pagamenti sul piano 2021-2027", en="Payments over the plan 2021-2027"),
    Text(it="Pagamenti FSE+ monitorati", en="Monitored ESF+ payments"),
    ("payments_eur", Text(it="Pagamenti, euro", en="Payments, euro")),
)

PLAN_2127_KPIS = (PLANNED_2127_EUR, PLANNED_2127_EU_EUR, COMMITMENT_RATE_2127, PAYMENT_RATE_2127)
