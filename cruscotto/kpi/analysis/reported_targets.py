"""How far reported values are from their targets for 2023, and how fast they would have to go."""

from dataclasses import dataclass

from cruscotto.kpi.query.result import KpiResult

TARGET_YEAR = 2023


@dataclass(frozen=True)
class Distance:
    """An indicator on its way to its target, over the axes that have one.

    Attributes:
        year: the last year reported.
        value: what was reached by then, cumulative.
        target: the target for 2023.
        needed: how much more each year until 2023; `None` where the target is reached.
        pace: how much was added each year since the first year reported.
        arrived_in: the first year whose value reaches the target.
    """

    indicator: str
    year: int
    value: float
    target: float
    needed: float | None
    pace: float | None
    arrived_in: int | None

    @property
    def share(self) -> float:
        """Return which part of the target was reached; above one it is not cut."""
        return self.value / self.target


def distances(achievement: KpiResult) -> list[Distance]:
    """Return each indicator's distance from its target.

    Args:
        achievement: `reported_target_achievement` by indicator and year.
    """
    paths: dict[str, dict[int, tuple[float, float]]] = {}
    for row in achievement.rows:
        indicator, year = row.codes
        if row.numerator is not None and row.denominator:
            reached = (float(row.numerator), float(row.denominator))
            paths.setdefault(indicator, {})[int(year)] = reached
    return [_distance(indicator, path) for indicator, path in sorted(paths.items())]


def _distance(indicator: str, path: dict[int, tuple[float, float]]) -> Distance:
    first, last = min(path), max(path)
    value, target = path[last]
    left = target - value
    return Distance(
        indicator,
        last,
        value,
        target,
        left / (TARGET_YEAR - last) if left > 0 and last < TARGET_YEAR else None,
        (value - path[first][0]) / (last - first) if last > first else None,
        next((year for year in sorted(path) if path[year][0] >= target), None),
    )
