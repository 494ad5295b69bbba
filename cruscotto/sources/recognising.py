"""Recognise the source of a file by the columns that it must have, or by its name."""

import csv
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet

from cruscotto.errors import CruscottoError
from cruscotto.sources.files.copies import as_read
from cruscotto.sources.files.spreadsheets import first_rows, is_spreadsheet
from cruscotto.sources.files.tabular import DELIMITERS, canonical, first_line
from cruscotto.sources.importers import IMPORTERS, expected_columns, known_columns
from cruscotto.sources.puc.names import why_ignored
from cruscotto.sources.puc.package import NAME as EXCHANGE


def recognised(path: Path) -> list[str]:
    """Return the keys of the sources that a file may come from; empty if there are none.

    A file may come from a source if it has every column that the source requires. The source that
    knows most of the file's columns is the likeliest and comes first. Exchange files, also within
    an archive, are recognised by their names.
    """
    if zipfile.is_zipfile(path) and not is_spreadsheet(path):
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
        return [EXCHANGE] if any(why_ignored(name) is None for name in names) else []
    headers = [set(map(canonical, row)) for row in _headers(path)]
    fitting = {}
    for source in (name for name in IMPORTERS if name != EXCHANGE):
        wanted = set(map(canonical, expected_columns(source)))
        for header in headers:
            if wanted <= header:
                fitting[source] = len(header & set(map(canonical, known_columns(source))))
    found = sorted(fitting, key=lambda source: -fitting[source])
    return found or ([EXCHANGE] if why_ignored(path.name) is None else [])


def _headers(path: Path) -> Iterator[list[str]]:
    """Yield the rows of a file that may be its header.

    For a text they are the first line, split by each delimiter; for a workbook, the first rows of
    its sheets; for a Parquet file, its columns.
    """
    try:
        if is_spreadsheet(path):
            yield from first_rows(path)
            return
        with path.open("rb") as file:
            is_parquet = file.read(4) == b"PAR1"
        if is_parquet:
            yield parquet.read_schema(path).names
            return
        with ExitStack() as stack:
            line = first_line(as_read(path, (), None, stack))
        for mark in DELIMITERS:
            yield from csv.reader([line], delimiter=mark)
    except (CruscottoError, OSError, csv.Error, pa.ArrowException):
        return  # the trial reports what is wrong with the file
