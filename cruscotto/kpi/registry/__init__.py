"""All indicators, each declared once. Their sources are keys of `cruscotto.sources.catalogue`."""

from collections.abc import Sequence
from difflib import get_close_matches

from cruscotto.errors import UnknownName
from cruscotto.kpi.registry import outcomes as o
from cruscotto.kpi.registry import people as p
from cruscotto.kpi.registry.dimensions import DIMENSIONS
from cruscotto.kpi.registry.earnings import EARNINGS_DIMENSIONS, EARNINGS_KPIS
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.registry.money import MONEY_KPIS
from cruscotto.kpi.registry.needs import NEED_KPIS, NEED_MARTS
from cruscotto.kpi.registry.plans_2127 import PLAN_2127_KPIS, PLAN_2127_MARTS
from cruscotto.kpi.registry.reported import REPORTED_KPIS, REPORTED_MARTS

PEOPLE_KPIS = (
    p.PARTICIPANTS_COUNT,
    p.PERSONS_COUNT,
    p.COMPLETION_RATE,
    p.DROPOUT_RATE,
    p.DROPOUT_FOR_JOB_RATE,
    p.QUALIFICATION_RATE,
    o.PLACEMENT_RATE_28D,
    o.PLACEMENT_RATE_6M,
    o.PLACEMENT_RATE_12M,
    o.IMPROVEMENT_RATE_6M,
    o.PERMANENT_SHARE_6M,
    o.COHERENT_PLACEMENT_RATE_6M,
    o.COST_PER_PARTICIPANT_EUR,
    o.COST_PER_ATTENDED_HOUR_EUR,
    o.COST_PER_PLACED_6M_EUR,
    o.PLACEMENT_GENDER_GAP_6M_PP,
    p.WOMEN_ACCESS_RATIO,
    p.VULNERABLE_SHARE,
    p.COVERAGE_PER_1000_UNEMPLOYED,
    p.TARGET_ACHIEVEMENT,
    p.RECORD_COMPLETENESS,
    p.COMMON_INDICATOR_COUNT,
)
KPIS: dict[str, Kpi] = {
    k.name: k
    for k in (
        *MONEY_KPIS,
        *PEOPLE_KPIS,
        *EARNINGS_KPIS,
        *NEED_KPIS,
        *REPORTED_KPIS,
        *PLAN_2127_KPIS,
    )
}

# Dimensions each mart carries: a plan has no status and no start year.
MART_DIMENSIONS: dict[str, tuple[str, ...]] = {
    "operation_share": (
        "period",
        "fund",
        "region",
        "province",
        "macro_area",
        "managing_authority",
        "programme",
        "axis",
        "theme",
        "status",
        "year",
        "provider",
    ),
    "dated_money": (
        "period",
        "fund",
        "region",
        "province",
        "macro_area",
        "managing_authority",
        "programme",
        "axis",
        "theme",
        "status",
        "year",
    ),
    "programme_money": (
        "period",
        "fund",
        "region",
        "macro_area",
        "managing_authority",
        "programme",
        "axis",
        "theme",
    ),
    "participation": (
        "period",
        "fund",
        "region",
        "province",
        "macro_area",
        "category_of_region",
        "managing_authority",
        "programme",
        "axis",
        "theme",
        "year",
        "sex",
        "age_band",
        "education",
        "entry_status",
        "vulnerable",
        "pact",
        "occupation",
        "sector_sep",
        "need_founded",
        "provider",
        "course",
    ),
    "common_indicator": (
        "period",
        "fund",
        "region",
        "macro_area",
        "category_of_region",
        "managing_authority",
        "programme",
        "axis",
        "theme",
        "year",
        "sex",
        "indicator",
    ),
    "operation_outcome": (
        "period",
        "fund",
        "region",
        "macro_area",
        "managing_authority",
        "programme",
        "axis",
        "theme",
    ),
    "target": (
        "period",
        "region",
        "macro_area",
        "category_of_region",
        "managing_authority",
        "programme",
        "axis",
        "theme",
        "sex",
        "indicator",
    ),
    "earnings": EARNINGS_DIMENSIONS,
    **NEED_MARTS,
    **REPORTED_MARTS,
    **PLAN_2127_MARTS,
}


def kpi(name: str, among: Sequence[str] = tuple(KPIS)) -> Kpi:
    """Return the indicator of this name.

    Args:
        name: the indicator's name.
        among: the indicators that an error lists as possible.

    Raises:
        UnknownName: no such indicator; the error lists similar names.
    """
    if name not in KPIS:
        raise UnknownName(
            kind="kpi",
            name=name,
            similar=get_close_matches(name, among, cutoff=0.4),
            known=list(among),
        )
    return KPIS[name]


def dimensions_of(*kpis: Kpi) -> tuple[str, ...]:
    """Return the dimensions along which every given indicator has a meaning."""
    known = [
        {*MART_DIMENSIONS[one.mart], *(("outcome_source",) if one.by_source else ())}
        for one in kpis
    ]
    return tuple(name for name in DIMENSIONS if all(name in one for one in known))
