"""The commands that estimate net impact: impact, sensitivity."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from cruscotto.cli import impact_options as opt
from cruscotto.cli.impact_printing import print_account
from cruscotto.cli.options import Chosen, Decimal, Format, OutputFormat, Where, read_decimal
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
from cruscotto.sources.values.numbers import Mark

# Draws below which a spread of draws is hardly one.
FEWEST_DRAWS = 20


def impact(
    data: opt.Data = None,
    outcome: opt.Outcome = "",
    treatment: opt.Treatment = None,
    covariates: opt.Covariates = "",
    categories: opt.Categories = "",
    method: opt.Method = None,
    placebo: opt.Placebo = None,
    placebo_without: opt.PlaceboWithout = "",
    cluster: opt.Cluster = None,
    by: opt.By = None,
    vcov: opt.Vcov = None,
    randomised: opt.Randomised = False,
    unit: opt.Unit = None,
    time: opt.Time = None,
    cohort: opt.Cohort = None,
    periods: opt.Periods = "",
    before: opt.Before = None,
    earlier: opt.Earlier = None,
    aggregate: opt.Aggregate = "simple",
    not_yet: opt.NotYet = False,
    running: opt.Running = None,
    cutoff: opt.Cutoff = None,
    side: opt.Side = "above",
    bandwidth: opt.Bandwidth = None,
    confidence: opt.Confidence = 0.95,
    cost: opt.Cost = None,
    draws: opt.Draws = 0,
    seed: opt.Seed = 0,
    drop_missing: opt.DropMissing = False,
    decimal: Decimal = None,
    sheet: opt.Sheet = None,
    own: opt.Own = False,
    target: opt.Target = ALL,
    course_type: opt.CourseType = "",
    where: Where = None,
    format: Format = OutputFormat.TABLE,
) -> None:
    """Estimate a net effect with its proof, or state why the data cannot carry it.

    Example: cruscotto impact --data people.csv --outcome employed --treatment trained
    --covariates age,sex,region --placebo employed_before --format json
    """
    request = Request(
        outcome=outcome,
        treatment=treatment,
        covariates=_listed(covariates),
        categories=_listed(categories),
        method=method,
        placebo=placebo,
        placebo_without=_listed(placebo_without),
        cluster=cluster,
        vcov=_one_of(vcov, opt.VCOVS) if vcov else None,
        is_randomised=randomised,
        unit=unit,
        time=time,
        cohort=cohort,
        periods=_listed(periods),
        before=before,
        earlier=earlier,
        comparison="not_yet" if not_yet else "never",
        aggregate=_one_of(aggregate, opt.AGGREGATES),
        running=running,
        cutoff=cutoff,
        side=_one_of(side, opt.SIDES),
        bandwidth=bandwidth,
        confidence=confidence,
    )
    if data is not None and not own:
        _require_no_warehouse_options(request, target, course_type, where)
        resampling = (draws, seed)
        manner = Manner(drop_missing, read_decimal(decimal), sheet)
        print_account(_of_file(data, request, by, cost, resampling, manner), format)
        return
    _require_no_file_options(request, data)
    choice = _choice(request, target, course_type, where)
    edition = Edition.published(Chosen.warehouse)
    found = of_choice(edition, choice, settings().lang, by, cost)
    note_named(["net_impact"], [by] if by else [], Selection(where=choice.where), edition)
    print_account(found, format)


@dataclass(frozen=True)
class Manner:
    """How a file is read: whether rows with an empty value are left out, decimal sign, sheet."""

    drop_missing: bool
    decimal: Mark | None
    sheet: str | None


def _choice(request: Request, target: str, course_type: str, where: list[str] | None) -> Choice:
    return Choice(
        outcome=request.outcome or "employed_6m",
        target=target,
        type=course_type,
        where=Selection.parse(where or [], FILTERS).where,
        method=cast(Any, request.method or "aipw"),
        confidence=request.confidence,
    )


def _of_file(
    data: Path,
    request: Request,
    by: str | None,
    cost: float | None,
    resampling: tuple[int, int],
    reading_of: Manner,
) -> Account:
    """Return the account of a file's estimate: draws and seed are for resampling it."""
    require_read(request, by)
    columns = tuple(dict.fromkeys((*_required(request), *([by] if by else []))))
    labels = (*request.labels, *([by] if by else ()))
    lost = request.outcome if request.counts_unknown else None
    empty = (request.may_be_empty, reading_of.drop_missing, lost)
    manner = (labels, reading_of.decimal, reading_of.sheet)
    with opened(data, columns, *empty, *manner) as reading:
        request = replace(request, known=KNOWN if reading.unknown else None)
        whole, groups = ask(request, reading, by)
        found = account(whole, settings().lang, cost=_cost(whole, cost))
        found |= {"rows": reading.rows, "rows_dropped": reading.dropped}
        found |= periods_used(request, reading)
        if resampling[0]:
            found["bootstrap"] = _resampled(request, reading, *resampling)
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
    freedom: Annotated[float | None, typer.Option(help="Its degrees of freedom.")] = None,
    format: Format = OutputFormat.TABLE,
) -> None:
    """Show how strong hidden confounding would have to be to explain a published effect away.

    Example: cruscotto sensitivity --risk-ratio 3.9 --low 1.8
    """
    found: dict[str, object] = {}
    if risk_ratio:
        value = risk_ratio_e_value(risk_ratio, low, high)
        found |= {"e_value": value.point, "e_value_limit": value.limit}
    if t_value is not None and freedom is not None:
        robust = robustness_value(t_value, freedom)
        found |= {"robustness_value": robust.value, "robustness_value_alpha": robust.alpha_value}
    if not found:
        expected = "--risk-ratio 3.9 --low 1.8 | --t-value 4.18 --freedom 783"
        raise WrongValue(option="--risk-ratio", value="–", expected=expected)
    if format is OutputFormat.JSON:
        print_json(found)
    else:
        print_rows([found], format)


def _listed(text: str) -> tuple[str, ...]:
    """Return names between commas; one that has a comma of its own stands in quotes."""
    names = next(csv.reader([text], skipinitialspace=True), [])
    return tuple(name.strip() for name in names if name.strip())


def _one_of(value: str, known: Sequence[str]) -> Any:
    """Return a value that is one of those known; what is known is what the design takes."""
    if value not in known:
        raise UnknownName(kind="choice", name=value, similar=[], known=list(known))
    return value


def _require_no_file_options(request: Request, data: Path | None) -> None:
    """Refuse what only a file answers: the warehouse knows its groups and characteristics."""
    if data is not None:
        raise WrongValue(option="--warehouse", value=data, expected="--data | --warehouse")
    for field in OF_FILES:
        if value := getattr(request, field):
            option = option_of(field)
            written = ",".join(value) if isinstance(value, tuple) else value
            raise WrongValue(option=option, value=written, expected=f"--data FILE {option}")


def _require_no_warehouse_options(
    request: Request, target: str, course_type: str, where: list[str] | None
) -> None:
    """Refuse what only the warehouse answers: of a file every row would be used."""
    for option, is_asked in (
        ("--target", target != ALL),
        ("--type", bool(course_type)),
        ("--where", bool(where)),
    ):
        if is_asked:
            raise OptionNotRead(option=option, method=request.chosen_method, needed="--warehouse")


def _required(request: Request) -> tuple[str, ...]:
    if not request.outcome:
        raise WrongValue(option="--outcome", value="–", expected="--outcome COL")
    return request.columns


def _cost(found: Assessment, cost: float | None) -> Interval | None:
    """Return the cost of one more success; of an outcome that is no success there is none."""
    if cost is not None and not found.estimate.is_share:
        raise WrongValue(option="--cost", value=cost, expected="--outcome 0/1")
    return None if cost is None else cost_per_additional(found.estimate, cost)


def _resampled(request: Request, reading: Reading, draws: int, seed: int) -> object:
    design, data = prepare(request, reading)
    if not isinstance(design, TwoArms) or draws < FEWEST_DRAWS:
        expected = f"{FEWEST_DRAWS}" if isinstance(design, TwoArms) else "0"
        raise WrongValue(option="--bootstrap", value=draws, expected=expected)
    return to_plain(bootstrap(design, data, draws, seed))
