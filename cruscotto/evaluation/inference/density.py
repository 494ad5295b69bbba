"""Test whether the density of the running variable jumps at the cutoff, a sign of manipulation.

A fine histogram is smoothed on each side of the cutoff by a local linear regression. The statistic
is the difference of the logarithms of the two smoothed heights at the cutoff. Source: McCrary 2008.
"""

from dataclasses import dataclass

import numpy as np
import scipy

from cruscotto.evaluation.data.columns import Array

BANDWIDTH_CONSTANT = 3.348  # McCrary 2008, section 3.2, triangular kernel
FEWEST_BINS = 6  # a side with fewer cannot be smoothed


@dataclass(frozen=True)
class DensityJump:
    """A test of the density at the cutoff.

    The difference is the log density on the treated side less that on the untreated side.
    """

    log_difference: float
    se: float
    t_value: float
    p_value: float


@dataclass(frozen=True, eq=False)
class _Histogram:
    middles: Array
    heights: Array
    bin_width: float


def check_density(running: Array, count: Array) -> DensityJump | None:
    """Test whether the density of the running variable jumps at zero.

    Args:
        running: distance from the cutoff, positive on the treated side.
        count: number of people of each row.

    Returns:
        The test, or `None` if a side has too few bins or people to be smoothed.
    """
    n = float(count.sum())
    histogram = _histogram(running, count)
    sides = [_side(histogram, histogram.middles < 0), _side(histogram, histogram.middles > 0)]
    if min(len(side.middles) for side in sides) < FEWEST_BINS:
        return None
    width = float(np.mean([_bandwidth(side) for side in sides]))
    heights = [_height_at_zero(side, width) for side in sides]
    if any(height is None or height <= 0 for height in heights):
        return None
    below, above = (float(height) for height in heights if height is not None)
    difference = float(np.log(above) - np.log(below))
    error = float(np.sqrt(24 / 5 / (n * width) * (1 / above + 1 / below)))
    return DensityJump(
        difference,
        error,
        difference / error,
        float(2 * scipy.special.ndtr(-abs(difference) / error)),
    )


def _histogram(running: Array, count: Array) -> _Histogram:
    """Count people in bins whose edges include zero."""
    n = count.sum()
    mean = count @ running / n
    deviation = float(np.sqrt(count @ (running - mean) ** 2 / (n - 1)))
    width = _bin_width(running, 2 * deviation / np.sqrt(n))
    bins = np.floor(running / width + 1e-9).astype(np.int64)  # 1e-9: a value on an edge stays
    first = bins.min()
    heights = np.bincount(bins - first, weights=count) / (n * width)
    return _Histogram((np.arange(len(heights)) + first + 0.5) * width, heights, width)


def _bin_width(running: Array, wanted: float) -> float:
    """Return a bin width of at least `wanted`.

    For a discrete variable the width is a multiple of the smallest step between its values.
    Otherwise bins between two values would always be empty.
    """
    distinct = np.unique(running)
    step = float(np.diff(distinct).min()) if len(distinct) > 1 else wanted
    if step < wanted / 20:
        return wanted
    return float(np.ceil(wanted / step - 1e-9) * step)


def _side(histogram: _Histogram, rows: np.ndarray) -> _Histogram:
    return _Histogram(histogram.middles[rows], histogram.heights[rows], histogram.bin_width)


def _bandwidth(side: _Histogram) -> float:
    """Return a rule-of-thumb width for one side, from a quartic fitted to the side's histogram."""
    span = float(np.abs(side.middles).max())
    scaled = side.middles / span
    powers = scaled[:, None] ** np.arange(5)
    coefficients = np.linalg.lstsq(powers, side.heights, rcond=None)[0]
    residual = side.heights - powers @ coefficients
    variance = residual @ residual / (len(scaled) - 5)
    curvature = (2 * coefficients[2] + 6 * coefficients[3] * scaled) / span**2
    curvature = curvature + 12 * coefficients[4] * scaled**2 / span**2
    ratio = variance * span / max(float(curvature @ curvature), 1e-300)
    return float(np.clip(BANDWIDTH_CONSTANT * ratio**0.2, 3 * side.bin_width, span))


def _height_at_zero(side: _Histogram, width: float) -> float | None:
    kernel = np.maximum(1 - np.abs(side.middles) / width, 0.0)
    if (kernel > 0).sum() < 3:
        return None
    powers = np.column_stack([np.ones(len(kernel)), side.middles / width])
    product = powers.T @ (kernel[:, None] * powers)
    return float(np.linalg.solve(product, powers.T @ (kernel * side.heights))[0])
