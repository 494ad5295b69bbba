"""Compare reported values with targets for 2023, and compute the increase needed each year."""

from dataclasses import dataclass

from cruscotto.kpi.query.result import KpiResult

TARGET_YEAR = 2023


@dataclass(frozen=True)
class Distance:
    """The distance of one indicator from its target, summed over the axes that have a target.

    Attributes:
        indicator: the code of the indicator.
        year: the last year reported.
        value: the cumulative value reported for that year.
        target: the target for 2023.
        needed: the increase needed each year until 2023; `None` where the target is reached or no
            year is left.
        pace: the mean yearly increase since the first year reported; `None` if only one year is
            reported.
        arrived_in: the first year whose value reaches the target; `None` where none does.
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
        """Return the value divided by the target: 1.0 where the value is exactly the target."""
        return self.value / self.target


def distances(achievement: KpiResult) -> list[Distance]:
    """Return each indicator's distance from its target.

    Args:
        achievement: the indicator `reported_target_achievement`, measured by indicator and year.
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
