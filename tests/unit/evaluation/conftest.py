"""Simulated people with a known effect, shared by the tests of the evaluation package."""

import numpy as np
import pytest

from cruscotto.evaluation.data.columns import Table
from cruscotto.evaluation.data.sample import build_sample


def make_people(n=600, effect=0.5, seed=1, binary=False):
    """People whose treatment and outcome both depend on age, sex and region."""
    draw = np.random.default_rng(seed)
    age, female = draw.integers(0, 4, n).astype(float), draw.integers(0, 2, n).astype(float)
    region = draw.choice(["Lazio", "Puglia", "Umbria"], n)
    index = -0.8 + 0.3 * age - 0.4 * female + 0.5 * (region == "Puglia")
    treated = draw.random(n) < 1 / (1 + np.exp(-index))
    level = 1 + 0.4 * age + 0.3 * female - 0.5 * (region == "Umbria") + effect * treated
    outcome = level + draw.standard_normal(n)
    earlier = level - effect * treated + draw.standard_normal(n)
    if binary:
        outcome = (draw.random(n) < 1 / (1 + np.exp(1 - level / 2))).astype(float)
    return {
        "age": age,
        "female": female,
        "region": region,
        "treated": treated,
        "outcome": outcome,
        "earlier": earlier,
        "course": draw.integers(0, 45, n),
    }


@pytest.fixture
def people():
    """Make people: `people(n=..., effect=..., seed=..., binary=...)`."""
    return make_people


@pytest.fixture
def sample_of():
    """Make the sample an estimator sees from columns of people."""

    def build(columns, outcome="outcome", covariates=("age", "female"), cluster=None):
        table = Table(columns)
        matrix = np.column_stack([table.numbers(name) for name in covariates])
        return build_sample(
            table.numbers(outcome),
            table.indicator("treated"),
            matrix,
            names=tuple(covariates),
            cluster=table.codes(cluster) if cluster else None,
        )

    return build
