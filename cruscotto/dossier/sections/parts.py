"""Functions that several sections use: selections to compare the subject with, and table cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from cruscotto.dossier.facts import Facts
from cruscotto.dossier.model import Column, Table
from cruscotto.dossier.subject import Kind
from cruscotto.facts.figures import rows
from cruscotto.i18n import t
from cruscotto.i18n.articles import Preposition, number_with_article
from cruscotto.i18n.grammar import place
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi, Method
from cruscotto.kpi.registry.money import PAYMENT_RATE, PAYMENTS_ON_COMMITMENTS
from cruscotto.kpi.wording.phrases import NOTHING, as_written, figure

WITH_INTERVAL = (Method.RATE, Method.GENDER_GAP)


@dataclass(frozen=True)
class Scope:
    """A selection to compare the subject with, such as Italy, and its name for a table header."""

    name: str
    selection: Selection


def scopes(facts: Facts) -> list[Scope]:
    """Return the selections to compare the subject with.

    A region is compared with its macro-area, an axis with its objective, every subject with Italy.
    """
    subject, found = facts.subject, []
    if subject.kind is Kind.REGION:
        area = _macro_area(facts, subject.region)
        within = subject.around.with_(macro_area=area)
        found.append(Scope(place(area, facts.lang).name, within))
    elif subject.programme and subject.around.codes("theme"):
        found.append(Scope(t("dossier.same_objective", facts.lang), subject.around))
    return [*found, italy_scope(facts)]


def italy_scope(facts: Facts) -> Scope:
    """Return all Italy as the selection to compare the subject with, with its name."""
    return Scope(place("italy", facts.lang).name, italy(facts))


def italy(facts: Facts) -> Selection:
    """Return the subject's selection without its filters on places, bodies, axes and pacts."""
    return facts.subject.selection.with_(
        region=[], managing_authority=[], programme=[], axis=[], theme=[], pact=[]
    )


def _macro_area(facts: Facts, region: str) -> str:
    regions = {row["region_code"]: row for row in rows(facts.edition, "regions")}
    return str(regions[region]["macro_area_code"])


def rate_for(facts: Facts) -> Kpi:
    """Return the indicator of payments over the plan; without plan, that over commitments."""
    known = facts.fits(PAYMENT_RATE) and facts.row(PAYMENT_RATE)
    return PAYMENT_RATE if known else PAYMENTS_ON_COMMITMENTS


def key_table(facts: Facts, kpis: Sequence[Kpi], caption: str) -> Table:
    """Return a table of indicators: the subject's figures and intervals, beside those of Italy.

    A column is added for the macro-area or the objective that the subject is compared with, if any.
    """
    beside = scopes(facts)
    has_intervals = any(kpi.method in WITH_INTERVAL for kpi in kpis)
    labels = [t("dossier.indicator", facts.lang), t("dossier.figure", facts.lang)]
    labels += [t("dossier.interval", facts.lang)] if has_intervals else []
    labels += [scope_label(facts, scope) for scope in beside]
    lines = [_key_row(facts, k, beside, has_intervals) for k in kpis if facts.speaks_of(k)]
    columns = (Column(labels[0], "left"), *(Column(label) for label in labels[1:]))
    return Table(caption, columns, tuple(lines))


def scope_label(facts: Facts, scope: Scope) -> str:
    """Return the table header of a scope, with the footnote mark that gives its filters."""
    filters = facts.in_words(scope.selection)
    words = t("dossier.note.scope", facts.lang, name=scope.name, filters=filters)
    return f"{scope.name}{facts.notes.marked(words)}"


def planned_periods(facts: Facts) -> str:
    """Return the periods whose plan is known, as a text with commas.

    Rates on the plan cover only these periods.
    """
    found = facts.measure(PAYMENT_RATE, ("period",))
    return ", ".join(row.codes[0] for row in found.rows if row.value is not None)


def _key_row(
    facts: Facts, kpi: Kpi, beside: Sequence[Scope], has_intervals: bool
) -> tuple[str, ...]:
    result = facts.measure(kpi)
    row = next(iter(result.rows), None)
    others = [facts.measure(kpi, (), scope.selection) for scope in beside]
    return (
        named(facts, result),
        plain(facts, kpi, row),
        *([interval(facts, kpi, row)] if has_intervals else []),
        *(plain(facts, kpi, next(iter(other.rows), None)) for other in others),
    )


def named(facts: Facts, result: KpiResult) -> str:
    """Return the name of an indicator, with the footnote mark of its figure if that is shown."""
    is_shown = any(row.state is State.SHOWN for row in result.rows)
    return f"{result.kpi.label.in_(facts.lang)}{facts.notes.of(result) if is_shown else ''}"


def interval(facts: Facts, kpi: Kpi, row: KpiRow | None) -> str:
    """Return the interval of a row's figure as text, or a dash where it has none."""
    if row is None or row.state is not State.SHOWN or row.low is None or row.high is None:
        return NOTHING
    low, high = (figure(end, kpi, facts.lang) for end in (row.low, row.high))
    return t("dossier.from_to", facts.lang, low=low, high=high)


def plain(facts: Facts, kpi: Kpi, row: KpiRow | None) -> str:
    """Return a row's figure as text without a footnote mark, or why it is not shown."""
    if row is None or row.state is not State.SHOWN or row.value is None:
        return facts.state(row)
    return figure(row.value, kpi, facts.lang)


def in_sentence(facts: Facts, written: str, preposition: Preposition = "") -> str:
    """Return a figure for a sentence; in Italian add its article, joined to the preposition."""
    return number_with_article(written, preposition) if facts.lang == "it" else written


def points(facts: Facts, here: KpiRow, there: KpiRow, kpi: Kpi) -> float:
    """Return one rate less another, as a fraction; each rate is first rounded as in the text."""
    return as_written(here.value or 0, kpi.unit) - as_written(there.value or 0, kpi.unit)
