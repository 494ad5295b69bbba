"""Drafts: where two persons publish, an import waits until another person approves it.

A warehouse has one draft at most. It is a file beside the versions, `.<name>.<stamp>.draft`, with
its checksum and its review: who made it, from which version. A later import starts from the draft,
so that the files of one edition are approved together, by somebody who imported none of them. If an
approval is killed at any moment, the draft either still waits, or is published.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from glob import escape
from pathlib import Path
from typing import Any

from cruscotto.config import settings
from cruscotto.errors import DamagedWarehouse, WarehouseBusy
from cruscotto.warehouse.errors import DraftChanged, DraftOutdated, NothingWaits, SamePerson
from cruscotto.warehouse.publish import (
    BUILDING,
    DRAFT,
    OWNER_ONLY,
    VERSION,
    explained,
    is_as_published,
    locked,
    published_path,
    remove,
    review_path,
    show,
    stamp_of,
    sum_path,
    version_files,
    write_sum,
    write_whole,
)

# The kernel's number of who logged in, which `sudo` does not change.
LOGGED_IN, NOBODY_LOGGED_IN = Path("/proc/self/loginuid"), 2**32 - 1
_author: ContextVar[str] = ContextVar("author", default="")


@dataclass(frozen=True)
class Draft:
    """An edition that waits for approval.

    Attributes:
        path: its file.
        by: who imported its files.
        base: the stamp of the published version it was made from; -1 where there was none.
        approved_by: who approved it; empty while it waits.
        checked: the checks which that person looked at.
        attacked: the results of attacks on its figures, by the rules they were run under.
    """

    path: Path
    by: tuple[str, ...]
    base: int
    approved_by: str = ""
    checked: tuple[str, ...] = ()
    attacked: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def stamp(self) -> int:
        """Return the time it was made, in nanoseconds, by which it is named."""
        return stamp_of(self.path)

    @property
    def made_at(self) -> datetime:
        """Return when it was made."""
        return datetime.fromtimestamp(self.stamp / 1e9, UTC)


def are_kept() -> bool:
    """Return whether imports wait for the approval of a second person."""
    return settings().two_person


def operator() -> str:
    """Return the login of who runs a command without sign-in, also behind `sudo`."""
    if not hasattr(os, "getuid"):
        return "os"
    try:
        number = int(LOGGED_IN.read_text("ascii"))
    except (OSError, ValueError):
        number = NOBODY_LOGGED_IN
    return f"os:{os.getuid() if number == NOBODY_LOGGED_IN else number}"


@contextmanager
def made_by(person: str) -> Iterator[None]:
    """Attribute imports within a `with` block to a person; to the operator if the name is empty."""
    token = _author.set(person)
    try:
        yield
    finally:
        _author.reset(token)


def author() -> str:
    """Return the person to whom imports are attributed now."""
    return _author.get() or operator()


def waiting(link: Path) -> Draft | None:
    """Return the draft of a warehouse, or `None`."""
    found = link.parent.glob(f".{escape(link.name)}.*{DRAFT}")
    paths = sorted((p for p in found if stamp_of(p) >= 0), key=stamp_of, reverse=True)
    # the file of an approval that was killed at its end is published already
    current = published_path(link)
    for path in paths:
        if path.with_suffix(VERSION) != current and (draft := _read(path)):
            return draft
    return None


def newest(link: Path) -> Path | None:
    """Return the file that the next import starts from.

    It is the draft, or else the published version.
    """
    draft = waiting(link) if are_kept() else None
    return draft.path if draft else published_path(link)


def _read(path: Path) -> Draft | None:
    try:
        known = json.loads(review_path(path).read_text("utf-8"))
    except FileNotFoundError:
        return None
    return Draft(path, tuple(known["by"]), known["base"], attacked=known["attacked"])


def _write(draft: Draft) -> None:
    known = {name: value for name, value in asdict(draft).items() if name != "path"}
    write_whole(review_path(draft.path), json.dumps(known, ensure_ascii=False) + "\n")


def keep(aside: Path, link: Path) -> Draft:
    """Keep a finished file as the draft of a warehouse, replacing the previous one."""
    before = waiting(link)
    path = link.with_name(f".{link.name}.{time.time_ns()}{DRAFT}")
    with aside.open("rb") as file:
        os.fsync(file.fileno())
    os.chmod(aside, OWNER_ONLY)
    authors = {*(before.by if before else ()), author()}
    # a draft is one as soon as it has its name: who made it is written before
    draft = Draft(path, tuple(sorted(authors)), before.base if before else _base(link))
    _write(draft)
    # a reader of this process may hold it by its first name
    whole = path.with_name(f"{path.name}{BUILDING}")
    aside.rename(whole)
    write_sum(path, of=whole)
    whole.rename(path)
    _remove_drafts(link, but=path)
    return draft


def _remove_drafts(link: Path, but: Path | None = None) -> None:
    """Remove the drafts of a warehouse; the files beside a published version stay."""
    kept = {version.with_suffix(DRAFT) for version in version_files(link)}
    for path in link.parent.glob(f".{escape(link.name)}.*{DRAFT}"):
        if path == but:
            continue
        remove(path)
        for part in (sum_path(path), review_path(path)) if path not in kept else ():
            remove(part)


def _base(link: Path) -> int:
    current = published_path(link)
    return stamp_of(current) if current else -1


def _chosen(link: Path, stamp: int) -> Draft:
    draft = waiting(link)
    if draft is None:
        raise NothingWaits(warehouse=link)
    if draft.stamp != stamp:
        raise DraftChanged(draft=stamp, newest=draft.stamp)
    return draft


def approve(
    link: Path,
    stamp: int,
    person: str,
    checked: tuple[str, ...],
    before: Callable[[Draft], None] = lambda draft: None,
) -> Draft:
    """Publish a draft.

    Args:
        link: the warehouse's path.
        stamp: the draft that was looked at.
        person: who approves it.
        checked: the checks that they looked at.
        before: called once nothing prevents publishing, just before it.

    Raises:
        NothingWaits: there is no draft.
        DraftChanged: something was imported since this draft was looked at.
        SamePerson: the person imported some of it.
        DraftOutdated: another version is published than the one the draft was made from.
        DamagedWarehouse: the file is not the one that was imported.
    """
    with explained(link), locked(link):
        draft = _chosen(link, stamp)
        if person in draft.by:
            raise SamePerson(person=person)
        if draft.base != _base(link):
            raise DraftOutdated(draft=stamp)
        if not is_as_published(draft.path):
            raise DamagedWarehouse(warehouse=draft.path.name)
        before(draft)
        approved = replace(draft, approved_by=person, checked=checked)
        _write(approved)
        version = draft.path.with_suffix(VERSION)
        remove(version)
        os.link(draft.path, version)
        show(version, link)
        _remove_drafts(link)
    return approved


def note_attacks(link: Path, draft: Draft, rules: str, found: list[Any]) -> None:
    """Keep the results of attacks with a draft, since the attacks take half a minute.

    Args:
        link: the warehouse's path.
        draft: the edition attacked.
        rules: a mark of the disclosure rules it was attacked under.
        found: the results, as JSON values.
    """
    with suppress(WarehouseBusy), explained(link), locked(link):
        if waiting(link) == draft:
            _write(replace(draft, attacked={rules: found}))


def discard(link: Path, stamp: int, before: Callable[[Draft], None] = lambda draft: None) -> Draft:
    """Delete a draft; the published version stays.

    Raises:
        NothingWaits: there is no draft.
        DraftChanged: something was imported since this draft was looked at.
    """
    with explained(link), locked(link):
        draft = _chosen(link, stamp)
        before(draft)
        _remove_drafts(link)
    return draft
