"""The answer on needs: the share covered, and where most positions are unmet."""

from collections import defaultdict

from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.needs import NEED_COVERAGE, UNMET_POSITIONS
from cruscotto.ui.overview.answer import Answer, Bullet
from cruscotto.ui.state import places, session
from cruscotto.ui.text import words

PAGE = "needs"
# An occupation, a region and the positions that are not covered there.
Gap = tuple[str, str, float]
# As the page on needs asks, which then waits for nothing.
BY = ("occupation", "region", "match_level")
# Codes that are no occupation.
NOT_COMPARED = ("unknown", "none")


def answer(selection: Selection, lang: Lang) -> Answer:
    """Return the answer on needs in the chosen regions: share covered, largest unmet need."""
    years = sorted(row["year_code"] for row in session.rows("need_years"))
    if not years:
        return Answer("needs", "", t("glance.needs_absent", lang), "", PAGE)
    within = Selection.of(region=selection.codes("region"))
    row = next(iter(session.measure(NEED_COVERAGE, (), within).rows), None)
    if row is None or row.value is None:
        return Answer("needs", "", t("glance.needs_missing", lang), "", PAGE)
    written = words.figure(row.value, NEED_COVERAGE, lang)
    covered, asked = (format_number(part or 0, lang) for part in (row.numerator, row.denominator))
    why = t("glance.needs", lang, covered=covered, asked=asked)
    worst = largest_gap(within)
    return Answer(
        "needs",
        written,
        f"{why} {_gap(worst, lang)}" if worst else why,
        t("glance.base_needs", lang, where=_where(within, lang), years=f"{years[0]}-{years[-1]}"),
        PAGE,
        bullets=(Bullet(t("glance.needs_covered", lang), float(row.value), written),),
    )


def largest_gap(within: Selection) -> Gap | None:
    """Return (occupation, region, unmet positions) where most positions are unmet.

    The positions are added up over all match levels. If no position is unmet, return `None`.
    """
    unmet: dict[tuple[str, str], float] = defaultdict(float)
    for row in session.measure(UNMET_POSITIONS, BY, within).rows:
        occupation, region, _ = row.codes
        if occupation not in NOT_COMPARED and row.value:
            unmet[occupation, region] += float(row.value)
    worst = max(unmet, key=lambda codes: (unmet[codes], codes), default=None)
    return (*worst, unmet[worst]) if worst else None


def _gap(gap: Gap, lang: Lang) -> str:
    occupation, region, positions = gap
    return t(
        "glance.needs_gap",
        lang,
        occupation=session.names("occupation", lang).get(occupation, occupation),
        region=places.short_names().get(region, region),
        n=format_number(round(positions), lang),
    )


def _where(within: Selection, lang: Lang) -> str:
    names = places.short_names()
    regions = ", ".join(names.get(code, code) for code in within.codes("region"))
    return regions or t("regions.italy", lang)
