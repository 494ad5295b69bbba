"""The warehouse as the screens see it: every query cached, and only here.

A cache key begins with the real path of the published file, so a new edition is seen at once and
an old one never answers for it. Results are frozen and shared by all visitors: `lru_cache` finds
them by their own hash, where Streamlit's caches would write and hash every argument at each call.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache, wraps
from threading import Lock
from typing import Any, TypeVar

import duckdb

from cruscotto.disclosure import Rules, current_rules
from cruscotto.errors import NoTranches
from cruscotto.finance.arrivals import Arrivals
from cruscotto.finance.arrivals import arrivals as projected
from cruscotto.finance.forecast import AS_NOW, Scenario
from cruscotto.finance.outlook import Backtest, Standing, of_book
from cruscotto.finance.outlook import backtest as tested
from cruscotto.finance.reading import Book
from cruscotto.finance.reading import books as read_books
from cruscotto.i18n import Lang
from cruscotto.kpi.analysis import comparison
from cruscotto.kpi.analysis.comparison import FairComparison
from cruscotto.kpi.operations import listing as operations
from cruscotto.kpi.operations.people import OperationPeople, people_of
from cruscotto.kpi.query.fitting import fits as fits
from cruscotto.kpi.query.fitting import fitting as fitting
from cruscotto.kpi.query.fitting import not_understood as not_understood
from cruscotto.kpi.query.measuring import measure as measured
from cruscotto.kpi.query.reported import hide_small
from cruscotto.kpi.query.result import KpiResult, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.kpi.registry.model import Kpi, Method
from cruscotto.kpi.registry.people import PARTICIPANTS_COUNT
from cruscotto.kpi.wording import names as wordings
from cruscotto.ui.state import queries, version
from cruscotto.warehouse.reading import records

Rows = list[dict[str, Any]]
Answer = TypeVar("Answer")


def asked_once(answer: Callable[..., Answer]) -> Callable[..., Answer]:
    """Let whoever asks the same long question meanwhile wait for its answer, not work it out too.

    For questions about a whole version: there are as many answers as versions.
    """
    known, alone = lru_cache(maxsize=4)(answer), Lock()

    @wraps(answer)
    def answered(*asked: Any) -> Answer:
        with alone:
            return known(*asked)

    return answered


def warehouse() -> duckdb.DuckDBPyConnection:
    """Return the connection to the version that this page shows; take a cursor per use.

    Raises:
        NoWarehouse: nothing was built yet.
    """
    return version.shown().con


def edition() -> str:
    """Name the version of this page: a new one has a new path, and the cache starts again."""
    return version.shown().path


def rules() -> Rules:
    """Return for whom figures of persons are guarded here, and how."""
    return current_rules()


def measure(kpi: Kpi, by: tuple[str, ...] = (), selection: Selection | None = None) -> KpiResult:
    """Measure a KPI over the part of the selection it understands."""
    return _measure(edition(), rules(), kpi.name, by, fitting(kpi, selection or Selection()))


@lru_cache(maxsize=4096)
def _measure(
    edition: str, rules: Rules, kpi: str, by: tuple[str, ...], selection: Selection
) -> KpiResult:
    return measured(warehouse(), KPIS[kpi], by, selection, rules)


def has_data(kpi: Kpi) -> bool:
    """Say whether the warehouse holds anything to measure a KPI on, whatever the filters."""
    if kpi.needs:
        return False
    # distinct persons are costly to count, and there are some where there are participations
    asked = PARTICIPANTS_COUNT if kpi.method is Method.PERSONS else kpi
    rows = measure(asked).rows
    return any(row.value is not None or row.state in (State.HIDDEN, State.IMMATURE) for row in rows)


def compare(kpi: Kpi, by: str, selection: Selection) -> FairComparison | None:
    """Compare places on a rate of people, with the same kinds of participants everywhere."""
    return _compare(edition(), rules(), kpi.name, by, fitting(kpi, selection))


@lru_cache(maxsize=256)
def _compare(
    edition: str, rules: Rules, kpi: str, by: str, selection: Selection
) -> FairComparison | None:
    return comparison.compare(warehouse(), KPIS[kpi], by, selection, rules)


def names(dimension: str, lang: Lang) -> dict[str, str]:
    """Return `{code: wording}` of a dimension, in the order a reader needs."""
    return _names(edition(), dimension, lang)


@lru_cache(maxsize=64)
def _names(edition: str, dimension: str, lang: Lang) -> dict[str, str]:
    return wordings.names(warehouse(), dimension, lang)


def axis_names(programme: str) -> dict[str, str]:
    """Return `{axis code: name}` of one programme."""
    return _axis_names(edition(), programme)


@lru_cache(maxsize=256)
def _axis_names(edition: str, programme: str) -> dict[str, str]:
    return wordings.axis_names(warehouse(), programme)


def rows(query: str, **params: Any) -> Rows:
    """Return the rows of one of `queries`' named questions, its values bound."""
    return _rows(edition(), query, tuple(sorted(params.items())))


@lru_cache(maxsize=256)
def _rows(edition: str, query: str, params: tuple[tuple[str, Any], ...]) -> Rows:
    return records(warehouse(), queries.QUERIES[query], dict(params))


def books() -> tuple[Book, ...]:
    """Return the accounts of tranches and claims; none where no tranches were imported."""
    return _books(edition())


@asked_once
def _books(edition: str) -> tuple[Book, ...]:
    try:
        return tuple(read_books(warehouse()))
    except NoTranches:
        return ()


def standings(scenario: Scenario = AS_NOW) -> tuple[Standing, ...]:
    """Return every account towards every year's end, under a scenario."""
    return _standings(edition(), scenario)


@lru_cache(maxsize=32)
def _standings(edition: str, scenario: Scenario) -> tuple[Standing, ...]:
    return tuple(s for book in books() for s in of_book(book, book.edition, scenario))


def backtest() -> Backtest:
    """Return how the forecasts of past years would have fared."""
    return _backtest(edition())


@asked_once
def _backtest(edition: str) -> Backtest:
    return tested(list(books()))


def promises() -> Rows:
    """Return every reported value of a target, the small ones hidden where they must be."""
    return _promises(edition(), rules())


@lru_cache(maxsize=8)
def _promises(edition: str, rules: Rules) -> Rows:
    return hide_small(rows("targets_reported"), rules)


def arrivals() -> Arrivals:
    """Return when reported values will reach what was promised, where records tell the pace."""
    return _arrivals(edition())


@asked_once
def _arrivals(edition: str) -> Arrivals:
    return projected(warehouse())


def count_operations(selection: Selection, search: str) -> int:
    """Return how many operations answer a search."""
    return _count_operations(edition(), selection, search)


@lru_cache(maxsize=512)
def _count_operations(edition: str, selection: Selection, search: str) -> int:
    return operations.count(warehouse(), selection, search)


def page_of_operations(
    selection: Selection, search: str, sort: str, descending: bool, offset: int, limit: int
) -> Rows:
    """Return one page of operations, sorted by the server."""
    return _page(edition(), selection, search, sort, descending, offset, limit)


@lru_cache(maxsize=256)
def _page(
    edition: str,
    selection: Selection,
    search: str,
    sort: str,
    descending: bool,
    offset: int,
    limit: int,
) -> Rows:
    return operations.page(warehouse(), selection, search, sort, descending, offset, limit)


def operation(code: str) -> dict[str, Any]:
    """Return everything known of one operation; empty when there is none of that code."""
    return _operation(edition(), code)


@lru_cache(maxsize=256)
def _operation(edition: str, code: str) -> dict[str, Any]:
    return operations.detail(warehouse(), code) or {}


def people_of_operations(codes: tuple[str, ...]) -> dict[str, OperationPeople]:
    """Return the guarded people of some operations, by code."""
    return _people_of(edition(), rules(), codes)


@lru_cache(maxsize=256)
def _people_of(edition: str, rules: Rules, codes: tuple[str, ...]) -> dict[str, OperationPeople]:
    return people_of(warehouse(), codes, rules)


def today() -> date:
    """Return the day of this visit, to say how old the data are."""
    return date.today()
