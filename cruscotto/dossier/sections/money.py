"""Section on the financial stages from planned to paid, with a table by programme or status."""

from collections.abc import Sequence

from cruscotto.dossier.drawing.bars import Bar, bars
from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Block, Chart, Column, Paragraph, Section, Table
from cruscotto.dossier.sections.parts import planned_periods
from cruscotto.i18n import t
from cruscotto.kpi.analysis.stages import Stage, stages
from cruscotto.kpi.query.fitting import Measure
from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.registry.money import (
    COMMITMENTS_EUR,
    OPERATIONS_COUNT,
    PAYMENTS_EUR,
    PLANNED_BUDGET_EUR,
    PUBLIC_FUNDING_EUR,
)
from cruscotto.kpi.wording.phrases import figure, short

WIDTH, NAMES, FIGURES = 482.0, 112.0, 96.0
# As many programmes as a table holds without filling the page.
MOST = 12
LISTED = (OPERATIONS_COUNT, PLANNED_BUDGET_EUR, PUBLIC_FUNDING_EUR, COMMITMENTS_EUR, PAYMENTS_EUR)


def section(facts: Facts) -> Section | None:
    """Return the section on money: the financial stages, and amounts by programme or status."""
    measure: Measure = facts.measure
    steps, behind = stages(measure, facts.subject.selection)
    if not steps:
        return None
    blocks: list[Block] = [_chart(facts, steps, behind)]
    if steps[0].kpi is PLANNED_BUDGET_EUR:
        periods = planned_periods(facts)
        blocks.append(
            Paragraph(t("dossier.money.plan_covers", facts.lang, periods=periods), "small")
        )
    else:
        blocks.append(Paragraph(t("dossier.money.no_plan", facts.lang), "small"))
    blocks += _parts(facts)
    return Section(t("dossier.money.title", facts.lang), tuple(blocks))


def _chart(facts: Facts, steps: Sequence[Stage], behind: Sequence[KpiResult]) -> Chart:
    lang = facts.lang
    items = [
        Bar(
            step.kpi.label.in_(lang),
            None if step.euro is None else float(step.euro),
            _text(facts, step),
            step.kpi is PAYMENTS_EUR,
        )
        for step in steps
    ]
    written = "; ".join(f"{item.label} {item.text}" for item in items)
    marks = ", ".join(f"{r.kpi.label.in_(lang)}{facts.notes.of(r)}" for r in behind)
    return Chart(
        _finding(facts, steps),
        bars(items, WIDTH, NAMES, FIGURES),
        t("dossier.money.alt", lang, listed=written),
        note=t("dossier.money.note", lang, measures=marks),
    )


def _text(facts: Facts, step: Stage) -> str:
    written = short(step.euro, "eur", facts.lang)
    share = "" if step.on_plan is None else f" ({short(step.on_plan, 'share', facts.lang)})"
    return f"{written}{share}"


def _finding(facts: Facts, steps: Sequence[Stage]) -> str:
    """Return the chart's caption: the shares of the plan committed and paid.

    If these shares are not known, the caption names the chart's content alone.
    """
    on_plan = {step.kpi: step.on_plan for step in steps}
    committed, paid = on_plan.get(COMMITMENTS_EUR), on_plan.get(PAYMENTS_EUR)
    if committed is None or paid is None:
        return t("stages.title", facts.lang)
    return t(
        "stages.on_plan_title",
        facts.lang,
        committed=short(committed, "share", facts.lang),
        paid=short(paid, "share", facts.lang),
    )


def _parts(facts: Facts) -> list[Block]:
    """Return a table by programme; for an axis of one programme, by status of the operations."""
    by = "status" if facts.subject.programme else "programme"
    kpis = [k for k in LISTED if by == "programme" or k is not PLANNED_BUDGET_EUR]
    found = [facts.measure(kpi, (by,)) for kpi in kpis]
    funding = found[kpis.index(PUBLIC_FUNDING_EUR)]
    codes = _ordered(facts, by, funding)
    if len(codes) < 2:
        return []
    names = facts.names(by)
    columns = [Column(t(f"dossier.money.{by}", facts.lang), "left")]
    columns += [Column(f"{r.kpi.label.in_(facts.lang)}{facts.notes.of(r)}") for r in found]
    rows = [
        (names.get(code, code), *(_cell(facts, result, code) for result in found))
        for code in codes[:MOST]
    ]
    table = Table(t(f"dossier.money.by_{by}", facts.lang), tuple(columns), tuple(rows))
    shared = t("states.not_attributable", facts.lang)
    legend = [Paragraph(t("dossier.money.not_attributable", facts.lang), "small")]
    has_shared = any(shared in row for row in rows)
    return [table, *(legend if has_shared else []), *_left_out(facts, funding, codes[MOST:])]


def _ordered(facts: Facts, by: str, funding: KpiResult) -> list[str]:
    """Return programme codes with the largest funding first, or status codes in usual order."""
    held = [row for row in funding.rows if row.value is not None]
    if by == "status":
        return [code for code in facts.names(by) if any(r.codes == (code,) for r in held)]
    return [r.codes[0] for r in sorted(held, key=lambda r: (-float(r.value or 0), r.codes))]


def _cell(facts: Facts, result: KpiResult, code: str) -> str:
    row = result.row(code)
    if row is None or row.value is None:
        known = _planned_elsewhere(facts, result)
        return t("states.not_attributable", facts.lang) if code in known else facts.state(row)
    return figure(row.value, result.kpi, facts.lang)


def _planned_elsewhere(facts: Facts, result: KpiResult) -> set[str]:
    """Return the codes of programmes whose plan is known, but not split by region."""
    now = facts.subject.selection
    if result.kpi is not PLANNED_BUDGET_EUR or not now.codes("region"):
        return set()
    everywhere = facts.measure(result.kpi, result.by, facts.subject.around.with_(region=[]))
    return {row.codes[0] for row in everywhere.rows if row.value is not None}


def _left_out(facts: Facts, funding: KpiResult, codes: Sequence[str]) -> list[Block]:
    """Return a note with number and amount of the programmes that the table leaves out."""
    if not codes:
        return []
    euro = sum(float(funding.value(code) or 0) for code in codes)
    key = "one" if len(codes) == 1 else "many"
    words = t(
        f"dossier.money.others.{key}", facts.lang, n=len(codes), euro=short(euro, "eur", facts.lang)
    )
    return [Paragraph(words, "small")]
