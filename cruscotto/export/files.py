"""Write an exported table to a path, to memory or to a temporary file, with the same bytes.

A file at a path is always complete: if writing fails, there is no new file.
"""

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
from cruscotto.export.delimited import csv_italian, csv_plain
from cruscotto.export.sidecar import sidecar
from cruscotto.export.table import ExportTable, Written
from cruscotto.export.to_mend import OF_PERSONS

Writer = Callable[[ExportTable, BinaryIO], Written]


def _write_xlsx(table: ExportTable, stream: BinaryIO) -> Written:
    # its library is slow to load, and a start of the screens should not wait for it
    from cruscotto.export.workbook import xlsx

    return xlsx.write(table, stream)


STYLES: dict[str, Writer] = {
    "it": csv_italian.write,
    "plain": csv_plain.write,
    "xlsx": _write_xlsx,
    "parquet": parquet.write,
}
_ENDINGS = {"it": ".csv", "plain": "_plain.csv", "xlsx": ".xlsx", "parquet": ".parquet"}
_KIND_MARKS = {"published": "", "synthetic": "_sintetici", "mixed": "_in_parte_sintetici"}


def write(table: ExportTable, style: str, stream: BinaryIO, *, is_given: bool = True) -> Written:
    """Write a table in a style to a stream; the stream is empty and open for reading and writing.

    Args:
        table: the table to write.
        style: one of `STYLES`, such as `it` for Italian CSV.
        stream: the stream to write to.
        is_given: whether somebody receives the file. If the file is about persons, the log of
            accesses then gets an entry.

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
    """Return whether a table has figures or rows about persons; its exports are logged."""
    return bool(table.provenance.audience) or table.name in OF_PERSONS


def note_given(table: ExportTable, style: str, written: Written) -> None:
    """Enter in the log of accesses that a file about persons is about to be given out."""
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
    """Raise an error if there is no style of file with this name.

    Raises:
        UnknownName: no such style; the error names similar ones.
    """
    if style not in STYLES:
        raise UnknownName(
            kind="style",
            name=style,
            similar=get_close_matches(style, STYLES, cutoff=0.4),
            known=list(STYLES),
        )


def export_bytes(table: ExportTable, style: str) -> bytes:
    """Return the bytes of a table's file in a style, as `export_to_path` would write them."""
    stream = io.BytesIO()
    write(table, style, stream)
    return stream.getvalue()


def export_to_disk(table: ExportTable, style: str) -> BinaryIO:
    """Write a table to a temporary file without a name, and return it open at its beginning.

    The file disappears when it is closed or when the process ends.

    Raises:
        DiskFull, CannotWrite: the disk is full, or the folder for temporary files is missing.
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
    """Return the JSON description of a table's file called `name`.

    The file is made for its size and checksum, and is not kept.
    """
    with tempfile.TemporaryFile() as stream:
        written = write(table, style, stream, is_given=False)
        return sidecar(table, style, name, written)


def export_to_path(table: ExportTable, style: str, out: Path) -> Written:
    """Write a table to a path, and its description to the same path with `.json` added.

    The file gets its name once it is complete. If writing fails, an earlier file of that name stays
    as it was.

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
    """Write bytes to a path, all of them or none.

    If writing fails, an earlier file of that name stays as it was.

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
    """Return the name to offer for a table's file: table, newest edition, data kind and ending."""
    origin = table.provenance
    require_style(style)
    return name_of(f"{table.name}{mark_of(origin.editions, origin.data_kind)}", style)


def name_of(stem: str, style: str) -> str:
    """Return a file's name: `cruscotto_`, the given stem and the ending of a style."""
    return f"cruscotto_{stem}{_ENDINGS[style]}"


def mark_of(editions: Iterable[str], kind: str) -> str:
    """Return the part of a file's name that states the newest edition and the kind of data."""
    newest = max(editions, default="")
    return f"{'_' if newest else ''}{newest}{_KIND_MARKS[kind]}"


def _sidecar_of(path: Path) -> Path:
    return path.with_name(path.name + ".json")


@contextmanager
def _aside(target: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """Open a new file in the target's folder, for use in a `with` block.

    At the end of the block the file is removed unless it was renamed.
    """
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
    """Within a `with` block, turn the system's errors on writing into errors of this program.

    Raises:
        DiskFull: the disk or the user's quota is full.
        CannotWrite: the path cannot be written for another reason.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(folder=out.parent) from error
        raise CannotWrite(file=out, why=error.strerror or str(error)) from error
