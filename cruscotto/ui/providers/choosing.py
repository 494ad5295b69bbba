"""The choices on the page on providers, a rate and a provider; the address keeps them."""

from cruscotto.i18n import Lang, t
from cruscotto.kpi.analysis.providers import BY, NO_PROVIDER, Providers
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS, PEOPLE_KPIS
from cruscotto.kpi.registry.model import Direction, Kpi, Method
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M
from cruscotto.ui.state import choices, session

PROVIDER, RATE = "ente", "tasso"


def rate(lang: Lang) -> Kpi:
    """Draw the list of rates for which higher is better, and return the rate chosen."""
    better = Direction.HIGHER_IS_BETTER
    rates = [k.name for k in PEOPLE_KPIS if k.method is Method.RATE and k.direction is better]
    offered = [name for name in rates if session.has_data(KPIS[name])]
    return choices.indicator(lang, offered, PLACEMENT_RATE_6M.name, RATE)


def everywhere(selection: Selection) -> Selection:
    """Return a selection without its regions, since providers of all regions are compared."""
    return selection.with_(region=[])


def compared(kpi: Kpi, selection: Selection) -> Providers | None:
    """Return the comparison of providers of all regions; `None` if it cannot be made."""
    return session.providers(kpi, everywhere(selection))


def provider(kpi: Kpi, selection: Selection, lang: Lang) -> str:
    """Draw the list of providers by name, and return the chosen code; empty if none is chosen."""
    held = {row.codes[0] for row in session.measure(kpi, (BY,), selection).rows}
    named = {
        code: name
        for code, name in session.names(BY, lang).items()
        if code in held and code not in NO_PROVIDER
    }
    options = {"": t("providers.choose", lang), **named}
    return choices.pick(PROVIDER, t("providers.provider", lang), options, "")
