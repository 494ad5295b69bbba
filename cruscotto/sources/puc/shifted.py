"""Make the engine refuse lines with an extra field, due to a separator within a text.

The engine ignores blank fields after the last column. So it would read a line with its fields
shifted where the line has an extra field and ends with a separator.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from cruscotto.model.puc.parts import SEPARATOR
from cruscotto.sources.puc.package import PucFile
from cruscotto.warehouse.file_report import Refused

# No text holds this: a field of it after the last one makes the engine refuse the line.
MARK = "\x01"


@contextmanager
def broken_apart(file: PucFile) -> Iterator[PucFile]:
    """Yield a copy of a file in which the engine refuses lines with an extra field.

    The copy exists within the `with` block and has the same lines, so line numbers in the ledger
    are those of the file. A file without such lines is not copied.
    """
    if not file.has_shifted:
        yield file
        return
    with TemporaryDirectory() as folder:
        copy = Path(folder) / file.path.name
        separator, mark = SEPARATOR.encode(), MARK.encode()
        with file.path.open("rb") as source, copy.open("wb") as target:
            for line in source:
                text = line.rstrip(b"\r\n")
                is_shifted = text.endswith(separator) and text.count(separator) >= len(file.columns)
                target.write(text + mark + line[len(text) :] if is_shifted else line)
        yield replace(file, path=copy)


def as_found(broken: list[Refused]) -> list[Refused]:
    """Return broken records without the mark that `broken_apart` adds to their text."""
    return [replace(r, original_text=r.original_text.removesuffix(MARK)) for r in broken]
