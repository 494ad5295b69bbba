"""The functions of `cruscotto.facts.net_effects`, bound to the edition that the page shows."""

from cruscotto.facts import net_effects
from cruscotto.i18n import Lang
from cruscotto.impact.choice import column_label
from cruscotto.ui.state.places import short_names
from cruscotto.ui.state.session import of_page

answer = of_page(net_effects.answer)
by_region = of_page(net_effects.by_region)
by_subgroup = of_page(net_effects.by_subgroup)
over_time = of_page(net_effects.over_time)
lock_in = of_page(net_effects.lock_in)
themes = of_page(net_effects.themes)
types = of_page(net_effects.types)
cost = of_page(net_effects.cost)
returned = of_page(net_effects.returned)


def label(name: str, lang: Lang) -> str:
    """Return the label of a column on participants, or of one of its values (`column=value`)."""
    return column_label(name, lang, short_names())
