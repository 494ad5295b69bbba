"""Section on needs: positions wanted, places funded, positions not covered."""

from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Block, Column, Paragraph, Section, Table
from cruscotto.dossier.sections.parts import in_sentence, key_table
from cruscotto.i18n import format_number, t
from cruscotto.i18n.grammar import capital
from cruscotto.kpi.registry.need_money import COST_PER_COVERED_POSITION_EUR
from cruscotto.kpi.registry.needs import (
    DAYS_FROM_PACT_TO_COURSE,
    FUNDED_PLACES,
    NEED_ADHERENCE,
    NEED_COVERAGE,
    NEED_POSITIONS,
    OVERSUPPLY_SHARE,
    PACT_OPERATIONS_SHARE,
    UNMET_POSITIONS,
)
from cruscotto.kpi.wording.phrases import figure, short

LISTED = (
    NEED_POSITIONS,
    NEED_COVERAGE,
    UNMET_POSITIONS,
    FUNDED_PLACES,
    NEED_ADHERENCE,
    OVERSUPPLY_SHARE,
    PACT_OPERATIONS_SHARE,
    DAYS_FROM_PACT_TO_COURSE,
    COST_PER_COVERED_POSITION_EUR,
)
# As many occupations and levels as a reader keeps in mind.
MOST, LEVELS = 6, 3


def section(facts: Facts) -> Section | None:
    """Return the section on needs and places; `None` where neither has a figure."""
    if not any(facts.row(kpi) for kpi in (NEED_POSITIONS, FUNDED_PLACES)):
        return None
    sentences = [s for s in (asked(facts), adherence(facts)) if s]
    blocks: list[Block] = [Paragraph(" ".join(sentences))] if sentences else []
    blocks.append(key_table(facts, LISTED, t("dossier.needs.table", facts.lang)))
    blocks += _unmet(facts)
    words = f"{t('dossier.needs.intentions', facts.lang)}{_levels(facts)}"
    return Section(t("dossier.needs.title", facts.lang), (*blocks, Paragraph(words, "small")))


def asked(facts: Facts) -> str:
    """Return a sentence on the positions wanted, the share covered and the positions left."""
    wanted, covered = facts.row(NEED_POSITIONS), facts.row(NEED_COVERAGE)
    unmet, lang = facts.row(UNMET_POSITIONS), facts.lang
    if wanted is None or covered is None or unmet is None:
        return ""
    left = round(float(unmet.value or 0))
    note = facts.notes.of(facts.measure(UNMET_POSITIONS))
    return capital(
        t(
            f"dossier.needs.asked.{_number(round(float(wanted.value or 0)))}",
            lang,
            within=facts.subject.noun.within,
            n=facts.written(facts.measure(NEED_POSITIONS)),
            coverage=in_sentence(facts, figure(covered.value, NEED_COVERAGE, lang))
            + facts.notes.of(facts.measure(NEED_COVERAGE)),
            unmet=t(
                f"dossier.needs.unmet.{_number(left)}", lang, n=f"{format_number(left, lang)}{note}"
            ),
        )
    )


def _number(count: int) -> str:
    return "none" if not count else "one" if count == 1 else "many"


def adherence(facts: Facts) -> str:
    """Return a sentence on two shares: places put to a need, and places beyond the needs."""
    linked, beyond = facts.row(NEED_ADHERENCE), facts.row(OVERSUPPLY_SHARE)
    if linked is None or beyond is None:
        return ""
    rates = {
        name: in_sentence(facts, figure(row.value, kpi, facts.lang))
        + facts.notes.of(facts.measure(kpi))
        for name, row, kpi in (
            ("linked", linked, NEED_ADHERENCE),
            ("beyond", beyond, OVERSUPPLY_SHARE),
        )
    }
    return capital(t("dossier.needs.adherence", facts.lang, **rates))


def _unmet(facts: Facts) -> list[Block]:
    """Return a table of the occupations with the most positions left uncovered."""
    kpis = (NEED_POSITIONS, NEED_COVERAGE, UNMET_POSITIONS)
    if not all(facts.speaks_of(kpi) for kpi in kpis):
        return []
    found = [facts.measure(kpi, ("occupation",)) for kpi in kpis]
    left = [row for row in found[-1].rows if row.value and row.codes[0] not in ("none", "unknown")]
    first = sorted(left, key=lambda row: (-float(row.value or 0), row.codes))[:MOST]
    if not first:
        return []
    names = facts.names("occupation")
    columns = [Column(t("dossier.needs.occupation", facts.lang), "left")]
    columns += [Column(f"{r.kpi.label.in_(facts.lang)}{facts.notes.of(r)}") for r in found]
    rows = tuple(
        (
            names.get(row.codes[0], row.codes[0]),
            *(figure(r.value(*row.codes), r.kpi, facts.lang) for r in found),
        )
        for row in first
    )
    return [Table(t("dossier.needs.occupations", facts.lang), tuple(columns), rows)]


def _levels(facts: Facts) -> str:
    """Return a sentence on the most frequent match levels, each with its share of the positions."""
    result, lang = facts.measure(NEED_POSITIONS, ("match_level",)), facts.lang
    total = sum(float(row.value or 0) for row in result.rows)
    if not total:
        return ""
    names = facts.names("match_level")
    largest = sorted(result.rows, key=lambda row: (-float(row.value or 0), row.codes))[:LEVELS]
    listed = "; ".join(
        f"{names.get(row.codes[0], row.codes[0])} "
        f"({short(float(row.value or 0) / total, 'share', lang)})"
        for row in largest
    )
    note = facts.notes.of(result)
    return f" {t('dossier.needs.levels', lang, levels=listed, note=note)}"
