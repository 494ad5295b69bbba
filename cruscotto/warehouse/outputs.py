"""Paths that a command may write to: never the warehouse, its versions, its salt or its log."""

from pathlib import Path

from cruscotto.config import settings
from cruscotto.warehouse.errors import ProtectedFile


def require_free(out: Path, *warehouses: Path) -> Path:
    """Return a path to write to, unless it is one of the files of a warehouse.

    Links are resolved, and names are compared in lower case: for some file systems two spellings
    are one file.

    Raises:
        ProtectedFile: the file belongs to a warehouse, or is the log.
    """
    target = out.resolve()
    kept = [link for link in (*warehouses, *settings().data_sets.values())]
    log = settings().log
    is_log = bool(log) and log != "stderr" and target == Path(log).resolve()
    if is_log or any(_belongs(target, link) for link in kept):
        raise ProtectedFile(file=out)
    return out


def _belongs(target: Path, link: Path) -> bool:
    """Return whether a path is the warehouse, a version of it, or a file beside it by its name."""
    if target == link.resolve():
        return True
    if target.parent != link.absolute().parent.resolve():
        return False
    name, own = target.name.casefold(), link.name.casefold()
    return name == own or name.startswith((f"{own}.", f".{own}."))
