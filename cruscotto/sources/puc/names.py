"""Decide by its name whether a file of a delivery is data; other files are ignored and reported.

A folder or an archive of exchange files may have other files: files of the operating system or of
an editor, copies made before a change, receipts and logs. Only known names are accepted.
"""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from cruscotto.model.puc.tracciati import TRACCIATI

_CODES = "|".join(TRACCIATI)
NAMED = re.compile(rf"(?<![A-Z0-9])({_CODES})(?![0-9])", re.IGNORECASE)
ENDINGS = ("", ".txt", ".csv", ".dat")
COPIES = (".bak", ".old", ".orig", ".save", ".swp", ".tmp")
LOCKS = (".lock", ".lck")
SYSTEM = ("__macosx", "thumbs.db", "desktop.ini")
RECEIPT = re.compile(
    r"(?<![a-z])(esit[oi]|ricevut[ae]|scart[oi]|errori?|receipt|errors?|report|log)(?![a-z])"
)


@dataclass(frozen=True)
class Ignored:
    """A file of a delivery, or a sheet of a workbook, that is not read, with the reason."""

    name: str
    reason: str


def tracciato_in(name: str) -> str | None:
    """Return the code of the tracciato in a file's name, or `None` without such a code."""
    found = NAMED.search(name)
    return found.group(1).upper() if found else None


def why_ignored(path: str) -> str | None:
    """Return the reason why a file of a delivery is not read, or `None` if it is data.

    Args:
        path: the file's name, with its folders within the delivery.
    """
    parts = [part.lower() for part in PurePosixPath(path.replace("\\", "/")).parts]
    name, ending = parts[-1], PurePosixPath(parts[-1]).suffix
    if name.startswith(("~$", ".~lock")) or ending in LOCKS:
        return "lock_file"
    if any(part in SYSTEM or part.startswith(".") for part in parts):
        return "system_file"
    if name.endswith("~") or ending in COPIES:
        return "backup_copy"
    if not tracciato_in(name):
        return "no_tracciato"
    if ending not in ENDINGS or RECEIPT.search(name):
        return "no_data_file"
    return None
