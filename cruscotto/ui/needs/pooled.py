"""Pooled resources: how much each holder pays, by need."""

from collections.abc import Sequence

import streamlit as st

from cruscotto.i18n import Lang, t
from cruscotto.i18n.catalogue import catalogue
from cruscotto.kpi.query.result import KpiResult, KpiRow
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.need_money import POOLED_FUNDING_EUR, POOLED_SHARE
from cruscotto.ui.exhibit import charts, files, people
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import base as figures
from cruscotto.ui.figures.base import Bar
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.state import filters, session
from cruscotto.ui.text import notes, prose, words

# Parties to the protocol that pools the money of the two ministries.
MINISTRIES = ("economic_development_ministry", "labour_ministry")
DIFFERENCE = "difference"
NO_NEED = "none"
LABEL_LETTERS = 24
TITLE_LETTERS = 60
# As wide as leaves a phone the first figure of each row; the holders' table stands in a fold.
NAME_PIXELS = 210
HOLDER_PIXELS = 170


def is_empty(selection: Selection) -> bool:
    """Return whether the selection has no operation with declared holders."""
    return session.measure(POOLED_FUNDING_EUR, (), selection).value() is None


def none_imported(selection: Selection, lang: Lang) -> None:
    """Draw a notice that no operation of the selection has declared holders.

    If no holders are loaded at all, the notice has the command that imports them.
    """
    if session.has_data(POOLED_FUNDING_EUR):
        notes.nothing_measured(POOLED_FUNDING_EUR, selection, lang)
        return
    st.info(t("pooled.none_imported", lang))
    st.code("cruscotto import funding_sources FILE.csv --edition AAAA-MM-GG", language=None)


def sentence(selection: Selection, lang: Lang) -> str:
    """Return a text: the total of pooled resources, and the share that the two ministries pay.

    The ministries are those in `MINISTRIES`. If the money that holders declared is not equal to the
    cost of the operations, the text also states by how much it is less or more.
    """
    shares = session.measure(POOLED_SHARE, ("holder",), selection)
    rows = {row.codes[0]: row for row in shares.rows}
    total = session.measure(POOLED_FUNDING_EUR, (), selection).value()
    two = sum(float(rows[code].value or 0) for code in MINISTRIES if code in rows)
    written = [
        t(
            "pooled.lead",
            lang,
            total=words.spoken(total, "eur", lang),
            ministries=words.short(two, "share", lang),
        )
    ]
    gap = rows.get(DIFFERENCE)
    if gap is not None and gap.numerator:
        key = "short" if gap.numerator > 0 else "over"
        amount = words.spoken(max(gap.numerator, -gap.numerator), "eur", lang)
        written.append(t(f"pooled.lead_{key}", lang, gap=amount))
    return " ".join(written)


def by_holder(selection: Selection, lang: Lang, key: str = "holders") -> None:
    """Draw a bar chart of the money that each holder pays.

    A grey bar shows the cost of the operations less the money of all holders.
    """
    result = session.measure(POOLED_SHARE, ("holder",), selection)
    rows = [row for row in _ordered(result, lang) if row.numerator]
    if not rows:
        return
    labels = session.names("holder", lang)
    exhibit = Exhibit(
        key=key,
        title=_title(rows, lang),
        subtitle=t("pooled.subtitle", lang, selection=_within(selection, lang)),
        table=_holder_table(rows, lang),
        notes=notes.of([result], lang),
        files=files.of_results([result], key),
    )
    items = [
        Bar(
            words.wrapped(labels.get(row.codes[0], row.codes[0]), LABEL_LETTERS),
            float(row.numerator or 0),
            f"{words.short(row.numerator, 'eur', lang)}<br>{words.short(row.value, 'share', lang)}",
            is_quiet=row.codes[0] == DIFFERENCE,
            highlight=row.codes[0] in MINISTRIES,
        )
        for row in rows
    ]
    charts.framed(figures.bars(items, palette()), exhibit, lang, open_table=key == "holders")


def _within(selection: Selection, lang: Lang) -> str:
    return filters.in_words(session.fitting(POOLED_SHARE, selection), lang)


def _ordered(result: KpiResult, lang: Lang) -> list[KpiRow]:
    order = [code for code in session.names("holder", lang) if result.row(code)]
    return [row for code in order if (row := result.row(code))]


def _title(rows: Sequence[KpiRow], lang: Lang) -> str:
    payers = [row for row in rows if row.codes[0] != DIFFERENCE]
    if not payers:
        return POOLED_FUNDING_EUR.label.in_(lang)
    first = max(payers, key=lambda row: row.numerator or 0)
    name = session.names("holder", lang).get(first.codes[0], first.codes[0])
    return t("pooled.finding", lang, name=name, share=words.short(first.value, "share", lang))


def _holder_table(rows: Sequence[KpiRow], lang: Lang) -> Table:
    labels = session.names("holder", lang)
    columns = [
        Column("holder", t("pooled.holder", lang), width=HOLDER_PIXELS),
        Column("amount", t("pooled.amount", lang), "eur"),
        Column("share", t("pooled.share", lang), "share"),
    ]
    found = [[labels.get(r.codes[0], r.codes[0]), r.numerator, r.value] for r in rows]
    total = sum(float(row.numerator or 0) for row in rows)
    return Table.of(columns, [*found, [t("pooled.total", lang), total, 1.0]])


def by_need(selection: Selection, lang: Lang) -> None:
    """Draw two tables of the money that each holder pays: one by occupation, one by pact."""
    result = session.measure(POOLED_FUNDING_EUR, ("occupation", "holder"), selection)
    _cross(result, "occupation", "needs_money", lang)
    pacts = session.measure(POOLED_FUNDING_EUR, ("pact", "holder"), selection)
    _cross(pacts, "pact", "pacts_money", lang)


def _cross(result: KpiResult, name: str, key: str, lang: Lang) -> None:
    if result.is_empty:
        return
    table = _cross_table(result, name, lang)
    exhibit = Exhibit(
        key=key,
        title=_most(table, lang),
        subtitle=t(f"pooled.{key}_subtitle", lang, selection=_within(result.selection, lang)),
        table=table,
        notes=notes.of([result], lang),
        files=files.of_results([result], key),
    )
    charts.listed(exhibit, lang)


def _most(table: Table, lang: Lang) -> str:
    """Return a title with the name and the total of the table's first row."""
    name, total, *_ = table.rows[0]
    return t(
        "pooled.most_title",
        lang,
        name=words.cut(str(name), TITLE_LETTERS),
        total=words.spoken(total, "eur", lang),
    )


def _short(code: str, holders: dict[str, str], lang: Lang) -> str:
    """Return a holder's name for the header of a column, shortened if a short name is known."""
    key = f"pooled.short_{code}"
    return t(key, lang) if key in catalogue(lang) else holders[code]


def _cross_table(result: KpiResult, name: str, lang: Lang) -> Table:
    """Return a table of money: a row per occupation or pact, its total, and a column per holder.

    The row with the largest total comes first; money without an occupation or pact comes last.

    Args:
        result: the money by (occupation or pact, holder).
        name: `occupation` or `pact`.
        lang: the reader's language.
    """
    labels, holders = session.names(name, lang), session.names("holder", lang)
    paid: dict[str, dict[str, float]] = {}
    for row in result.rows:
        paid.setdefault(row.codes[0], {})[row.codes[1]] = float(row.value or 0)
    used = [code for code in holders if any(parts.get(code) for parts in paid.values())]
    ordered = sorted(paid, key=lambda code: (code == NO_NEED, -sum(paid[code].values()), code))
    columns = [
        Column(name, t(f"pooled.{name}", lang), width=NAME_PIXELS),
        Column("total", t("pooled.total", lang), "eur"),
        *(Column(code, _short(code, holders, lang), "eur", holders[code]) for code in used),
    ]
    return Table.of(
        columns,
        [
            [labels.get(c, c), sum(paid[c].values()), *(paid[c].get(h, 0.0) for h in used)]
            for c in ordered
        ],
    )


def gaps(selection: Selection, lang: Lang) -> None:
    """Draw a table of operations whose cost is not the sum of their holders' declared money.

    It has the 100 operations with the largest differences.
    """
    regions = selection.codes("region")
    rows = [r for r in session.rows("money_gaps") if not regions or r["region_code"] in regions]
    if not rows:
        return
    exhibit = Exhibit(
        key="money_gaps",
        title=t("pooled.gaps_title", lang),
        subtitle=t("pooled.gaps_subtitle", lang),
        table=_gap_table(rows, lang),
        notes=[notes.source("funding_sources", lang)],
        files=files.of_table(
            "money_gaps",
            lambda in_lang: (t("pooled.gaps_title", in_lang), _gap_table(rows, in_lang)),
        ),
    )
    charts.listed(exhibit, lang)


def _gap_table(rows: Sequence[dict[str, object]], lang: Lang) -> Table:
    columns = [
        Column("title", t("fields.title", lang), width=NAME_PIXELS),
        Column("difference", t("pooled.difference", lang), "eur"),
        Column("total", t("pooled.cost", lang), "eur"),
        Column("declared", t("pooled.declared", lang), "eur"),
        Column("programme", t("fields.programme_code", lang)),
        Column("code", t("fields.operation_code", lang)),
    ]
    names = (
        "title",
        "difference_eur",
        "total_eur",
        "declared_eur",
        "programme_code",
        "operation_code",
    )
    return Table.of(columns, [[row[name] for name in names] for row in rows])


def not_filtered(selection: Selection, lang: Lang) -> None:
    """Draw a note that names the chosen filters which do not change the money of holders."""
    left = people.not_filtered((POOLED_FUNDING_EUR,), selection, lang)
    if left:
        prose.small(left)
