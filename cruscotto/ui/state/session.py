"""The functions of `cruscotto.facts`, bound to the edition that the page shows."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import duckdb

from cruscotto.disclosure import Rules
from cruscotto.facts import Edition, changes, figures, kept, operations, programmes
from cruscotto.facts import search as searching
from cruscotto.kpi.query.fitting import fits as fits
from cruscotto.kpi.query.fitting import fitting as fitting
from cruscotto.kpi.query.fitting import not_understood as not_understood
from cruscotto.kpi.registry.money import OPERATIONS_COUNT
from cruscotto.kpi.registry.reported import REPORTED_PLANNED_EUR
from cruscotto.ui.state import address, version

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def of_page(question: Callable[Concatenate[Edition, Asked], Answer]) -> Callable[Asked, Answer]:
    """Return the function `question` with its first argument bound to the page's edition."""

    @wraps(question)
    def asked(*args: Asked.args, **named: Asked.kwargs) -> Answer:
        return question(version.shown(), *args, **named)

    return asked


def warehouse() -> duckdb.DuckDBPyConnection:
    """Return the connection to the version that this page shows; take a cursor for each use.

    Raises:
        NoWarehouse: nothing was built yet.
    """
    return version.shown().con


def edition() -> str:
    """Return the path of the version that this page shows.

    Each version is a file of its own.
    """
    return version.shown().path


def data_set() -> str:
    """Return the name of the data set that this page shows: official or demonstration."""
    return address.data_set()


def rules() -> Rules:
    """Return the disclosure rules that apply to this page."""
    return version.shown().rules


measure = of_page(figures.measure)
has_data = of_page(figures.has_data)
compare = of_page(figures.compare)
providers = of_page(figures.providers)
first_job = of_page(figures.first_job)
explain = of_page(changes.explain)
compare_reported = of_page(figures.compare_reported)
outlook = of_page(changes.outlook)
names = of_page(figures.names)
axis_names = of_page(figures.axis_names)
rows = of_page(figures.rows)
newest_day = of_page(kept.newest_day)
search = of_page(searching.found)
nearest_words = of_page(searching.nearest)
programmes_of = of_page(programmes.codes)
books = of_page(programmes.books)
backtest = of_page(programmes.backtest)
forecast_scores = of_page(programmes.forecast_scores)
count_operations = of_page(operations.count)
page_of_operations = of_page(operations.page)
operation = of_page(operations.detail)
people_of_operations = of_page(operations.people_of)


def has_reports() -> bool:
    """Return whether the data set contains reports of authorities to the Commission."""
    return has_data(REPORTED_PLANNED_EUR)


def has_operations() -> bool:
    """Return whether the data set contains any operation."""
    return bool(measure(OPERATIONS_COUNT).value())


def today() -> date:
    """Return today's date, with which the age of the data is computed."""
    return date.today()
