"""The manifest of the demonstration files: their sources and the order of import."""

import json
from datetime import date
from pathlib import Path
from typing import NamedTuple

NAME = "manifest.json"
NOTE = "Dati sintetici generati per dimostrazione. Synthetic data, generated for demonstration."


class Batch(NamedTuple):
    """Files that are imported together, in one call of an importer.

    Attributes:
        source: the importer's name.
        edition: the edition's date, or `None` when the files state it themselves.
        paths: the files, in the order of import.
    """

    source: str
    edition: date | None
    paths: list[Path]


def record(folder: Path, batches: list[Batch], seed: int) -> None:
    """Write batches to the manifest; they replace earlier entries with the same sources."""
    written = {batch.source for batch in batches}
    kept = [entry for entry in _entries(folder) if entry["source"] not in written]
    entries = kept + [_entry(folder, batch) for batch in batches]
    text = json.dumps(
        {"is_synthetic": True, "note": NOTE, "seed": seed, "batches": entries}, indent=2
    )
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def sources(folder: Path) -> list[Batch]:
    """Return the demonstration files in a folder, in the order of import.

    Raises:
        FileNotFoundError: no demonstration data were written to the folder.
    """
    if not (folder / NAME).exists():
        raise FileNotFoundError(folder / NAME)
    return [_batch(folder, entry) for entry in _entries(folder)]


def _entries(folder: Path) -> list[dict[str, object]]:
    path = folder / NAME
    if not path.exists():
        return []
    entries: list[dict[str, object]] = json.loads(path.read_text("utf-8"))["batches"]
    return entries


def _entry(folder: Path, batch: Batch) -> dict[str, object]:
    return {
        "source": batch.source,
        "edition": batch.edition.isoformat() if batch.edition else None,
        "files": [str(path.relative_to(folder)) for path in batch.paths],
    }


def _batch(folder: Path, entry: dict[str, object]) -> Batch:
    edition, files = entry["edition"], entry["files"]
    assert isinstance(files, list)
    return Batch(
        source=str(entry["source"]),
        edition=date.fromisoformat(str(edition)) if edition else None,
        paths=[folder / name for name in files],
    )
