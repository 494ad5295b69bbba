"""Write an export to a path or to memory: the same bytes, and never a part of a file."""

import errno
import io
import os
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from cruscotto.access import current_rules, log
from cruscotto.errors import CannotWrite, DiskFull, UnknownName
from cruscotto.export import parquet
from cruscotto.export.delimited import csv_it, csv_plain
from cruscotto.export.sidecar import sidecar
from cruscotto.export.table import ExportTable, Written
from cruscotto.export.to_mend import OF_PERSONS

Writer = Callable[[ExportTable, BinaryIO], Written]


def _write_xlsx(table: ExportTable, stream: BinaryIO) -> Written:
    # its library is slow to load, and a start of the screens should not wait for it
    from cruscotto.export.workbook import xlsx

    return xlsx.write(table, stream)


STYLES: dict[str, Writer] = {
    "it": csv_it.write,
    "plain": csv_plain.write,
    "xlsx": _write_xlsx,
    "parquet": parquet.write,
}
_ENDINGS = {"it": ".csv", "plain": "_plain.csv", "xlsx": ".xlsx", "parquet": ".parquet"}
_KIND_MARKS = {"published": "", "synthetic": "_sintetici", "mixed": "_in_parte_sintetici"}


def write(table: ExportTable, style: str, stream: BinaryIO, *, is_given: bool = True) -> Written:
    """Write a table in a style to an empty stream, open for reading and writing.

    Args:
        table: the table.
        style: the style, such as `csv-it`.
        stream: where to write.
        is_given: whether somebody gets the file; figures of persons are then logged.

    Raises:
        UnknownName: no such style; the error names similar ones.
        PurposeMissing: figures of persons need a purpose, and none was stated.
    """
    require_style(style)
    written = STYLES[style](table, stream)
    if is_given and is_of_persons(table):
        note_given(table, style, written)
    return written


def is_of_persons(table: ExportTable) -> bool:
    """Return whether a file has figures or rows of persons, so that giving it out is logged."""
    return bool(table.provenance.audience) or table.name in OF_PERSONS


def note_given(table: ExportTable, style: str, written: Written) -> None:
    """Log that figures of persons are given out, before they are."""
    origin = table.provenance
    log.record(
        "export",
        table=table.name,
        kpis=[definition.name for definition in origin.definitions],
        filters=origin.filters,
        editions=list(origin.editions),
        audience=origin.audience or str(current_rules().audience),
        style=style,
        rows=written.row_count,
        sha256=written.sha256,
    )


def require_style(style: str) -> None:
    """Check that a style exists.

    Raises:
        UnknownName: it does not; the error names near ones.
    """
    if style not in STYLES:
        raise UnknownName(
            kind="style",
            name=style,
            similar=get_close_matches(style, STYLES, cutoff=0.4),
            known=list(STYLES),
        )


def export_bytes(table: ExportTable, style: str) -> bytes:
    """Return the same bytes that `export_to_path` writes."""
    stream = io.BytesIO()
    write(table, style, stream)
    return stream.getvalue()


def export_to_disk(table: ExportTable, style: str) -> BinaryIO:
    """Write a table to a temporary file without a name, and return it open at its beginning.

    The file is gone once it is closed, or its process ends.

    Raises:
        DiskFull, CannotWrite: there was no room, or no folder to write to.
        UnknownName: no such style.
    """
    with explained(Path(tempfile.gettempdir())), ExitStack() as stack:
        stream = stack.enter_context(tempfile.TemporaryFile())
        write(table, style, stream)
        pa.default_memory_pool().release_unused()
        stream.seek(0)
        stack.pop_all()  # the reader closes it
        return stream


def export_description(table: ExportTable, style: str, name: str) -> bytes:
    """Return the description of a file called `name`, without keeping the file in memory."""
    with tempfile.TemporaryFile() as stream:
        written = write(table, style, stream, is_given=False)
        return sidecar(table, style, name, written)


def export_to_path(table: ExportTable, style: str, out: Path) -> Written:
    """Write a table to a path, and its description to the same path with `.json` added.

    The file gets its name only once it is complete; a file that was there before stays if anything
    fails.

    Raises:
        DiskFull: there was no room.
        CannotWrite: the path is a folder, or its folder is absent or may not be written.
        UnknownName: no such style.
    """
    target = Path(os.path.realpath(out))
    with explained(out), _aside(target) as (path, stream):
        written = write(table, style, stream)
        # closing may still find the disk full: names are given only once both files are stored
        stream.close()
        with _aside(_sidecar_of(target)) as (described, beside):
            beside.write(sidecar(table, style, out.name, written))
            beside.close()
            os.replace(path, target)
            os.replace(described, _sidecar_of(target))
    return written


def bytes_to_path(content: bytes, out: Path) -> None:
    """Write bytes to a path: whole or not at all, as `export_to_path` does.

    Raises:
        DiskFull: there was no room.
        CannotWrite: the path is a folder, or its folder is absent or may not be written.
    """
    target = Path(os.path.realpath(out))
    with explained(out), _aside(target) as (path, stream):
        stream.write(content)
        stream.close()
        os.replace(path, target)


def file_name(table: ExportTable, style: str) -> str:
    """Return the name to offer for a file, from its table, newest edition and kind of data."""
    origin = table.provenance
    require_style(style)
    return name_of(f"{table.name}{mark_of(origin.editions, origin.data_kind)}", style)


def name_of(stem: str, style: str) -> str:
    """Return the name of a file in one style."""
    return f"cruscotto_{stem}{_ENDINGS[style]}"


def mark_of(editions: Iterable[str], kind: str) -> str:
    """Return the part of a file's name that states its newest edition and kind of data."""
    newest = max(editions, default="")
    return f"{'_' if newest else ''}{newest}{_KIND_MARKS[kind]}"


def _sidecar_of(path: Path) -> Path:
    return path.with_name(path.name + ".json")


@contextmanager
def _aside(target: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """Open a new file beside the target, which is removed again unless it is renamed."""
    if target.exists() and not target.is_file():
        reason = errno.EISDIR if target.is_dir() else errno.EINVAL
        raise OSError(reason, os.strerror(reason), str(target))
    path = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with path.open("x+b") as stream:
            yield path, stream
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def explained(out: Path) -> Iterator[None]:
    """Turn the system's errors on writing into ours.

    Raises:
        DiskFull, CannotWrite: writing failed, in the path's folder or at the path.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(folder=out.parent) from error
        raise CannotWrite(file=out, why=error.strerror or str(error)) from error
