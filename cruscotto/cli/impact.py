"""The commands that estimate net impact: impact, sensitivity."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from cruscotto.cli.impact_printing import print_account
from cruscotto.cli.impact_warehouse import of_warehouse
from cruscotto.cli.options import Chosen, Format, OutputFormat, Where
from cruscotto.cli.printing import print_json, print_rows
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
from cruscotto.evaluation.impact import Assessment
from cruscotto.impact.account import account, by_group
from cruscotto.impact.asking import ask, prepare
from cruscotto.impact.choice import ALL, TARGETS, Choice
from cruscotto.impact.files import Reading, opened
from cruscotto.impact.request import METHODS, Request
from cruscotto.kpi.selection import Selection
from cruscotto.warehouse import reader

VCOVS = ("iid", "hc1", "cluster", "naive")
AGGREGATES = ("simple", "dynamic", "group", "calendar")


def impact(
    data: Annotated[Path | None, typer.Option(help="A CSV or Parquet file: one row per person, "
        "or per unit and period.")] = None,
    outcome: Annotated[str, typer.Option(metavar="COL", help="The outcome.")] = "",
    treatment: Annotated[str | None, typer.Option(metavar="COL", help="0/1: took part.")] = None,
    covariates: Annotated[str, typer.Option(metavar="A,B,...", help="Characteristics before "
        "treatment.")] = "",
    categories: Annotated[str, typer.Option(metavar="A,B,...", help="Covariates that are codes "
        "though they look like numbers.")] = "",
    method: Annotated[str | None, typer.Option(help=f"One of {', '.join(METHODS)}; otherwise the "
        "one the columns call for.")] = None,
    placebo: Annotated[str | None, typer.Option(metavar="COL", help="An outcome settled before "
        "treatment.")] = None,
    placebo_without: Annotated[str, typer.Option(metavar="A,B,...", help="Covariates that restate "
        "the placebo and leave its test.")] = "",
    cluster: Annotated[str | None, typer.Option(metavar="COL", help="Groups of persons who "
        "resemble one another.")] = None,
    by: Annotated[str | None, typer.Option(metavar="COL", help="Estimate each group too.")] = None,
    vcov: Annotated[str | None, typer.Option(help="Standard error: iid, hc1, cluster or naive (a "
        "convention of published tables).")] = None,
    randomised: Annotated[bool, typer.Option("--randomised", help="Treatment was drawn by lot.")
        ] = False,
    unit: Annotated[str | None, typer.Option(metavar="COL", help="Panels: the unit.")] = None,
    time: Annotated[str | None, typer.Option(metavar="COL", help="Panels: the period.")] = None,
    cohort: Annotated[str | None, typer.Option(metavar="COL", help="Panels: first treated period; "
        "0 or empty if never.")] = None,
    periods: Annotated[str, typer.Option(metavar="BEFORE,AFTER", help="drdid on a panel: which "
        "periods; three give a test of earlier trends.")] = "",
    before: Annotated[str | None, typer.Option(metavar="COL", help="drdid: outcome before "
        "treatment.")] = None,
    earlier: Annotated[str | None, typer.Option(metavar="COL", help="drdid: outcome one period "
        "earlier still.")] = None,
    aggregate: Annotated[str, typer.Option(help="csdid: simple, dynamic, group or calendar.")
        ] = "simple",
    not_yet: Annotated[bool, typer.Option("--not-yet", help="csdid: compare also with the not yet "
        "treated.")] = False,
    running: Annotated[str | None, typer.Option(metavar="COL", help="rdd: the score.")] = None,
    cutoff: Annotated[float | None, typer.Option(help="rdd: where admission begins.")] = None,
    side: Annotated[str, typer.Option(help="rdd: the treated side, above or below.")] = "above",
    bandwidth: Annotated[float | None, typer.Option(help="rdd: half-width; otherwise chosen from "
        "the data.")] = None,
    confidence: Annotated[float, typer.Option(min=0.5, max=0.999, help="Of the intervals.")] = 0.95,
    cost: Annotated[float | None, typer.Option(metavar="EUR", help="Cost per participant, for the "
        "cost per additional success.")] = None,
    draws: Annotated[int, typer.Option("--bootstrap", help="Also resample so many times.")] = 0,
    seed: Annotated[int, typer.Option(help="Of the resampling.")] = 0,
    drop_missing: Annotated[bool, typer.Option("--drop-missing", help="Leave out rows with an "
        "empty value instead of stopping.")] = False,
    own: Annotated[bool, typer.Option("--warehouse", help="Use the warehouse's own participants "
        "and comparison persons; this is so whenever no --data is given.")] = False,
    target: Annotated[str, typer.Option(help=f"Warehouse: one of {', '.join(TARGETS)}.")] = ALL,
    course_type: Annotated[str, typer.Option("--type", help="Warehouse: the type of course, as "
        "published.")] = "",
    where: Where = None,
    format: Format = OutputFormat.TABLE,
) -> None:  # fmt: skip
    """Estimate a net effect with its proof, or say why the data cannot carry it.

    Example: cruscotto impact --data people.csv --outcome employed --treatment trained
    --covariates age,sex,region --placebo employed_before --format json
    """
    request = Request(
        outcome=outcome, treatment=treatment, covariates=_listed(covariates),
        categories=_listed(categories), method=method, placebo=placebo,
        placebo_without=_listed(placebo_without), cluster=cluster,
        vcov=cast(Any, vcov and _one_of(vcov, VCOVS)), is_randomised=randomised, unit=unit,
        time=time, cohort=cohort, periods=_listed(periods), before=before, earlier=earlier,
        comparison="not_yet" if not_yet else "never",
        aggregate=cast(Any, _one_of(aggregate, AGGREGATES)), running=running, cutoff=cutoff,
        side=cast(Any, _one_of(side, ("above", "below"))), bandwidth=bandwidth,
        confidence=confidence,
    )  # fmt: skip
    if data is None or own:
        _require_no_file_options(request, data)
        choice = Choice(
            outcome=outcome or "employed_6m", target=target, type=course_type,
            where=Selection.parse(where or []).where, method=cast(Any, method or "aipw"),
            confidence=confidence,
        )  # fmt: skip
        print_account(of_warehouse(reader(Chosen.warehouse), choice, by, cost), format)
        return
    columns = tuple(dict.fromkeys((*_required(request), *([by] if by else []))))
    with opened(data, columns, request.may_be_empty, drop_missing) as reading:
        whole, groups = ask(request, reading, by)
        found = account(whole, settings().lang, cost=_cost(whole, cost))
        found |= {"rows": reading.rows, "rows_dropped": reading.dropped}
        if draws:
            found["bootstrap"] = _resampled(request, reading, draws, seed)
        if by:
            estimates = {k: v.estimate for k, v in groups.items() if isinstance(v, Assessment)}
            adjusted = adjust_for_multiplicity(estimates)
            found |= {"by": by, "groups": by_group(groups, adjusted, settings().lang)}
    print_account(found, format)


def sensitivity(
    risk_ratio: Annotated[float | None, typer.Option(min=0, help="A risk ratio.")] = None,
    low: Annotated[float | None, typer.Option(help="Its lower limit.")] = None,
    high: Annotated[float | None, typer.Option(help="Its upper limit.")] = None,
    t_value: Annotated[float | None, typer.Option(help="A t value of a regression.")] = None,
    freedom: Annotated[float | None, typer.Option(help="Its degrees of freedom.")] = None,
    format: Format = OutputFormat.TABLE,
) -> None:
    """Say how strong hidden confounding would have to be to explain a published effect away.

    Example: cruscotto sensitivity --risk-ratio 3.9 --low 1.8
    """
    found: dict[str, object] = {}
    if risk_ratio:
        value = risk_ratio_e_value(risk_ratio, low, high)
        found |= {"e_value": value.point, "e_value_limit": value.limit}
    if t_value is not None and freedom is not None:
        robust = robustness_value(t_value, freedom)
        found |= {
            "robustness_value": robust.value, "robustness_value_alpha": robust.alpha_value,
        }  # fmt: skip
    if not found:
        expected = "--risk-ratio 3.9 --low 1.8 | --t-value 4.18 --freedom 783"
        raise WrongValue(option="--risk-ratio", value="–", expected=expected)
    if format is OutputFormat.JSON:
        print_json(found)
    else:
        print_rows([found], format)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _one_of(value: str, known: Sequence[str]) -> str:
    if value not in known:
        raise UnknownName(kind="choice", name=value, similar=[], known=list(known))
    return value


def _require_no_file_options(request: Request, data: Path | None) -> None:
    """Refuse what only a file answers: the warehouse knows its groups and characteristics."""
    if data is not None:
        raise WrongValue(option="--warehouse", value=data, expected="--data | --warehouse")
    for option, value in (
        ("--treatment", request.treatment), ("--covariates", request.covariates),
        ("--placebo", request.placebo), ("--cluster", request.cluster), ("--unit", request.unit),
    ):  # fmt: skip
        if value:
            raise WrongValue(option=option, value=value, expected=f"--data FILE {option} COL")


def _required(request: Request) -> tuple[str, ...]:
    if not request.outcome:
        raise WrongValue(option="--outcome", value="–", expected="--outcome COL")
    return request.columns


def _cost(found: Assessment, cost: float | None) -> Interval | None:
    return None if cost is None else cost_per_additional(found.estimate, cost)


def _resampled(request: Request, reading: Reading, draws: int, seed: int) -> object:
    design, data = prepare(request, reading)
    if not isinstance(design, TwoArms):
        raise WrongValue(option="--bootstrap", value=draws, expected="0")
    return to_plain(bootstrap(design, data, draws, seed))
