"""Results of indicators as a page shows them: rows, charts, tables, sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.result import Figure, KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import dimension
from cruscotto.kpi.registry.model import Direction, Kpi, Method, Unit
from cruscotto.ui.exhibit import measures
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import base as figures
from cruscotto.ui.figures import dots, scales
from cruscotto.ui.figures.base import Bar
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.figures.reference_lines import Line
from cruscotto.ui.text import states, words

# Width of a column of names: with a figure beside it, it fits a phone.
NAME_PIXELS = 170
VALUE_PIXELS = 110
LEAST_SPAN = {Unit.SHARE: 0.05}  # so that four tenths of a point do not cross a chart
# What a chart's axis counts in, by the unit that its title names: percentages, points, millions.
SCALES = {Unit.SHARE: 100.0, Unit.POINTS: 100.0, words.MILLIONS: 1e-6}


def ranked(result: KpiResult, leave: Sequence[str] = ()) -> list[KpiRow]:
    """Return rows that have a value and no code in `leave`: best first, or else largest first."""
    rows = [row for row in result.rows if row.value is not None and row.codes[0] not in leave]
    lower = result.kpi.direction == Direction.LOWER_IS_BETTER
    return sorted(rows, key=lambda row: (row.value or 0) * (1 if lower else -1))


def listed(result: KpiResult, ordered: Sequence[str], leave: Sequence[str] = ()) -> list[KpiRow]:
    """Return rows for a chart: best first where a ranking is fair, otherwise ordered as `ordered`.

    Rows with codes in `leave` are left out. Rows with hidden or immature figures stay.
    """
    kept = [row for row in result.rows if row.codes[0] not in leave]
    if measures.is_ranked(result.kpi):
        waiting = [row for row in kept if row.state in (State.HIDDEN, State.IMMATURE)]
        return [*ranked(result, leave), *waiting]
    by_code = {row.codes[0]: row for row in kept if row.state is not State.MISSING}
    first = [by_code.pop(code) for code in ordered if code in by_code]
    return [*first, *by_code.values()]


def with_missing(rows: Sequence[KpiRow], result: KpiResult) -> list[KpiRow]:
    """Return the given rows, followed by the rows of the result that were not given."""
    return [*rows, *(row for row in result.rows if row not in rows)]


def in_order(result: KpiResult, ordered: Sequence[str]) -> list[KpiRow]:
    """Return the rows whose codes are in `ordered`, in that order; other rows are left out."""
    return [row for code in ordered if (row := result.row(code))]


def bars(
    rows: Sequence[KpiRow],
    kpi: Kpi,
    labels: Mapping[str, str],
    lang: Lang,
    chosen: Sequence[str] = (),
) -> list[Bar]:
    """Return a bar for each row, with its value as text, and numerator and denominator on hover."""
    return [
        Bar(
            words.wrapped(labels.get(row.codes[0], row.codes[0])),
            None if row.value is None else float(row.value),
            states.written(row, kpi, lang),
            hover(row, kpi, labels.get(row.codes[0], row.codes[0]), lang),
            row.codes[0] in chosen,
            is_hatched=row.state in (State.HIDDEN, State.IMMATURE),
            interval=measures.interval(row),
            code=row.codes[0],
        )
        for row in rows
    ]


def picture(
    rows: Sequence[KpiRow],
    kpi: Kpi,
    labels: Mapping[str, str],
    lang: Lang,
    chosen: Sequence[str] = (),
    lines: Sequence[Line] = (),
    beside: Mapping[str, str] | None = None,
) -> figures.Figure:
    """Return a chart with one figure per row: bars for amounts and counts, dots for rates.

    A dot has its interval. `beside` maps a row's code to a text that follows the row's figure.
    """
    items = bars(rows, kpi, labels, lang, chosen)
    if beside:
        items = [replace(i, text=f"{i.text} {beside.get(i.code, '')}".rstrip()) for i in items]
    if kpi.unit in (Unit.EUR, Unit.COUNT) and measures.is_ranked(kpi):
        return figures.bars(items, palette(), lines)
    span = LEAST_SPAN.get(kpi.unit, 0.0)
    return dots.dots(items, palette(), lines, ticks(items, kpi, lang, lines), span)


def ticks(items: Sequence[Bar], kpi: Kpi, lang: Lang, lines: Sequence[Line] = ()) -> dots.Ticks:
    """Return a few round numbers, with their unit, for the scale of a chart of dots."""
    return scale(*dots.reach(items, lines, LEAST_SPAN.get(kpi.unit, 0.0)), kpi.unit, lang)


def scale_of(kpi: Kpi) -> float:
    """Return the factor that turns a figure into a number on an axis, such as 100 for a share."""
    return SCALES.get(words.axis_unit(kpi), 1.0)


def scale(low: float, high: float, unit: str, lang: Lang) -> dots.Ticks:
    """Return a few round numbers between two figures, as ticks with their unit."""
    values = scales.round_ticks(low, high, wanted=4)
    return dots.Ticks(tuple(values), tuple(scales.tick(v, unit, lang) for v in values))


def hover(row: KpiRow, kpi: Kpi, name: str, lang: Lang) -> str:
    """Return the text on hovering over a figure: value, interval, numerator, denominator."""
    lines = [
        f"<b>{words.label(name)}</b>",
        f"{kpi.label.in_(lang)}: {measures.state_words(row, kpi, lang)}",
    ]
    if ends := measures.interval_words(row, kpi, lang):
        lines.append(t("people.interval", lang, interval=ends))
    if kpi.denominator_label and row.denominator is not None and row.value is not None:
        unit = Unit.EUR if kpi.numerator.endswith("_eur") else Unit.COUNT
        below = Unit.EUR if (kpi.denominator or "").endswith("_eur") else Unit.COUNT
        lines += [
            f"{kpi.numerator_label.in_(lang)}: {words.short(row.numerator, unit, lang)}",
            f"{kpi.denominator_label.in_(lang)}: {words.short(row.denominator, below, lang)}",
        ]
    if row.unknown_share is not None:
        unknown = words.short(row.unknown_share, Unit.SHARE, lang)
        lines.append(t("people.unknown", lang, share=unknown))
    return "<br>".join(lines)


def table(
    result: KpiResult,
    labels: Mapping[str, str],
    lang: Lang,
    rows: Sequence[KpiRow] | None = None,
    *,
    compact: bool = False,
) -> Table:
    """Return a table of one indicator by one dimension.

    Columns: name, value, note (if any), other `value_columns`; if compact, only the first three.
    """
    kpi, found = result.kpi, result.rows if rows is None else rows
    noted = any(measures.note(row, lang) for row in found)
    # the note explains the value: it stands beside it, before the parts
    value, *parts = measures.value_columns(kpi, lang)
    notes = [Column("note", t("tables.note", lang))] if noted else []
    name = Column("name", dimension(result.by[0]).label.in_(lang), width=NAME_PIXELS)
    # beside a picture the value stays in sight, also on a phone
    value = replace(value, width=VALUE_PIXELS) if compact else value
    columns = [name, value, *notes, *([] if compact else parts)]
    return Table.of(columns, [_cells(row, kpi, labels, columns, lang) for row in found])


def _cells(
    row: KpiRow, kpi: Kpi, labels: Mapping[str, str], columns: Sequence[Column], lang: Lang
) -> list[Any]:
    value, *parts = measures.value_cells(row, kpi)
    written = [measures.note(row, lang)] if any(c.name == "note" for c in columns) else []
    name = labels.get(row.codes[0], row.codes[0])
    return [name, value, *written, *parts][: len(columns)]


def table_of_two(
    result: KpiResult, first: Mapping[str, str], second: Mapping[str, str], lang: Lang
) -> Table:
    """Return a table of one indicator by two dimensions: value, numerator and denominator."""
    kpi = result.kpi
    columns = [
        Column(name, dimension(name).label.in_(lang), width=NAME_PIXELS) for name in result.by[:2]
    ]
    return Table.of(
        [*columns, *measures.value_columns(kpi, lang)],
        [
            [
                first.get(row.codes[0], row.codes[0]),
                second.get(row.codes[1], row.codes[1]),
                *measures.value_cells(row, kpi),
            ]
            for row in result.rows
        ],
    )


def spread(rows: Sequence[KpiRow], kpi: Kpi, labels: Mapping[str, str], lang: Lang) -> str:
    """Return a sentence: first and last value of ranked `rows`, with names where that is fair."""
    label = kpi.label.in_(lang)
    rows = [row for row in rows if row.value is not None]
    if not rows:
        return label
    if not measures.is_ranked(kpi):
        return _range(rows, kpi, lang)
    best, worst = rows[0], rows[-1]
    name = labels.get(best.codes[0], best.codes[0])
    if len(rows) == 1:
        value = words.figure(best.value, kpi, lang)
        return t("results.single", lang, name=name, kpi=label, value=value)
    if best.value == worst.value:
        return t("results.one_value", lang, kpi=label, value=words.figure(best.value, kpi, lang))
    return t(
        "results.spread",
        lang,
        kpi=label,
        first=name,
        best=words.figure(best.value, kpi, lang),
        last=labels.get(worst.codes[0], worst.codes[0]),
        worst=words.figure(worst.value, kpi, lang),
    )


def _range(rows: Sequence[KpiRow], kpi: Kpi, lang: Lang) -> str:
    """Return a sentence with the lowest and the highest value, without naming any member."""
    values = [row.value for row in rows if row.value is not None]
    if len(values) == 1:
        value = words.figure(values[0], kpi, lang)
        return t("results.one_value_only", lang, kpi=kpi.label.in_(lang), value=value)
    return t(
        "results.range",
        lang,
        kpi=kpi.label.in_(lang),
        low=words.figure(min(values), kpi, lang),
        high=words.figure(max(values), kpi, lang),
    )


def standing(
    rows: Sequence[KpiRow],
    kpi: Kpi,
    whole: Figure | None,
    nouns: str,
    labels: Mapping[str, str],
    lang: Lang,
    base: str = "",
) -> str:
    """Return a sentence: how many members do better than `whole`, the largest three, or the range.

    Args:
        rows: one for each member (such as a region), ranked.
        kpi: the indicator; the kind of indicator decides which of the three is stated.
        whole: the indicator's value over all members together.
        nouns: the catalogue key of the noun for members.
        labels: the label of each member, by code.
        lang: the reader's language.
        base: a note on what the whole includes besides the members.
    """
    label = kpi.label.in_(lang)
    rows = [row for row in rows if row.value is not None]
    if rows and not measures.is_ranked(kpi):
        return _range(rows, kpi, lang)
    if kpi.direction == Direction.CONTEXT:
        return _first_three(rows, kpi, whole, labels, lang)
    if whole is None or len(rows) < 2:
        return label
    lower = kpi.direction == Direction.LOWER_IS_BETTER
    beating = sum(1 for r in rows if r.value is not None and _is_better(r.value, whole, kpi))
    return t(
        "results.below" if lower else "results.above",
        lang,
        kpi=label,
        members=t(f"{nouns}.{'one' if beating == 1 else 'many'}", lang, n=beating),
        of=len(rows),
        whole=words.figure(whole, kpi, lang),
        base=base,
    )


def _first_three(
    rows: Sequence[KpiRow], kpi: Kpi, whole: Figure | None, labels: Mapping[str, str], lang: Lang
) -> str:
    is_sum = kpi.method == Method.SUM and whole and len(rows) > 3
    if not is_sum:
        return kpi.label.in_(lang)
    first = rows[:3]
    held = sum(float(row.value or 0) for row in first) / float(whole or 1)
    names = [labels.get(row.codes[0], row.codes[0]) for row in first]
    return t(
        "results.first_three",
        lang,
        kpi=kpi.label.in_(lang),
        first=names[0],
        second=names[1],
        third=names[2],
        share=words.short(held, Unit.SHARE, lang),
    )


def _is_better(value: Figure, whole: Figure, kpi: Kpi) -> bool:
    mine, theirs = (words.as_written(figure, kpi.unit) for figure in (value, whole))
    return mine < theirs if kpi.direction == Direction.LOWER_IS_BETTER else mine > theirs
