"""Counts of the rows of imported files, rounded for audiences that may not see exact counts.

Each row of a file about persons stands for a person in an operation. For such a file, counts are
rounded to tens and none is below ten. The number of rows read is shown as a sum: the rounded
numbers of rows loaded, out of scope and refused. Queries that name or count single persons raise an
error.
"""

from typing import Any

from cruscotto.disclosure.thresholds import Rules
from cruscotto.sources.catalogue import is_about_persons

Row = dict[str, Any]
STEP = 10
PARTS = ("rows_loaded", "rows_out_of_scope", "rows_refused")
# The counts of rows in the answers to questions about files; each answer names its source.
COUNTS: dict[str, tuple[str, ...]] = {
    "files": (*PARTS, "field_issues"),
    "out_of_scope": ("rows",),
    "field_issues_by_column": ("rows", "operations"),
    "refused_by_reason": ("rows",),
    "newest_editions": ("rows",),
}
# Answered elsewhere: `kpi.operations.people`, `export.to_mend`, `warehouse.health`.
OF_PERSONS = frozenset(
    {"operation_people", "refused_rows", "first_refused_rows", "field_issues", "health"}
)


def require_no_person(query: str) -> None:
    """Raise an error if a query is about single persons.

    Raises:
        ValueError: the query is about single persons.
    """
    if query in OF_PERSONS:
        raise ValueError(f"{query} is about persons: it has a guarded reader of its own")


def guarded(query: str, found: list[Row], rules: Rules) -> list[Row]:
    """Return the rows of a query as the audience of the rules may see them.

    If this audience may not see exact counts, the counts of files about persons are rounded.

    Args:
        query: the name of the query.
        found: the rows of the query, with exact counts.
        rules: the disclosure rules of the reader.
    """
    if not rules.guards or query not in COUNTS:
        return found
    return [
        _rounded(query, row) if is_about_persons(row["source"], row.get("file_name")) else row
        for row in found
    ]


def to_tens(count: int) -> int:
    """Return a count rounded to tens; a count above zero becomes at least ten."""
    return max(STEP, STEP * round(count / STEP)) if count else 0


def _rounded(query: str, row: Row) -> Row:
    seen = row | {name: to_tens(int(row[name])) for name in COUNTS[query]}
    return seen | {"rows_read": sum(seen[name] for name in PARTS)} if query == "files" else seen
