"""The commands that estimate net impact: `impact`, `sensitivity`."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from cruscotto.cli import impact_options as opt
from cruscotto.cli.impact_printing import print_account
from cruscotto.cli.options import Chosen, Format, OutputFormat, grouped, read_decimal
from cruscotto.cli.printing import note_named, print_json, print_rows
from cruscotto.config import settings
from cruscotto.errors import UnknownName, WrongValue
from cruscotto.evaluation import (
    Interval,
    adjust_for_multiplicity,
    bootstrap,
    cost_per_additional,
    risk_ratio_e_value,
    robustness_value,
    to_plain,
)
from cruscotto.evaluation.design import TwoArms
from cruscotto.evaluation.errors import OptionNotRead
from cruscotto.evaluation.impact import Assessment
from cruscotto.facts import Edition
from cruscotto.facts.effect_accounts import of_choice
from cruscotto.impact.account import Account, account, by_group
from cruscotto.impact.asking import ask, periods_used, prepare
from cruscotto.impact.choice import ALL, FILTERS, Choice
from cruscotto.impact.files import KNOWN, Reading, opened
from cruscotto.impact.request import Request
from cruscotto.impact.unused import OF_FILES, option_of, require_read
from cruscotto.kpi.query.selection import Selection

# Draws below which a spread of draws is hardly one.
FEWEST_DRAWS = 20


@grouped
def impact(
    columns: opt.Columns,
    periods: opt.Periods,
    threshold: opt.Threshold,
    answer: opt.Answer,
    manner: opt.Manner,
    own: opt.Own,
    format: Format = OutputFormat.TABLE,
) -> None:
    """Estimate a net effect and check it, or show why the data do not allow an estimate.

    Example: cruscotto impact --data people.csv --outcome employed --treatment trained
    --covariates age,sex,region --placebo employed_before --format json
    """
    request = _request(columns, periods, threshold, answer.confidence)
    if columns.data is not None and not own.own:
        _require_no_warehouse_options(request, own)
        found = _of_file(columns.data, request, columns.by, answer, manner)
        print_account(found, format)
        return
    _require_no_file_options(request, columns.data)
    choice = _choice(request, own)
    edition = Edition.published(Chosen.warehouse)
    found = of_choice(edition, choice, settings().lang, columns.by, answer.cost)
    by = [columns.by] if columns.by else []
    note_named(["net_impact"], by, Selection(where=choice.where), edition)
    print_account(found, format)


def _request(
    columns: opt.Columns, periods: opt.Periods, threshold: opt.Threshold, confidence: float
) -> Request:
    return Request(
        outcome=columns.outcome,
        treatment=columns.treatment,
        covariates=_listed(columns.covariates),
        categories=_listed(columns.categories),
        method=columns.method,
        placebo=columns.placebo,
        placebo_without=_listed(columns.placebo_without),
        cluster=columns.cluster,
        vcov=_one_of(columns.vcov, opt.VCOVS) if columns.vcov else None,
        is_randomised=columns.randomised,
        unit=periods.unit,
        time=periods.time,
        cohort=periods.cohort,
        periods=_listed(periods.periods),
        before=periods.before,
        earlier=periods.earlier,
        comparison="not_yet" if periods.not_yet else "never",
        aggregate=_one_of(periods.aggregate, opt.AGGREGATES),
        running=threshold.running,
        cutoff=threshold.cutoff,
        side=_one_of(threshold.side, opt.SIDES),
        bandwidth=threshold.bandwidth,
        confidence=confidence,
    )


def _choice(request: Request, own: opt.Own) -> Choice:
    return Choice(
        outcome=request.outcome or "employed_6m",
        target=own.target,
        type=own.course_type,
        where=Selection.parse(own.where or [], FILTERS).where,
        method=cast(Any, request.method or "aipw"),
        confidence=request.confidence,
    )


def _of_file(
    data: Path, request: Request, by: str | None, answer: opt.Answer, manner: opt.Manner
) -> Account:
    """Return the estimate from a file of data, and one more for each value of the column `by`."""
    decimal = read_decimal(manner.decimal)
    require_read(request, by)
    columns = tuple(dict.fromkeys((*_required(request), *([by] if by else []))))
    labels = (*request.labels, *([by] if by else ()))
    lost = request.outcome if request.counts_unknown else None
    empty = (request.may_be_empty, manner.drop_missing, lost)
    written = (labels, decimal, manner.sheet)
    with opened(data, columns, *empty, *written) as reading:
        request = replace(request, known=KNOWN if reading.unknown else None)
        whole, groups = ask(request, reading, by)
        found = account(whole, settings().lang, cost=_cost(whole, answer.cost))
        found |= {"rows": reading.rows, "rows_dropped": reading.dropped}
        found |= periods_used(request, reading)
        if answer.draws:
            found["bootstrap"] = _resampled(request, reading, answer.draws, answer.seed)
        if by:
            estimates = {k: v.estimate for k, v in groups.items() if isinstance(v, Assessment)}
            adjusted = adjust_for_multiplicity(estimates)
            found |= {"by": by, "groups": by_group(groups, adjusted, settings().lang)}
    return found


def sensitivity(
    risk_ratio: Annotated[float | None, typer.Option(min=0, help="A risk ratio.")] = None,
    low: Annotated[float | None, typer.Option(help="Its lower limit.")] = None,
    high: Annotated[float | None, typer.Option(help="Its upper limit.")] = None,
    t_value: Annotated[float | None, typer.Option(help="A t value of a regression.")] = None,
    freedom: Annotated[float | None, typer.Option(min=2, help="Its degrees of freedom.")] = None,
    format: Format = OutputFormat.TABLE,
) -> None:
    """Show how strong hidden confounding would have to be to explain a published effect away.

    Example: cruscotto sensitivity --risk-ratio 3.9 --low 1.8
    """
    found: dict[str, object] = {}
    expected = "--risk-ratio 3.9 --low 1.8 | --t-value 4.18 --freedom 783"
    for option, limit, is_limit in (
        ("--low", low, 0 < (low or 0) <= (risk_ratio or 0)),
        ("--high", high, (high or 0) >= (risk_ratio or 0) > 0),
        ("--t-value", t_value, freedom is not None),
        ("--freedom", freedom, t_value is not None),
    ):
        if limit is not None and not is_limit:
            raise WrongValue(option=option, value=limit, expected=expected)
    if risk_ratio:
        value = risk_ratio_e_value(risk_ratio, low, high)
        found |= {"e_value": value.point, "e_value_limit": value.limit}
    if t_value is not None and freedom is not None:
        robust = robustness_value(t_value, freedom)
        found |= {"robustness_value": robust.value, "robustness_value_alpha": robust.alpha_value}
    if not found:
        raise WrongValue(option="--risk-ratio", value="–", expected=expected)
    if format is OutputFormat.JSON:
        print_json(found)
    else:
        print_rows([found], format)


def _listed(text: str) -> tuple[str, ...]:
    """Return the names in a comma-separated text; a name that contains a comma is in quotes."""
    names = next(csv.reader([text], skipinitialspace=True), [])
    return tuple(name.strip() for name in names if name.strip())


def _one_of(value: str, known: Sequence[str]) -> Any:
    """Return a value if `known` contains it; otherwise raise an error."""
    if value not in known:
        raise UnknownName(kind="choice", name=value, similar=[], known=list(known))
    return value


def _require_no_file_options(request: Request, data: Path | None) -> None:
    """Raise an error if an option was given that only applies to a file."""
    if data is not None:
        raise WrongValue(option="--warehouse", value=data, expected="--data | --warehouse")
    for field in OF_FILES:
        if value := getattr(request, field):
            option = option_of(field)
            written = ",".join(value) if isinstance(value, tuple) else value
            raise WrongValue(option=option, value=written, expected=f"--data FILE {option}")


def _require_no_warehouse_options(request: Request, own: opt.Own) -> None:
    """Raise an error if an option was given that only applies to the warehouse."""
    for option, is_asked in (
        ("--target", own.target != ALL),
        ("--type", bool(own.course_type)),
        ("--where", bool(own.where)),
    ):
        if is_asked:
            raise OptionNotRead(option=option, method=request.chosen_method, needed="--warehouse")


def _required(request: Request) -> tuple[str, ...]:
    if not request.outcome:
        raise WrongValue(option="--outcome", value="–", expected="--outcome COL")
    return request.columns


def _cost(found: Assessment, cost: float | None) -> Interval | None:
    """Return the cost of one more person with the outcome; `None` if no cost was given.

    Args:
        found: the estimate.
        cost: the cost of each participant.

    Raises:
        WrongValue: a cost was given, and the outcome is not 0 or 1.
    """
    if cost is not None and not found.estimate.is_share:
        raise WrongValue(option="--cost", value=cost, expected="--outcome 0/1")
    return None if cost is None else cost_per_additional(found.estimate, cost)


def _resampled(request: Request, reading: Reading, draws: int, seed: int) -> object:
    design, data = prepare(request, reading)
    if not isinstance(design, TwoArms) or draws < FEWEST_DRAWS:
        expected = f"{FEWEST_DRAWS}" if isinstance(design, TwoArms) else "0"
        raise WrongValue(option="--bootstrap", value=draws, expected=expected)
    return to_plain(bootstrap(design, data, draws, seed))
