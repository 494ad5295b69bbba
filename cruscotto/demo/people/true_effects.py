"""The true effects of training in the demonstration, known because they are set here.

Of the participants in work after a course, a share would not work without the course. The share
differs by objective, area and status at entry, and is zero for the objectives on education. These
effects are invented; they are no estimate for real courses.
"""

import json
from pathlib import Path

import numpy as np

from cruscotto.demo.chance import Floats, Ints, Mask, stream
from cruscotto.demo.manifest import NOTE
from cruscotto.demo.people.cohorts import Cohort
from cruscotto.demo.people.outcomes import HORIZONS, LASTING, NOT_ASKED, UNKNOWN
from cruscotto.demo.people.people import INACTIVE, LONG_TERM, Words
from cruscotto.demo.people.people import STATUSES as ENTRY_STATUSES
from cruscotto.demo.territory.territory import areas

NAME = "sintetico_effetti_veri.json"
# Share of those at work who owe it to the course, before area and status; others: OTHERWISE.
OWED = {"08": 0.24, "09": 0.12, "10": 0.0, "ESO4.6": 0.0, "FSC": 0.15}
OTHERWISE = 0.20
# Here who takes part differs in ways that no covariate shows: the placebo must fail.
HIDDEN_SELECTION = "09"
DRAWS = 400_000


def themes_of(cohort: Cohort) -> Words:
    """Return the code of the objective of each participation."""
    lines = np.array([line.theme for line in cohort.whole.lines])
    return np.asarray(lines[cohort.whole.line][cohort.enrolled.operation])


def owed_share(cohort: Cohort, seed: int) -> Floats:
    """Return, for each participation, the probability that a job found is due to the course."""
    theme = themes_of(cohort)
    base = np.array([OWED.get(str(code), OTHERWISE) for code in np.unique(theme)])
    own = base[np.unique(theme, return_inverse=True)[1]]
    of_area = 0.35 + 1.3 * stream(seed, "owed by area").random(len(areas()))
    status = cohort.people.status
    of_status = np.where(status == LONG_TERM, 1.25, np.where(status == INACTIVE, 0.8, 1.0))
    share = own * of_area[cohort.whole.area[cohort.enrolled.operation]] * of_status
    return np.asarray(np.clip(share, 0.0, 0.6))


def chance_of_work(fortune: Floats, horizon: str) -> Floats:
    """Return the probability of work at a horizon for each score (`Pathways.fortune`)."""
    rng = stream(0, "luck of many", horizon)
    luck = LASTING * rng.logistic(0, 1, DRAWS) + (1 - LASTING) * rng.logistic(0, 2.2, DRAWS)
    below = np.searchsorted(np.sort(luck), -(fortune + HORIZONS[horizon])) / DRAWS
    return np.asarray(1 - below)


def write(folder: Path, cohort: Cohort, seed: int) -> Path:
    """Write a file of true effects on participants, and return its path.

    The effects are by objective, and within each objective by area and by status at entry.

    A true effect is how much the course raises the probability of a job, averaged over the
    participants whose outcome is known.
    """
    theme, area = themes_of(cohort), cohort.whole.area[cohort.enrolled.operation]
    owed = owed_share(cohort, seed)
    rows = []
    for horizon, status in cohort.outcomes.statuses.items():
        effect = owed * chance_of_work(cohort.ways.fortune, horizon)
        known = (status != UNKNOWN) & (status != NOT_ASKED)
        outcome = horizon.replace("status_", "employed_")
        for code in np.unique(theme[known]):
            rows += _rows(outcome, str(code), effect, known & (theme == code), area, cohort)
    path = folder / NAME
    text = json.dumps({"is_synthetic": True, "note": NOTE, "effects": rows}, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _rows(
    outcome: str, theme: str, effect: Floats, chosen: Mask, area: Ints, cohort: Cohort
) -> list[dict[str, object]]:
    groups: list[tuple[str, str, Mask]] = [("", "", chosen)]
    groups += [("region", a.region_code, chosen & (area == i)) for i, a in enumerate(areas())]
    groups += [
        ("entry_status", name, chosen & (cohort.people.status == place))
        for place, name in enumerate(ENTRY_STATUSES)
    ]
    return [
        {
            "outcome": outcome,
            "theme": theme,
            "by": by,
            "group": group,
            "n": int(mask.sum()),
            "att": round(float(effect[mask].mean()), 8),
        }
        for by, group, mask in groups
        if mask.any()
    ]
