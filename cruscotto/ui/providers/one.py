"""One provider: its rate, its region's rate, the rates expected of it, and its written reply."""

from collections.abc import Sequence

import streamlit as st

from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.analysis.providers import BY, LEAST, Expected, Providers
from cruscotto.kpi.query.result import State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi, Unit
from cruscotto.ui.exhibit import charts, files
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import dots, scales
from cruscotto.ui.figures.base import Bar
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.providers.wording import sentence
from cruscotto.ui.state import filters, session
from cruscotto.ui.text import notes, prose, words

# Letters of a line of a label: with the figure beside it, it fits a phone.
LABEL_LETTERS = 24


def draw(found: Providers, provider: str, kpi: Kpi, selection: Selection, lang: Lang) -> None:
    """Draw a sentence on a provider and a chart of rates, or a notice why it cannot be compared.

    The rates are the provider's, its region's, and two that are expected of the provider: one for
    its kinds of participants, one for its labour market too. Known facts about the provider and its
    written reply stand below.
    """
    name = session.names(BY, lang)[provider]
    row = found.rows.get(provider)
    if row is None:
        st.info(_why_not(provider, kpi, selection, name, lang))
    else:
        regional = _regional(row, kpi, selection)
        prose.lead(sentence(name, row, regional, found.grades, lang))
        _rates(name, row, regional, found, selection, lang)
    _described(provider, lang)


def _why_not(provider: str, kpi: Kpi, selection: Selection, name: str, lang: Lang) -> str:
    shown = session.measure(kpi, (BY,), selection).row(provider)
    is_hidden = shown is None or shown.state is State.HIDDEN
    return t("providers.hidden" if is_hidden else "providers.few", lang, name=name, least=LEAST)


def _regional(row: Expected, kpi: Kpi, selection: Selection) -> float | None:
    if not row.region:
        return None
    value = session.measure(kpi, (), selection.with_(region=row.region)).value()
    return None if value is None else float(value)


def _items(
    name: str, row: Expected, regional: float | None, lang: Lang
) -> list[tuple[str, float, tuple[float, float] | None]]:
    scale = row.same_people
    low, high = (end * scale for end in row.row.interval)
    region = session.names("region", lang).get(row.region, "")
    found: list[tuple[str, float, tuple[float, float] | None]] = [(name, row.rate, (low, high))]
    if regional is not None:
        found.append((t("providers.row_region", lang, region=region), regional, None))
    found.append((t("providers.row_people", lang), row.same_people, None))
    found.append((t("providers.row_market", lang), row.same_market, None))
    return found


def _table(items: Sequence[tuple[str, float, tuple[float, float] | None]], lang: Lang) -> Table:
    columns = [
        Column("what", t("providers.column_what", lang)),
        Column("rate", t("providers.column_rate", lang), Unit.SHARE),
        Column("low", t("providers.column_low", lang), Unit.SHARE),
        Column("high", t("providers.column_high", lang), Unit.SHARE),
    ]
    return Table.of(columns, [[name, v, *(ends or (None, None))] for name, v, ends in items])


def _rates(
    name: str,
    row: Expected,
    regional: float | None,
    found: Providers,
    selection: Selection,
    lang: Lang,
) -> None:
    def titled(spoken: Lang) -> tuple[str, Table]:
        return name, _table(_items(name, row, regional, spoken), spoken)

    kpi, items = found.found.kpi, _items(name, row, regional, lang)
    exhibit = Exhibit(
        key="provider_rates",
        title=t("providers.rates", lang, kpi=kpi.label.in_(lang)),
        subtitle=t(
            "providers.rates_subtitle",
            lang,
            known=format_number(row.row.known, lang),
            selection=words.sentence(filters.in_words(session.fitting(kpi, selection), lang)),
        ),
        table=_table(items, lang),
        notes=[t("providers.method", lang, least=LEAST), *notes.of([found.found.shown], lang)],
        files=files.of_table("provider", titled, [found.found.shown]),
    )
    bars = [
        Bar(
            words.wrapped(label, LABEL_LETTERS),
            value,
            words.short(value, Unit.SHARE, lang),
            highlight=n == 0,
            interval=ends,
        )
        for n, (label, value, ends) in enumerate(items)
    ]
    ends = scales.round_ticks(*dots.reach(bars), wanted=3)
    ticks = dots.Ticks(tuple(ends), tuple(scales.tick(e, Unit.SHARE, lang) for e in ends))
    charts.framed(dots.dots(bars, palette(), (), ticks), exhibit, lang)


def _described(provider: str, lang: Lang) -> None:
    known = next(iter(session.rows("provider", provider=provider)), {})
    facts = [
        t(f"providers.{key}", lang, value=value)
        for key, value in (
            ("kind", known.get("kind_code") and t(f"providers.kind_{known['kind_code']}", lang)),
            ("region", session.names("region", lang).get(str(known.get("region_code")))),
            ("accreditation", known.get("accreditation")),
        )
        if value
    ]
    if facts:
        prose.small(words.plain(" ".join(facts)))
    if known.get("reply"):
        st.subheader(t("providers.reply", lang), anchor=False)
        st.markdown(words.plain(str(known["reply"])))
