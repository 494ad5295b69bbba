"""Funnels that know how far places differ anyway, and places whose unemployment is known."""

import numpy as np
import pytest
import scipy

from cruscotto.evaluation import funnel_limits, overdispersion
from cruscotto.evaluation.judgement import funnel_and_shrinkage as league
from cruscotto.kpi.analysis.labour_market import expect_by_unemployment


def test_what_pulling_in_takes_is_given_back():
    end = scipy.stats.norm.ppf(0.9)
    inside = 0.8 - 2 * end * scipy.stats.norm.pdf(end)
    assert pytest.approx(inside + 0.2 * end**2, abs=1e-5) == league.PULLED_IN


def scored_by_hand(gaps, errors):
    """Spiegelhalter's estimates, written apart: sorted, pulled in, summed."""
    z = sorted(g / e for g, e in zip(gaps, errors, strict=True))

    def quantile(share):
        place = share * (len(z) - 1)
        low = int(place)
        return z[low] + (place - low) * (z[min(low + 1, len(z) - 1)] - z[low])

    low, high = quantile(0.1), quantile(0.9)
    scatter = sum(min(max(one, low), high) ** 2 for one in z) / 0.67865
    weights = [1 / e**2 for e in errors]
    room = sum(weights) - sum(w * w for w in weights) / sum(weights)
    freedom = len(z) - 1
    return max(1.0, scatter / freedom) ** 0.5, max(0.0, (scatter - freedom) / room) ** 0.5


@pytest.mark.parametrize("between", [0.0, 0.05])
def test_both_forms_are_those_computed_by_hand(between):
    draw = np.random.default_rng(4)
    errors = draw.uniform(0.005, 0.03, 21)
    gaps = draw.standard_normal(21) * np.hypot(errors, between)
    found = overdispersion(gaps, errors)
    assert (found.factor, found.between) == pytest.approx(scored_by_hand(gaps, errors))


@pytest.mark.parametrize(("form", "most"), [("added", 0.01), ("multiplied", 0.03)])
def test_null_worlds_hardly_flag_anybody_at_99_8(form, most):
    """2,000 worlds of 21 places that differ as places usually do, and nobody more."""
    draw = np.random.default_rng(99)
    flagged = 0
    for _ in range(2000):
        errors = draw.uniform(0.004, 0.03, 21)
        rates = 0.5 + 0.06 * draw.standard_normal(21) + errors * draw.standard_normal(21)
        extra = overdispersion(rates - 0.5, errors)
        limits = funnel_limits(0.5, errors, extra, form)
        flagged += sum(
            not one.low_998 <= rate <= one.high_998 for one, rate in zip(limits, rates, strict=True)
        )
    assert flagged / (2000 * 21) <= most


def test_without_it_nearly_every_place_would_be_flagged():
    draw = np.random.default_rng(98)
    errors = draw.uniform(0.004, 0.008, 21)
    rates = 0.5 + 0.06 * draw.standard_normal(21)
    plain = funnel_limits(0.5, errors)
    outside = [
        not one.low_998 <= rate <= one.high_998 for one, rate in zip(plain, rates, strict=True)
    ]
    assert np.mean(outside) > 0.6


def test_a_place_far_from_all_others_is_still_found():
    draw = np.random.default_rng(97)
    errors = np.full(21, 0.01)
    rates = 0.5 + 0.02 * draw.standard_normal(21)
    rates[7] = 0.30
    limits = funnel_limits(0.5, errors, overdispersion(rates - 0.5, errors))
    outside = [n for n, one in enumerate(limits) if not one.low_998 <= rates[n] <= one.high_998]
    assert outside == [7]


def test_places_that_chance_explains_keep_their_plain_limits():
    errors = np.full(12, 0.02)
    gaps = 0.015 * np.tile([1.0, -1.0], 6)
    extra = overdispersion(gaps, errors)
    assert (extra.factor, extra.between) == (1.0, 0.0)
    assert funnel_limits(0.4, errors, extra) == funnel_limits(0.4, errors)


# ---------------------------------------------------------------- unemployment
def places(n=21, slope=-0.03):
    draw = np.random.default_rng(6)
    unemployment, errors = draw.uniform(2, 16, n), np.full(n, 0.008)
    rates = 0.7 + slope * unemployment + 0.01 * draw.standard_normal(n)
    return rates, errors, unemployment


def test_a_place_in_line_with_its_unemployment_is_as_expected():
    rates, errors, unemployment = places()
    expected = expect_by_unemployment(rates, errors, unemployment)
    assert not any(one.is_outside(rate) for one, rate in zip(expected, rates, strict=True))
    lowest = int(np.argmin(rates))
    assert expected[lowest].rate == pytest.approx(0.7 - 0.03 * unemployment[lowest], abs=0.01)


def test_a_place_that_its_unemployment_does_not_explain_stands_out():
    rates, errors, unemployment = places()
    rates[3] -= 0.15
    expected = expect_by_unemployment(rates, errors, unemployment)
    assert [n for n, one in enumerate(expected) if one.is_outside(rates[n])] == [3]


def test_too_few_places_have_no_line():
    rates, errors, unemployment = places(n=7)
    assert expect_by_unemployment(rates, errors, unemployment) is None
