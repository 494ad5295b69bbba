"""Account for the tracciati that the protocol knows and nobody reads here: counted, never opened.

Their records are out of scope, as a file of them says in the ledger; what they hold may name
persons and does not reach the warehouse.
"""

from datetime import date
from hashlib import sha256
from pathlib import Path

import duckdb

from cruscotto.model.puc import TRACCIATI
from cruscotto.sources.files.scanning import CHUNK
from cruscotto.sources.files.tabular import first_line
from cruscotto.sources.puc.package import NAME, PucFile, edition_of
from cruscotto.warehouse import ledger
from cruscotto.warehouse.ledger import FileReport

REASON = "tracciato_not_read"
SYNTHETIC = "SINT-"
# How the first field is called where the first line names the fields.
HEADED = "COD_"


def check(path: Path, code: str) -> PucFile:
    """Look at a file that will not be read.

    Raises:
        FileNotReadable, EmptyFile, BinaryFile.
    """
    digest, has_header = sha256(), first_line(path).upper().startswith(HEADED)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return PucFile(
        path,
        "csv",
        (),
        digest.hexdigest(),
        tracciato=code,
        has_header=has_header,
        edition=edition_of(path),
    )


def load(con: duckdb.DuckDBPyConnection, file: PucFile, edition: date) -> FileReport:
    """Enter the account of a file whose records are all out of scope."""
    lines, is_synthetic = _count(file)
    records = lines - file.has_header
    common = next(iter(TRACCIATI.values()))
    report = FileReport(
        file_id=f"{NAME}_{file.tracciato.lower()}-{edition:%Y%m%d}-{file.sha256[:16]}",
        source=NAME,
        file_name=file.path.name,
        sha256=file.sha256,
        publisher=common.publisher,
        licence=common.licence,
        edition=edition,
        read=records,
        out_of_scope={REASON: records} if records else {},
        is_synthetic=is_synthetic,
    )
    ledger.write(con, report)
    return report


def _count(file: PucFile) -> tuple[int, bool]:
    """Count lines with something in them, and say whether a record is a demonstration's."""
    lines, is_synthetic, is_blank = 0, False, True
    with file.path.open("rb") as handle:
        while line := handle.readline(CHUNK):
            is_synthetic |= is_blank and line.startswith(SYNTHETIC.encode())
            is_blank &= not line.strip()
            if line.endswith(b"\n"):
                lines, is_blank = lines + (not is_blank), True
    return lines + (not is_blank), is_synthetic
