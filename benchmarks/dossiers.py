"""Time the dossiers of some regions, authorities and axes, and the forecasts of every programme.

    python benchmarks/dossiers.py

Reads the warehouse of `CRUSCOTTO_WAREHOUSE`, such as the demonstration. Asked of it: 3 seconds a
dossier, 2 seconds for the forecasts of sixty programmes.
"""

from time import perf_counter

import numpy as np
from report import record

from cruscotto.config import settings
from cruscotto.dossier import build, pdf
from cruscotto.facts import Edition
from cruscotto.facts.shelf import forget
from cruscotto.finance.forecast import Month, forecast

SAMPLE = (("region", "ITG1"), ("region", "ITI3"), ("authority", "ITI4"), ("axis", "08"))
DOSSIER_SECONDS, FORECAST_SECONDS, PROGRAMMES = 3.0, 2.0, 60


def dossiers() -> None:
    edition = Edition.published(settings().warehouse)
    for kind, code in SAMPLE:
        for lang in ("it", "en"):
            forget()
            start = perf_counter()
            pdf(build(edition, kind, code, lang))
            took = perf_counter() - start
            print(f"{kind:10} {code:6} {lang}  {took:6.2f} s (asked {DOSSIER_SECONDS})")
            record(f"dossier {kind} {code} {lang}", took, "s", DOSSIER_SECONDS)


def forecasts() -> None:
    chance = np.random.default_rng(3)
    histories = [chance.gamma(2.0, 1e6, 36) for _ in range(PROGRAMMES)]
    targets = {year: 1e8 for year in range(2017, 2022)}
    start = perf_counter()
    for known in histories:
        forecast(known, Month(2017 * 12), 0.0, targets)
    took = perf_counter() - start
    print(f"{PROGRAMMES} forecasts      {took:6.2f} s (asked {FORECAST_SECONDS})")
    record(f"{PROGRAMMES} forecasts", took, "s", FORECAST_SECONDS)


if __name__ == "__main__":
    forecasts()
    dossiers()
