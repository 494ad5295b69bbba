"""Section with the fair comparison of rates, and the funnel limits of chance."""

from collections.abc import Sequence
from itertools import takewhile

from cruscotto.dossier.drawing.svg import cut
from cruscotto.dossier.drawing.whiskers import Whisker, whiskers
from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Chart, Paragraph, Section
from cruscotto.dossier.sections.parts import in_sentence
from cruscotto.i18n import format_number, t
from cruscotto.i18n.grammar import capital, joined, place
from cruscotto.kpi.analysis import strata
from cruscotto.kpi.analysis.comparison import FairComparison, FairRow
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M
from cruscotto.kpi.wording import paradoxes
from cruscotto.kpi.wording.phrases import figure

WIDTH, NAMES = 482.0, 165.0
# Beyond this many, the largest stand for all: a page must hold the drawing.
MOST = 24
NAMED = 5
# Codes of what is none of those compared.
_NOBODY = ("not_regionalised", "unknown", "none")


def section(facts: Facts) -> Section | None:
    """Return the section on the fair comparison of placement; `None` without a comparison."""
    subject = facts.subject
    found = facts.compare(PLACEMENT_RATE_6M)
    if found is None:
        return None
    rows = [row for row in found.rows if row.code not in _NOBODY]
    own = next((row for row in rows if row.code == subject.member), None)
    if own is None and subject.member:
        return None
    sentence = _own(facts, found, own) if own else _all(facts, rows, found)
    return Section(
        t("dossier.fair.title", facts.lang),
        (
            Paragraph(sentence),
            _chart(facts, found, rows, own),
            *(Paragraph(line, "small") for line in _turned_round(facts, own, rows)),
            Paragraph(t("dossier.fair.method", facts.lang), "small"),
        ),
    )


def _own(facts: Facts, found: FairComparison, row: FairRow) -> str:
    """Return a sentence on the subject's rate, adjusted for participants, and its funnel limits."""
    lang = facts.lang
    key = "within"
    if row.is_different:
        key = "above" if row.rate > found.common else "below"
    sentence = capital(
        t(
            f"dossier.fair.{key}",
            lang,
            within=_within(facts),
            rate=in_sentence(facts, figure(row.rate, found.kpi, lang))
            + facts.notes.of(found.shown),
            common=in_sentence(facts, figure(found.common, found.kpi, lang)),
            observed=figure(row.observed / row.known, found.kpi, lang),
            low=figure(row.limits.low_998, found.kpi, lang),
            high=figure(row.limits.high_998, found.kpi, lang),
        )
    )
    return " ".join([sentence, *_with_labour_market(facts, found, row)])


def _with_labour_market(facts: Facts, found: FairComparison, row: FairRow) -> list[str]:
    """Return a list with a sentence on the rate expected at the area's unemployment.

    The list is empty if the area's unemployment is not known.
    """
    if row.labour is None:
        return []
    expected = row.labour
    return [
        t(
            "dossier.fair.labour",
            facts.lang,
            unemployment=format_number(expected.unemployment, facts.lang, 1),
            year=found.unemployment_year,
            rate=in_sentence(facts, figure(expected.rate, found.kpi, facts.lang)),
            low=figure(max(expected.limits.low_998, 0.0), found.kpi, facts.lang),
            high=figure(min(expected.limits.high_998, 1.0), found.kpi, facts.lang),
        )
    ]


def _turned_round(facts: Facts, own: FairRow | None, rows: Sequence[FairRow]) -> list[str]:
    """Return sentences on comparisons that reverse within one kind of people (Simpson's paradox).

    The subject is compared with all others. If the subject has no row of its own, each row that
    differs from the common rate by more than chance is compared with all others.
    """
    named = [own] if own else [row for row in rows if row.is_different]
    around, by, lines = facts.subject.around, facts.subject.by, list[str]()
    for row in named if len(named) <= NAMED else ():
        turns = strata.against_others(facts.measure, PLACEMENT_RATE_6M, by, row.code, around)
        pair = (_name(facts, row.code), t("simpson.others", facts.lang))
        lines += paradoxes.sentences(PLACEMENT_RATE_6M, pair, turns, facts.names, facts.lang)
    return lines


def _within(facts: Facts) -> str:
    """Return a phrase such as "in Sicily" on where people took part.

    For an axis the phrase names its programme, for other subjects the subject itself.
    """
    if facts.subject.programme:
        name = facts.names("programme")[facts.subject.programme]
        return t("dossier.fair.in_programme", facts.lang, programme=name)
    return facts.subject.noun.within


def _all(facts: Facts, rows: Sequence[FairRow], found: FairComparison) -> str:
    """Return a sentence on how many regions or bodies differ by more than chance."""
    lang = facts.lang
    note = facts.notes.of(found.shown)
    different = [row for row in rows if row.is_different]
    if not different:
        return t("dossier.fair.none", lang, n=len(rows), note=note)
    names = [_name(facts, row.code) for row in different[:NAMED]]
    if len(different) > NAMED:
        return t("dossier.fair.many", lang, different=len(different), n=len(rows), note=note)
    key = "some_one" if len(different) == 1 else "some"
    return t(
        f"dossier.fair.{key}",
        lang,
        different=len(different),
        n=len(rows),
        names=joined(names, lang),
        note=note,
    )


def _name(facts: Facts, code: str) -> str:
    if facts.subject.by == "region":
        return place(code, facts.lang).short
    return facts.names(facts.subject.by).get(code, code)


def _chart(
    facts: Facts, found: FairComparison, rows: Sequence[FairRow], own: FairRow | None
) -> Chart:
    lang = facts.lang
    kept = sorted(rows, key=lambda row: -row.known)[:MOST]
    if own is not None and own not in kept:
        kept[-1] = own
    ordered = sorted(kept, key=lambda row: (-row.rate, row.code))
    names = short_names([_name(facts, row.code) for row in ordered])
    items = [
        _whisker(facts, found, row, name, row is own)
        for row, name in zip(ordered, names, strict=True)
    ]
    common = figure(found.common, found.kpi, lang)
    drawn = whiskers(items, WIDTH, NAMES, found.common, t("dossier.fair.common", lang, rate=common))
    listed = "; ".join(f"{item.label} {item.text}" for item in items)
    return Chart(
        t("dossier.fair.caption", lang) + facts.notes.of(found.shown),
        drawn,
        t("dossier.fair.alt", lang, common=common, listed=listed),
        note=_note(facts, found, rows),
    )


def _note(facts: Facts, found: FairComparison, rows: Sequence[FairRow]) -> str:
    reading = [t("dossier.fair.reading", facts.lang)]
    if len(rows) > MOST:
        reading.append(t("dossier.fair.largest", facts.lang, n=MOST, of=len(rows)))
    if found.hidden:
        key = "one" if len(found.hidden) == 1 else "many"
        reading.append(t(f"dossier.fair.hidden.{key}", facts.lang, n=len(found.hidden)))
    return " ".join(reading)


def short_names(names: list[str]) -> list[str]:
    """Return names without their common first words, since a chart has little room.

    The first words that all names share are left out. Names with the same first word that are still
    too long then lose the first words that they share, since they would look equal once cut.
    """
    names = _without(names, _shared(names))
    for first in sorted({name.split(" ")[0] for name in names}):
        long = [name for name in names if cut(name, NAMES) != name and name.startswith(f"{first} ")]
        names = _without(names, _shared(long))
    return names


def _shared(names: list[str]) -> str:
    """Return the words with which all names begin; each name keeps at least its last word."""
    words = [name.split(" ")[:-1] for name in names]
    if len(names) < 2:
        return ""
    alike = takewhile(lambda at: len(set(at)) == 1, zip(*words, strict=False))
    return "".join(f"{at[0]} " for at in alike)


def _without(names: list[str], beginning: str) -> list[str]:
    left = [name.removeprefix(beginning) for name in names]
    return left if len(set(left)) == len(set(names)) else names


def _whisker(facts: Facts, found: FairComparison, row: FairRow, name: str, is_own: bool) -> Whisker:
    # the interval is of a ratio: as a rate it could go beyond everybody
    low, high = (min(end * found.common, 1.0) for end in row.interval)
    written = figure(row.rate, found.kpi, facts.lang)
    ends = t(
        "dossier.from_to",
        facts.lang,
        low=figure(low, found.kpi, facts.lang),
        high=figure(high, found.kpi, facts.lang),
    )
    return Whisker(
        cut(name, NAMES),
        row.rate,
        low,
        high,
        f"{written} ({ends})",
        (row.limits.low_998, row.limits.high_998),
        is_own,
    )
