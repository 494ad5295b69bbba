"""Time to the first job after the exit, seen in registers after 28 days, six and twelve months.

Each of these three times is a horizon. At a horizon, a person is followed if the status then is
known, and if at earlier horizons the person neither worked nor studied. People who go back to
education are not followed further, since they do not wait for a first job. Registers are read at
the horizons only, so a job counts from the first horizon at which it is seen. Disclosure control
treats every count as a separate figure.
"""

from dataclasses import dataclass

import duckdb

from cruscotto.disclosure.thresholds import Rules
from cruscotto.evaluation.estimators.durations import Reached, Step, reached
from cruscotto.i18n import Text
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.result import KpiResult, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.declaring import ratio
from cruscotto.kpi.registry.model import Direction, Kpi, Method
from cruscotto.kpi.registry.people import EXIT

# Months after the exit at which each horizon stands.
HORIZONS = {"28d": 1, "6m": 6, "12m": 12}


@dataclass(frozen=True)
class FirstJob:
    """How soon leavers find a first job.

    Attributes:
        steps: for each horizon before the first without data, the people followed, those found in
            work and those found in education; empty if a figure is hidden.
        reached: shares of people who found work by each horizon; empty if a figure is hidden or
            nobody is followed.
        state: `SHOWN`, or the reason why there is no share.
        behind: the figures from which the shares are computed; they name the sources and editions.
    """

    steps: tuple[Step, ...]
    reached: tuple[Reached, ...]
    state: State
    behind: tuple[KpiResult, ...]


def _hazard(kind: str, horizon: str, label: Text) -> Kpi:
    return ratio(
        "participation",
        f"{kind}_{horizon}",
        label,
        Text(
            it="Quota di chi è seguito a questo termine e prima non ha lavorato né studiato.",
            en="Share of those followed to this horizon who neither worked nor studied before it.",
        ),
        ((f"{kind}_{horizon}", label), (f"followed_{horizon}", _FOLLOWED)),
        method=Method.RATE,
        direction=Direction.CONTEXT,
        year_column=EXIT,
    )


_FOLLOWED = Text(it="Seguiti", en="Followed")
JOBS = {h: _hazard("first_jobs", h, Text(it="Primo lavoro", en="First job")) for h in HORIZONS}
STUDIES = {h: _hazard("first_studies", h, Text(it="Istruzione", en="Education")) for h in HORIZONS}


def first_job(con: duckdb.DuckDBPyConnection, selection: Selection, rules: Rules) -> FirstJob:
    """Return how soon leavers find a first job.

    Args:
        con: a read-only connection to the warehouse.
        selection: the participants wanted.
        rules: the audience and its thresholds.
    """
    behind, steps = [], []
    for horizon, months in HORIZONS.items():
        jobs, studies = (
            measure(con, kind[horizon], (), selection, rules) for kind in (JOBS, STUDIES)
        )
        behind += [jobs, studies]
        found = [row for result in (jobs, studies) for row in result.rows]
        if not found or any(row.state is State.MISSING for row in found):
            break
        if any(row.state is not State.SHOWN for row in found):
            return FirstJob((), (), State.HIDDEN, tuple(behind))
        parts = [int(row.numerator or 0) for row in found]
        steps.append(Step(months, int(found[0].denominator or 0), *parts))
    shares = reached(steps)
    return FirstJob(tuple(steps), shares, State.SHOWN if shares else State.MISSING, tuple(behind))
