"""The options of `cruscotto impact` in groups, each with its type and its help."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from cruscotto.cli.options import Decimal, Where
from cruscotto.impact.choice import ALL, TARGETS
from cruscotto.impact.request import METHODS

VCOVS = ("iid", "hc1", "nn", "cluster", "naive")
AGGREGATES = ("simple", "dynamic", "group", "calendar")
SIDES = ("above", "below")


def _column(help_text: str) -> Any:
    return typer.Option(metavar="COL", help=help_text)


def _columns(help_text: str) -> Any:
    return typer.Option(metavar="A,B,...", help=help_text)


def _switch(name: str, help_text: str) -> Any:
    return typer.Option(name, help=help_text)


def _value(help_text: str) -> Any:
    return typer.Option(help=help_text)


@dataclass(frozen=True)
class Columns:
    """The options for a file and its columns."""

    data: Annotated[
        Path | None, _value("A CSV or Parquet file: one row per person, or per unit and period.")
    ] = None
    outcome: Annotated[str, _column("The outcome.")] = ""
    treatment: Annotated[str | None, _column("0/1: took part.")] = None
    covariates: Annotated[str, _columns("Characteristics before treatment.")] = ""
    categories: Annotated[
        str, _columns("Covariates that are codes though they look like numbers.")
    ] = ""
    method: Annotated[
        str | None, _value(f"One of {', '.join(METHODS)}; otherwise the one the columns call for.")
    ] = None
    placebo: Annotated[str | None, _column("An outcome settled before treatment.")] = None
    placebo_without: Annotated[
        str, _columns("Covariates that restate the placebo and leave its test.")
    ] = ""
    cluster: Annotated[str | None, _column("Groups of persons who resemble one another.")] = None
    by: Annotated[str | None, _column("Estimate each group too.")] = None
    vcov: Annotated[
        str | None,
        _value("Standard error: iid, hc1, nn (rdd), cluster, naive (as some published tables)."),
    ] = None
    randomised: Annotated[bool, _switch("--randomised", "Treatment was drawn by lot.")] = False


@dataclass(frozen=True)
class Periods:
    """The options for data on people or units followed over time."""

    unit: Annotated[str | None, _column("Panels: the unit.")] = None
    time: Annotated[str | None, _column("Panels and did (other people each time): the period.")] = (
        None
    )
    cohort: Annotated[str | None, _column("Panels: first treated period; 0 or empty if never.")] = (
        None
    )
    periods: Annotated[
        str,
        typer.Option(
            metavar="BEFORE,AFTER",
            help="did, drdid on a panel: which periods; three give a test of earlier trends.",
        ),
    ] = ""
    before: Annotated[str | None, _column("drdid: outcome before treatment.")] = None
    earlier: Annotated[str | None, _column("drdid: outcome one period earlier still.")] = None
    aggregate: Annotated[str, _value("csdid: simple, dynamic, group or calendar.")] = "simple"
    not_yet: Annotated[
        bool, _switch("--not-yet", "csdid: compare also with the not yet treated.")
    ] = False


@dataclass(frozen=True)
class Threshold:
    """The options for a design with a threshold of admission."""

    running: Annotated[str | None, _column("rdd: the score.")] = None
    cutoff: Annotated[float | None, _value("rdd: where admission begins.")] = None
    side: Annotated[str, _value("rdd: the treated side, above or below.")] = "above"
    bandwidth: Annotated[
        float | None, _value("rdd: half-width; otherwise chosen from the data.")
    ] = None


@dataclass(frozen=True)
class Answer:
    """The options on what is computed in addition to the effect: intervals, cost, resampling."""

    confidence: Annotated[float, typer.Option(min=0.5, max=0.999, help="Of the intervals.")] = 0.95
    cost: Annotated[
        float | None,
        typer.Option(
            metavar="EUR", min=0, help="Cost per participant, for the cost per additional success."
        ),
    ] = None
    draws: Annotated[
        int,
        typer.Option("--bootstrap", min=0, help="Also resample so many times: 0, or 20 or more."),
    ] = 0
    seed: Annotated[int, _value("Of the resampling.")] = 0


@dataclass(frozen=True)
class Manner:
    """The options on how the values of a file are read."""

    drop_missing: Annotated[
        bool,
        _switch(
            "--drop-missing",
            "Leave out rows with an empty value instead of stopping; of an outcome, count them.",
        ),
    ] = False
    decimal: Decimal = None
    sheet: Annotated[
        str | None, _value("The sheet of a workbook, when it is not the first with the columns.")
    ] = None


@dataclass(frozen=True)
class Own:
    """The options for an estimate from the warehouse's own participants."""

    own: Annotated[
        bool,
        _switch(
            "--warehouse",
            "Use the warehouse's own participants and comparison "
            "persons; this is so whenever no --data is given.",
        ),
    ] = False
    target: Annotated[str, _value(f"Warehouse: one of {', '.join(TARGETS)}.")] = ALL
    course_type: Annotated[
        str, _switch("--type", "Warehouse: the type of course, as published.")
    ] = ""
    where: Where = None
