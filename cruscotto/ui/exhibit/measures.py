"""The columns and cells of a table that shows one indicator.

The columns are value, interval, numerator and denominator. A cell has a figure, or a state (such as
hidden) that explains why there is no figure.
"""

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.result import KpiRow, State
from cruscotto.kpi.registry.model import Kpi, Method, Unit
from cruscotto.ui.exhibit.tables import Column
from cruscotto.ui.text import states, words
from cruscotto.ui.text.states import Cell

# Figures that are not put in order of size: a first and a last place would be read as merit.
NEVER_RANKED = frozenset(
    {Method.RATE, Method.GENDER_GAP, Method.OBSERVED_ON_EXPECTED, Method.COST, Method.TARGET}
)
# Those that carry an interval, or the share of unknown outcomes.
WITH_INTERVAL = frozenset({Method.RATE, Method.GENDER_GAP, Method.OBSERVED_ON_EXPECTED})


def is_ranked(kpi: Kpi) -> bool:
    """Return whether it is fair to rank members, such as regions, by an indicator."""
    return kpi.method not in NEVER_RANKED


def interval(row: KpiRow) -> tuple[float, float] | None:
    """Return the two ends of a figure's interval; `None` if it has none or is not shown."""
    if row.state is not State.SHOWN or row.low is None or row.high is None:
        return None
    return row.low, row.high


def interval_words(row: KpiRow, kpi: Kpi, lang: Lang) -> str:
    """Return an interval as text without its unit: `50,8–51,3`; empty where there is none.

    If the lower end is negative, spaces stand around the dash.
    """
    ends = interval(row)
    if ends is None:
        return ""
    dash = " – " if ends[0] < 0 else "–"
    return dash.join(words.bare(end, kpi.unit, lang) for end in ends)


def value_columns(kpi: Kpi, lang: Lang) -> list[Column]:
    """Return an indicator's columns: its value and, for a ratio, numerator and denominator.

    Where the indicator has intervals, their two ends stand before the numerator. For a rate of
    people, the share of unknown outcomes and the number of people whose outcome is not due yet
    follow.
    """
    value = Column(
        "value",
        kpi.label.in_(lang),
        kpi.unit,
        kpi.definition.in_(lang),
        decimals=words.decimals(kpi),
    )
    if kpi.denominator_label is None:
        return [value]
    # the parts name their own unit in their labels
    parts = [
        Column("numerator", kpi.numerator_label.in_(lang), Unit.COUNT),
        Column("denominator", kpi.denominator_label.in_(lang), Unit.COUNT),
    ]
    return [value, *_interval_columns(kpi, lang), *parts, *_unknown_columns(kpi, lang)]


def _interval_columns(kpi: Kpi, lang: Lang) -> list[Column]:
    if kpi.method not in WITH_INTERVAL:
        return []
    return [
        Column("low", t("people.low", lang), kpi.unit),
        Column("high", t("people.high", lang), kpi.unit),
    ]


def _unknown_columns(kpi: Kpi, lang: Lang) -> list[Column]:
    if kpi.method is not Method.RATE:
        return []
    return [
        Column("unknown_share", t("people.unknown_share", lang), Unit.SHARE),
        Column("immature", t("people.immature", lang), Unit.COUNT),
    ]


def value_cells(row: KpiRow, kpi: Kpi) -> list[Cell]:
    """Return the cells of a row, in the order of `value_columns`.

    If the row is hidden or immature, every cell has that state instead of a figure.
    """
    if kpi.denominator_label is None:
        return [states.cell(row.value, row)]
    ends = [row.low, row.high] if kpi.method in WITH_INTERVAL else []
    found = [states.cell(c, row) for c in (row.value, *ends, row.numerator, row.denominator)]
    if kpi.method is Method.RATE:
        found += [states.beside(row.unknown_share, row), states.beside(row.immature, row)]
    return found


def note(row: KpiRow, lang: Lang) -> str:
    """Return a note on a figure: its state if it is not shown, or that it is estimated.

    For any other figure the note is empty.
    """
    if row.state != State.SHOWN:
        return t(f"states.{row.state}", lang)
    return t("states.estimated", lang) if row.is_estimated else ""


def state_words(row: KpiRow, kpi: Kpi, lang: Lang) -> str:
    """Return the value of a row as text, or the state that explains why there is no value."""
    if row.state == State.SHOWN:
        return words.figure(row.value, kpi, lang)
    return t(f"states.{row.state}", lang)


def general_columns(lang: Lang) -> list[Column]:
    """Return the columns of a table in which each row is a rate of people.

    They are rate, interval, numerator, denominator, share of unknown outcomes, and number of people
    whose outcome is not due yet.
    """
    return [
        Column("value", t("people.rate", lang), Unit.SHARE),
        Column("low", t("people.low", lang), Unit.SHARE),
        Column("high", t("people.high", lang), Unit.SHARE),
        Column("numerator", t("people.numerator", lang), Unit.COUNT),
        Column("denominator", t("people.denominator", lang), Unit.COUNT),
        Column("unknown_share", t("people.unknown_share", lang), Unit.SHARE),
        Column("immature", t("people.immature", lang), Unit.COUNT),
    ]
