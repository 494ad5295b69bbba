"""What may be asked of `cruscotto impact`: each option with its type and its help."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cruscotto.impact.choice import TARGETS
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


# ---------- any file
Data = Annotated[
    Path | None, _value("A CSV or Parquet file: one row per person, or per unit and period.")
]
Outcome = Annotated[str, _column("The outcome.")]
Treatment = Annotated[str | None, _column("0/1: took part.")]
Covariates = Annotated[str, _columns("Characteristics before treatment.")]
Categories = Annotated[str, _columns("Covariates that are codes though they look like numbers.")]
Method = Annotated[
    str | None, _value(f"One of {', '.join(METHODS)}; otherwise the one the columns call for.")
]
Placebo = Annotated[str | None, _column("An outcome settled before treatment.")]
PlaceboWithout = Annotated[str, _columns("Covariates that restate the placebo and leave its test.")]
Cluster = Annotated[str | None, _column("Groups of persons who resemble one another.")]
By = Annotated[str | None, _column("Estimate each group too.")]
Vcov = Annotated[
    str | None,
    _value("Standard error: iid, hc1, nn (rdd), cluster, naive (as some published tables)."),
]
Randomised = Annotated[bool, _switch("--randomised", "Treatment was drawn by lot.")]
Confidence = Annotated[float, typer.Option(min=0.5, max=0.999, help="Of the intervals.")]
Cost = Annotated[
    float | None,
    typer.Option(
        metavar="EUR", min=0, help="Cost per participant, for the cost per additional success."
    ),
]
Draws = Annotated[
    int, typer.Option("--bootstrap", min=0, help="Also resample so many times: 0, or 20 or more.")
]
Seed = Annotated[int, _value("Of the resampling.")]
DropMissing = Annotated[
    bool,
    _switch(
        "--drop-missing",
        "Leave out rows with an empty value instead of stopping; of an outcome, count them.",
    ),
]

Sheet = Annotated[
    str | None, _value("The sheet of a workbook, when it is not the first with the columns.")
]

# ---------- panels
Unit = Annotated[str | None, _column("Panels: the unit.")]
Time = Annotated[str | None, _column("Panels and did (other people each time): the period.")]
Cohort = Annotated[str | None, _column("Panels: first treated period; 0 or empty if never.")]
Periods = Annotated[
    str,
    typer.Option(
        metavar="BEFORE,AFTER",
        help="did, drdid on a panel: which periods; three give a test of earlier trends.",
    ),
]
Before = Annotated[str | None, _column("drdid: outcome before treatment.")]
Earlier = Annotated[str | None, _column("drdid: outcome one period earlier still.")]
Aggregate = Annotated[str, _value("csdid: simple, dynamic, group or calendar.")]
NotYet = Annotated[bool, _switch("--not-yet", "csdid: compare also with the not yet treated.")]

# ---------- thresholds
Running = Annotated[str | None, _column("rdd: the score.")]
Cutoff = Annotated[float | None, _value("rdd: where admission begins.")]
Side = Annotated[str, _value("rdd: the treated side, above or below.")]
Bandwidth = Annotated[float | None, _value("rdd: half-width; otherwise chosen from the data.")]

# ---------- the warehouse
Own = Annotated[
    bool,
    _switch(
        "--warehouse",
        "Use the warehouse's own participants and comparison "
        "persons; this is so whenever no --data is given.",
    ),
]
Target = Annotated[str, _value(f"Warehouse: one of {', '.join(TARGETS)}.")]
CourseType = Annotated[str, _switch("--type", "Warehouse: the type of course, as published.")]
