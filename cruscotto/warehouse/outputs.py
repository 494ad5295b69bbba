"""Where a command may write: never over the warehouse, its versions, its secret or its log."""

from pathlib import Path

from cruscotto.config import settings
from cruscotto.warehouse.errors import ProtectedFile


def require_free(out: Path, *warehouses: Path) -> Path:
    """Return a file to be written, if it is none of the files that a warehouse consists of.

    The path is followed through links, and names are compared without case: a file system may
    take two spellings for one file.

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
    """Return whether a path is the warehouse, what it links to, or stands beside it by name."""
    if target == link.resolve():
        return True
    if target.parent != link.absolute().parent.resolve():
        return False
    name, own = target.name.casefold(), link.name.casefold()
    return name == own or name.startswith((f"{own}.", f".{own}."))
