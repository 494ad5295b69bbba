"""The chart of the financial stages, from planned to paid."""

from cruscotto.i18n import Lang, t
from cruscotto.kpi.analysis.stages import Stage, stages
from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.registry.money import (
    COMMITMENTS_EUR,
    PAYMENT_RATE,
    PAYMENTS_EUR,
    PAYMENTS_ON_COMMITMENTS,
    PLANNED_BUDGET_EUR,
)
from cruscotto.ui.exhibit import charts, files
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import base as figures
from cruscotto.ui.figures.base import Bar
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.state import filters, session
from cruscotto.ui.text import notes, words

# Letters of a stage's name on one line: figures in two lines leave room for names in two.
LABEL_LETTERS = 15


def found(selection: Selection) -> tuple[list[Stage], list[KpiResult]]:
    """Return the financial stages, from plan to payments, and the results that contain them."""
    return stages(session.measure, selection)


def draw(selection: Selection, lang: Lang, key: str = "stages") -> None:
    """Draw one bar for each financial stage; the plan has a bar only if it is known."""
    steps, behind = found(selection)
    if not steps:
        return
    exhibit = Exhibit(
        key=key,
        title=of_programmes(_title(steps, lang), steps[0].kpi, selection, lang),
        subtitle=_subtitle(selection, steps, lang),
        table=_table(steps, lang),
        notes=[*notes.of(behind, lang), t("stages.bases", lang)],
        files=files.of_results(behind, key),
    )
    charts.framed(figures.bars([_bar(stage, lang) for stage in steps], palette()), exhibit, lang)


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
    )


def _subtitle(selection: Selection, steps: list[Stage], lang: Lang) -> str:
    line = t("stages.subtitle", lang, selection=filters.in_words(selection, lang))
    if steps[0].kpi is not PLANNED_BUDGET_EUR:
        return f"{line} {t('stages.no_plan', lang)}"
    return f"{line} {t('stages.plan_covers', lang, periods=', '.join(covered(selection)))}"


def covered(selection: Selection) -> list[str]:
    """Return the codes of the selected periods whose plan is known."""
    periods = session.measure(PAYMENT_RATE, ("period",), selection)
    return [row.codes[0] for row in periods.rows if row.value is not None]


def of_programmes(text: str, kpi: Kpi, selection: Selection, lang: Lang) -> str:
    """Return `text`, preceded by the periods of its figure if further periods are selected.

    A rate with the plan as denominator covers only programmes whose plan is known. A reader who
    selected all periods must not take such a rate for a rate of all periods.
    """
    periods = periods_of(kpi, selection) if kpi.mart == PAYMENT_RATE.mart else []
    if not periods:
        return text
    return t("stages.of_programmes", lang, periods=", ".join(periods), text=text)


def periods_of(kpi: Kpi, selection: Selection) -> list[str]:
    """Return the periods that an indicator covers, if they differ from the selected periods.

    Otherwise return an empty list. Only amounts of the plan, and rates with the plan as
    denominator, cover fewer periods than selected.
    """
    if kpi.mart not in (PAYMENT_RATE.mart, PLANNED_BUDGET_EUR.mart):
        return []
    periods = covered(selection)
    return [] if list(selection.codes("period")) == periods else periods


def _table(steps: list[Stage], lang: Lang) -> Table:
    columns = [
        Column("stage", t("stages.stage", lang)),
        Column("value", t("stages.amount", lang), "eur"),
        Column("on_plan", t("stages.on_plan", lang), "share"),
    ]
    return Table.of(columns, [[s.kpi.label.in_(lang), s.euro, s.on_plan] for s in steps])


def finding(selection: Selection, lang: Lang) -> str:
    """Return a sentence on how much of the plan has been paid.

    If no plan is known, the sentence is on how much of the commitments has been paid. If these are
    unknown too, return only the title of the chart of stages.
    """
    for kpi, key in (
        (PAYMENT_RATE, "paid_on_plan"),
        (PAYMENTS_ON_COMMITMENTS, "paid_on_committed"),
    ):
        result = session.measure(kpi, (), selection)
        if result.value() is not None and session.fits(kpi, selection):
            row = result.rows[0]
            text = t(
                f"stages.{key}",
                lang,
                paid=words.spoken(row.numerator, "eur", lang),
                base=words.spoken(row.denominator, "eur", lang),
                rate=words.figure(row.value, kpi, lang),
            )
            return of_programmes(text, kpi, selection, lang)
    return t("stages.title", lang)


def _title(steps: list[Stage], lang: Lang) -> str:
    """Return the chart's title: the shares of the plan that are committed and paid.

    If no plan is known, the title names the measure.
    """
    on_plan = {stage.kpi: stage.on_plan for stage in steps}
    committed, paid = on_plan.get(COMMITMENTS_EUR), on_plan.get(PAYMENTS_EUR)
    if committed is None or paid is None:
        return t("stages.title", lang)
    return t(
        "stages.on_plan_title",
        lang,
        committed=words.short(committed, "share", lang),
        paid=words.short(paid, "share", lang),
    )


def rate_for(selection: Selection) -> Kpi:
    """Return the payment rate or, if no plan is known, the share of commitments that is paid."""
    if not session.fits(PAYMENT_RATE, selection):
        return PAYMENTS_ON_COMMITMENTS
    known = session.measure(PAYMENT_RATE, (), selection).value() is not None
    return PAYMENT_RATE if known else PAYMENTS_ON_COMMITMENTS
