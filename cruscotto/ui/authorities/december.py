"""The amount to certify by December and the amount that may be missing: sentence, chart, table."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from cruscotto.facts import programmes as facts_of
from cruscotto.finance.forecast import AS_NOW, FASTER, SLOWER, Scenario
from cruscotto.finance.outlook import Standing, bases, of_book
from cruscotto.finance.reading import Book, whole_programmes
from cruscotto.i18n import Lang, format_date, format_number, t
from cruscotto.ui.authorities import due_days
from cruscotto.ui.exhibit import charts, files
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.figures.lines import Band, Moment, Series, lines
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.state import choices, session
from cruscotto.ui.text import words

MILLION = 1e6
LARGEST_CLAIM = 1000.0  # millions of euro
due_next = session.of_page(facts_of.due_next)


def sentence(programmes: Sequence[str], lang: Lang) -> str | None:
    """Return a sentence on the amount that some programmes must still certify by December.

    It is about the next year in which one of their accounts has a due day; return `None` if there
    is none. An account is a programme's money of one fund and one category of region. If nothing is
    left to certify, the sentence states the headroom.
    """
    found = due_next(programmes)
    if not found:
        return None
    year = found[0].position.year
    costs = [s.position.total_cost_eur for s in found]
    total = sum((cost for cost in costs if cost is not None), Decimal(0))
    if any(cost is None for cost in costs):
        total = sum((s.position.gap_eur for s in found), Decimal(0))
        return t("certify.sentence_eu", lang, year=year, amount=words.spoken(total, "eur", lang))
    if total == 0:
        margin = sum((s.position.headroom_eur for s in found), Decimal(0))
        return t("certify.nothing_due", lang, year=year, amount=words.spoken(margin, "eur", lang))
    return t("certify.sentence", lang, year=year, amount=words.spoken(total, "eur", lang))


def lead(programmes: Sequence[str], lang: Lang) -> None:
    """Draw, at the top of the page, the question of how much to certify, and its answer.

    Draw nothing if no account has a due day to come.
    """
    written = sentence(programmes, lang)
    if written is None:
        return
    found = due_next(programmes)
    with st.container(border=True):
        st.header(t("certify.question", lang), anchor=False)
        st.markdown(f"#### {words.plain(written)}")
        if any(s.state == "open" for s in found):
            st.markdown(words.plain(_at_this_pace(found, lang)))


def _at_this_pace(found: Sequence[Standing], lang: Lang) -> str:
    """Return a sentence on the amount that will be missing if the pace of claims stays the same.

    If too few claims are known to forecast every account, the sentence states that.
    """
    known = [s.missing_eur for s in found if s.missing_eur is not None]
    if len(known) < len(found):
        return t("certify.too_few", lang)
    bands = [s.missing_band_eur for s in found if s.state == "open"]
    facts = {
        "missing": words.spoken(sum(known, Decimal(0)), "eur", lang),
        "day": format_date(max(s.position.day or s.at for s in found), lang),
        "at": format_date(max(s.at for s in found), lang),
    }
    if len(bands) > 1 or bands[0] is None:
        return t("certify.pace_of_several", lang, **facts)
    low, high = (words.spoken(end, "eur", lang) for end in bands[0])
    key = "pace_of_one" if sum(known) else "pace_covers_one" if bands[0][1] else "pace_is_enough"
    return t(f"certify.{key}", lang, low=low, high=high, **facts)


def draw(programmes: Sequence[str], lang: Lang) -> None:
    """Draw a fan chart for each account with a due day to come, then a table of all accounts.

    An account is a programme's money of one fund and one category of region.
    """
    books = [b for b in session.books() if b.place.programme in programmes]
    if not books:
        st.info(t("certify.no_tranches", lang))
        return
    scenario = _scenario(lang)
    for book in books:
        found = of_book(book, book.edition, scenario)
        if any(not s.is_past for s in found):
            _fan(book, found, scenario, lang)
    _every_year(books, scenario, lang)


def _scenario(lang: Lang) -> Scenario:
    """Draw the inputs of a scenario, and return the scenario that the reader chose.

    The inputs are the pace of claims (as now, slower, faster) and the amount of one extra claim.
    """
    with st.container(border=True, key="scenario"):
        st.header(t("certify.scenario", lang), anchor=False)
        left, right = st.columns(2)
        options = {s.name: s for s in (AS_NOW, SLOWER, FASTER)}
        with left:
            labels = {name: t(f"certify.{name}", lang) for name in options}
            name = choices.switch("pace", t("certify.pace", lang), labels, AS_NOW.name)
        with right:
            # the field writes a point for the comma: whole millions need neither
            claim = choices.amount("one_off", t("certify.one_off", lang), LARGEST_CLAIM)
    chosen = options[name]
    return Scenario(chosen.name, chosen.pace, claim * MILLION)


def _fan(book: Book, found: list[Standing], scenario: Scenario, lang: Lang) -> None:
    key = f"fan_{'_'.join(book.place)}"
    exhibit = Exhibit(
        key=key,
        title=_fan_title(book, found, lang),
        subtitle=_fan_subtitle(book, scenario, lang),
        table=due_days.whole(found, lang),
        notes=_notes(book, lang),
        files=files.of_table(
            key, lambda in_lang: (t("certify.fan", in_lang), due_days.whole(found, in_lang))
        ),
    )
    past, future, target = _past(book, lang), _future(book, found, lang), _target(found, lang)
    due = next(s.position.day for s in found if not s.is_past)
    moment = Moment(due, f"{due:%d/%m/%Y}") if due else None
    figure = lines([past, future, target], palette(), lang, _band(book, found), moment)
    charts.framed(figure, exhibit, lang)


def _place_name(book: Book, lang: Lang) -> str:
    name = session.names("programme", lang).get(book.place.programme, book.place.programme)
    return f"{name} ({due_days.category(book.place.category, lang)})"


def _fan_title(book: Book, found: list[Standing], lang: Lang) -> str:
    name = _place_name(book, lang)
    (first, *_) = [s for s in found if not s.is_past]
    facts = {"name": name, "year": first.position.year}
    if first.position.gap_eur == 0:
        amount = words.spoken(first.position.headroom_eur, "eur", lang)
        return t("certify.fan_headroom", lang, amount=amount, **facts)
    gap = words.spoken(first.position.gap_eur, "eur", lang)
    if first.missing_eur is None:
        return t("certify.fan_immature", lang, gap=gap, **facts)
    if not first.missing_eur:
        band = first.missing_band_eur
        high = words.spoken(band[1] if band else 0, "eur", lang)
        key = "fan_doubt" if band and band[1] else "fan_enough"
        return t(f"certify.{key}", lang, gap=gap, high=high, **facts)
    missing = words.spoken(first.missing_eur, "eur", lang)
    return t("certify.fan_title", lang, gap=gap, missing=missing, **facts)


def _fan_subtitle(book: Book, scenario: Scenario, lang: Lang) -> str:
    written = t(
        "certify.fan_subtitle",
        lang,
        scenario=t(f"certify.{scenario.name}", lang).lower(),
        at=format_date(book.edition, lang),
    )
    if scenario.claim_eur:
        claim = words.spoken(scenario.claim_eur, "eur", lang)
        written = f"{written} {t('certify.with_claim', lang, amount=claim)}"
    return written


def _past(book: Book, lang: Lang) -> Series:
    account = book.account
    days = sorted(
        {r.day for r in (*account.prefinancing, *account.claims) if r.day <= book.edition}
    )
    days = [*days, book.edition]
    values = [account.covered_eur(day) for day in days]
    hovers = [
        _hover(t("certify.covered", lang), d, v, lang) for d, v in zip(days, values, strict=True)
    ]
    return Series(
        t("certify.covered", lang),
        tuple(days),
        _millions(values),
        tuple(hovers),
        "main",
        is_step=True,
    )


def _hover(name: str, day: date, value: Any, lang: Lang) -> str:
    return f"{name}, {day:%d/%m/%Y}: {words.spoken(value, 'eur', lang)}"


def _millions(values: Sequence[Any]) -> tuple[float, ...]:
    return tuple(float(value) / MILLION for value in values)


def _future(book: Book, found: list[Standing], lang: Lang) -> Series:
    seen = [s.outlook for s in found if s.outlook]
    days = [book.edition, *(_due_day(book, o.year) for o in seen)] if seen else []
    values = [book.account.covered_eur(book.edition), *(o.median_eur for o in seen)]
    name = t("certify.expected", lang)
    hovers = [_hover(name, d, v, lang) for d, v in zip(days, values, strict=False)]
    return Series(name, tuple(days), _millions(values)[: len(days)], tuple(hovers), "quiet", "dot")


def _due_day(book: Book, year: int) -> date:
    return next(day for day in book.account.due_days() if day.year == year)


def _band(book: Book, found: list[Standing]) -> Band | None:
    seen = [s.outlook for s in found if s.outlook]
    if not seen:
        return None
    start = float(book.account.covered_eur(book.edition))
    return Band(
        (book.edition, *(_due_day(book, o.year) for o in seen)),
        _millions([start, *(o.low_eur for o in seen)]),
        _millions([start, *(o.high_eur for o in seen)]),
    )


def _target(found: list[Standing], lang: Lang) -> Series:
    days = [s.position.day or s.at for s in found]
    values = [s.position.target_eur for s in found]
    name = t("certify.target", lang)
    hovers = [_hover(name, d, v, lang) for d, v in zip(days, values, strict=True)]
    return Series(name, tuple(days), _millions(values), tuple(hovers), "accent", is_step=True)


def _every_year(books: list[Book], scenario: Scenario, lang: Lang) -> None:
    """Draw a table with a row for each account and due day; past due days are included.

    An account is a programme's money of one fund and one category of region.
    """
    whole = whole_programmes(books)
    listed = [s for book in (*books, *whole) for s in of_book(book, book.edition, scenario)]
    found = sorted(listed, key=due_days.soonest_first)
    exhibit = Exhibit(
        key="decommitment",
        title=t("certify.years", lang),
        subtitle=t("certify.years_subtitle", lang),
        table=due_days.short(found, lang),
        notes=_notes(books[0], lang),
        files=files.of_table(
            "decommitment",
            lambda in_lang: (t("certify.years", in_lang), due_days.whole(found, in_lang)),
        ),
    )
    charts.listed(exhibit, lang)


def _notes(book: Book, lang: Lang) -> list[str]:
    test = session.backtest()
    written = [t("certify.method", lang)]
    if test.coverage is not None:
        written.append(
            t(
                f"certify.backtest_{'holds' if test.holds else 'misses'}",
                lang,
                n=format_number(test.forecasts, lang),
                coverage=words.short(test.coverage, "share", lang),
            )
        )
    written += [t("certify.rule", lang, basis=basis) for basis in bases(book.account.period)]
    if book.is_ceiling_rate:
        written.append(t("certify.ceiling", lang))
    return [*written, t("notes.synthetic", lang)] if book.is_synthetic else written
