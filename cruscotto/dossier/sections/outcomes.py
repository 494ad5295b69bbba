"""Section on the outcomes of participants, with intervals and shares of unknown outcomes."""

from cruscotto.change.triangles import Refusal
from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Block, Column, Paragraph, Section, Table
from cruscotto.dossier.sections.parts import (
    in_sentence,
    interval,
    italy,
    italy_scope,
    named,
    plain,
    scope_label,
)
from cruscotto.dossier.sections.summary import has_people
from cruscotto.facts import changes
from cruscotto.i18n import format_number, t
from cruscotto.i18n.grammar import capital
from cruscotto.kpi.analysis import strata
from cruscotto.kpi.change.edition_triangles import is_kept
from cruscotto.kpi.query.fitting import fitting
from cruscotto.kpi.query.result import KpiRow, State
from cruscotto.kpi.registry.model import Kpi, Method
from cruscotto.kpi.registry.outcomes import (
    COHERENT_PLACEMENT_RATE_6M,
    COST_PER_PLACED_6M_EUR,
    IMPROVEMENT_RATE_6M,
    PERMANENT_SHARE_6M,
    PLACEMENT_GENDER_GAP_6M_PP,
    PLACEMENT_RATE_6M,
    PLACEMENT_RATE_12M,
    PLACEMENT_RATE_28D,
)
from cruscotto.kpi.registry.people import DROPOUT_RATE, VULNERABLE_SHARE, WOMEN_ACCESS_RATIO
from cruscotto.kpi.wording import paradoxes
from cruscotto.kpi.wording.outlooks import sentence
from cruscotto.kpi.wording.phrases import NOTHING, figure

LISTED: tuple[Kpi, ...] = (
    PLACEMENT_RATE_28D,
    PLACEMENT_RATE_6M,
    PLACEMENT_RATE_12M,
    PERMANENT_SHARE_6M,
    COHERENT_PLACEMENT_RATE_6M,
    IMPROVEMENT_RATE_6M,
    PLACEMENT_GENDER_GAP_6M_PP,
    DROPOUT_RATE,
    VULNERABLE_SHARE,
    WOMEN_ACCESS_RATIO,
    COST_PER_PLACED_6M_EUR,
)
SEXES = ("F", "M")
# When so many are unknown, the reader sees what they could change.
MANY_UNKNOWN = 0.10
# Of occupations, the unknown are many everywhere: their band stands where a third is unknown.
A_THIRD = 1 / 3


def section(facts: Facts) -> Section | None:
    """Return the section on outcomes; `None` where there are no records of participants."""
    if not has_people(facts):
        return None
    written = (gender_gap(facts), unknown(facts), coherence(facts), late(facts))
    sentences = [line for line in written if line]
    blocks: list[Block] = [Paragraph(" ".join(sentences))] if sentences else []
    blocks += [Paragraph(line, "small") for line in turned_round(facts)]
    blocks += [_table(facts), Paragraph(t("dossier.outcomes.gross", facts.lang), "small")]
    return Section(t("dossier.outcomes.title", facts.lang), tuple(blocks))


def gender_gap(facts: Facts) -> str:
    """Return a sentence on the gap between women and men, and on whether chance may explain it."""
    kpi, lang = PLACEMENT_GENDER_GAP_6M_PP, facts.lang
    row = facts.row(kpi)
    if row is None or row.low is None or row.high is None:
        return ""
    ends = sorted((abs(row.low), abs(row.high)))
    if row.low <= 0 <= row.high:
        key = "gap_uncertain"
    else:
        key = "gap_less" if row.high < 0 else "gap_more"
    return t(
        f"dossier.outcomes.{key}",
        lang,
        note=facts.notes.of(facts.measure(kpi)),
        points=_points(facts, abs(float(row.value or 0))),
        low=_points(facts, ends[0]),
        high=_points(facts, ends[1]),
        from_=_points(facts, row.low),
        to=_points(facts, row.high),
    )


def turned_round(facts: Facts) -> list[str]:
    """Return sentences on kinds of people among whom the gap between women and men reverses."""
    if not gender_gap(facts):
        return []
    now, names = facts.subject.selection, facts.names("sex")
    turns = strata.between(facts.measure, PLACEMENT_RATE_6M, "sex", SEXES, now)
    pair = (names[SEXES[0]], names[SEXES[1]])
    return paradoxes.sentences(PLACEMENT_RATE_6M, pair, turns, facts.names, facts.lang)


def _points(facts: Facts, value: float) -> str:
    return format_number(value * 100, facts.lang, 1)


def unknown(facts: Facts) -> str:
    """Return a sentence on how far unknown outcomes could move the placement rate.

    The sentence is empty if few outcomes are unknown.
    """
    kpi, lang = PLACEMENT_RATE_6M, facts.lang
    row = facts.row(kpi)
    if row is None or row.worst_case is None or (row.unknown_share or 0) < MANY_UNKNOWN:
        return ""
    worst, best = row.worst_case
    return capital(
        t(
            "dossier.outcomes.unknown",
            lang,
            note=facts.notes.of(facts.measure(kpi)),
            share=in_sentence(facts, figure(row.unknown_share, kpi, lang), "di"),
            worst=figure(worst, kpi, lang),
            best=figure(best, kpi, lang),
        )
    )


def coherence(facts: Facts) -> str:
    """Return a sentence on how many of those in work have a job for which the course prepared."""
    row, kpi = facts.row(COHERENT_PLACEMENT_RATE_6M), COHERENT_PLACEMENT_RATE_6M
    if row is None:
        return ""
    rate = in_sentence(facts, figure(row.value, kpi, facts.lang))
    note = facts.notes.of(facts.measure(kpi))
    written = [t("dossier.outcomes.coherent", facts.lang, rate=f"{rate}{note}")]
    if row.worst_case is not None and (row.unknown_share or 0) >= A_THIRD:
        worst, best = (figure(end, kpi, facts.lang) for end in row.worst_case)
        share = in_sentence(facts, figure(row.unknown_share, kpi, facts.lang), "di")
        band = t("dossier.outcomes.coherent_band", facts.lang, share=share, worst=worst, best=best)
        written.append(capital(band))
    return " ".join(written)


def late(facts: Facts) -> str:
    """Return a sentence on where the placement rate will settle once late outcomes are in."""
    kpi = PLACEMENT_RATE_6M
    chosen = fitting(kpi, facts.subject.selection)
    if not facts.fits(kpi) or not is_kept(chosen.with_(year=[])):
        return ""
    found = changes.outlook(facts.edition, kpi, chosen)
    if found.latest is None and found.refused is not Refusal.HABIT:
        return ""
    return f"{sentence(found, facts.lang)}{facts.notes.of(found.plain)}"


def _table(facts: Facts) -> Table:
    labels = ("indicator", "figure", "interval", "unknown", "immature")
    first, *rest = (t(f"dossier.{label}", facts.lang) for label in labels)
    columns = [Column(first, "left"), *(Column(label) for label in rest)]
    columns.append(Column(scope_label(facts, italy_scope(facts))))
    rows = tuple(_row(facts, kpi) for kpi in LISTED if facts.speaks_of(kpi))
    return Table(t("dossier.outcomes.table", facts.lang), tuple(columns), rows)


def _row(facts: Facts, kpi: Kpi) -> tuple[str, ...]:
    result = facts.measure(kpi)
    row = next(iter(result.rows), None)
    there = facts.measure(kpi, (), italy(facts))
    return (
        named(facts, result),
        plain(facts, kpi, row),
        interval(facts, kpi, row),
        _unknown_share(facts, kpi, row),
        _immature(facts, kpi, row),
        plain(facts, kpi, next(iter(there.rows), None)),
    )


def _unknown_share(facts: Facts, kpi: Kpi, row: KpiRow | None) -> str:
    if row is None or row.unknown_share is None:
        counts_unknown = kpi.method is Method.RATE or kpi.unknown_of
        return _why_not(facts, row) if counts_unknown else NOTHING
    return figure(row.unknown_share, DROPOUT_RATE, facts.lang)


def _immature(facts: Facts, kpi: Kpi, row: KpiRow | None) -> str:
    if row is None or row.immature is None:
        return _why_not(facts, row) if kpi.method is Method.RATE else NOTHING
    return format_number(row.immature, facts.lang)


def _why_not(facts: Facts, row: KpiRow | None) -> str:
    """Return the text of a table cell whose count is not shown.

    If the figure in the same row is shown, the text states that the count is hidden. Otherwise the
    text is a dash.
    """
    shown = row is not None and row.state is State.SHOWN
    return t(f"states.{State.HIDDEN}", facts.lang) if shown else NOTHING
