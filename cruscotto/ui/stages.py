"""The way of the money, from planned to paid, as one picture."""

from dataclasses import dataclass

from cruscotto.i18n import Lang, t
from cruscotto.kpi.model import Kpi
from cruscotto.kpi.registry import (
    COMMITMENT_RATE,
    COMMITMENTS_EUR,
    PAYMENT_RATE,
    PAYMENTS_EUR,
    PAYMENTS_ON_COMMITMENTS,
    PLANNED_BUDGET_EUR,
    PUBLIC_FUNDING_EUR,
    SELECTION_RATE,
)
from cruscotto.kpi.result import Figure, KpiResult
from cruscotto.kpi.selection import Selection
from cruscotto.ui import charts, figures, files, filters, notes, session, words
from cruscotto.ui.charts import Exhibit
from cruscotto.ui.figures import Bar
from cruscotto.ui.palette import palette
from cruscotto.ui.tables import Column, Table

# Without a plan, the amounts of all operations; with one, those of the programmes planned.
STAGES: tuple[Kpi, ...] = (PUBLIC_FUNDING_EUR, COMMITMENTS_EUR, PAYMENTS_EUR)
RATES: tuple[Kpi, ...] = (SELECTION_RATE, COMMITMENT_RATE, PAYMENT_RATE)

# Letters of a stage's name on one line: figures in two lines leave room for names in two.
LABEL_LETTERS = 15


@dataclass(frozen=True)
class Stage:
    """One stage: its name, its euro, and its share of the plan where there is one."""

    kpi: Kpi
    euro: Figure | None
    on_plan: Figure | None


def found(selection: Selection) -> tuple[list[Stage], list[KpiResult]]:
    """Return the stages and the results behind them, plan first; like with like.

    With a plan, every stage counts the programmes of the plan alone: bars of different programmes
    under one another would compare unlike things.
    """
    rates = [session.measure(kpi, (), selection) for kpi in RATES if session.fits(kpi, selection)]
    rates = [rate for rate in rates if rate.value() is not None]
    if not rates:
        plain = [session.measure(kpi, (), selection) for kpi in STAGES]
        return [Stage(r.kpi, r.value(), None) for r in plain if r.value() is not None], plain
    # the plan is that of the programmes counted: a rate's own denominator
    stages = [Stage(PLANNED_BUDGET_EUR, rates[0].rows[0].denominator, None)]
    spent = dict(zip(RATES, STAGES, strict=True))
    stages += [Stage(spent[r.kpi], r.rows[0].numerator, r.value()) for r in rates]
    return stages, rates


def draw(selection: Selection, lang: Lang, key: str = "stages") -> None:
    """Draw a bar per stage; the plan only where it is known."""
    stages, behind = found(selection)
    if not stages:
        return
    exhibit = Exhibit(
        key, _title(stages, lang), _subtitle(selection, stages, lang), _table(stages, lang),
        [*notes.of(behind, lang), t("stages.bases", lang)], files.of_results(behind, key),
    )  # fmt: skip
    charts.framed(figures.bars([_bar(stage, lang) for stage in stages], palette()), exhibit, lang)


def _bar(stage: Stage, lang: Lang) -> Bar:
    label = stage.kpi.label.in_(lang)
    written = words.short(stage.euro, "eur", lang)
    if stage.on_plan is not None:
        written = f"{written}<br>{words.short(stage.on_plan, 'share', lang)}"
    return Bar(
        words.wrapped(label, LABEL_LETTERS),
        None if stage.euro is None else float(stage.euro),
        written,
        f"{label}: {words.spoken(stage.euro, 'eur', lang)}",
        stage.kpi is PAYMENTS_EUR,
    )  # fmt: skip


def _subtitle(selection: Selection, stages: list[Stage], lang: Lang) -> str:
    line = t("stages.subtitle", lang, selection=filters.in_words(selection, lang))
    if stages[0].kpi is not PLANNED_BUDGET_EUR:
        return f"{line} {t('stages.no_plan', lang)}"
    periods = session.measure(PAYMENT_RATE, ("period",), selection)
    covered = ", ".join(row.codes[0] for row in periods.rows if row.value is not None)
    return f"{line} {t('stages.plan_covers', lang, periods=covered)}"


def _table(stages: list[Stage], lang: Lang) -> Table:
    columns = [
        Column("stage", t("stages.stage", lang)),
        Column("value", t("stages.amount", lang), "eur"),
        Column("on_plan", t("stages.on_plan", lang), "share"),
    ]
    return Table.of(columns, [[s.kpi.label.in_(lang), s.euro, s.on_plan] for s in stages])


def finding(selection: Selection, lang: Lang) -> str:
    """Say how much of the plan, or of the commitments, has been paid."""
    for kpi, key in (
        (PAYMENT_RATE, "paid_on_plan"),
        (PAYMENTS_ON_COMMITMENTS, "paid_on_committed"),
    ):
        result = session.measure(kpi, (), selection)
        if result.value() is not None and session.fits(kpi, selection):
            row = result.rows[0]
            return t(
                f"stages.{key}", lang, paid=words.spoken(row.numerator, "eur", lang),
                base=words.spoken(row.denominator, "eur", lang),
                rate=words.figure(row.value, kpi, lang),
            )  # fmt: skip
    return t("stages.title", lang)


def _title(stages: list[Stage], lang: Lang) -> str:
    """Say how much of the plan is committed and paid, or name the measure."""
    on_plan = {stage.kpi: stage.on_plan for stage in stages}
    committed, paid = on_plan.get(COMMITMENTS_EUR), on_plan.get(PAYMENTS_EUR)
    if committed is None or paid is None:
        return t("stages.title", lang)
    return t(
        "stages.on_plan_title", lang, committed=words.short(committed, "share", lang),
        paid=words.short(paid, "share", lang),
    )  # fmt: skip
