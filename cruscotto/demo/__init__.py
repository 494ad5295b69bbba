"""Demonstration data: synthetic files in the publishers' formats; equal seeds give equal files.

Each kind of data has a module with one public `write`; `GENERATORS` lists them in the order of
import. Random numbers, territory, budget lines and the manifest have modules of their own, so that
all kinds of data are about the same regions and operations.
"""

from collections.abc import Callable
from pathlib import Path

from cruscotto.demo import earlier_editions
from cruscotto.demo.chance import DEFAULT_SEED
from cruscotto.demo.exchange import certification, exchange
from cruscotto.demo.manifest import Batch, sources
from cruscotto.demo.needs import needs
from cruscotto.demo.operations import operations
from cruscotto.demo.people import comparisons, participations

__all__ = ["DEFAULT_SEED", "GENERATORS", "Batch", "sources", "write"]

GENERATORS: tuple[Callable[[Path, int], list[Path]], ...] = (
    operations.write,
    participations.write,
    comparisons.write,
    earlier_editions.write,
    certification.write,
    exchange.write,
    needs.write,
)


def write(folder: Path, seed: int = DEFAULT_SEED) -> list[Path]:
    """Write all demonstration files and their manifest; return the paths of the files."""
    return [path for generate in GENERATORS for path in generate(folder, seed)]
