"""Let fifty people read the dashboard at once, each on a websocket of their own.

    python benchmarks/fifty_users.py [--users 50] [--seconds 1200] [--publications 0] [--signed]

Two server processes behind the sticky proxy (`cruscotto serve --workers 2`) over a copy of the
warehouse of `CRUSCOTTO_WAREHOUSE`. People open the overview, then change page or filter, and look
for about six seconds each time. Timed from the message that asks to the one that says the run has
finished; the first opening counts apart. With publications, new editions come out at the time.
With `--signed` everybody has signed in, for one of ten authorities or as a ministry, and reads by
their own rules. What memory the server holds at each publication is printed.

Asked of it: p95 below 500 ms on two cores (300 where people have signed in), no error, memory
growing by less than 5 %, everybody on a new edition within a minute.
"""

import argparse
import asyncio
import os
import re
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from statistics import mean, quantiles

from dashboard import Site, serving
from report import record
from signed import cookie
from visitors import Run, Visitor

from cruscotto.i18n import format_date
from cruscotto.warehouse import editing

PAGES = ("quadro", "regioni", "autorita")
FILTERS = ("region", "period", "status")
P95_MILLISECONDS, P95_SIGNED, GROWTH_PERCENT, MINUTE = 500.0, 300.0, 5.0, 60.0
AUTHORITIES = ("ITC1", "ITC4", "ITF3", "ITF4", "ITG1", "ITG2", "ITH3", "ITH5", "ITI1", "ITI4")
LOOKED_AT_EVERY = 2.0
FIRST_DAY = date(2030, 1, 1)


@dataclass
class Day:
    """What happened while people read."""

    opened: list[Run] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    published: list[float] = field(default_factory=list)
    followed: list[float] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


async def read(site: Site, name: int, asked: argparse.Namespace, until: float, day: Day) -> None:
    """Be one person until the time is over."""
    await asyncio.sleep(asked.think * name / asked.users)
    try:
        async with Visitor(site.address, name, signed_cookie(site, name, asked)) as visitor:
            day.opened.append(await visitor.open("quadro"))
            known = 0
            while time.monotonic() < until:
                done = len(visitor.runs)
                await visitor.think(visitor.chance.uniform(0.5, 1.5) * asked.think)
                await act(visitor)
                day.runs += visitor.runs[done:]
                known = follow(visitor, known, day)
    except Exception as error:
        day.gone.append(f"{type(error).__name__}: {error}")


def signed_cookie(site: Site, name: int, asked: argparse.Namespace) -> str:
    """Return the cookie of a person: every eleventh is of the ministry, the others of one body."""
    if not asked.signed:
        return ""
    roles = ("ministry", *(f"authority:{code}" for code in AUTHORITIES))
    return cookie(f"person {name}", roles[name % len(roles)], origin=site.address)


async def act(visitor: Visitor) -> Run:
    """Do what a person does next: change a filter, more often than the page."""
    if visitor.chance.random() < 0.35:
        return await visitor.follow(visitor.chance.choice(PAGES))
    name = visitor.chance.choice(FILTERS)
    options = visitor.options(name)
    is_lifted = f"{name}=" in visitor.query or not options
    return await visitor.choose(name, *([] if is_lifted else [visitor.chance.choice(options)]))


def follow(visitor: Visitor, known: int, day: Day) -> int:
    """Note how long after its publication this person saw the newest edition."""
    seen = edition(visitor)
    if seen > known and seen <= len(day.published):
        day.followed.append(time.monotonic() - day.published[seen - 1])
    return max(known, seen)


DAYS = {format_date(FIRST_DAY + timedelta(days=n), "it"): n for n in range(1, 1000)}


def edition(visitor: Visitor) -> int:
    """Return the number of the publication that the page speaks of; 0 for the one it began with."""
    said = re.search(r"Edizione dei dati: (\d+ \w+ \d{4})", " ".join(visitor.texts))
    return DAYS.get(said[1], 0) if said else 0


async def publish(site: Site, asked: argparse.Namespace, day: Day) -> None:
    """Publish editions at even distances, from another process as `cruscotto import` does.

    In the process of the visitors it would hold up the clock that times them.
    """
    with ProcessPoolExecutor(1, get_context("spawn")) as publisher:
        loop = asyncio.get_running_loop()
        for number in range(1, asked.publications + 1):
            await asyncio.sleep(asked.seconds / (asked.publications + 1))
            await loop.run_in_executor(publisher, new_edition, site.warehouse, number)
            day.published.append(time.monotonic())
            print(f"  edition {number}: {site.megabytes():.0f} MB", flush=True)


def new_edition(warehouse: Path, number: int) -> None:
    with editing(warehouse) as con:
        con.execute(
            "update marts.operation_share set edition_date = $day where slot = 'current'",
            {"day": FIRST_DAY + timedelta(days=number)},
        )


async def watch(site: Site, until: float, day: Day) -> None:
    """Look at the memory of the servers now and then."""
    while time.monotonic() < until:
        day.memory.append(site.megabytes())
        await asyncio.sleep(LOOKED_AT_EVERY)


async def whole_day(site: Site, asked: argparse.Namespace) -> Day:
    day, until = Day(), time.monotonic() + asked.seconds
    people = (read(site, name, asked, until, day) for name in range(asked.users))
    await asyncio.gather(*people, watch(site, until, day), publish(site, asked, day))
    return day


def growth(memory: Sequence[float]) -> float:
    """Return by how much memory grew, in percent, once everything was warm.

    The last tenth of the time against the tenth after the first fifth.
    """
    tenth = max(1, len(memory) // 10)
    return 100 * (mean(memory[-tenth:]) / mean(memory[2 * tenth : 3 * tenth] or memory) - 1)


def report(day: Day, asked: argparse.Namespace) -> None:
    about = f"{asked.users} {'signed-in users' if asked.signed else 'users'}"
    goal = P95_SIGNED if asked.signed else P95_MILLISECONDS
    asked_for = [run.milliseconds for run in day.runs if run.milliseconds]
    if len(asked_for) < 2:
        raise SystemExit(f"nobody could read: {sorted(set(day.gone))[:3]}")
    times = quantiles(asked_for, n=100)
    runs = [*day.opened, *day.runs]
    errors = [error for run in runs for error in run.errors] + day.gone
    print(f"{about}, {asked.seconds} s, {len(day.runs)} reruns, {asked.workers} processes")
    print(f"  rerun   p50 {times[49]:.0f} ms, p95 {times[94]:.0f} ms, p99 {times[98]:.0f} ms")
    first = sorted(run.milliseconds for run in day.opened)
    print(f"  opening p50 {first[len(first) // 2]:.0f} ms, slowest {first[-1]:.0f} ms")
    print(f"  errors  {len(errors)} {sorted(set(errors))[:3] or ''}")
    print(f"  memory  {day.memory[0]:.0f} to {day.memory[-1]:.0f} MB, {growth(day.memory):+.1f} %")
    record(f"{about}: rerun, median", times[49], "ms")
    record(f"{about}: rerun, p95", times[94], "ms", goal, peak_megabytes=max(day.memory))
    record(f"{about}: errors in {len(runs)} runs", len(errors), "", 0)
    record(f"{about}: memory grown in {asked.seconds} s", growth(day.memory), "%", GROWTH_PERCENT)
    if day.followed:
        print(f"  new edition seen after {max(day.followed):.0f} s at most")
        record(f"{about}: new edition seen by all", max(day.followed), "s", MINUTE)
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=1200)
    parser.add_argument("--think", type=float, default=6.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--publications", type=int, default=0)
    parser.add_argument("--signed", action="store_true")
    asked = parser.parse_args()
    with serving(asked.workers, is_signed=asked.signed) as site:
        report(asyncio.run(whole_day(site, asked)), asked)


if __name__ == "__main__":
    main()
