"""Prevent commands from overwriting a warehouse, its versions, its salt or the log."""

from pathlib import Path

from cruscotto.config import settings
from cruscotto.warehouse.errors import ProtectedFile


def require_free(out: Path, *warehouses: Path) -> Path:
    """Return the path `out`, to which a command may write.

    Links are followed. Names are compared in lower case, since in some file systems two spellings
    name one file.

    Args:
        out: the path of the file to write.
        warehouses: warehouses to protect, besides those of the settings.

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
    """Return whether `target` is the warehouse `link`, or a file beside it named after it.

    Such names begin with the warehouse's name and a dot, or with a dot and both.
    """
    if target == link.resolve():
        return True
    if target.parent != link.absolute().parent.resolve():
        return False
    name, own = target.name.casefold(), link.name.casefold()
    return name == own or name.startswith((f"{own}.", f".{own}."))
