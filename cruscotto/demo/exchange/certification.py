"""Write demonstration tranches, pre-financing and payment claims of every ESF programme.

Each authority claims payments some months after it makes them, in its usual months of the year.
Tranches of 2014-2020 add up to the real plan. For 2021-2027 no plans are known, so tranches are
chosen to fit the claims: one authority covers more than its next target, two authorities cover
less, and what each other authority covers is random.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

from cruscotto.demo import manifest
from cruscotto.demo.chance import DEFAULT_SEED, Floats, Ints, stream
from cruscotto.demo.operations.cumulative import Cumulative, cumulative
from cruscotto.demo.operations.operations import NEWEST
from cruscotto.demo.operations.portfolio import Portfolio, whole_portfolio
from cruscotto.demo.territory.programmes import FIRST, RECOVERY, SECOND, BudgetLine, plan_rows
from cruscotto.demo.territory.territory import areas

REACT_EU = "react_eu"
HEALTHY, AT_RISK, DIRTY = "ITC4", "ITG1", "ITF3"
# How an authority claims: in which months, how many months after paying.
HABITS = {HEALTHY: ((3, 6, 9, 12), 2), AT_RISK: ((5, 12), 6), DIRTY: ((6, 10, 12), 4)}
USUAL = ((5, 7, 10, 12), 4)
DECEMBER = 12
# Part of what could be claimed that is ready: less during the year, more in December.
READY = ((0.1, 0.8), (0.5, 0.95))
# Part of a period's EU money that each yearly tranche commits.
PROFILE = {
    FIRST: dict(zip(range(2014, 2021), (0.12, 0.125, 0.13, 0.14, 0.15, 0.16, 0.175), strict=True)),
    "2021-2027": dict(
        zip(range(2021, 2028), (0.06, 0.17, 0.17, 0.17, 0.17, 0.13, 0.13), strict=True)
    ),
    RECOVERY: {2021: 0.72, 2022: 0.28},
}
RESERVE = 0.06
ADVANCE = {
    FIRST: (0.01, (2015, 2016, 2017)),
    "2021-2027": (0.005, range(2022, 2027)),
    RECOVERY: (0.11, (2021,)),
}
# Covered at the newest edition over what the coming December asks, where tranches are invented.
COVERED = {HEALTHY: 1.04, AT_RISK: 0.70, DIRTY: 0.93}
DUE_YEAR = 2026

Place = tuple[str, str, str]  # programme, fund, category of region
PLACE_COLUMNS = ("programme", "fund", "category_of_region")


@dataclass(frozen=True)
class Books:
    """The EU share of payments by account: cumulative cents at the end of each month.

    An account is a programme, a fund and a category of region.
    """

    places: tuple[Place, ...]
    owners: tuple[str, ...]
    days: tuple[date, ...]
    paid: Floats


def write(folder: Path, seed: int = DEFAULT_SEED) -> list[Path]:
    """Write the files of tranches, pre-financing and claims, and return their paths.

    The files are entered in the manifest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kept = _books(whole_portfolio(seed))
    claims = [list(_claims(kept, place, seed)) for place in range(len(kept.places))]
    totals = [_total(kept, place, claims[place], seed) for place in range(len(kept.places))]
    tables = {
        "commitment_tranches": (("year", "eu_amount_eur", "reserve_eur"), _tranches(kept, totals)),
        "prefinancing": (("date", "eu_amount_eur"), _advances(kept, totals)),
        "payment_claims": (
            ("date", "eu_amount_eur", "suspended_eur"),
            [(*kept.places[i], *row) for i, rows in enumerate(claims) for row in rows],
        ),
    }
    paths = []
    for name, (columns, rows) in tables.items():
        path = folder / f"sintetico_{name}_{NEWEST:%Y%m%d}.csv"
        _write(path, (*PLACE_COLUMNS, *columns), rows)
        manifest.record(folder, [manifest.Batch(name, NEWEST, [path])], seed)
        paths.append(path)
    return paths


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow([*columns, "is_synthetic"])
        writer.writerows([*row, "true"] for row in rows)


def category_of(whole: Portfolio, line: BudgetLine, area: int) -> str:
    """Return the category of region of an operation's money, given its budget line and area.

    It is empty for the YEI, and `REACT_EU` for REACT-EU.
    """
    if line.fund == "IOG":
        return ""
    if line.is_recovery:
        return REACT_EU
    place = areas()[line.areas[0] if line.is_regional else area]
    return place.category_2021_2027 if line.period == SECOND else place.category


def _books(whole: Portfolio) -> Books:
    is_esf = np.array([line.is_esf for line in whole.lines])[whole.line] & (whole.flag == 0)
    rows = np.flatnonzero(is_esf)
    money = cumulative(whole, rows, NEWEST)
    places, column = _places(whole, rows)
    share = whole.money.eu_share[rows] * whole.money.own[rows] / whole.money.public[rows]
    owners = {line.programme: _owner(line) for line in whole.lines}
    return Books(
        places,
        tuple(owners[place[0]] for place in places),
        money.days,
        _by_place(money, share, column, len(places)),
    )


def _owner(line: BudgetLine) -> str:
    return areas()[line.areas[0]].region_code if line.is_regional else line.programme


def _places(whole: Portfolio, rows: Ints) -> tuple[tuple[Place, ...], Ints]:
    found: dict[Place, int] = {}
    column = np.empty(rows.size, dtype=np.int64)
    for i, (number, area) in enumerate(zip(whole.line[rows], whole.area[rows], strict=True)):
        line = whole.lines[number]
        place = (line.programme, line.fund, category_of(whole, line, int(area)))
        column[i] = found.setdefault(place, len(found))
    return tuple(found), column


def _by_place(money: Cumulative, share: Floats, column: Ints, count: int) -> Floats:
    paid = np.zeros((len(money.days), count))
    for place, month in enumerate(money.paid):
        paid[place] = np.bincount(column, weights=month * share, minlength=count)
    return paid


def _claims(kept: Books, place: int, seed: int) -> Iterable[tuple[str, str, str]]:
    """Yield the payment claims of one account: day, amount net of suspensions, suspended amount.

    Most suspended amounts are zero. A claim never covers all payments: some are still being checked
    and are claimed later.
    """
    rng = stream(seed, "claims", *kept.places[place])
    months, lag = HABITS.get(kept.owners[place], USUAL)
    claimed = 0.0
    for number, when in enumerate(kept.days):
        if when.month not in months or number < lag:
            continue
        ready = rng.uniform(*READY[when.month == DECEMBER])
        if (amount := round(ready * (float(kept.paid[number - lag, place]) - claimed))) > 0:
            suspended = amount // 50 if when.month == DECEMBER and number % 5 == 0 else 0
            yield f"{when.replace(day=20)}", _euros(amount - suspended), _euros(suspended)
            claimed += amount


@cache
def _plan() -> dict[Place, float]:
    names = {
        "Less developed": "less_developed",
        "Transition": "transition",
        "More developed": "more_developed",
        RECOVERY: REACT_EU,
    }
    plan: dict[Place, float] = {}
    for row in plan_rows():
        fund = "IOG" if row["fund"] == "YEI" else "FSE"
        place = (row["cci"], fund, names.get(row["category_of_region"], ""))
        plan[place] = plan.get(place, 0.0) + float(row["eu_amount"]) * 100
    return plan


def _total(kept: Books, place: int, claims: list[tuple[str, str, str]], seed: int) -> float:
    """Return the EU money of an account: its real plan, or an amount that fits its claims."""
    name = kept.places[place]
    if name in _plan():
        return _plan()[name]
    claimed = sum(_cents(amount) + _cents(held) for _, amount, held in claims)
    drawn = float(stream(seed, "covered", *name).uniform(0.84, 1.3))
    wanted = COVERED.get(kept.owners[place], drawn)
    period = _period(name)
    due = sum(share for year, share in PROFILE[period].items() if year + 3 <= DUE_YEAR)
    share, years = ADVANCE[period]
    return claimed / max(0.05, wanted * due - share * len(list(years)))


def _period(place: Place) -> str:
    if place[2] == REACT_EU:
        return RECOVERY
    return FIRST if place[0].startswith("2014") else "2021-2027"


def _tranches(kept: Books, totals: list[float]) -> Iterable[tuple[object, ...]]:
    for place, total in zip(kept.places, totals, strict=True):
        period = _period(place)
        for year, share in PROFILE[period].items():
            has_reserve = period == FIRST and place[1] == "FSE"
            amount = round(total * share)
            reserve = round(amount * RESERVE) if has_reserve else 0
            yield (*place, year, _euros(amount), _euros(reserve))


def _advances(kept: Books, totals: list[float]) -> Iterable[tuple[object, ...]]:
    for place, total in zip(kept.places, totals, strict=True):
        share, years = ADVANCE[_period(place)]
        for year in years:
            yield (*place, f"{year}-02-16", _euros(round(total * share)))


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"


def _cents(text: str) -> int:
    return int(text.replace(",", ""))
