"""Drafts: imports that wait until a second person approves them, if the settings require it.

A warehouse has at most one draft: a file named `.<name>.<stamp>.draft`, in the same folder as the
versions. Two files accompany it: its checksum, and a review (`.review`), which states who made the
draft and from which version. A later import starts from the draft. So the files of one edition are
approved together, by a person who imported none of them. If an approval is interrupted, the draft
either still waits or is published.
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
    """A warehouse file with new imports that waits for a second person's approval.

    Attributes:
        path: the draft's own file.
        by: the persons who imported files into it.
        base: the stamp of the published version from which it was made; -1 if there was none.
        approved_by: the person who approved it; empty while it waits.
        checked: the names of the checks whose results the approving person looked at.
        attacked: results of simulated attacks on its figures; the key identifies the disclosure
            rules under which the figures were attacked.
    """

    path: Path
    by: tuple[str, ...]
    base: int
    approved_by: str = ""
    checked: tuple[str, ...] = ()
    attacked: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def stamp(self) -> int:
        """Return when the draft was made, in nanoseconds since 1970, as in its file's name."""
        return stamp_of(self.path)

    @property
    def made_at(self) -> datetime:
        """Return when the draft was made, as a UTC time."""
        return datetime.fromtimestamp(self.stamp / 1e9, UTC)


def are_kept() -> bool:
    """Return whether the settings make an import wait for a second person's approval."""
    return settings().two_person


def operator() -> str:
    """Return `os:` and the user number of the person who runs a command, even through `sudo`."""
    if not hasattr(os, "getuid"):
        return "os"
    try:
        number = int(LOGGED_IN.read_text("ascii"))
    except (OSError, ValueError):
        number = NOBODY_LOGGED_IN
    return f"os:{os.getuid() if number == NOBODY_LOGGED_IN else number}"


@contextmanager
def made_by(person: str) -> Iterator[None]:
    """Within a `with` block, attribute imports to `person` or, if it is empty, to `operator()`."""
    token = _author.set(person)
    try:
        yield
    finally:
        _author.reset(token)


def author() -> str:
    """Return the person to whom imports are attributed at this moment."""
    return _author.get() or operator()


def waiting(link: Path) -> Draft | None:
    """Return the draft that waits for approval, or `None`."""
    found = link.parent.glob(f".{escape(link.name)}.*{DRAFT}")
    paths = sorted((p for p in found if stamp_of(p) >= 0), key=stamp_of, reverse=True)
    # the file of an approval that was killed at its end is published already
    current = published_path(link)
    for path in paths:
        if path.with_suffix(VERSION) != current and (draft := _read(path)):
            return draft
    return None


def newest(link: Path) -> Path | None:
    """Return the file from which the next import starts.

    It is the draft that waits for approval, if there is one; otherwise the published version. If
    nothing is published either, return `None`.
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
    """Make a finished warehouse file the draft, in place of any earlier draft.

    The persons who imported into the earlier draft count as persons who made the new one.

    Args:
        aside: the finished file; it is renamed.
        link: the warehouse's path.
    """
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
    """Remove the drafts of a warehouse, with the checksum and the review of each draft.

    The draft `but` stays. If a draft was published, its checksum and its review belong to the
    version and stay too.
    """
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
    """Publish a draft that a second person has looked at and approves.

    Args:
        link: the warehouse's path.
        stamp: the stamp of the draft that the person looked at.
        person: the person who approves the draft.
        checked: the names of the checks whose results the person looked at.
        before: called with the draft after all conditions are met, just before it is published.

    Raises:
        NothingWaits: there is no draft.
        DraftChanged: something was imported after the person looked at the draft.
        SamePerson: the person imported some of the draft's files.
        DraftOutdated: the published version is no longer the one from which the draft was made.
        DamagedWarehouse: the draft's file is not as the import wrote it.
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
    """Write results of simulated attacks into a draft's review.

    If the draft no longer waits unchanged, or the warehouse is being changed, nothing is written.

    Args:
        link: the warehouse's path.
        draft: the draft whose figures were attacked.
        rules: a text that identifies the disclosure rules that protected the figures.
        found: the results, as JSON values.
    """
    with suppress(WarehouseBusy), explained(link), locked(link):
        if waiting(link) == draft:
            _write(replace(draft, attacked={rules: found}))


def discard(link: Path, stamp: int, before: Callable[[Draft], None] = lambda draft: None) -> Draft:
    """Delete a draft; the published version stays.

    Args:
        link: the warehouse's path.
        stamp: the stamp of the draft that the person looked at.
        before: called with the draft just before it is deleted.

    Raises:
        NothingWaits: there is no draft.
        DraftChanged: something was imported after the person looked at the draft of this stamp.
    """
    with explained(link), locked(link):
        draft = _chosen(link, stamp)
        before(draft)
        _remove_drafts(link)
    return draft
