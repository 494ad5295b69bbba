"""Regression discontinuity: local linear estimate with windows chosen from the data.

Source: Calonico, Cattaneo and Titiunik 2014 (bias-corrected estimate and its standard error);
Calonico, Cattaneo and Farrell 2020 (windows of least mean squared error, the same for both sides).
The kernel is triangular. The curvature that corrects the estimate is estimated in a wider window,
as in the authors' software `rdrobust`, which gives the same figures on published data.
"""

from dataclasses import dataclass

import numpy as np

from cruscotto.evaluation.errors import RunningTooCoarse
from cruscotto.evaluation.estimators.local_polynomial import Local, Score, covariance, fit_local

LINEAR, QUADRATIC, CUBIC = 1, 2, 3
PILOT = 2.576  # constant of the pilot window for the triangular kernel
REGULARISATION = 3.0
FEWEST_VALUES = 7  # the quartic of the pilot has five coefficients; two more leave residuals
TIES, VALUES_OF_TIES = 0.2, 10  # where so many share a value, pilot windows hold so many values
WIDER = 1 + float(np.sqrt(np.finfo(np.float64).eps))  # so that the farthest person still counts


@dataclass(frozen=True)
class JumpFit:
    """The jump of the outcome at the cutoff.

    Attributes:
        att: bias-corrected estimate.
        se: standard error of `att`, which includes that of the correction.
        conventional: estimate before correction.
        conventional_se: standard error of `conventional`.
        level: fitted outcome at the cutoff on the untreated side, corrected.
        bandwidth: half-width of the window of the estimate.
        bias_bandwidth: half-width of the window of the correction.
        n_treated: people in the window of the estimate on the treated side.
        n_comparison: people in that window on the other side.
        distinct: distinct values of the running variable in that window, on the side with fewer.
    """

    att: float
    se: float
    conventional: float
    conventional_se: float
    level: float
    bandwidth: float
    bias_bandwidth: float
    n_treated: float
    n_comparison: float
    distinct: int


@dataclass(frozen=True)
class _Terms:
    """Constants for the choice of a bandwidth on one side of the cutoff.

    Attributes:
        bias: bias of an estimated derivative, for a bandwidth of one.
        variance: variance of that derivative, for a bandwidth of one.
        noise: variance that the estimate of the bias adds.
    """

    bias: float
    variance: float
    noise: float


@dataclass(frozen=True)
class _Limit:
    """The fitted outcome at the cutoff on one side.

    Attributes:
        corrected: the outcome after the correction of bias.
        corrected_variance: the variance of `corrected`.
        plain: the outcome before the correction of bias.
        plain_variance: the variance of `plain`.
    """

    corrected: float
    corrected_variance: float
    plain: float
    plain_variance: float


def local_linear_rdd(score: Score, bandwidth: float | None = None) -> JumpFit:
    """Estimate the jump at the cutoff by local linear regressions on both sides.

    Estimand: effect on those at the cutoff. Assumption: continuity of the outcome without
    treatment at the cutoff. The interval is the robust one around the bias-corrected estimate.

    Args:
        score: people around the cutoff.
        bandwidth: half-width of both windows; by default those of least mean squared error.

    Raises:
        RunningTooCoarse: too few distinct values of the running variable on a side.
    """
    width, wide = choose_bandwidths(score) if bandwidth is None else (bandwidth, bandwidth)
    below, above = _sides(score)
    left, right = (_limits(side, width, wide) for side in (below, above))
    near = [side.within(width) for side in (below, above)]
    return JumpFit(
        att=right.corrected - left.corrected,
        se=float(np.sqrt(left.corrected_variance + right.corrected_variance)),
        conventional=right.plain - left.plain,
        conventional_se=float(np.sqrt(left.plain_variance + right.plain_variance)),
        level=left.corrected,
        bandwidth=width,
        bias_bandwidth=wide,
        n_treated=float(near[1].count.sum()),
        n_comparison=float(near[0].count.sum()),
        distinct=min(len(np.unique(side.running)) for side in near),
    )


def choose_bandwidths(score: Score) -> tuple[float, float]:
    """Return the half-widths of two windows: of the estimate, and of its bias correction.

    Each half-width has the least mean squared error. The formula of a half-width needs a higher
    derivative of the outcome, which must be fitted in a window chosen before. So four windows are
    chosen in turn: a pilot, the window of the third derivative, the window of the second
    derivative (that of the bias correction), and the window of the estimate.

    Raises:
        RunningTooCoarse: a side has fewer distinct values than the pilot polynomial needs.
    """
    sides = _sides(score)
    reach = float(max(np.abs(side.running).max() for side in sides))
    least = max(_least_width(side, FEWEST_VALUES) for side in sides)
    first_least = max(_least_width(side, _pilot_values(side)) for side in sides)
    distinct = sum(len(np.unique(side.running)) for side in sides)
    pilot = max(min(PILOT * _scale(score) * distinct**-0.2, reach), first_least)
    third = [_terms(side, CUBIC, CUBIC, pilot, _span(side), False) for side in sides]
    first = max(min(_best_width(third, CUBIC), reach), first_least)
    second = [_terms(side, QUADRATIC, QUADRATIC, pilot, first, True) for side in sides]
    bias_width = max(min(_best_width(second, QUADRATIC), reach), least)
    last = [_terms(side, LINEAR, 0, pilot, bias_width, True) for side in sides]
    return max(min(_best_width(last, LINEAR), reach), least), bias_width


def _span(score: Score) -> float:
    return float(np.abs(score.running).max()) * WIDER


def _pilot_values(score: Score) -> int:
    """Return how many distinct values a pilot window needs: more if many people share a value."""
    distinct = len(np.unique(score.running))
    has_ties = 1 - distinct / score.count.sum() >= TIES
    return max(FEWEST_VALUES, min(VALUES_OF_TIES, distinct)) if has_ties else FEWEST_VALUES


def _least_width(score: Score, values: int) -> float:
    """Return the smallest half-width of a window that contains `values` distinct values.

    Where values are coarse, such as ages or points, a half-width found by formula may contain
    fewer.
    """
    distinct = np.unique(np.abs(score.running))
    if len(distinct) < values:
        raise RunningTooCoarse(distinct=len(distinct), needed=FEWEST_VALUES)
    return float(distinct[values - 1]) * WIDER


def _sides(score: Score) -> tuple[Score, Score]:
    return score.side(score.running < 0), score.side(score.running >= 0)


def _scale(score: Score) -> float:
    """Return the spread of the running variable.

    It is the standard deviation, or the normalised interquartile range if that is smaller.
    """
    order = np.argsort(score.running)
    steps = np.cumsum(score.count[order])
    n = steps[-1]
    low, high = (_quantile(score, order, steps, share) for share in (0.25, 0.75))
    mean = score.count @ score.running / n
    deviation = np.sqrt(score.count @ (score.running - mean) ** 2 / (n - 1))
    return float(min(deviation, (high - low) / 1.349) if high > low else deviation)


def _quantile(score: Score, order: np.ndarray, steps: np.ndarray, share: float) -> float:
    """Return a quantile of the running variable over people.

    Where the quantile falls exactly between two values, it is their mean.
    """
    values = score.running[order]
    position = share * steps[-1]
    first = int(np.searchsorted(steps, position * (1 - 1e-12)))
    exactly = abs(steps[first] - position) < 1e-9 * steps[-1]
    second = min(first + 1, len(values) - 1) if exactly else first
    return float((values[first] + values[second]) / 2)


def _terms(
    score: Score, order: int, derivative: int, pilot: float, bias_width: float, noisy: bool
) -> _Terms:
    """Return the bias and variance constants of a derivative of a local polynomial of `order`.

    `noisy` adds the variance of the estimated bias. Without it, a curvature found by chance could
    make the window absurdly wide or narrow (regularisation of Imbens and Kalyanaraman 2012).
    """
    local, wide = fit_local(score, pilot, order), fit_local(score, bias_width, order + 1)
    # back from the scaled distance u: the j-th coefficient carries width**j
    variance = float(local.covariance[derivative, derivative]) * pilot ** (-2.0 * derivative)
    constant = _bias_constant(local, derivative)
    curvature = float(wide.coefficients[order + 1]) * bias_width ** -float(order + 1)
    noise = 0.0
    if noisy:
        spread = wide.covariance[order + 1, order + 1] * bias_width ** (-2.0 * (order + 1))
        noise = REGULARISATION * constant**2 * spread
    rate = 2.0 * (order + 1 - derivative)
    return _Terms(
        bias=float(np.sqrt(rate) * constant * curvature),
        variance=(2 * derivative + 1) * pilot ** (2.0 * derivative + 1) * variance,
        noise=float(rate * noise),
    )


def _bias_constant(local: Local, position: int) -> float:
    """Return the bias of one coefficient of a local polynomial that is one degree too low.

    The term that it lacks is taken to have the coefficient one.
    """
    score = local.score
    power = (score.running / local.width) ** (local.order + 1)
    return float((score.count * power) @ local.loadings(score)[:, position])


def _best_width(terms: list[_Terms], order: int) -> float:
    left, right = terms
    bias = (right.bias - left.bias) ** 2 + right.noise + left.noise
    return float(((left.variance + right.variance) / bias) ** (1 / (2 * order + 3)))


def _limits(score: Score, width: float, wide: float) -> _Limit:
    """Return the fitted outcome at the cutoff on one side, before and after correction of its bias.

    A line within `width` gives the outcome; a parabola within `wide` gives its bias.
    """
    line, bend = fit_local(score, width, LINEAR), fit_local(score, wide, QUADRATIC)
    factor = _bias_constant(line, 0) * (width / wide) ** 2
    # the variance looks at everybody who carries a loading: the wider of the two windows
    near = score.within(max(width, wide))
    own = line.loadings(near)[:, :1]
    corrected = own - factor * bend.loadings(near)[:, 2:]
    return _Limit(
        corrected=float(line.coefficients[0] - factor * bend.coefficients[2]),
        corrected_variance=float(covariance(near, corrected, bend.fitted(near), 3)[0, 0]),
        plain=float(line.coefficients[0]),
        plain_variance=float(covariance(near, own, line.fitted(near), 2)[0, 0]),
    )
