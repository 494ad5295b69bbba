"""Programmes of a selection, their tranches and payment claims, and authorities' deliveries."""

from collections.abc import Sequence

from cruscotto.errors import NoTranches
from cruscotto.facts.edition import Edition, remembered
from cruscotto.facts.figures import Rows, measure, names, rows
from cruscotto.finance.arrivals import persons_by_month
from cruscotto.finance.forecast import AS_NOW, Scenario
from cruscotto.finance.outlook import Backtest, Standing, of_book
from cruscotto.finance.outlook import backtest as tested
from cruscotto.finance.reading import Book
from cruscotto.finance.reading import books as read_books
from cruscotto.finance.scores import Score, scores
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.money import OPERATIONS_COUNT
from cruscotto.model.exchange_rules import RULES, Severity

# Filters that make a selection about less than whole programmes.
PARTS = ("theme", "pact")
RULES_BY_NUMBER = {rule.number: rule for rule in RULES}


def codes(edition: Edition, selection: Selection) -> list[str]:
    """Return the codes of the programmes of a selection, in the order in which lists show them."""
    result = measure(edition, OPERATIONS_COUNT, ("programme",), selection)
    found = {row.codes[0] for row in result.rows}
    return [code for code in names(edition, "programme", "it") if code in found]


def answerable(edition: Edition, selection: Selection) -> list[str]:
    """Return the codes of the programmes whose targets and accounts a page shows for a selection.

    For a region, these are the region's own programmes, not all programmes that spend there. For an
    axis, these are the programmes that have an axis with its code. For an objective or a pact there
    are none, unless the selection names programmes too.
    """
    chosen: Sequence[str] = selection.codes("programme")
    if any(selection.codes(name) for name in PARTS) and not chosen:
        return []
    if selection.codes("axis"):
        chosen = codes(edition, selection)
    owner = {"region_code": "region", "managing_authority_code": "managing_authority"}
    wanted = {column: selection.codes(name) for column, name in owner.items()}
    return [
        row["programme_code"]
        for row in rows(edition, "programmes")
        if (not (chosen or selection.codes("axis")) or row["programme_code"] in chosen)
        and all(not listed or row[column] in listed for column, listed in wanted.items())
    ]


# ---------------------------------------------------------------- accounts of tranches and claims
@remembered(alike=True)
def books(edition: Edition) -> tuple[Book, ...]:
    """Return the account of tranches and claims of each programme, fund and category of region.

    Empty if no tranches were imported.
    """
    try:
        return tuple(read_books(edition.con))
    except NoTranches:
        return ()


@remembered(32, alike=True)
def standings(edition: Edition, scenario: Scenario = AS_NOW) -> tuple[Standing, ...]:
    """Return the target and covered amount of every account on each due day, under a scenario."""
    return tuple(s for book in books(edition) for s in of_book(book, book.edition, scenario))


@remembered(alike=True)
def backtest(edition: Edition) -> Backtest:
    """Return the number of forecasts of claims for past years, and how many were right.

    A forecast is right if its band contained the amount that was really covered.
    """
    return tested(list(books(edition)))


@remembered(alike=True)
def forecast_scores(edition: Edition) -> tuple[Score, ...]:
    """Return the number of forecasts of past years, and how many were right, by kind and year.

    A forecast is right if its band contained the outcome. The kinds are covered amounts and years
    of arrival.
    """
    return scores(books(edition), persons_by_month(edition.con))


def due_next(edition: Edition, programmes: Sequence[str]) -> list[Standing]:
    """Return the `Standing` of each account of some programmes in the next year with a due day.

    That year is the first coming year in which any of these accounts has a due day. An account
    without a due day in that year is left out.
    """
    ahead = [s for s in standings(edition) if s.place.programme in programmes and not s.is_past]
    year = min((s.position.year for s in ahead), default=0)
    return [s for s in ahead if s.position.year == year]


def coming(edition: Edition, selection: Selection) -> list[Standing]:
    """Return the `Standing` of each account on its next due day, the largest missing amount first.

    The accounts are those of the programmes that `answerable` returns, in the selected funds. The
    list is empty if the selection is not of the current edition.
    """
    if selection.slot != "current":
        return []
    own, funds = set(answerable(edition, selection)), selection.codes("fund")
    following: dict[tuple[str, ...], Standing] = {}
    for one in standings(edition):
        is_wanted = one.place.programme in own and (not funds or one.place.fund in funds)
        if is_wanted and not one.is_past:
            following.setdefault(one.place, one)
    return sorted(following.values(), key=lambda one: (-float(one.missing_eur or 0), one.place))


# ---------------------------------------------------------------- exchange files
def newest_deliveries(edition: Edition) -> dict[str, dict[str, object]]:
    """Return the newest delivery of each authority, by the authority's code."""
    return {r["managing_authority_code"]: r for r in rows(edition, "exchange_deliveries")}


def broken_rules(edition: Edition, authority: str) -> tuple[int, int]:
    """Count the breaches of exchange rules of severity `ERROR` in an authority's newest delivery.

    Returns:
        The number of pairs of record and rule, and the number of pairs of operation and rule.
    """
    newest = newest_deliveries(edition)[authority]["edition_date"]
    found: Rows = [
        row
        for row in rows(edition, "exchange_scorecard")
        if row["managing_authority_code"] == authority
        and row["edition_date"] == newest
        and RULES_BY_NUMBER[row["rule_number"]].severity is Severity.ERROR
    ]
    return sum(row["records"] for row in found), sum(row["operations"] for row in found)
