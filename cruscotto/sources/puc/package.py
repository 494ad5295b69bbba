"""A delivery of exchange files: a folder, a zip or single files; which of them are tracciati.

An archive is a stranger's: names that lead out of it are refused, and it is unpacked only up to a
size and a ratio beyond which it is a trap, whatever its directory says.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from cruscotto.errors import NoSuchFile, UnknownTracciato, UnsafeArchive
from cruscotto.model.fields import Contract
from cruscotto.model.puc import NOT_READ, TRACCIATI
from cruscotto.sources.files.tabular import TabularFile

NAME = "puc"
CHUNK = 1 << 20
MOST_FILES = 1000
MOST_BYTES = 16 << 30
# Text of this kind packs ten to twenty times; a thousand is no text.
MOST_RATIO = 400
SMALL = 50 << 20

_CODES = "|".join((*TRACCIATI, *NOT_READ))
NAMED = re.compile(rf"(?<![A-Z0-9])({_CODES})(?![0-9])", re.IGNORECASE)
DATED = re.compile(r"(?<![0-9])(20[0-9]{2})[-_]?(0[1-9]|1[0-2])[-_]?([0-2][0-9]|3[01])(?![0-9])")


@dataclass(frozen=True)
class PucFile(TabularFile):
    """A file of one tracciato: `columns` says the field at each place.

    Attributes:
        tracciato: its code.
        has_header: whether the first line names the columns.
        edition: the date that its name carries.
    """

    tracciato: str = ""
    has_header: bool = False
    edition: date | None = None

    @property
    def contract(self) -> Contract:
        """Return the tracciato's description."""
        return TRACCIATI[self.tracciato]


def tracciato_of(path: Path) -> str | None:
    """Return the code of the tracciato that a file's name carries, or nothing."""
    found = NAMED.search(path.name)
    return found.group(1).upper() if found else None


def edition_of(path: Path) -> date | None:
    """Return the date that a file's name carries, or its folder's or archive's."""
    for name in (path.name, path.parent.name):
        if found := DATED.search(name):
            try:
                return date(*map(int, found.groups()))
            except ValueError:
                continue
    return None


@contextmanager
def unpacked(paths: Sequence[Path]) -> Iterator[tuple[Path, ...]]:
    """Return the tracciati among files, folders and archives, for as long as it lasts.

    Raises:
        NoSuchFile: there is nothing at a path.
        UnknownTracciato: a file's name carries no tracciato, or a delivery holds none.
        UnsafeArchive: an archive is damaged, locked, or a trap.
    """
    with ExitStack() as stack:
        yield tuple(file for path in paths for file in _files(path, stack))


def _files(path: Path, stack: ExitStack) -> list[Path]:
    if not path.exists():
        raise NoSuchFile(file=path)
    if path.is_dir():
        return _tracciati(path, sorted(path.rglob("*")))
    if zipfile.is_zipfile(path):
        # the folder takes the archive's name, which may carry the edition
        folder = Path(stack.enter_context(TemporaryDirectory())) / path.stem
        folder.mkdir()
        return _tracciati(path, _extracted(path, folder))
    if path.suffix.lower() == ".zip":
        raise UnsafeArchive(file=path.name, why="zip")
    if not tracciato_of(path):
        raise UnknownTracciato(file=path.name, known=list(TRACCIATI))
    return [path]


def _tracciati(path: Path, files: Sequence[Path]) -> list[Path]:
    found = [file for file in files if file.is_file() and tracciato_of(file)]
    if not found:
        raise UnknownTracciato(file=path.name, known=list(TRACCIATI))
    order = [*TRACCIATI, *NOT_READ]
    return sorted(found, key=lambda file: (order.index(tracciato_of(file) or ""), file.name))


def _extracted(path: Path, folder: Path) -> list[Path]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            _require_safe(path, members)
            wanted = [m for m in members if tracciato_of(Path(m.filename))]
            room = MOST_BYTES
            files = []
            for number, member in enumerate(wanted):
                target = folder / f"{number:03}_{PurePosixPath(member.filename).name}"
                room -= _copy(archive, member, target, min(room, _most(member)), path)
                files.append(target)
            return files
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise UnsafeArchive(file=path.name, why=str(error)[:80]) from error


def _require_safe(path: Path, members: Sequence[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_FILES:
        raise UnsafeArchive(file=path.name, why=f"{len(members)} > {MOST_FILES} file")
    for member in members:
        name = member.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name:
            raise UnsafeArchive(file=path.name, why=name[:80])


def _most(member: zipfile.ZipInfo) -> int:
    return max(SMALL, member.compress_size * MOST_RATIO)


def _copy(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, most: int, path: Path
) -> int:
    """Copy one member, counting what really comes out."""
    size = 0
    with archive.open(member) as source, target.open("wb") as copy:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise UnsafeArchive(file=path.name, why=f"{member.filename[:60]} > {most} byte")
            copy.write(chunk)
    return size
