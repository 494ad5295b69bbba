"""The list of operations: counted, sorted and paged in the warehouse."""

from typing import Any

from cruscotto.facts.edition import Edition, remembered
from cruscotto.facts.figures import Rows
from cruscotto.kpi.operations import listing
from cruscotto.kpi.operations.people import OperationPeople
from cruscotto.kpi.operations.people import people_of as guarded_people
from cruscotto.kpi.query.selection import Selection


@remembered(512, alike=True)
def count(edition: Edition, selection: Selection, search: str) -> int:
    """Return how many operations match a selection and a search."""
    return listing.count(edition.con, selection, search)


@remembered(256, alike=True)
def page(
    edition: Edition,
    selection: Selection,
    search: str,
    sort: str,
    descending: bool,
    offset: int,
    limit: int,
) -> Rows:
    """Return at most `limit` of the operations that match a selection and a search.

    The operations are sorted by the column `sort`; the first `offset` of them are left out.
    """
    return listing.page(edition.con, selection, search, sort, descending, offset, limit)


@remembered(256, alike=True)
def detail(edition: Edition, code: str) -> dict[str, Any]:
    """Return all facts about one operation; empty when its code does not exist."""
    return listing.detail(edition.con, code) or {}


@remembered(256)
def people_of(edition: Edition, codes: tuple[str, ...]) -> dict[str, OperationPeople]:
    """Return the counts of people of some operations, by code of operation.

    The counts are those that the reader's audience may see.
    """
    return guarded_people(edition.con, codes, edition.rules)
