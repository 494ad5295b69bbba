"""Log events as one JSON line each, without personal data.

Only numbers, dates and names given by this package or its libraries may be written, never the
content of rows, searches, addresses or error messages. For an error, its class, its key and its
place in the code are written. `CRUSCOTTO_LOG` is the path of a file, or `stderr`.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from logging.handlers import WatchedFileHandler
from pathlib import Path
from time import perf_counter
from types import TracebackType

from cruscotto.config import PACKAGE, ROOT, settings
from cruscotto.errors import CruscottoError

LOGGER = logging.getLogger("cruscotto")
LOGGER.addHandler(logging.NullHandler())  # silence until `start`
STDERR = "stderr"
Fact = int | float | date | str | None
# Names of ours: no spaces, no capitals, so that neither a person's name nor a tax code is one.
NAME = re.compile(r"[a-z][a-z_]{0,40}(_[0-9]{4})?")
PLACES = 4


class Event(StrEnum):
    """The events that are logged."""

    SERVER_START = "server_start"
    SERVER_STOP = "server_stop"
    WORKER_RESTART = "worker_restart"
    IMPORT = "import"
    BUILD = "build"
    PUBLISH = "publish"
    ROLLBACK = "rollback"
    BACKUP = "backup"
    RESTORE = "restore"
    SLOW_RERUN = "slow_rerun"
    ERROR = "error"
    OTHER = "other"  # a line of a library, or one that is not an event


class JsonLines(logging.Formatter):
    """A formatter that writes log records as lines of JSON.

    The text of a record that is not an event is not written: only its time, level and place in the
    code, and the class and places of an error.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return a log record as one line of JSON."""
        facts = getattr(record, "facts", None)
        if facts is None:
            facts = {"event": Event.OTHER.value, "place": f"{record.module}:{record.lineno}"}
            if record.exc_info and record.exc_info[0]:
                facts |= where_of(record.exc_info[0], record.exc_info[2])
        when = datetime.fromtimestamp(record.created, UTC)
        line = {"time": when.isoformat(timespec="milliseconds"), "level": record.levelname.lower()}
        return json.dumps(line | facts, ensure_ascii=True)


def event(name: Event, **facts: Fact) -> None:
    """Log an event; texts among its facts must be names given by this package or its libraries.

    Raises:
        ValueError: a text is not such a name, so it could be personal data.
    """
    _write(logging.INFO, name, {key: _plain(value) for key, value in facts.items()})


@contextmanager
def timed(name: Event, **facts: Fact) -> Iterator[None]:
    """Log how many seconds the `with` block took; log nothing if the block raised an error."""
    start = perf_counter()
    yield
    event(name, **facts, seconds=round(perf_counter() - start, 3))


def failed(error: BaseException) -> None:
    """Log an error's class, key and place in the code; never its message, which may quote data."""
    level = logging.WARNING if isinstance(error, CruscottoError) else logging.ERROR
    facts = where_of(type(error), error.__traceback__)
    if isinstance(error, CruscottoError):
        facts["key"] = error.key
    if error.__cause__ is not None:
        facts["cause"] = type(error.__cause__).__name__
    _write(level, Event.ERROR, facts)


def where_of(kind: type[BaseException], trace: TracebackType | None) -> dict[str, object]:
    """Return what is logged of an error: its class (`error`) and places in the code (`places`).

    The places are the innermost `PLACES` of the traceback.
    """
    frames = traceback.extract_tb(trace)[-PLACES:]
    return {"error": kind.__name__, "places": [_place(f.filename, f.lineno) for f in frames]}


def _place(file: str, line: int | None) -> str:
    path = Path(file)
    if path.is_relative_to(PACKAGE):
        return f"{path.relative_to(PACKAGE.parent)}:{line}"
    own = path.is_relative_to(ROOT) and not path.is_relative_to(sys.prefix)
    return f"{path.relative_to(ROOT) if own else path.name}:{line}"


def _plain(value: Fact) -> object:
    if isinstance(value, str) and not NAME.fullmatch(value):
        raise ValueError("a fact of an event is a name of ours, a number or a date")
    return value.isoformat() if isinstance(value, date) else value


def _write(level: int, name: Event, facts: dict[str, object]) -> None:
    LOGGER.log(level, name.value, extra={"facts": {"event": name.value, **facts}})


def start(default: str = "") -> None:
    """Start logging to the file that `CRUSCOTTO_LOG` names, or to `default` if it is not set.

    In place of a file's path, `stderr` is allowed. If both are empty, nothing is logged.
    """
    target = settings().log or default
    for handler in list(LOGGER.handlers):
        LOGGER.removeHandler(handler)
    LOGGER.propagate = False
    LOGGER.setLevel(logging.INFO)
    LOGGER.addHandler(_handler(target))


def _handler(target: str) -> logging.Handler:
    if not target:
        return logging.NullHandler()
    if target == STDERR:
        handler: logging.Handler = logging.StreamHandler()
    else:
        path = Path(target)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        # several processes write to one file: each line is one write at its end
        handler = WatchedFileHandler(path, encoding="utf-8", delay=True)
    handler.setFormatter(JsonLines())
    return handler


def silence_libraries() -> None:
    """Remove error messages from all later log records of this process, libraries' included.

    The class of the error and its places in the code replace the message.
    """
    make = logging.getLogRecordFactory()
    if getattr(make, "is_silent", False):
        return

    def silenced(*args: object, **kwargs: object) -> logging.LogRecord:
        record = make(*args, **kwargs)
        if record.exc_info and record.exc_info[0]:
            place = where_of(record.exc_info[0], record.exc_info[2])
            record.msg, record.args = f"{record.module}: {json.dumps(place)}", ()
            record.exc_info = record.exc_text = None
        return record

    silenced.is_silent = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(silenced)
