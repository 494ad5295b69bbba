"""Let fifty programs ask the API at once.

    python benchmarks/fifty_programs.py [--clients 50] [--seconds 60] [--pause 1] [--workers 2]

Each client has its own connection and asks one question after another: indicators by dimension with
filters, operations by the page, editions, alerts, official series. It waits a second between two,
on average, as a program that fills a table does; without a pause the figure is how fast two
processes answer, which the last line gives. The server signs nobody in, so that one address asks
for all: its limit of questions a minute is lifted. Timed from the request to the last byte.

Asked of it: p95 below 500 ms on two cores, and no answer but 200.
"""

import argparse
import asyncio
import os
import random
import time
from statistics import quantiles

import httpx
from dashboard import Site, serving
from report import record

P95_MILLISECONDS = 500.0
NO_LIMIT = 10_000_000
KPIS = ("payments_eur", "payment_rate", "operations_count", "participants_count")
GROUPS = ("", "&by=region", "&by=programme", "&by=axis")
REGIONS = ("ITC1", "ITC4", "ITF3", "ITG1", "ITH5", "ITI4")
LISTS = ("operations?limit=100", "editions", "alerts", "indicators", "dimensions", "ledger")


def question(chance: random.Random) -> str:
    """Return what a program asks next: four times of five a figure."""
    if chance.random() < 0.2:
        return chance.choice(LISTS)
    where = f"&where=region={chance.choice(REGIONS)}" if chance.random() < 0.5 else ""
    return f"kpi?name={chance.choice(KPIS)}{chance.choice(GROUPS)}{where}"


async def program(
    site: Site, name: int, until: float, pause: float, times: list[float], wrong: list[str]
) -> None:
    """Be one client until the time is over."""
    chance = random.Random(name)
    await asyncio.sleep(pause * chance.random())
    async with httpx.AsyncClient(base_url=f"{site.address}/api/v1/", timeout=60) as client:
        while time.monotonic() < until:
            asked, start = question(chance), time.perf_counter()
            answer = await client.get(asked)
            times.append(1000 * (time.perf_counter() - start))
            if answer.status_code != httpx.codes.OK:
                wrong.append(f"{answer.status_code} {asked}")
            await asyncio.sleep(pause * chance.uniform(0.5, 1.5))


async def minute(site: Site, asked: argparse.Namespace, pause: float) -> tuple[list[float], float]:
    """Let everybody ask for a while; return how long each answer took, and answers a second."""
    times: list[float] = []
    wrong: list[str] = []
    start = time.monotonic()
    until = start + asked.seconds
    clients = (program(site, n, until, pause, times, wrong) for n in range(asked.clients))
    await asyncio.gather(*clients)
    print(f"  {len(times)} answers, {len(wrong)} of them errors {sorted(set(wrong))[:3] or ''}")
    record(f"{asked.clients} programs, pause {pause:g} s: errors", len(wrong), "", 0)
    return times, len(times) / (time.monotonic() - start)


def report(asked: argparse.Namespace, times: list[float], pause: float, rate: float) -> None:
    about, parts = f"{asked.clients} programs, pause {pause:g} s", quantiles(times, n=100)
    print(f"{about}: p50 {parts[49]:.0f} ms, p95 {parts[94]:.0f} ms, {rate:.0f} answers a second")
    record(f"{about}: median", parts[49], "ms")
    record(f"{about}: p95", parts[94], "ms", P95_MILLISECONDS if pause else None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--pause", type=float, default=1.0)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    with serving(asked.workers, api_per_minute=NO_LIMIT) as site:
        for pause in dict.fromkeys((asked.pause, 0.0)):
            times, rate = asyncio.run(minute(site, asked, pause))
            report(asked, times, pause, rate)
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
