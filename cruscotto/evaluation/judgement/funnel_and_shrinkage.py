"""Methods for many estimates together: multiplicity, shrinkage, funnel limits, overdispersion.

The estimates are of comparable units, such as regions or bodies. Without these methods chance would
be read as a difference: in a table of regions some region is always first and some region last.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy

from cruscotto.evaluation.data.columns import Array


@dataclass(frozen=True)
class Pooled:
    """The average of the estimates of several units, such as regions (random effects).

    Attributes:
        mean: average effect over units.
        mean_se: standard error of the average.
        between: standard deviation of the true effects between units.
        i_squared: share of the variation between estimates that chance does not explain.
    """

    mean: float
    mean_se: float
    between: float
    i_squared: float


@dataclass(frozen=True)
class Shrunken:
    """The estimate of one unit, such as a region, shrunk towards the average of all units.

    Attributes:
        value: shrunken estimate.
        low: lower limit of its interval.
        high: upper limit of its interval.
        reliability: weight of the unit's own data, 0 to 1.
    """

    value: float
    low: float
    high: float
    reliability: float


@dataclass(frozen=True)
class FunnelLimits:
    """Limits within which 95 % and 99.8 % of estimates lie if their true value is the average."""

    low_95: float
    high_95: float
    low_998: float
    high_998: float


@dataclass(frozen=True)
class Overdispersion:
    """How far units, such as regions, differ from one another beyond chance.

    Attributes:
        factor: factor that widens each unit's standard error (multiplicative form); 1 if chance
            explains all differences.
        between: standard deviation between units (additive form); 0 if chance explains all
            differences.
        freedom: degrees of freedom of the estimate; infinite if chance explains all differences.
    """

    factor: float = 1.0
    between: float = 0.0
    freedom: float = np.inf

    def quantile(self, level: float) -> float:
        """Return the distance of a limit from the average, in standard errors.

        The distance is greater if overdispersion was estimated from few places.
        """
        if np.isinf(self.freedom):
            return float(scipy.special.ndtri(level))
        return float(scipy.special.stdtrit(self.freedom, level))


Form = Literal["added", "multiplied"]
WINSORISED = 0.10
NEAR, FAR = 0.975, 0.999  # of the limits of 95 % and 99.8 %
# Mean square of standard normal scores winsorised at those percentiles.
PULLED_IN = 0.67865


def adjust_p_values(p_values: Array) -> Array:
    """Adjust p-values for the number of tests, to control the share of false discoveries.

    Among tests with an adjusted p-value below 5 %, at most 5 % are expected to be false
    discoveries. Source: Benjamini and Hochberg 1995; valid for independent or positively dependent
    tests.
    """
    order = np.argsort(p_values)[::-1]
    ranks = np.arange(len(p_values), 0, -1)
    stepped = np.minimum.accumulate(p_values[order] * len(p_values) / ranks)
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted


def pool(estimates: Array, errors: Array) -> Pooled:
    """Return the average of the estimates of several units whose true effects may differ.

    Source: DerSimonian and Laird 1986 (method of moments for the variance between units).
    """
    weights = errors**-2.0
    centre = weights @ estimates / weights.sum()
    scatter = float(weights @ (estimates - centre) ** 2)
    freedom = len(estimates) - 1
    room = weights.sum() - (weights @ weights) / weights.sum()
    between = max(0.0, (scatter - freedom) / room) if freedom else 0.0
    full = 1 / (errors**2 + between)
    return Pooled(
        mean=float(full @ estimates / full.sum()),
        mean_se=float(full.sum() ** -0.5),
        between=float(np.sqrt(between)),
        i_squared=max(0.0, 1 - freedom / scatter) if scatter > 0 else 0.0,
    )


def shrink(estimates: Array, errors: Array, confidence: float = 0.95) -> tuple[Shrunken, ...]:
    """Shrink each unit's estimate towards the average of all units (empirical Bayes).

    The variance between units is estimated as in DerSimonian and Laird, often from few units. So
    estimates are shrunk less, and intervals are wider, than if the variance were known. Source:
    Morris 1983, equations 4.1 to 4.3, for unequal variances. This correction needs four units; with
    fewer units the plain normal posterior is used.
    """
    pooled, places = pool(estimates, errors), len(estimates)
    total = errors**2 + pooled.between**2
    correction = (places - 3) / (places - 1) if places > 3 else 1.0
    drawn = correction * errors**2 / total
    gaps = estimates - pooled.mean
    variance = errors**2 * (1 - drawn) + (drawn * pooled.mean_se) ** 2
    if places > 3:
        typical = float((errors**2 / total).sum() / (1 / total).sum())
        variance += 2 / (places - 3) * drawn**2 * (typical + pooled.between**2) / total * gaps**2
    values = estimates - drawn * gaps
    reach = scipy.special.ndtri((1 + confidence) / 2) * np.sqrt(variance)
    return tuple(
        Shrunken(float(v), float(v - r), float(v + r), float(1 - d))
        for v, r, d in zip(values, reach, drawn, strict=True)
    )


def overdispersion(gaps: Array, errors: Array, lost: int = 1) -> Overdispersion:
    """Measure how far the units compared (regions or bodies) differ beyond chance.

    Args:
        gaps: each unit's estimate less its expected value.
        errors: standard error of each gap, by chance alone.
        lost: degrees of freedom used by the expected values.

    Source: Spiegelhalter 2005, sections 4 and 5. Z-scores are winsorised at their tenth and
    ninetieth percentile, so that unusual units do not widen the limits that should detect them.
    Winsorising also lowers the variation due to chance; `PULLED_IN` corrects for that.
    """
    places = len(gaps)
    if places <= lost + 1:
        return Overdispersion()
    z = gaps / errors
    pulled = np.clip(z, *np.quantile(z, (WINSORISED, 1 - WINSORISED)))
    scatter = float(pulled @ pulled) / PULLED_IN
    freedom = places - lost
    if scatter <= freedom:
        return Overdispersion()
    weights = errors**-2.0
    room = weights.sum() - weights @ weights / weights.sum()
    return Overdispersion(
        factor=float(np.sqrt(scatter / freedom)),
        between=float(np.sqrt((scatter - freedom) / room)),
        freedom=float(freedom),
    )


def funnel_limits(
    average: float | Array, errors: Array, extra: Overdispersion | None = None, form: Form = "added"
) -> tuple[FunnelLimits, ...]:
    """Return the 95 % and 99.8 % limits around an average, for each unit's standard error.

    Args:
        average: the expected value, one for all units or one per unit.
        errors: the standard error of each unit.
        extra: the overdispersion; when left out, units differ by chance only.
        form: `added` adds the overdispersion to each unit's variance; `multiplied` multiplies each
            standard error.

    Source: Spiegelhalter 2005. Of twenty units one is expected outside 95 % by chance alone, so
    only units outside 99.8 % are marked in colour.
    """
    extra = extra or Overdispersion()
    widened = errors * extra.factor if form == "multiplied" else np.hypot(errors, extra.between)
    near, far = (extra.quantile(level) * widened for level in (NEAR, FAR))
    centre = np.broadcast_to(average, np.shape(errors)).astype(np.float64)
    return tuple(
        FunnelLimits(c - n, c + n, c - f, c + f)
        for c, n, f in zip(centre.tolist(), near.tolist(), far.tolist(), strict=True)
    )
