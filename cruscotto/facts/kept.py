"""Find the version that a link cites, by the day of its newest edition and by its mark.

The mark is the beginning of the version's checksum. It does not change when the version is restored
from a backup. Several versions may have the same day, for example if a file of persons is added to
an edition. Versions withdrawn by a rollback are not found. Versions made with another salt are not
found either: one figure would be shown with two different noises.
"""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from cruscotto.disclosure.thresholds import Rules
from cruscotto.errors import CruscottoError
from cruscotto.facts import figures
from cruscotto.facts.edition import Edition, remembered
from cruscotto.kpi.registry.money import OPERATIONS_COUNT
from cruscotto.kpi.registry.reported import REPORTED_PLANNED_EUR
from cruscotto.warehouse.publish import stamp_of, sum_path, version_files, withdrawn_path
from cruscotto.warehouse.versions import has_salt_of

MARK_LENGTH = 8


@remembered(16)
def newest_day(edition: Edition) -> str:
    """Return the day (ISO) of the newest edition in a version; empty if there is none."""
    counted = figures.measure(edition, OPERATIONS_COUNT)
    kpi = OPERATIONS_COUNT if counted.value() else REPORTED_PLANNED_EUR
    return max(figures.measure(edition, kpi).editions, default="")


def mark(edition: Edition) -> str:
    """Return the mark of a version, eight characters; empty if the version has no checksum."""
    return _mark(Path(edition.path))


def _mark(version: Path) -> str:
    with suppress(OSError):
        return sum_path(version).read_text("ascii")[:MARK_LENGTH]
    return ""


def rules_mark(rules: Rules) -> str:
    """Return a mark of eight characters that changes whenever the disclosure rules change."""
    return sha256(rules.model_dump_json().encode()).hexdigest()[:MARK_LENGTH]


def find(link: Path, published: Edition, day: str, version_mark: str = "") -> Edition | None:
    """Return the kept version that a link cites; `None` if there is none.

    Args:
        link: the warehouse's path.
        published: the version published at this path.
        day: the day (ISO) of the version's newest edition, as the link states it.
        version_mark: the mark of the version, as the link states it. If it is empty, or if no
            version of that day has it, the newest version of that day is returned.
    """
    of_day = [edition for edition in _kept(link, published) if newest_day(edition) == day]
    exact = [edition for edition in of_day if version_mark and mark(edition) == version_mark]
    return next(iter(exact or of_day), None)


def days(link: Path, published: Edition) -> list[str]:
    """Return the days (ISO) of the newest editions of all versions that links can cite.

    The newest day comes first.
    """
    return sorted({newest_day(edition) for edition in _kept(link, published)}, reverse=True)


def _kept(link: Path, published: Edition) -> list[Edition]:
    """Return the versions that may be shown: the published version, then older versions."""
    current = Path(published.path)
    found = [published]
    for version in version_files(link):
        is_older = stamp_of(version) < stamp_of(current) and not withdrawn_path(version).exists()
        if is_older and has_salt_of(version, current):
            with suppress(CruscottoError):  # damaged, of an older layout, or gone since we looked
                edition = Edition.kept(version)
                newest_day(edition)
                found.append(edition)
    return found
