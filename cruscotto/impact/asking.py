"""Ask one question of the columns of a file: the right shape of data for the design, then judge."""

from dataclasses import replace
from typing import Any

import numpy as np

from cruscotto.errors import WrongValue
from cruscotto.evaluation import (
    Assessment,
    Cells,
    Design,
    EvaluationError,
    RegressionDiscontinuity,
    TwoArms,
    assess,
    assess_by,
    cell_plan,
    widen,
)
from cruscotto.evaluation.data.columns import Table
from cruscotto.evaluation.errors import PeriodsWithoutOrder
from cruscotto.impact.files import MANY, Reading
from cruscotto.impact.request import Request, design_of
from cruscotto.sources.values.periods import calendar_of

Data = dict[str, Any] | Cells


def prepare(request: Request, reading: Reading, by: str | None = None) -> tuple[Design, Data]:
    """Return the design and the data in the shape it wants: people, cells, or one row per unit.

    Raises:
        CruscottoError: the request lacks something, or the panel is broken.
    """
    if request.is_long:
        return _widened(request, reading, by)
    if request.is_repeated and request.time:
        found = _periods(request, reading.levels(request.time))
        request = replace(request, periods=tuple(found))
    design = design_of(request)
    wants_rows = bool(request.before)  # the level after treatment is not among the moments
    groups = isinstance(design, (TwoArms, RegressionDiscontinuity)) and not wants_rows
    if groups and reading.kept >= MANY:
        assert isinstance(design, (TwoArms, RegressionDiscontinuity))
        return design, reading.cells(cell_plan(design), by)
    return design, reading.people()


def ask(
    request: Request, reading: Reading, by: str | None = None
) -> tuple[Assessment, dict[str, Assessment | EvaluationError]]:
    """Assess a request over everybody and, if asked, within each value of a column.

    Raises:
        CruscottoError: why the data cannot carry the estimate.
    """
    design, data = prepare(request, reading, by)
    whole = assess(design, data)
    return whole, assess_by(design, data, by) if by else {}


def _widened(request: Request, reading: Reading, by: str | None) -> tuple[Design, Data]:
    assert request.unit
    assert request.time
    columns = reading.people()
    periods = _periods(request, list(Table(columns).coded(request.time)[1]))
    wanted = np.isin(Table(columns).levels(request.time), periods)
    kept = {name: np.asarray(values)[wanted] for name, values in columns.items()}
    names = tuple(dict.fromkeys((*request.columns, *((by,) if by else ()))))
    wide = widen(
        {name: kept[name] for name in names}, request.unit, request.time, (request.outcome,)
    )
    after, before, *earlier = (f"{request.outcome}@{period}" for period in reversed(periods))
    asked = replace(
        request,
        outcome=after,
        before=before,
        earlier=earlier[0] if earlier else None,
        unit=None,
        time=None,
    )
    return design_of(asked), wide


def _periods(request: Request, known: list[str]) -> list[str]:
    """Return two or three periods, the last one after treatment: those asked for, or the last.

    Raises:
        WrongValue: there is one period alone, or those asked for are not there.
    """
    if len(known) < 2:
        raise WrongValue(option="--time", value=", ".join(known), expected="2 periods or more")
    if not request.periods:
        return _in_order(known, request.time or "")[-3:]
    found = [_period(name, known) for name in request.periods]
    if len(found) not in (2, 3):
        raise WrongValue(option="--periods", value=",".join(found), expected="1975,1978")
    return found


def _in_order(known: list[str], column: str) -> list[str]:
    """Put the periods of a column in order: alphabetically, `after` would come before `before`.

    Raises:
        PeriodsWithoutOrder: they are neither numbers nor periods.
    """
    if all(_number(name) is not None for name in known):
        calendar = calendar_of(known)
        return calendar.order(known) if calendar else sorted(known, key=lambda one: float(one))
    if calendar := calendar_of(known):
        return calendar.order(known)
    raise PeriodsWithoutOrder(column=column, periods=known[:6])


def _period(name: str, known: list[str]) -> str:
    """Find a period by its name, or by its number: 1975 is 1975.0."""
    for candidate in known:
        if candidate == name or _number(candidate) == _number(name) is not None:
            return candidate
    raise WrongValue(option="--periods", value=name, expected=", ".join(known[:12]))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
