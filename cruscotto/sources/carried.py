"""The official data that come with the project, so that a new installation needs no download.

The files are in `data/reference/official`, with the publisher's own columns. They are imported and
entered in the ledger like downloaded files.
"""

from datetime import date

from cruscotto.config import REFERENCE
from cruscotto.sources.importing import Batch

EDITION = date(2022, 10, 27)
_FILES = {
    "cohesion_implementation": "cohesion_implementation_2014_2020.csv",
    "cohesion_plans": "cohesion_plans_2014_2020.csv",
    "cohesion_achievements": "cohesion_achievements_2014_2020.parquet",
}


def official_facts() -> list[Batch]:
    """Return the files from which the official data set is built, a batch for each source."""
    folder = REFERENCE / "official"
    return [Batch(source, EDITION, (folder / name,)) for source, name in _FILES.items()]
