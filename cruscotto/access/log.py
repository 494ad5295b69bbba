"""The log of accesses: who took which figures of persons, when and why, as a chain of events.

Each event is a JSON line, readable by its owner only. Each line has the digest of the line before,
so that none can be changed, left out or inserted; a file beside the log has the number of lines, so
that none can be cut off at the end. A process killed while it writes an event leaves half a line,
which the next event overwrites. The figures of such an event were never given out, since figures
are given out only after their event is written. The log has no personal data of participants.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cruscotto.access import files
from cruscotto.access.context import current, stated_purpose
from cruscotto.access.errors import LogBroken, PurposeMissing
from cruscotto.access.sign_in import configured
from cruscotto.config import settings
from cruscotto.errors import CannotWrite
from cruscotto.warehouse.drafts import operator

ENDING, HEAD = "access.log", "head"
BEGINNING = "0" * 64
# Longer than any event: what is read to find the last one.
TAIL = 1 << 16
PURPOSE_LENGTH = 300
# What a purpose may be asked for.
TAKES_AWAY = ("export", "dossier", "answer", "kpi")


@dataclass(frozen=True)
class Verified:
    """The result of verifying a whole log: its number of events, and the last digest."""

    events: int
    last: str


def log_path(warehouse: Path) -> Path:
    """Return the path of a warehouse's log of accesses."""
    return files.beside(warehouse, ENDING)


def is_kept() -> bool:
    """Return whether events are logged.

    The setting `CRUSCOTTO_ACCESS_LOG` decides. By default events are logged where sign-in is set
    up, or where a second person must approve imports.
    """
    chosen = settings().access_log
    is_wanted = configured() is not None or settings().two_person
    return is_wanted if chosen is None else chosen


def record(action: str, **what: Any) -> None:
    """Log an access to figures of persons, or an import; do nothing if events are not logged.

    Callers must call this before they give out the figures.

    Args:
        action: `export`, `dossier`, `page`, `answer`, `import`, `approve` and the like.
        what: names and codes that this program uses, editions, checksums; nothing of participants.

    Raises:
        PurposeMissing: a purpose must be stated, and none was.
        CannotWrite: the log cannot be written, so nothing is given out.
    """
    if not is_kept():
        return
    purpose = stated_purpose()[:PURPOSE_LENGTH]
    if settings().purpose_required and action in TAKES_AWAY and not purpose.strip():
        raise PurposeMissing()
    event = {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "person": current().person or operator(),
        "action": action,
        "what": what,
        "why": purpose,
    }
    path = log_path(settings().warehouse)
    try:
        append(path, event)
    except OSError as error:
        raise CannotWrite(file=path, why=error.strerror or "") from error


def append(path: Path, event: Mapping[str, Any]) -> None:
    """Add an event at the end of the log on disk; an incomplete last line is overwritten."""
    with files.alone(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT, files.OWNER_ONLY)
        with os.fdopen(handle, "r+b") as file:
            end, before = _last(file)
            file.truncate(end)
            file.seek(end)
            number = before.get("number", 0) + 1
            line = {"number": number, **event, "previous": before.get("digest", BEGINNING)}
            line["digest"] = _digest(line)
            file.write(f"{json.dumps(line, ensure_ascii=False, default=str)}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        head = {"events": number, "digest": line["digest"]}
        files.replace(files.beside(path, HEAD), json.dumps(head) + "\n")


def _last(file: Any) -> tuple[int, dict[str, Any]]:
    """Return the position after the last whole line of the log, and the event of that line.

    The event is empty if the log has no whole line.
    """
    size = file.seek(0, os.SEEK_END)
    start = max(0, size - TAIL)
    file.seek(start)
    tail: bytes = file.read()
    end = tail.rfind(b"\n") + 1
    lines = tail[:end].splitlines()
    return start + end, json.loads(lines[-1]) if lines else {}


def _digest(line: Mapping[str, Any]) -> str:
    bound = {name: value for name, value in line.items() if name != "digest"}
    text = json.dumps(bound, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def events(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the events of a log, the oldest first, without an incomplete last line.

    Raises:
        LogBroken: a line is no event.
    """
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, start=1):
            if not line.endswith("\n"):
                return
            try:
                yield json.loads(line)
            except ValueError as error:
                raise LogBroken(file=path.name, number=number) from error


def verify(path: Path) -> Verified:
    """Check the chain of a whole log; return its number of events and its last digest.

    Raises:
        LogBroken: a line was changed, left out, inserted or cut off.
    """
    number, before = 0, BEGINNING
    head = _head(path)
    for number, event in enumerate(events(path), start=1):
        is_next = event.get("number") == number and event.get("previous") == before
        if not is_next or event.get("digest") != _digest(event):
            raise LogBroken(file=path.name, number=number)
        before = event["digest"]
        if number == head.get("events") and before != head.get("digest"):
            raise LogBroken(file=path.name, number=number)
    # killed between the line and the head, a log is one event ahead; it is never behind
    if head.get("events", 0) > number:
        raise LogBroken(file=path.name, number=number + 1)
    return Verified(number, before)


def _head(path: Path) -> dict[str, Any]:
    text = files.read(files.beside(path, HEAD))
    found: dict[str, Any] = json.loads(text) if text else {}
    return found
