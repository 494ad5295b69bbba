"""The health of the published warehouse: whether it can be read, its age, its size."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from cruscotto.config import settings
from cruscotto.errors import DamagedWarehouse, NoWarehouse
from cruscotto.warehouse.checking import room
from cruscotto.warehouse.publish import published_path, stamp_of
from cruscotto.warehouse.reading import ask, reader

# An exact total beside figures with noise would give some of the noise away.
ROUNDED_TO = 100


@dataclass(frozen=True)
class Health:
    """Facts about the warehouse for a program that monitors the server.

    They are given without sign-in, so they contain nothing secret.

    Attributes:
        status: `ok`, `degraded` (pages work, but somebody should look) or `unavailable`.
        reasons: the names of the reasons why the status is not `ok`.
        edition: the newest edition among the imported files.
        age_days: the days since that edition.
        published_at: when the published version was made.
        operations: the number of operations in the current edition.
        participations: the number of participations in the current edition, rounded to hundreds.
    """

    status: str
    reasons: tuple[str, ...] = ()
    edition: date | None = None
    age_days: int | None = None
    published_at: datetime | None = None
    operations: int | None = None
    participations: int | None = None

    @property
    def answers(self) -> bool:
        """Return whether the warehouse can be read, so that pages work."""
        return self.status != "unavailable"

    def as_dict(self) -> dict[str, Any]:
        """Return the facts that are known as a dictionary for JSON."""
        made = self.published_at
        facts = {
            "edition": self.edition.isoformat() if self.edition else None,
            "age_days": self.age_days,
            "published_at": made.isoformat("T", "seconds") if made else None,
            "rows": {"operations": self.operations, "participations": self.participations},
        }
        answer = {"status": self.status, "reasons": list(self.reasons)}
        return answer | (facts if self.answers else {})


def health(link: Path, today: date) -> Health:
    """Return the health of the version that is published now.

    If nothing is published, or the file is damaged, the status is `unavailable`. No error is
    raised.
    """
    try:
        row = ask(reader(link), "health")[0]
    except NoWarehouse:
        return Health("unavailable", ("no_warehouse",))
    except (DamagedWarehouse, duckdb.Error):
        return Health("unavailable", ("damaged_warehouse",))
    age = (today - row["edition"]).days if row["edition"] else None
    reasons = tuple(_reasons(link, age))
    people = round(row["participations"] / ROUNDED_TO) * ROUNDED_TO
    return Health(
        "degraded" if reasons else "ok",
        reasons,
        row["edition"],
        age,
        _made_at(link),
        row["operations"],
        people,
    )


def _reasons(link: Path, age: int | None) -> list[str]:
    reasons = []
    if age is None:
        reasons.append("no_file")
    elif age > settings().old_after_days:
        reasons.append("old_edition")
    free, needed = room(link)
    if free < needed:
        reasons.append("little_room")
    return reasons


def _made_at(link: Path) -> datetime | None:
    path = published_path(link)
    if path is None:
        return None
    stamp = stamp_of(path)
    return datetime.fromtimestamp(stamp / 1e9 if stamp >= 0 else path.stat().st_mtime, UTC)
