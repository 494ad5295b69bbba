"""Participants whom no comparison person resembles are neither few nor without an outcome."""

import numpy as np
import pytest

from cruscotto.evaluation.errors import NobodyAlike
from cruscotto.i18n import error_sentence
from cruscotto.impact.answers import assess_alike
from cruscotto.impact.choice import COVARIATES, TREATED, Choice
from cruscotto.impact.people import COUNT, LeftOut, People, Rows, comparable


def everybody(sexes: dict[str, tuple[int, int]]) -> People:
    """Return people who differ by sex only: participants and others of each."""
    levels = tuple(sexes)
    cells = [(place, arm, n) for place, s in enumerate(levels) for arm, n in enumerate(sexes[s])]
    place, arm, count = (np.array(column) for column in zip(*cells, strict=True))
    codes = {name: np.zeros(len(cells), dtype=np.int64) for name in COVARIATES}
    codes["sex_code"] = place
    rows = Rows(codes, {COUNT: count.astype(float), TREATED: arm.astype(float)})
    none = rows.where(np.zeros(len(cells), dtype=bool))
    parts = {"row": np.arange(len(cells), dtype=float)}
    named = {name: ("A",) for name in COVARIATES} | {"sex_code": levels}
    return People(rows, parts, none, named, True, "2026-08-31", LeftOut(), rows, {})


def test_a_group_that_nobody_resembles_is_refused_for_that():
    people = everybody({"F": (40, 60), "X": (2, 300)}).at_level("sex_code", "X")
    assert people.count(treated=True) == 300
    alike, kept = comparable(people)
    with pytest.raises(NobodyAlike) as refused:
        assess_alike(alike, Choice(), kept)
    assert kept == 0.0
    assert "almeno 10 persone di confronto" in error_sentence(refused.value, "it")
