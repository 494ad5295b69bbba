"""Section on pooled resources: who pays for the courses whose holders are declared."""

from cruscotto.dossier.drawing.bars import Bar, bars
from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Chart, Section
from cruscotto.dossier.subject import Kind
from cruscotto.i18n import t
from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.registry.need_money import POOLED_SHARE
from cruscotto.kpi.wording.phrases import short

WIDTH, NAMES, FIGURES = 482.0, 190.0, 96.0
# Where pooling is the question: a territory, and the pact it made.
ABOUT = (Kind.REGION, Kind.PACT)


def section(facts: Facts) -> Section | None:
    """Return the section on money by holder; `None` where no holder is declared."""
    if facts.subject.kind not in ABOUT or not facts.speaks_of(POOLED_SHARE):
        return None
    result = facts.measure(POOLED_SHARE, ("holder",))
    if not any(row.numerator for row in result.rows):
        return None
    return Section(t("dossier.pooled.title", facts.lang), (_chart(facts, result),))


def _chart(facts: Facts, result: KpiResult) -> Chart:
    lang, names = facts.lang, facts.names("holder")
    held = [row for row in result.rows if row.numerator and row.value is not None]
    held.sort(key=lambda row: (-float(row.numerator or 0), row.codes))
    items = [
        Bar(
            names.get(row.codes[0], row.codes[0]),
            max(float(row.numerator or 0), 0.0),
            f"{short(row.numerator, 'eur', lang)} ({short(row.value, 'share', lang)})",
            row is held[0],
        )
        for row in held
    ]
    listed = "; ".join(f"{item.label} {item.text}" for item in items)
    first = t(
        "dossier.pooled.first",
        lang,
        holder=items[0].label,
        share=short(held[0].value, "share", lang),
    )
    return Chart(
        f"{first}{facts.notes.of(result)}",
        bars(items, WIDTH, NAMES, FIGURES),
        t("dossier.pooled.alt", lang, listed=listed),
        note=t("dossier.pooled.note", lang),
    )
