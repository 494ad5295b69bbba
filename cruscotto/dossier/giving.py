"""Log a dossier before it is given out, since it has figures of persons."""

import hashlib

from cruscotto.access import log
from cruscotto.facts import Edition
from cruscotto.kpi.query.selection import Selection


def record(kind: str, code: str, filters: Selection, edition: Edition, content: bytes) -> None:
    """Log that a dossier is given to a reader.

    Args:
        kind: `region`, `authority`, `axis` or `pact`.
        code: code of the subject.
        filters: filters besides the subject.
        edition: the edition that the dossier shows, under the rules of its audience.
        content: the file of the dossier.

    Raises:
        PurposeMissing: figures of persons need a purpose, and none was stated.
    """
    log.record(
        "dossier",
        kind=kind,
        code=code,
        filters=filters.as_dict(),
        edition=edition.file_name,
        audience=str(edition.rules.audience),
        sha256=hashlib.sha256(content).hexdigest(),
    )
