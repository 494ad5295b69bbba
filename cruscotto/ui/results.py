"""From results to what a screen shows: rows of a table, bars, the two ends of a ranking."""

from collections.abc import Mapping, Sequence

from cruscotto.i18n import Lang, t
from cruscotto.kpi.model import Direction, Kpi, Method, Unit
from cruscotto.kpi.result import Figure, KpiResult, KpiRow, State
from cruscotto.kpi.selection import dimension
from cruscotto.ui import words
from cruscotto.ui.figures import Bar
from cruscotto.ui.tables import Column, Table

# Width of a column of names: with a figure beside it, it fits a phone.
NAME_PIXELS = 170


def ranked(result: KpiResult, leave: Sequence[str] = ()) -> list[KpiRow]:
    """Return the rows with a value, best first; for figures of context, largest first."""
    rows = [row for row in result.rows if row.value is not None and row.codes[0] not in leave]
    lower = result.kpi.direction == Direction.LOWER_IS_BETTER
    return sorted(rows, key=lambda row: (row.value or 0) * (1 if lower else -1))


def with_missing(rows: Sequence[KpiRow], result: KpiResult) -> list[KpiRow]:
    """Return ranked rows and, after them, those that have no value: a table leaves none out."""
    return [*rows, *(row for row in result.rows if row not in rows)]


def in_order(result: KpiResult, ordered: Sequence[str]) -> list[KpiRow]:
    """Return the rows in the order of a list of codes."""
    return [row for code in ordered if (row := result.row(code))]


def bars(
    rows: Sequence[KpiRow], kpi: Kpi, labels: Mapping[str, str], lang: Lang,
    chosen: Sequence[str] = (),
) -> list[Bar]:  # fmt: skip
    """Return a bar per row, its figure at the end and its parts on hover."""
    return [
        Bar(
            words.wrapped(labels.get(row.codes[0], row.codes[0])),
            None if row.value is None else float(row.value),
            words.figure(row.value, kpi, lang),
            hover(row, kpi, labels.get(row.codes[0], row.codes[0]), lang),
            row.codes[0] in chosen,
        )
        for row in rows
    ]


def hover(row: KpiRow, kpi: Kpi, name: str, lang: Lang) -> str:
    """Write a figure with its parts, over a few lines."""
    lines = [f"<b>{words.label(name)}</b>", f"{kpi.label.in_(lang)}: {state_words(row, kpi, lang)}"]
    if kpi.denominator_label and row.denominator is not None and row.value is not None:
        unit = Unit.EUR if kpi.numerator.endswith("_eur") else Unit.COUNT
        below = Unit.EUR if (kpi.denominator or "").endswith("_eur") else Unit.COUNT
        lines += [
            f"{kpi.numerator_label.in_(lang)}: {words.short(row.numerator, unit, lang)}",
            f"{kpi.denominator_label.in_(lang)}: {words.short(row.denominator, below, lang)}",
        ]
    return "<br>".join(lines)


def state_words(row: KpiRow, kpi: Kpi, lang: Lang) -> str:
    """Write a value, or why there is none."""
    if row.state == State.SHOWN:
        return words.figure(row.value, kpi, lang)
    return t(f"states.{row.state}", lang)


def table(
    result: KpiResult, labels: Mapping[str, str], lang: Lang,
    rows: Sequence[KpiRow] | None = None, *, compact: bool = False,
) -> Table:  # fmt: skip
    """Return one indicator by one dimension: name, value, numerator, denominator, note.

    A compact table leaves the parts out: it stands beside a picture.
    """
    kpi, found = result.kpi, result.rows if rows is None else rows
    noted = any(note(row, lang) for row in found)
    width = 1 if compact else None
    columns = [
        Column("name", dimension(result.by[0]).label.in_(lang), width=NAME_PIXELS),
        *value_columns(kpi, lang)[:width],
        *([Column("note", t("tables.note", lang))] if noted else []),
    ]
    return Table.of(
        columns,
        [
            [labels.get(row.codes[0], row.codes[0]), *value_cells(row, kpi)[:width]]
            + ([note(row, lang)] if noted else [])
            for row in found
        ],
    )


def value_columns(kpi: Kpi, lang: Lang) -> list[Column]:
    """Return the columns of an indicator's value and of its parts."""
    value = Column("value", kpi.label.in_(lang), kpi.unit, kpi.definition.in_(lang))
    if kpi.denominator_label is None:
        return [value]
    # the parts name their own unit in their labels
    return [
        value,
        Column("numerator", kpi.numerator_label.in_(lang), Unit.COUNT),
        Column("denominator", kpi.denominator_label.in_(lang), Unit.COUNT),
    ]


def value_cells(row: KpiRow, kpi: Kpi) -> list[Figure | None]:
    """Return the cells of `value_columns`."""
    if kpi.denominator_label is None:
        return [row.value]
    return [row.value, row.numerator, row.denominator]


def note(row: KpiRow, lang: Lang) -> str:
    """Say in words what a figure alone does not: missing, hidden, immature, estimated."""
    if row.state != State.SHOWN:
        return t(f"states.{row.state}", lang)
    return t("states.estimated", lang) if row.is_estimated else ""


def spread(rows: Sequence[KpiRow], kpi: Kpi, labels: Mapping[str, str], lang: Lang) -> str:
    """Say between which two members an indicator runs; `rows` are ranked."""
    label = kpi.label.in_(lang)
    if not rows:
        return label
    best, worst = rows[0], rows[-1]
    name = labels.get(best.codes[0], best.codes[0])
    if len(rows) == 1:
        value = words.figure(best.value, kpi, lang)
        return t("results.single", lang, name=name, kpi=label, value=value)
    if best.value == worst.value:
        return t("results.one_value", lang, kpi=label, value=words.figure(best.value, kpi, lang))
    return t(
        "results.spread", lang, kpi=label, first=name, best=words.figure(best.value, kpi, lang),
        last=labels.get(worst.codes[0], worst.codes[0]), worst=words.figure(worst.value, kpi, lang),
    )  # fmt: skip


def standing(
    rows: Sequence[KpiRow], kpi: Kpi, whole: Figure | None, nouns: str,
    labels: Mapping[str, str], lang: Lang,
) -> str:  # fmt: skip
    """Say how many members beat the whole; for sums, what the first three hold together.

    Args:
        rows: the members, ranked.
        kpi: the indicator.
        whole: its value over all of them together.
        nouns: catalogue key of what the members are called.
        labels: wording of each member.
        lang: the reader's language.
    """
    label = kpi.label.in_(lang)
    if kpi.direction == Direction.CONTEXT:
        return _first_three(rows, kpi, whole, labels, lang)
    if whole is None or len(rows) < 2:
        return label
    lower = kpi.direction == Direction.LOWER_IS_BETTER
    beating = sum(1 for r in rows if r.value is not None and _is_better(r.value, whole, kpi))
    return t(
        "results.below" if lower else "results.above", lang, kpi=label, n=beating,
        of=t(nouns, lang, n=len(rows)), whole=words.figure(whole, kpi, lang),
    )  # fmt: skip


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
        "results.first_three", lang, kpi=kpi.label.in_(lang), first=names[0], second=names[1],
        third=names[2], share=words.short(held, Unit.SHARE, lang),
    )  # fmt: skip


def _is_better(value: Figure, whole: Figure, kpi: Kpi) -> bool:
    mine, theirs = (words.as_written(figure, kpi.unit) for figure in (value, whole))
    return mine < theirs if kpi.direction == Direction.LOWER_IS_BETTER else mine > theirs
