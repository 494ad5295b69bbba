"""Figures of indicators, and names of codes; nearly every page, dossier and command uses them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cruscotto.facts import accounts
from cruscotto.facts.edition import Edition, remembered
from cruscotto.i18n import Lang
from cruscotto.kpi.analysis import comparison, reported_comparison
from cruscotto.kpi.analysis.comparison import FairComparison
from cruscotto.kpi.analysis.durations import FirstJob
from cruscotto.kpi.analysis.durations import first_job as followed
from cruscotto.kpi.analysis.providers import Providers, compare_providers
from cruscotto.kpi.analysis.reported_comparison import ReportedComparison
from cruscotto.kpi.query import people, together
from cruscotto.kpi.query.fitting import fitting
from cruscotto.kpi.query.measuring import measure as measured
from cruscotto.kpi.query.result import KpiResult, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.kpi.registry.model import Kpi, Method
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M
from cruscotto.kpi.registry.people import PARTICIPANTS_COUNT
from cruscotto.kpi.wording import names as wordings
from cruscotto.warehouse.reading import ask

Rows = list[dict[str, Any]]


def measure(
    edition: Edition, kpi: Kpi, by: tuple[str, ...] = (), selection: Selection | None = None
) -> KpiResult:
    """Measure an indicator over a selection, without the filters that do not apply to it."""
    return measure_whole(edition, kpi, by, fitting(kpi, selection or Selection()))


def measure_whole(
    edition: Edition, kpi: Kpi, by: tuple[str, ...], selection: Selection
) -> KpiResult:
    """Measure an indicator over a selection, with all of its filters.

    Raises:
        NotAvailableBy, NeedsDimension: a filter does not apply to the indicator, or a filter that
            it needs is missing.
    """
    if kpi.method in people.BUILDERS:
        return _measured(edition, kpi.name, by, selection)
    relatives = together.family(kpi.name)
    if not relatives:
        return _of_no_person(edition, kpi.name, by, selection)
    if by:
        return _amounts(edition, kpi.name, by, selection)
    return _totals(edition, relatives, selection)[kpi.name]


@remembered(4096, of_tables=True)
def _measured(edition: Edition, kpi: str, by: tuple[str, ...], selection: Selection) -> KpiResult:
    return measured(edition.con, KPIS[kpi], by, selection, edition.rules)


@remembered(1024, alike=True, of_tables=True)
def _of_no_person(
    edition: Edition, kpi: str, by: tuple[str, ...], selection: Selection
) -> KpiResult:
    """Measure an indicator that counts no persons; all readers share the cached result."""
    return measured(edition.con, KPIS[kpi], by, selection, edition.rules)


@remembered(2048, alike=True, of_tables=True)
def _amounts(edition: Edition, kpi: str, by: tuple[str, ...], selection: Selection) -> KpiResult:
    days = _days(edition, KPIS[kpi].mart, selection.slot)
    return together.measure_together(edition.con, (KPIS[kpi],), by, selection, days)[kpi]


@remembered(1024, alike=True, of_tables=True)
def _totals(
    edition: Edition, kpis: tuple[Kpi, ...], selection: Selection
) -> Mapping[str, KpiResult]:
    """Return the totals of several indicators over one selection, measured in one query."""
    days = _days(edition, kpis[0].mart, selection.slot)
    return together.measure_together(edition.con, kpis, (), selection, days)


@remembered(16, alike=True, of_tables=True)
def _days(edition: Edition, mart: str, slot: str) -> frozenset[date]:
    return together.known_days(edition.con, mart, slot)


def has_data(edition: Edition, kpi: Kpi) -> bool:
    """Return whether the warehouse has data for an indicator, whatever the filters."""
    # distinct persons are costly to count, and there are some where there are participations
    asked = PARTICIPANTS_COUNT if kpi.method is Method.PERSONS else kpi
    return not kpi.needs and _has_data(edition, asked.name)


@remembered(256, alike=True, of_tables=True)
def _has_data(edition: Edition, kpi: str) -> bool:
    found = measure(edition, KPIS[kpi]).rows
    return any(
        row.value is not None or row.state in (State.HIDDEN, State.IMMATURE) for row in found
    )


def compare(edition: Edition, kpi: Kpi, by: str, selection: Selection) -> FairComparison | None:
    """Compare the rates of regions, or of another dimension's codes.

    Each rate is adjusted for the characteristics of the participants. The result is `None` if fewer
    than two rates can be compared, or if the rate of all together is 0 or 1.
    """
    return _compare(edition, kpi.name, by, fitting(kpi, selection))


@remembered(256, of_tables=True)
def _compare(edition: Edition, kpi: str, by: str, selection: Selection) -> FairComparison | None:
    everywhere = _by_kind(edition.of_audience(), kpi, by, selection)
    return comparison.compare(
        edition.con, KPIS[kpi], by, selection, edition.rules, everywhere=everywhere
    )


@remembered(256, of_tables=True)
def _by_kind(
    edition: Edition, kpi: str, by: str, selection: Selection
) -> Mapping[str, comparison.Place]:
    return comparison.by_kind(edition.con, KPIS[kpi], by, selection, edition.rules)


def providers(edition: Edition, kpi: Kpi, selection: Selection) -> Providers | None:
    """Compare the rates of training providers, adjusted for participants and labour market.

    The result is `None` if fewer than two providers can be compared, or if the rate of all of them
    together is 0 or 1.
    """
    return _providers(edition, kpi.name, fitting(kpi, selection))


@remembered(64, of_tables=True)
def _providers(edition: Edition, kpi: str, selection: Selection) -> Providers | None:
    return compare_providers(edition.con, KPIS[kpi], selection, edition.rules)


def first_job(edition: Edition, selection: Selection) -> FirstJob:
    """Return how soon a selection's leavers find a first job."""
    return _first_job(edition, fitting(PLACEMENT_RATE_6M, selection).with_(outcome_source=[]))


@remembered(64, of_tables=True)
def _first_job(edition: Edition, selection: Selection) -> FirstJob:
    return followed(edition.con, selection, edition.rules)


def compare_reported(
    edition: Edition, kpi: Kpi, by: str, selection: Selection
) -> ReportedComparison | None:
    """Compare programmes or regions by a share that they reported to the Commission.

    The result is `None` if fewer than two of them reported it, or if the share of all of them
    together is 0 or 1.
    """
    return _compare_reported(edition, kpi.name, by, fitting(kpi, selection))


@remembered(64, of_tables=True)
def _compare_reported(
    edition: Edition, kpi: str, by: str, selection: Selection
) -> ReportedComparison | None:
    return reported_comparison.compare_reported(edition.con, KPIS[kpi], by, selection)


@remembered(64, alike=True, of_tables=True)
def names(edition: Edition, dimension: str, lang: Lang) -> dict[str, str]:
    """Return `{code: label}` of a dimension, in the order in which screens list its codes."""
    return wordings.names(edition.con, dimension, lang)


@remembered(256, alike=True, of_tables=True)
def axis_names(edition: Edition, programme: str) -> dict[str, str]:
    """Return `{axis code: name}` of one programme."""
    return wordings.axis_names(edition.con, programme)


def rows(edition: Edition, query: str, /, **values: Any) -> Rows:
    """Return the rows of a query in `sql/queries`, with counts rounded where rules require it.

    `values` are bound to the parameters of the query.

    Raises:
        ValueError: the query is about single persons.
    """
    accounts.require_no_person(query)
    found = _unguarded(edition, query, tuple(sorted(values.items())))
    return accounts.guarded(query, found, edition.rules)


@remembered(256, alike=True, of_tables=True)
def _unguarded(edition: Edition, query: str, values: tuple[tuple[str, Any], ...]) -> Rows:
    """Return the rows of a query with exact counts.

    Only `rows` may call this function: `rows` then rounds the counts for the reader.
    """
    return ask(edition.con, query, dict(values))
