"""Section on a target adjusted to the people served and to the labour market."""

from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Paragraph, Section
from cruscotto.facts import changes
from cruscotto.i18n import t
from cruscotto.kpi.change.fair_targets import AXIS, last_years
from cruscotto.kpi.query.fitting import fitting
from cruscotto.kpi.query.result import State
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M
from cruscotto.kpi.wording.fair_targets import sentence


def section(facts: Facts) -> Section | None:
    """Return the section on a target: an earlier year's rate, adjusted to a later year's people.

    The two years are the last two that are complete. The result is `None` if there are fewer, or if
    the adjusted target cannot be shown.
    """
    kpi = PLACEMENT_RATE_6M
    if not facts.speaks_of(kpi) or not facts.fits(kpi):
        return None
    by_year = facts.measure(kpi, (AXIS,))
    years = last_years(by_year)
    if years is None:
        return None
    chosen = fitting(kpi, facts.subject.selection)
    first, last = (chosen.with_(**{AXIS: year}) for year in years)
    found = changes.fair_target(facts.edition, kpi, first, last)
    if found.state is not State.SHOWN:
        return None
    lang = facts.lang
    written = f"{sentence(found, lang)}{facts.notes.of(found.change.last)}"
    return Section(
        t("dossier.fair_target.title", lang),
        (Paragraph(written), Paragraph(t("fair_target.method", lang), "small")),
    )
