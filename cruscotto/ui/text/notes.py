"""Texts around figures: what is selected, how it is measured, where it comes from."""

from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from cruscotto.disclosure import Audience
from cruscotto.export.origin import MAKER, MAKERS_LICENCE
from cruscotto.i18n import Lang, format_date, format_number, t
from cruscotto.kpi.query.result import KpiResult, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.registry.money import OPERATIONS_COUNT
from cruscotto.kpi.registry.plans_2127 import MART as PLAN_2127
from cruscotto.kpi.registry.reported import REPORTED_PLANNED_EUR
from cruscotto.sources.catalogue import SOURCES
from cruscotto.ui.state import address, filters, session
from cruscotto.ui.text import licences, prose, words


def context(lang: Lang) -> None:
    """Draw the line that states the selection and the edition of the data.

    If some or all figures are synthetic, a second line explains how synthetic figures are made.
    """
    now = filters.selection()
    counted = session.measure(OPERATIONS_COUNT, (), now)
    if session.has_reports() and not session.has_operations():
        prose.small(_reported(now, lang))
        return
    prose.small(
        t(
            "context.line",
            lang,
            selection=words.plain(filters.in_words(now, lang)),
            edition=editions(counted, lang),
            n=format_number(counted.value() or 0, lang),
        )
    )
    kind = data_kind()
    if kind != "published":
        prose.small(t(f"context.{kind}", lang))


def _reported(now: Selection, lang: Lang) -> str:
    """Return a line with the selection and the edition of reports, for data without operations."""
    written = session.measure(REPORTED_PLANNED_EUR, (), now)
    selected = words.plain(filters.in_words(now, lang)) if now.where else t("reported.all", lang)
    if not written.editions:
        return t("context.unreported", lang, selection=selected)
    return t("context.reported", lang, selection=selected, edition=editions(written, lang))


def ignored(lang: Lang) -> None:
    """Draw notices about a page or filters in the address that do not exist.

    A button in each notice removes them from the address. If all exist, draw nothing.
    """
    missing = address.text(address.MISSING)
    if missing:
        st.info(t("context.no_page", lang, page=words.plain(missing)))
        forget = {address.MISSING: None}
        label = t("context.clear", lang)
        st.button(label, on_click=address.set_values, kwargs=forget, key="clear_page")
    unknown = filters.ignored()
    if unknown:
        st.info(t("context.ignored", lang, written=words.plain(", ".join(unknown))))
        st.button(t("context.clear", lang), on_click=filters.forget_unknown)


def data_kind() -> str:
    """Return whether the selected figures are `published`, `synthetic` or `mixed`.

    If the filters leave no operation, return the kind of all operations.
    """
    if not session.has_operations():
        return "published"
    counted = session.measure(OPERATIONS_COUNT, (), filters.selection())
    everything = session.measure(OPERATIONS_COUNT) if counted.is_empty else counted
    return everything.data_kind


def editions(result: KpiResult, lang: Lang) -> str:
    """Return the dates of the editions from which a result was made, separated by commas."""
    dates = [format_date(date.fromisoformat(day), lang) for day in result.editions]
    return ", ".join(dates) or t("context.no_edition", lang)


def nothing_found(now: Selection, lang: Lang) -> None:
    """Draw a notice that no operations match the filters.

    It has a button for each filter without which some operations would match; the button removes
    the filter.
    """
    st.info(t("empty.body", lang, selection=words.plain(filters.in_words(now, lang))))
    for name, codes in now.where:
        lifted = session.measure(OPERATIONS_COUNT, (), now.with_(**{name: []})).value() or 0
        label = t(
            "empty.lift",
            lang,
            filter=t(f"filters.noun.{name}", lang),
            n=format_number(lifted, lang),
        )
        if codes and lifted:
            st.button(label, key=f"lift_{name}", on_click=filters.choose, args=(name, []))


def meaning(kpi: Kpi, lang: Lang) -> str:
    """Return an indicator's definition, with a link to its entry in the glossary."""
    asked = urlencode({address.ENTRY: kpi.name, address.LANG: lang})
    entry = f"[{t('glossary.title', lang)}](glossario?{asked})"
    return f"{kpi.definition.in_(lang)} {entry}"


def how_it_is_measured(kpi: Kpi, lang: Lang) -> str:
    """Return an indicator's definition, with its numerator and denominator."""
    parts = [f"**{kpi.label.in_(lang)}.** {kpi.definition.in_(lang)}"]
    if kpi.denominator_label:
        parts.append(
            t(
                "notes.ratio",
                lang,
                numerator=kpi.numerator_label.in_(lang),
                denominator=kpi.denominator_label.in_(lang),
            )
        )
    return " ".join(parts)


def source(key: str, lang: Lang, edition: str = "") -> str:
    """Return a source's name, publisher, licence and edition.

    If the files are synthetic, the publisher is the maker of this program.
    """
    found = SOURCES[key]
    is_synthetic = any(
        row["source"] == key and row["is_synthetic"] for row in session.rows("files")
    )
    words = t(
        "notes.source_synthetic" if is_synthetic else "notes.source",
        lang,
        name=found.name.in_(lang),
        publisher=MAKER if is_synthetic else found.publisher,
        licence=MAKERS_LICENCE if is_synthetic else licences.in_words(found.licence, lang),
    )
    return f"{words} {t('notes.edition', lang, edition=edition)}" if edition else words


def of(results: Sequence[KpiResult], lang: Lang) -> list[str]:
    """Return the notes of a chart: definitions, sources, editions, estimated or missing figures."""
    if not results:
        return []
    written = [how_it_is_measured(result.kpi, lang) for result in _once(results)]
    keys = dict.fromkeys(result.kpi.source for result in results)
    newest = max(results, key=lambda result: len(result.editions))
    written += [source(key, lang, editions(newest, lang)) for key in keys]
    marked = {r.kpi.mart for r in results if any(row.is_estimated for row in r.rows)}
    if marked - {PLAN_2127}:
        written.append(t("notes.estimated", lang))
    if any(row.state == State.MISSING for result in results for row in result.rows):
        written.append(t("notes.missing", lang))
    written += _of_people(results, lang)
    if any(result.data_kind != "published" for result in results):
        written.append(t("notes.synthetic", lang))
    return written


def _of_people(results: Sequence[KpiResult], lang: Lang) -> list[str]:
    """Return the notes on figures of people: intervals, hidden and immature figures, noise."""
    guarded = [result for result in results if result.audience is not None]
    rows = [row for result in guarded for row in result.rows]
    facts = {
        "interval": any(row.low is not None for row in rows),
        "hidden": any(row.state is State.HIDDEN for row in rows),
        "immature": any(row.immature or row.state is State.IMMATURE for row in rows),
        "perturbed": any(result.audience is not Audience.EXACT for result in guarded),
    }
    return [t(f"notes.{name}", lang) for name, holds in facts.items() if holds]


def _once(results: Iterable[KpiResult]) -> list[KpiResult]:
    return list({result.kpi.name: result for result in results}.values())


def is_empty(now: Selection) -> bool:
    """Return whether the filters leave no operation."""
    return not session.measure(OPERATIONS_COUNT, (), now).value()


def nothing_measured(kpi: Kpi, now: Selection, lang: Lang) -> None:
    """Draw a notice that an indicator has no value in the selection, which does not mean zero."""
    name, written = kpi.label.in_(lang), words.plain(filters.in_words(now, lang))
    st.info(t("empty.no_value", lang, kpi=name, selection=written))


def nothing_searched(searched: str, lang: Lang) -> None:
    """Draw a notice that a search for the given text found nothing."""
    st.info(t("empty.search", lang, search=words.plain(searched)))
