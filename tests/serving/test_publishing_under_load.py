"""New editions published while people read: no failed run, no mixed page, everybody follows."""

import asyncio
import re
from datetime import date, timedelta
from pathlib import Path

import duckdb

from cruscotto.i18n import format_date
from cruscotto.kpi.query.selection import STARTING_FUND
from cruscotto.warehouse import editing

PUBLICATIONS, PEOPLE = 6, 3
FIRST = date(2024, 9, 1)
PAGES = ("quadro", "regioni", "autorita", "quadro")


def publish(link: Path, number: int) -> None:
    """Publish an edition of which every operation was paid `number` million."""
    day = FIRST + timedelta(days=number)
    with editing(link) as con:
        con.execute(
            "update marts.operation_share set payments_eur = $paid * share, edition_date = $day",
            {"paid": number * 1_000_000, "day": day},
        )


DAYS = {format_date(FIRST + timedelta(days=n), "it"): n for n in range(PUBLICATIONS + 1)}


def editions(texts: list[str]) -> set[int]:
    """Return which publications a page's words speak of."""
    said = re.findall(r"Edizione(?: dei dati)?:\*{0,2} (\d+ \w+ \d{4})", " ".join(texts))
    return {DAYS[day] for day in said if day in DAYS}


def paid(texts: list[str]) -> float | None:
    """Return the million paid that the headline figure tells, if the page has one."""
    found = [t for t in texts if t.startswith("Pagamenti: ")]
    if not found:
        return None
    return float(found[0].split()[1].replace(".", "").replace(",", "."))


class Reader:
    """A person who goes from page to page, and what every page was read to say."""

    def __init__(self, visitors, address: str, name: int) -> None:
        self.visitor = visitors.Visitor(address, name)
        self.numbers: list[int] = []
        self.figures: list[tuple[int, float]] = []

    def look(self) -> None:
        """Note which publication the page speaks of: one and only one."""
        assert self.visitor.runs[-1].errors == []
        (number,) = editions(self.visitor.texts)
        self.numbers.append(number)
        told = paid(self.visitor.texts)
        if told is not None:
            self.figures.append((number, told))

    async def read_until(self, over: asyncio.Event) -> None:
        """Read pages one after the other, and at the end only look at the last one."""
        async with self.visitor as visitor:
            await visitor.open("quadro")
            while not editions(visitor.texts):  # pages may still have to turn to the first one
                await visitor.think(0.3)
            while not over.is_set():
                for page in PAGES:
                    await visitor.follow(page)
                    self.look()
                    await visitor.think(visitor.chance.uniform(0.05, 0.3))
            await visitor.think(2.5)
            self.look()


async def publications(link: Path, readers: list[Reader], over: asyncio.Event) -> None:
    """Publish one edition after the other, while people read and when one has read its figure."""
    for number in range(2, PUBLICATIONS + 1):
        await asyncio.to_thread(publish, link, number)
        while number not in {told for reader in readers for told, _ in reader.figures}:
            await asyncio.sleep(0.02)
    over.set()


async def read_and_publish(readers: list[Reader], link: Path) -> None:
    over = asyncio.Event()
    reading = (reader.read_until(over) for reader in readers)
    async with asyncio.timeout(120):
        await asyncio.gather(*reading, publications(link, readers, over))


def test_publications_while_people_read(site, visitors, run_async) -> None:
    publish(site.warehouse, 1)
    readers = [Reader(visitors, site.address, name) for name in range(PEOPLE)]
    run_async(read_and_publish(readers, site.warehouse))
    for reader in readers:
        assert reader.numbers == sorted(reader.numbers)  # nobody ever goes back
        assert reader.numbers[-1] == PUBLICATIONS  # nor needs to touch anything to go on
    figures = {figure for reader in readers for figure in reader.figures}
    assert {number for number, _ in figures} >= set(range(2, PUBLICATIONS + 1))
    million = shares(site.warehouse)
    assert [f for f in figures if abs(f[1] - million * f[0]) > 0.51] == []


def shares(link: Path) -> float:
    """Return how many operations there are in the fund that a visit starts with."""
    with duckdb.connect(str(link.resolve()), read_only=True) as con:
        found = con.execute(
            "select sum(share) from marts.operation_share where fund_code = $fund",
            {"fund": STARTING_FUND},
        ).fetchone()
    return float(found[0]) if found else 0.0
