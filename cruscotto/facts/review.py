"""The five checks of a draft; a second person looks at them before the draft is published.

Counts and figures about participants are shown as the audience of the second person may see them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from cruscotto.access import Access, current_rules, log
from cruscotto.access.stewards import acting
from cruscotto.disclosure.thresholds import Audience, Rules
from cruscotto.errors import NoWarehouse
from cruscotto.facts import figures
from cruscotto.facts.edition import Edition
from cruscotto.facts.errors import LeakFound, NotChecked
from cruscotto.kpi.registry import KPIS
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.trial.attacks import Outcome, attacks
from cruscotto.warehouse import drafts, published_path, reader
from cruscotto.warehouse.checking import Level
from cruscotto.warehouse.drafts import Draft

Row = dict[str, Any]
# What of a file's account a person compares.
PARTS = ("rows_read", "rows_loaded", "rows_out_of_scope", "rows_refused")
ACCOUNT = ("source", "file_name", "edition_date", *PARTS)


class Check(StrEnum):
    """The checks of a draft, in the order in which they are shown."""

    LEDGER = "ledger"
    REFUSED = "refused"
    CHANGES = "changes"
    DISCLOSURE = "disclosure"
    ACCESSIBILITY = "accessibility"


@dataclass(frozen=True)
class Looked:
    """The result of one check of a draft, with the rows that the check found."""

    check: Check
    level: Level
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Change:
    """An indicator whose total in a draft is not the total in the published version.

    Attributes:
        kpi: the indicator.
        before: the total in the published version; `None` if there is none.
        after: the total in the draft; `None` if there is none.
    """

    kpi: Kpi
    before: Any
    after: Any


def checklist(link: Path, draft: Draft) -> Iterator[Looked]:
    """Yield the result of each check of a draft.

    Args:
        link: the warehouse's path.
        draft: the draft of the next version, not yet published.
    """
    after, before = edition_of(draft), _published(link)
    new = _new_files(before, after)
    adds_up = all(row["adds_up"] for row in new)
    yield Looked(
        Check.LEDGER, _level(adds_up), tuple({name: row[name] for name in ACCOUNT} for row in new)
    )
    refused = tuple(_refused(after, {row["source"] for row in new}))
    yield Looked(Check.REFUSED, Level.NOTE if refused else Level.WELL, refused)
    changed = tuple({"change": change} for change in changes(before, after))
    yield Looked(Check.CHANGES, Level.NOTE if changed else Level.WELL, changed)
    found = attacked(link, draft)
    rows = tuple({"audience": audience, "outcome": outcome} for audience, outcome in found)
    yield Looked(Check.DISCLOSURE, _level(_is_safe(found)), rows)
    yield Looked(Check.ACCESSIBILITY, Level.WELL)


def _level(is_well: bool) -> Level:
    return Level.WELL if is_well else Level.PROBLEM


def edition_of(draft: Draft) -> Edition:
    """Return a draft as an edition, for the current reader."""
    return Edition(str(draft.path), reader(draft.path), current_rules())


def _published(link: Path) -> Edition | None:
    try:
        return Edition.published(link) if published_path(link) else None
    except NoWarehouse:
        return None


def _new_files(before: Edition | None, after: Edition) -> list[Row]:
    known = {row["file_id"] for row in figures.rows(before, "files")} if before else set()
    return [row for row in figures.rows(after, "files") if row["file_id"] not in known]


def _refused(after: Edition, sources: Iterable[str]) -> Iterator[Row]:
    for row in figures.rows(after, "refused_by_reason"):
        if row["source"] in sources:
            yield {"source": row["source"], "reason": row["reason"], "rows": row["rows"]}


def changes(before: Edition | None, after: Edition) -> Iterator[Change]:
    """Yield the indicators whose totals differ between two editions.

    Indicators that can only be measured with a filter are left out.
    """
    for kpi in KPIS.values():
        if not kpi.needs:
            was = _whole(before, kpi) if before else None
            now = _whole(after, kpi)
            if was != now:
                yield Change(kpi, was, now)


def _whole(edition: Edition, kpi: Kpi) -> Any:
    return figures.measure(edition, kpi).value()


def attacked(link: Path, draft: Draft) -> list[tuple[str, Outcome]]:
    """Return (audience, result) for each attack on a draft.

    An attack tries to recover hidden figures of persons from what the audience may see. The attacks
    are run once, and their results are stored.
    """
    rules = _shared_rules()
    known = draft.attacked.get(_name(rules))
    if known is None:
        found = attacks(reader(draft.path), rules)
        known = [[str(audience), *_as_json(outcome)] for audience, outcome in found]
        drafts.note_attacks(link, draft, _name(rules), known)
    return [(audience, Outcome(*outcome)) for audience, *outcome in known]


def _as_json(outcome: Outcome) -> list[Any]:
    """Return the result of an attack as a list for JSON, with NumPy numbers converted."""
    ratio = None if outcome.ratio is None else float(outcome.ratio)
    return [outcome.attack, int(outcome.tried), int(outcome.exact), int(outcome.tight), ratio]


def are_attacked(draft: Draft) -> bool:
    """Return whether attacks on a draft were run under the present disclosure rules."""
    return _name(_shared_rules()) in draft.attacked


def _shared_rules() -> Rules:
    # for every reader: what an authority reads of its own participants is no leak
    return current_rules().model_copy(update={"own": (), "audience": Audience.PROTECTED})


def _name(rules: Rules) -> str:
    return sha256(repr(rules).encode()).hexdigest()


def _is_safe(found: Iterable[tuple[str, Outcome]]) -> bool:
    return all(outcome.has_failed for _, outcome in found)


def approve(link: Path, stamp: int, checked: Iterable[str], access: Access | None = None) -> Draft:
    """Publish a draft for a steward who looked at every check.

    Args:
        link: the warehouse's path.
        stamp: the stamp of the draft that the steward looked at.
        checked: the checks that the steward looked at.
        access: the access of the steward who signed in; `None` for a command.

    Raises:
        NotChecked: the steward did not look at all checks.
        LeakFound: attacks recovered figures of persons from the draft.
        NotSteward: the reader may not publish.
        CruscottoError: an error of `drafts.approve`, or the event cannot be written to the log.
    """
    given = set(checked)
    missing = [str(check) for check in Check if check not in given]
    if missing:
        raise NotChecked(missing=", ".join(missing))
    draft = drafts.waiting(link)
    if draft and draft.stamp == stamp and not _is_safe(attacked(link, draft)):
        raise LeakFound(draft=stamp)
    with acting(access) as person:
        return drafts.approve(link, stamp, person, tuple(Check), _noted("approve"))


def discard(link: Path, stamp: int, access: Access | None = None) -> Draft:
    """Delete a draft for a steward.

    Raises:
        CruscottoError: an error of `drafts.discard`, or the reader is no steward.
    """
    with acting(access):
        return drafts.discard(link, stamp, _noted("discard"))


def _noted(action: str) -> Callable[[Draft], None]:
    """Return a function that logs that a draft is about to be published or deleted."""
    return lambda draft: log.record(action, draft=draft.stamp, by=list(draft.by))
