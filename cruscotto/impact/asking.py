"""Answer one question about a file: arrange the columns for the design, then assess."""

from dataclasses import replace
from typing import Any

import numpy as np

from cruscotto.errors import WrongValue
from cruscotto.evaluation import (
    Assessment,
    Cells,
    Design,
    EvaluationError,
    Reason,
    RegressionDiscontinuity,
    TwoArms,
    assess,
    assess_by,
    cell_plan,
    widen,
)
from cruscotto.evaluation.data.columns import Table
from cruscotto.evaluation.errors import PeriodsReversed, PeriodsWithoutOrder, TreatmentChanges
from cruscotto.impact.files import MANY, Reading
from cruscotto.impact.request import Request, design_of
from cruscotto.sources.values.periods import calendar_of

Data = dict[str, Any] | Cells


def prepare(request: Request, reading: Reading, by: str | None = None) -> tuple[Design, Data]:
    """Return the design, and the data in the form that the design needs.

    The form is a row per person, cells of people if the file is large, or a row per unit of a
    panel.

    Args:
        request: the question, with the columns to use.
        reading: the file.
        by: the column whose values are to be assessed separately.

    Raises:
        CruscottoError: the request lacks a column or a value, or the panel cannot be arranged in
            rows of units.
    """
    if request.is_long:
        return _widened(request, reading, by)
    if request.is_repeated and request.time:
        found = _periods(request, list(reading.levels(request.time)))
        request = replace(request, periods=tuple(found))
    design = design_of(request)
    wants_rows = bool(request.before)  # the level after treatment is not among the moments
    groups = isinstance(design, (TwoArms, RegressionDiscontinuity)) and not wants_rows
    if groups and reading.kept >= MANY:
        assert isinstance(design, (TwoArms, RegressionDiscontinuity))
        return design, reading.cells(cell_plan(design), by)
    return design, reading.people()


def periods_used(request: Request, reading: Reading) -> dict[str, Any]:
    """Return the periods of a before-and-after comparison, and how many rows are in other periods.

    The dictionary is empty for other methods.
    """
    if not request.time or not (request.is_long or request.is_repeated):
        return {}
    known = reading.levels(request.time)
    used = _periods(request, list(known))
    others = sum(rows for period, rows in known.items() if period not in used)
    return {"periods": used, "rows_other_periods": others}


def ask(
    request: Request, reading: Reading, by: str | None = None
) -> tuple[Assessment, dict[str, Assessment | EvaluationError]]:
    """Return the assessment of all people and, if `by` is given, of each value of the column `by`.

    Raises:
        CruscottoError: the data do not allow the estimate; the error states why.
    """
    design, data = prepare(request, reading, by)
    whole = _with_rows_dropped(assess(design, data), request, reading)
    if not by:
        return whole, {}
    groups = assess_by(design, data, by)
    return whole, {
        name: one if isinstance(one, EvaluationError) else _with_rows_dropped(one, request, reading)
        for name, one in groups.items()
    }


def _with_rows_dropped(found: Assessment, request: Request, reading: Reading) -> Assessment:
    """Return an assessment, with a reason for doubt if rows without an outcome were ignored.

    Some methods ignore such rows. The others count these rows in each group (`Attrition`), and test
    how much they could change the effect; their assessment is returned unchanged.
    """
    lost = reading.empty.get(request.outcome, 0)
    if not lost or request.counts_unknown:
        return found
    reason = Reason("outcome_dropped", False, {"n": lost, "of": reading.rows})
    return replace(found, verdict=found.verdict.with_doubt(reason))


def _widened(request: Request, reading: Reading, by: str | None) -> tuple[Design, Data]:
    assert request.unit
    assert request.time
    columns = reading.people()
    periods = _periods(request, list(Table(columns).coded(request.time)[1]))
    wanted = np.isin(Table(columns).levels(request.time), periods)
    kept = {name: np.asarray(values)[wanted] for name, values in columns.items()}
    names = tuple(dict.fromkeys((*request.columns, *((by,) if by else ()))))
    changing = (request.outcome, *([request.treatment] if request.treatment else ()))
    wide = widen({name: kept[name] for name in names}, request.unit, request.time, changing)
    if request.treatment:
        wide[request.treatment] = _treated_after(wide, request, periods)
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


def _treated_after(wide: dict[str, Any], request: Request, periods: list[str]) -> Any:
    """Return which units were treated in the last period, from a panel of one row per unit.

    Raises:
        TreatmentChanges: the treatment of some units changes, although some units were already
            treated in an earlier period.
    """
    name = request.treatment
    *before, after = (np.asarray(wide.pop(f"{name}@{period}")) for period in periods)
    constant = np.all([early == after for early in before], axis=0)
    untreated = np.all([early == np.zeros(1, early.dtype) for early in before], axis=0)
    if not (constant.all() or untreated.all()):
        raise TreatmentChanges(
            unit=request.unit,
            column=name,
            period=periods[-1],
            units=int((~constant).sum()),
            of=len(after),
        )
    return after


def _periods(request: Request, known: list[str]) -> list[str]:
    """Return the two or three periods to compare: the requested ones, or else the last ones.

    Raises:
        WrongValue: there is only one period, or a requested period does not exist.
    """
    if len(known) < 2:
        raise WrongValue(option="--time", value=", ".join(known), expected="2 periods or more")
    if not request.periods:
        return _in_order(known, request.time or "")[-3:]
    found = [_period(name, known) for name in request.periods]
    if len(found) not in (2, 3):
        raise WrongValue(option="--periods", value=",".join(found), expected="1975,1978")
    return _forward(found, known, request.time or "")


def _forward(found: list[str], known: list[str], column: str) -> list[str]:
    """Return the requested periods; they must be in the order of time, each once.

    Raises:
        PeriodsReversed: the periods are in another order; the effect would change its sign.
    """
    try:
        right = [period for period in _in_order(known, column) if period in found]
    except PeriodsWithoutOrder:
        right = list(dict.fromkeys(found))
    if found != right:
        raise PeriodsReversed(
            periods=", ".join(found), column=column, expected=f"--periods {','.join(right)}"
        )
    return found


def _in_order(known: list[str], column: str) -> list[str]:
    """Sort the periods of a column by time.

    Raises:
        PeriodsWithoutOrder: the names are neither numbers nor periods of the calendar; in
            alphabetical order, `after` would come before `before`.
    """
    if all(_number(name) is not None for name in known):
        calendar = calendar_of(known)
        return calendar.order(known) if calendar else sorted(known, key=lambda one: float(one))
    if calendar := calendar_of(known):
        return calendar.order(known)
    raise PeriodsWithoutOrder(column=column, periods=known[:6])


def _period(name: str, known: list[str]) -> str:
    """Return the period of the file that is asked for: `1975` also finds the period `1975.0`."""
    for candidate in known:
        if candidate == name or _number(candidate) == _number(name) is not None:
            return candidate
    raise WrongValue(option="--periods", value=name, expected=", ".join(known[:12]))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
