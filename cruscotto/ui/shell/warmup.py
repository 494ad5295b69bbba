"""Prepare a new server before its first visitor: imports, warehouse, overview.

The first page of a process waits for imports and for queries that are not cached. A browser loads
scripts before it asks for a page, and the server prepares itself in that time. It runs the queries
of the overview from the bottom of the page up, because the page of an early visitor runs them from
the top down. If the data set has no operations, it runs only the queries of the shorter overview,
because queries about people load libraries for half a second.
"""

import gc
from collections.abc import Callable
from importlib import import_module
from threading import Thread

from cruscotto import logs
from cruscotto.i18n import Lang
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.reported import DECLARED_LESS_PAID_EUR
from cruscotto.ui.shell import compressed
from cruscotto.ui.shell.patches import DRAWING_MODULES

# Modules of cruscotto.ui with all that they import, and what Streamlit imports to draw.
MODULES = (
    "cruscotto.ui.shell.frame",
    "cruscotto.ui.exhibit.stages",
    "cruscotto.ui.exhibit.attention",
    "cruscotto.ui.overview.glance",
    "cruscotto.ui.overview.net_beside_gross",
    "cruscotto.ui.overview.urgent",
    "cruscotto.ui.reported.page",
    *DRAWING_MODULES,
)
LANG: Lang = "it"


def start() -> Thread:
    """Start the preparation in a background thread, while the server already answers.

    Until it ends, garbage collection is off, because everything that it loads stays in use.
    """
    gc.disable()
    thread = Thread(target=run, name="warmup", daemon=True)
    thread.start()
    return thread


def run() -> None:
    """Import the modules that pages need, and run the overview's queries with default filters."""
    try:
        for module in MODULES:
            import_module(module)
        for ask in questions():
            ask()
    except Exception as error:  # who opens a page reads why, in words
        logs.failed(error)
    finally:
        settle()
    compressed.prepare()


def settle() -> None:
    """Exclude all objects loaded so far from garbage collection, since they stay in use.

    A full collection stops every page while it visits all objects. Most objects belong to
    libraries.
    """
    gc.freeze()
    gc.enable()


def questions() -> list[Callable[[], object]]:
    """Return a list of functions, each of which runs one of the overview's first queries."""
    from cruscotto.ui.reported import absent
    from cruscotto.ui.state import filters

    now = Selection.of("current", **filters.defaults())
    return _of_reports(now) if absent.is_lacking("overview") else _of_operations(now)


def _of_reports(now: Selection) -> list[Callable[[], object]]:
    """Return functions that run an overview's queries without operations, from the top down."""
    from cruscotto.ui.overview import glance
    from cruscotto.ui.reported import indicators, money, plans_2127
    from cruscotto.ui.state import filters, session

    before = now.at("previous")
    return [
        lambda: money.found(now),
        lambda: glance.answers(now, LANG),
        lambda: [filters.labels(name, now, LANG) for name in filters.FILTERS],
        lambda: (plans_2127.are_asked(now), indicators.are_known(now)),
        lambda: [session.measure(kpi, ("year",), now) for kpi in money.AMOUNTS],
        lambda: [session.measure(kpi, (), before) for kpi in (*money.AMOUNTS, money.RATES[-1])],
        lambda: session.measure(DECLARED_LESS_PAID_EUR, (), now),
    ]


def _of_operations(now: Selection) -> list[Callable[[], object]]:
    """Return functions that run an overview's queries with operations, from the bottom up."""
    from cruscotto.ui.exhibit import attention, cards, people, stages
    from cruscotto.ui.overview import glance
    from cruscotto.ui.state import filters, session

    return [
        lambda: stages.covered(now),
        lambda: stages.found(now),
        lambda: people.measured(people.GLANCE, now),
        lambda: [session.has_data(kpi) for kpi in cards.GLANCE],
        lambda: cards.previous_edition(now),
        lambda: cards.measured(cards.GLANCE, now.at("previous")),
        lambda: cards.measured(cards.GLANCE, now),
        lambda: _map(glance.newest(now)),
        lambda: attention.alerts(now),
        lambda: glance.answers(now, LANG),
        lambda: [filters.labels(name, now, LANG) for name in filters.FILTERS],
    ]


def _map(now: Selection) -> None:
    from cruscotto.ui.exhibit import regional, stages

    regional.exhibit(regional.everywhere(stages.rate_for(now), now), now, LANG, "map")
