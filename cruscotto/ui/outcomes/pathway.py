"""The steps of participants from the first day of a course to work, in one chart."""

from collections.abc import Sequence

from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.query.result import KpiResult, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.registry.outcomes import (
    PLACEMENT_RATE_6M,
    PLACEMENT_RATE_12M,
    PLACEMENT_RATE_28D,
)
from cruscotto.kpi.registry.people import COMPLETION_RATE, PARTICIPANTS_COUNT, QUALIFICATION_RATE
from cruscotto.ui.exhibit import charts, files, measures, results
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import base as figures
from cruscotto.ui.figures.base import Bar
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.state import filters, session
from cruscotto.ui.text import notes, states, words

STEPS = (
    COMPLETION_RATE,
    QUALIFICATION_RATE,
    PLACEMENT_RATE_28D,
    PLACEMENT_RATE_6M,
    PLACEMENT_RATE_12M,
)
LABEL_LETTERS = 16


def draw(selection: Selection, lang: Lang, key: str = "pathway") -> None:
    """Draw a bar for all participants and one for each later step, such as finishing the course.

    The bar of a step is a share of the people who can have reached that step.
    """
    entered = session.measure(PARTICIPANTS_COUNT, (), selection)
    steps = [session.measure(kpi, (), selection) for kpi in STEPS]
    steps = [step for step in steps if step.rows and step.rows[0].state is not State.MISSING]
    exhibit = Exhibit(
        key=key,
        title=t("pathway.title", lang),
        subtitle=t(
            "pathway.subtitle", lang, selection=words.sentence(filters.in_words(selection, lang))
        ),
        table=_table(steps, lang),
        notes=notes.of([entered, *steps], lang),
        files=files.of_results([entered, *steps], key),
    )
    items = [_entered(entered, lang), *(_bar(step, lang) for step in steps)]
    charts.framed(figures.bars(items, palette()), exhibit, lang)


def _entered(result: KpiResult, lang: Lang) -> Bar:
    row = result.rows[0]
    written = states.written(row, result.kpi, lang)
    hover = f"{result.kpi.label.in_(lang)}: {written}"
    label = words.wrapped(t("pathway.entered", lang), LABEL_LETTERS)
    return Bar(label, 1.0, f"{written}<br> ", hover, is_quiet=True)


def _bar(step: KpiResult, lang: Lang) -> Bar:
    kpi, row = step.kpi, step.rows[0]
    written = states.written(row, kpi, lang)
    if row.state is State.SHOWN:
        of = t("pathway.of", lang, n=format_number(row.denominator or 0, lang))
        written = f"{written}<br>{of}"
    return Bar(
        words.wrapped(_label(kpi, lang), LABEL_LETTERS),
        None if row.value is None else float(row.value),
        written,
        results.hover(row, kpi, kpi.label.in_(lang), lang),
        kpi is PLACEMENT_RATE_6M,
        is_hatched=row.state is not State.SHOWN,
        interval=measures.interval(row),
    )


def _label(kpi: Kpi, lang: Lang) -> str:
    return t(f"pathway.step_{kpi.name}", lang)


def _table(steps: Sequence[KpiResult], lang: Lang) -> Table:
    columns = [Column("step", t("pathway.step", lang), width="medium")]
    # the parts differ from step to step: their columns carry general names
    columns += measures.general_columns(lang)
    rows = [
        [step.kpi.label.in_(lang), *measures.value_cells(row, step.kpi)]
        for step in steps
        for row in step.rows
    ]
    return Table.of(columns, rows)
