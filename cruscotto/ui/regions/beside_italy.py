"""A region's rates compared with Italy's, and warnings where a comparison reverses."""

from collections import Counter
from collections.abc import Sequence

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.result import KpiResult, KpiRow
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import PEOPLE_KPIS
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.registry.money import PAYMENT_RATE
from cruscotto.ui.exhibit import stages, turning
from cruscotto.ui.state.places import short_names
from cruscotto.ui.text import states, words

Found = Sequence[tuple[Kpi, list[KpiResult]]]


def standing(kpi: Kpi, here: KpiRow | None, italy: KpiRow | None) -> str:
    """Return how a region's figure differs from Italy's: `above`, `below`, `alike` or `unknown`.

    It is `alike` if the region's interval contains Italy's value. Sums of money have no interval:
    they are `alike` if both are the same amount after rounding for the screen.
    """
    if here is None or italy is None or here.value is None or italy.value is None:
        return "unknown"
    mine, theirs = (words.as_written(row.value or 0, kpi.unit) for row in (here, italy))
    low, high = (mine, mine) if here.low is None or here.high is None else (here.low, here.high)
    if low > theirs:
        return "above"
    return "below" if high < theirs else "alike"


def title(region: str, found: Found, lang: Lang) -> str:
    """Return a title: how many of the region's rates are above, below and similar to Italy's."""
    counted = Counter(_standing(kpi, scopes) for kpi, scopes in found)
    known = {name: counted[name] for name in ("above", "below", "alike")}
    return t("regions.comparison_title", lang, region=region, of=sum(known.values()), **known)


def base(found: Found, selection: Selection, lang: Lang) -> str:
    """Return a note on the periods covered by rates that have the plan as their denominator.

    The note is empty if these periods are exactly the periods selected.
    """
    on_plan = any(kpi.mart == PAYMENT_RATE.mart for kpi, _ in found)
    periods = stages.covered(selection) if on_plan else []
    if not periods or list(selection.codes("period")) == periods:
        return ""
    return f" {t('regions.comparison_base', lang, periods=', '.join(periods))}"


def turned_round(found: Found, region: str, selection: Selection, lang: Lang) -> list[str]:
    """Return warnings about rates whose comparison with all other regions reverses.

    It reverses, for example, if the region's rate is higher overall but lower among women and among
    men. Only rates that differ clearly from Italy's are examined.
    """
    clear = [
        kpi
        for kpi, scopes in found
        if kpi in PEOPLE_KPIS and _standing(kpi, scopes) in ("above", "below")
    ]
    return [
        f"{kpi.label.in_(lang)}. {line}"
        for kpi in clear
        for line in turning.turned_round(kpi, "region", [region], selection, short_names(), lang)
    ]


def _standing(kpi: Kpi, scopes: Sequence[KpiResult]) -> str:
    return standing(kpi, states.total(scopes[0]), states.total(scopes[-1]))
