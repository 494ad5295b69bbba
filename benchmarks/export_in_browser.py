"""Take a million operations through the server as a browser does, alone and two at once.

    python benchmarks/export_in_browser.py [ROWS]

The warehouse is a copy of that of `CRUSCOTTO_WAREHOUSE` whose operations are repeated until there
are enough. A visitor opens *Interventi* without filters and presses the button of the CSV: timed
from the message that asks for the file to its last byte. Memory is the server's, before the first
file and after the visitor has gone. Then two take the file at once, while a third goes on changing
the region of the overview. Asked of it: 3 s, 30 MB, and no rerun above a second meanwhile.
"""

import asyncio
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median

from dashboard import Site, serving
from report import record
from visitors import Visitor

from cruscotto.config import settings
from cruscotto.warehouse import editing

REPEATS = 3
EXPORT_SECONDS, LEFT_MEGABYTES, RERUN_MILLISECONDS = 3.0, 30.0, 1000.0
ALL = "fund=all"
REPEATED = """
    insert into marts.{table}
    select o.* replace (
        operation_code || '-' || i as operation_code, operation_id + i * 10000000 as operation_id
    )
    from marts.{table} as o, range(1, $times) as copies(i)
    where {current}
"""
TABLES = {"operation": "true", "operation_share": "slot = 'current'"}


def enlarge(link: Path, rows: int) -> int:
    """Repeat the operations until there are at least so many; return how many there are."""
    with editing(link) as con:
        found = con.execute("select count(*) from marts.operation").fetchone() or (0,)
        times = -(-rows // found[0])
        for table, current in TABLES.items():
            con.execute(REPEATED.format(table=table, current=current), {"times": times})
        return int(found[0]) * times


async def export(site: Site) -> tuple[float, int]:
    """Open the list of operations, take its CSV, and return seconds and bytes."""
    async with Visitor(site.address) as visitor:
        await visitor.open("interventi", ALL)
        button = next(b for b in visitor.of_kind("download_button") if "CSV" in b.label)
        start = time.perf_counter()
        address = await visitor.file(button.deferred_file_id)
        size = await asyncio.to_thread(fetch, f"{site.address}{address}")
        took = time.perf_counter() - start
        await visitor.follow("quadro")  # another page: the file is let go
        return took, size


def fetch(address: str) -> int:
    size = 0
    with urllib.request.urlopen(address, timeout=120) as answer:
        while block := answer.read(1 << 20):
            size += len(block)
    return size


async def together(site: Site) -> list[float]:
    """Return the milliseconds of a third visitor's reruns while two take the file."""
    async with Visitor(site.address) as reader:
        await reader.open("quadro")
        regions = reader.options("region")
        exports = asyncio.gather(export(site), export(site))
        times = []
        while not exports.done():
            run = await reader.choose("region", regions[len(times) % len(regions)])
            times.append(run.milliseconds)
            await asyncio.sleep(0.2)
        await exports
        return times


async def measured(site: Site, rows: int) -> None:
    await export(site)  # what stays after the first file is libraries and caches, not the file
    await asyncio.sleep(5)
    before = site.megabytes()
    found = [await export(site) for _ in range(REPEATS)]
    most = site.megabytes()
    await asyncio.sleep(10)
    left = site.megabytes() - before
    seconds = median(took for took, _ in found)
    print(f"{rows:,} operations, {found[0][1] / 1e6:.0f} MB: {seconds:.2f} s; memory {before:.0f} "
          f"to {most:.0f} MB, {left:+.0f} MB ten seconds later")  # fmt: skip
    record(f"export of {rows:,} operations", seconds, "s", EXPORT_SECONDS, peak_megabytes=most)
    record("memory left after exports", left, "MB", LEFT_MEGABYTES)
    times = await together(site)
    print(f"two exports at once: {len(times)} reruns beside them, slowest {max(times):.0f} ms")
    record("slowest rerun beside two exports", max(times), "ms", RERUN_MILLISECONDS)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(prefix="cruscotto-benchmark-") as folder:
        link = Path(folder) / "w.duckdb"
        link.write_bytes(settings().warehouse.resolve().read_bytes())
        rows = enlarge(link, rows)
        with serving(1, link) as site:
            asyncio.run(measured(site, rows))


if __name__ == "__main__":
    main()
