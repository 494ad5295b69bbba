"""Weigh what each page sends at every run: its first view, then changes of a filter.

    python benchmarks/bytes_sent.py

One visitor follows the menu through all pages and chooses regions on each. Weighed on the wire,
as the server compresses it. Asked of it: at most 60 KB per rerun.
"""

import asyncio

from dashboard import serving
from report import record
from visitors import Run, Visitor

from cruscotto.ui.state.sitemap import PAGES

KILOBYTES = 60.0
REGIONS = ("Sicilia", "Piemonte", "Lazio")


async def views(visitor: Visitor, page: str) -> list[Run]:
    """Look at a page as a whole, then by region, then as a whole again."""
    runs = [await visitor.follow(page)]
    runs += [await visitor.choose("region", name) for name in REGIONS]
    return [*runs, await visitor.choose("region")]


async def visit(address: str) -> None:
    async with Visitor(address) as visitor:
        await visitor.open("quadro")
        for page in PAGES.values():
            runs = await views(visitor, page)
            if errors := [error for run in runs for error in run.errors]:
                raise SystemExit(f"/{page} was not drawn: {errors}")
            most = max(run.bytes for run in runs) / 1000
            print(f"{page:12} {most:6.1f} KB at most")
            record(f"/{page}: sent per rerun at most", most, "KB", KILOBYTES)


def main() -> None:
    with serving() as site:
        asyncio.run(visit(site.address))


if __name__ == "__main__":
    main()
