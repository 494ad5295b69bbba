"""Write demonstration operations as OpenCoesione's project files (“tracciato esteso”).

There is one file per period and edition: UTF-8 with BOM, `;`, every field quoted, decimal comma,
YYYYMMDD. Later editions have more operations, larger amounts and later statuses. Every key starts
with `SINT-`, every title with `[SINTETICO]`; bodies are fictional and no person is named.
"""

from datetime import date
from pathlib import Path

import numpy as np

from cruscotto.demo import manifest
from cruscotto.demo.chance import DEFAULT_SEED, stream
from cruscotto.demo.operations import layouts
from cruscotto.demo.operations.flaws import Flaws, corrupt, with_extra_rows
from cruscotto.demo.operations.layouts import Layout
from cruscotto.demo.operations.lookup import where_line
from cruscotto.demo.operations.portfolio import Portfolio, whole_portfolio
from cruscotto.demo.operations.snapshot import snapshot
from cruscotto.demo.operations.tracciato import columns
from cruscotto.demo.territory.programmes import FIRST, SECOND

SOURCE = "opencoesione"
EDITIONS = (date(2025, 12, 31), date(2026, 4, 30), date(2026, 8, 31))
NEWEST = EDITIONS[-1]
PERIODS = (FIRST, SECOND)
BROKEN_FIELDS = 37  # of the line cut short

EARLIER_FLAWS = {FIRST: Flaws(dates=44, amounts=9, keyless=1), SECOND: Flaws(dates=14, amounts=5)}
NEWEST_FLAWS = {
    FIRST: Flaws(dates=60, amounts=16, keyless=2, duplicates=1, broken=1),
    SECOND: Flaws(dates=24, amounts=8, keyless=1),
}


def write(folder: Path, seed: int = DEFAULT_SEED) -> list[Path]:
    """Write a file for every period and edition, and enter the files in the manifest.

    Args:
        folder: the folder to write to; created if it does not exist.
        seed: the seed of the random numbers; equal seeds give equal files.

    Returns:
        The files in the order of import, oldest edition first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    whole = whole_portfolio(seed)
    batches = [
        manifest.Batch(
            SOURCE,
            edition,
            [_write_file(folder, whole, period, edition, seed) for period in PERIODS],
        )
        for edition in EDITIONS
    ]
    manifest.record(folder, batches, seed)
    return [path for batch in batches for path in batch.paths]


def _write_file(folder: Path, whole: Portfolio, period: str, edition: date, seed: int) -> Path:
    rng = stream(seed, "flaws", period, edition.isoformat())
    plan = (NEWEST_FLAWS if edition == NEWEST else EARLIER_FLAWS)[period]
    cut = snapshot(whole, period, np.datetime64(edition))
    is_esf = where_line(whole, cut, lambda line: line.is_esf)
    places, keyless = with_extra_rows(is_esf & (whole.flag[cut.rows] == 0), plan, rng)
    filled = {name: column.take(places) for name, column in columns(whole, cut).items()}
    public = whole.money.public[cut.rows][places]
    table = _layout(period, edition).table(corrupt(filled, plan, keyless, public, rng), places.size)
    path = folder / f"sintetico_progetti_esteso_{period}_{edition:%Y%m%d}.csv"
    after = places.size // 3
    broken = layouts.first_fields(table, after, BROKEN_FIELDS) * plan.broken
    layouts.write_csv(path, table, broken, after)
    return path


def _layout(period: str, edition: date) -> Layout:
    """Return an edition's layout: 199 columns before the newest edition, then 201 or 202."""
    if edition < NEWEST:
        return layouts.OLDER
    return layouts.newer(added=2 if period == FIRST else 3)
