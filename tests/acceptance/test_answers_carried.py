"""An answer that is carried to the next edition is the one that this edition would give.

Every reader's answers, the guarded ones too: after any table of the marts has changed, what is kept
for a set of rules equals what is worked out anew under them.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from cruscotto.disclosure.thresholds import Audience, Rules
from cruscotto.facts import Edition, figures
from cruscotto.facts.shelf import Known, Shelf
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS, dimensions_of
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M
from cruscotto.warehouse import editing, reader
from cruscotto.warehouse.publish import marks_of

READERS = (
    Rules(audience=Audience.PUBLIC),
    Rules(own=("ITG1",)),
    Rules(own=("ITI1", "ITC1")),
    Rules(audience=Audience.EXACT),
)
OWNER = "managing_authority"
CHOSEN = Selection((("region", ("ITG1", "ITI1")),))
# One of each kind: of persons by cells and by records, of pay, of courses, of money, of plans.
ASKED = (
    "participants_count",
    "persons_count",
    "placement_rate_6m",
    "cost_per_participant_eur",
    "median_earnings_12m_eur",
    "vulnerable_share",
    "payments_eur",
    "payment_rate",
    "planned_budget_eur",
    "reported_planned_eur",
)
CHANGED = (
    ("participation_cell",),
    ("participation", "earnings"),
    ("operation_share",),
    ("programme_money", "course", "regional_indicator"),
    ("region", "programme", "managing_authority"),
)


class Cursor:
    """A cursor that notes what it is asked."""

    def __init__(self, con: duckdb.DuckDBPyConnection, asked: list[str]) -> None:
        self.con, self.asked = con.cursor(), asked

    def execute(self, query: Any, *values: Any) -> duckdb.DuckDBPyConnection:
        self.asked.append(getattr(query, "query", query))
        return self.con.execute(query, *values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.con, name)


class Noting:
    """A connection that gives nothing but cursors, and notes what they are asked."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con, self.asked = con, []

    def cursor(self) -> Cursor:
        return Cursor(self.con, self.asked)


def questions() -> list[Callable[[Edition], object]]:
    made: list[Callable[[Edition], object]] = []
    for kpi in (KPIS[name] for name in ASKED):
        for by, chosen in (((), CHOSEN), (("region",), Selection()), ((OWNER,), CHOSEN)):
            if set(by) <= set(dimensions_of(kpi)):
                made.append(
                    lambda edition, kpi=kpi, by=by, chosen=chosen: figures.measure(
                        edition, kpi, by, chosen
                    )
                )
    made += [
        lambda edition: figures.compare(edition, PLACEMENT_RATE_6M, "region", Selection()),
        lambda edition: figures.providers(edition, PLACEMENT_RATE_6M, Selection()),
        lambda edition: figures.first_job(edition, Selection()),
        lambda edition: figures.names(edition, "region", "it"),
        lambda edition: figures.names(edition, OWNER, "it"),
    ]
    return made


def kept(shelf: Shelf) -> dict[tuple[Any, ...], Known]:
    return {
        (question.__name__, *asked): known
        for question, answers in shelf._known.items()
        for asked, known in answers.items()
    }


@pytest.fixture(scope="module")
def before(attacked: Path) -> Edition:
    """Return an edition that every reader has asked everything."""
    edition = Edition.of(reader(attacked), READERS[0])
    for rules in READERS:
        for question in questions():
            question(Edition(edition.path, edition.con, rules))
    return edition


def test_what_an_answer_is_read_from_is_all_that_was_asked_of_the_engine(attacked: Path) -> None:
    for rules in READERS:
        for question in questions():
            con = Noting(reader(attacked))
            edition = Edition.of(con, rules)
            question(edition)
            read = {
                f"{one.db}.{one.name}"
                for sql in con.asked
                for one in sqlglot.parse_one(sql, dialect="duckdb").find_all(exp.Table)
                if one.db
            }
            known = kept(edition.shelf)
            assert known
            assert all(one.tables is not None for one in known.values())
            assert read <= frozenset().union(*(one.tables or () for one in known.values()))


@pytest.mark.parametrize("changed", CHANGED, ids="-".join)
def test_a_carried_answer_is_what_the_new_edition_would_give(
    before: Edition, attacked: Path, tmp_path: Path, copy_warehouse, changed: tuple[str, ...]
) -> None:
    link, tables = copy_warehouse(attacked, tmp_path), {f"marts.{table}" for table in changed}
    with editing(link) as con:
        for table in changed:
            con.execute(f"delete from marts.{table} where hash(rowid) % 3 = 0")
    con = reader(link)
    after, anew = Edition.of(con, READERS[0]), Edition.of(con, READERS[0])
    old, new = marks_of(attacked.resolve()), marks_of(link.resolve())
    assert {name for name in old if old[name] != new[name]} == tables
    after.shelf.carry_over(before.shelf, lambda table: old[table] == new[table])
    carried = kept(after.shelf)
    assert carried  # money where persons changed, persons where money did
    assert not any(tables & (one.tables or set()) for one in carried.values())
    for edition in (after, anew):
        for rules in READERS:
            for question in questions():
                question(Edition(edition.path, edition.con, rules))
    found, expected = kept(after.shelf), kept(anew.shelf)
    assert {name: one.answer for name, one in found.items()} == {
        name: one.answer for name, one in expected.items()
    }
    assert {name: one.tables for name, one in found.items()} == {
        name: one.tables for name, one in expected.items()
    }
