"""Find the exchange files of a delivery, which is a folder, a zip archive or single files.

Two files of one tracciato in one delivery are usually the same file before and after a change. Both
are loaded, as parts of the tracciato, only if the caller allows it.

An archive may be hostile. So names that lead out of its folder are refused, and files are unpacked
only up to a limit of size and compression ratio, whatever sizes the archive states.
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
from cruscotto.model.puc.tracciati import TRACCIATI
from cruscotto.sources.files.tabular import TabularFile
from cruscotto.sources.puc.errors import RepeatedTracciato
from cruscotto.sources.puc.names import Ignored, tracciato_in, why_ignored

NAME = "puc"
CHUNK = 1 << 20
MOST_FILES = 1000
MOST_BYTES = 16 << 30
# Text of this kind packs ten to twenty times; a thousand is no text.
MOST_RATIO = 400
SMALL = 50 << 20
TABLES = (".csv", ".txt", ".parquet", ".xlsx", ".ods")

DATED = re.compile(r"(?<![0-9])(20[0-9]{2})[-_]?(0[1-9]|1[0-2])[-_]?([0-2][0-9]|3[01])(?![0-9])")


@dataclass(frozen=True)
class PucFile(TabularFile):
    """A file of one tracciato; `columns` has the field at each position.

    Attributes:
        tracciato: the code of the tracciato.
        has_header: whether the first line names the columns.
        has_shifted: whether a line has an extra field and ends with a separator, see `shifted`.
        edition: the date in the name of the file or its folders; `None` without such a date.
    """

    tracciato: str = ""
    has_header: bool = False
    has_shifted: bool = False
    edition: date | None = None

    @property
    def contract(self) -> Contract:
        """Return the layout of the file's tracciato, as a data contract."""
        return TRACCIATI[self.tracciato]


def tracciato_of(path: Path) -> str | None:
    """Return the code of the tracciato in a file's name, or `None` without such a code."""
    return tracciato_in(path.name)


def edition_of(path: Path) -> date | None:
    """Return the date in the name of a file, its folder or its archive; `None` without a date."""
    for name in (path.name, path.parent.name, path.parent.parent.name):
        if found := DATED.search(name):
            try:
                return date(*map(int, found.groups()))
            except ValueError:
                continue
    return None


@dataclass(frozen=True)
class Delivery:
    """The files of one import: files to read, in the protocol's order, and ignored files."""

    files: tuple[Path, ...]
    ignored: tuple[Ignored, ...] = ()


@contextmanager
def unpacked(paths: Sequence[Path], several: bool = False) -> Iterator[Delivery]:
    """Yield one delivery of all exchange files among some files, folders and archives.

    Files unpacked from an archive exist within the `with` block.

    Args:
        paths: files, folders, zip archives; all single files together are one delivery.
        several: whether a delivery may have several files of one tracciato, as parts of it.

    Raises:
        NoSuchFile: a path does not exist.
        UnknownTracciato: a single file has no tracciato in its name, or a folder has no such file.
        RepeatedTracciato: a delivery has two files of one tracciato and edition.
        UnsafeArchive: an archive is damaged, locked or hostile.
    """
    with ExitStack() as stack:
        single = [path for path in paths if path.is_file() and not zipfile.is_zipfile(path)]
        found = [_delivery(path, stack) for path in paths if path not in single]
        if single:
            found.append(_of_single(single))
        for delivery in () if several else found:
            _require_once(delivery.files)
        yield Delivery(
            tuple(file for delivery in found for file in delivery.files),
            tuple(file for delivery in found for file in delivery.ignored),
        )


def _delivery(path: Path, stack: ExitStack) -> Delivery:
    if not path.exists():
        raise NoSuchFile(file=path)
    if path.is_dir():
        files = [file for file in sorted(path.rglob("*")) if file.is_file()]
        reasons = {file: why_ignored(str(file.relative_to(path))) for file in files}
        return _sorted(path, reasons)
    # the folder takes the archive's name, which may carry the edition
    folder = Path(stack.enter_context(TemporaryDirectory())) / path.stem
    folder.mkdir()
    return _extracted(path, folder)


def _of_single(paths: Sequence[Path]) -> Delivery:
    """Return the delivery of files given one by one, each with a tracciato in its name.

    Raises:
        UnknownTracciato: a file's name has no tracciato.
        UnsafeArchive: a file has the name of an archive but is not an archive.
    """
    for path in paths:
        if path.suffix.lower() == ".zip":
            raise UnsafeArchive(file=path.name, why="zip")
        if not tracciato_of(path):
            raise UnknownTracciato(file=path.name, known=list(TRACCIATI))
    return _sorted(paths[0], {path: why_ignored(path.name) for path in paths})


def _sorted(given: Path, reasons: dict[Path, str | None]) -> Delivery:
    found = [file for file, reason in reasons.items() if reason is None]
    if not found:
        raise UnknownTracciato(file=given.name, known=list(TRACCIATI))
    order = list(TRACCIATI)
    return Delivery(
        tuple(sorted(found, key=lambda file: (order.index(tracciato_of(file) or ""), file.name))),
        tuple(Ignored(file.name, reason) for file, reason in reasons.items() if reason),
    )


def _require_once(files: Sequence[Path]) -> None:
    first: dict[tuple[str | None, date | None], Path] = {}
    for file in files:
        code = tracciato_of(file)
        before = first.setdefault((code, edition_of(file)), file)
        if before is not file:
            raise RepeatedTracciato(tracciato=code, file=before.name, other=file.name)


def _extracted(path: Path, folder: Path) -> Delivery:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            _require_safe(path, members)
            reasons: dict[Path, str | None] = {}
            room = MOST_BYTES
            for number, member in enumerate(members):
                # a folder for each, for two folders of the archive may hold the same name
                target = folder / f"{number:03}" / PurePosixPath(member.filename).name
                reasons[target] = why_ignored(member.filename)
                if reasons[target] is None:
                    room -= _copy(archive, member, target, min(room, _most(member)), path)
            return _sorted(path, reasons)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise UnsafeArchive(file=path.name, why=str(error)[:80]) from error


def data_files(path: Path, folder: Path) -> list[Path]:
    """Unpack the files of an archive whose names end as in `TABLES`; return their new paths.

    The limits of size are those for archives of exchange files.

    Args:
        path: the archive, which has no exchange files.
        folder: an empty folder to unpack into.

    Raises:
        UnsafeArchive: the archive is damaged, locked or hostile.
    """
    found = []
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            _require_safe(path, members)
            room = MOST_BYTES
            for number, member in enumerate(members):
                name = PurePosixPath(member.filename).name
                if name.lower().endswith(TABLES) and not name.startswith("."):
                    target = folder / f"{number:03}" / name
                    room -= _copy(archive, member, target, min(room, _most(member)), path)
                    found.append(target)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise UnsafeArchive(file=path.name, why=str(error)[:80]) from error
    return found


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
    """Unpack one file of an archive, up to `most` bytes; return its real number of bytes."""
    size = 0
    target.parent.mkdir()
    with archive.open(member) as source, target.open("wb") as copy:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise UnsafeArchive(file=path.name, why=f"{member.filename[:60]} > {most} byte")
            copy.write(chunk)
    return size
