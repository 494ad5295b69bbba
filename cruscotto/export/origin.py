"""Where the rows of an exported table come from.

The origin is: the sources, the editions, the kind of data, and the page that shows the same rows.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import duckdb

from cruscotto.export.table import DataKind, DataSet, SourceNote
from cruscotto.i18n import Text
from cruscotto.kpi.query.selection import Selection, written_code
from cruscotto.sources.catalogue import SOURCES
from cruscotto.warehouse.reading import ask

# what the screens read as “no filter” in an address
ALL = ("all",)
# Who makes synthetic files, under the licence of the program.
MAKER, MAKERS_LICENCE = "Cruscotto Strategico", "EUPL-1.2"


def data_kind(is_synthetic: set[bool]) -> DataKind:
    """Return the kind of data of some rows, from the distinct values of their `is_synthetic`.

    Without rows the kind is `published`.
    """
    if is_synthetic == {True, False}:
        return "mixed"
    return "synthetic" if True in is_synthetic else "published"


def data_set_of(con: duckdb.DuckDBPyConnection) -> DataSet:
    """Return a warehouse's data set: `demonstration` if any file is synthetic, else `official`."""
    is_demonstration = any(file["is_synthetic"] for file in ask(con, "origins"))
    return "demonstration" if is_demonstration else "official"


def sources_of(
    con: duckdb.DuckDBPyConnection, keys: tuple[str, ...], editions: tuple[str, ...]
) -> tuple[SourceNote, ...]:
    """Return the sources behind some rows, each with its imported editions.

    Args:
        con: a read-only connection to the warehouse.
        keys: names in the catalogue of sources.
        editions: the editions behind the rows; files of other editions are left out.
    """
    files = [f for f in ask(con, "origins") if f["edition"] in editions]
    notes: list[SourceNote] = []
    for key in keys:
        imported = [f for f in files if f["source"] == key]
        notes += _imported(key, imported) if imported else [_reference(key)]
    return tuple(notes)


def _imported(key: str, files: list[dict[str, Any]]) -> list[SourceNote]:
    groups: dict[tuple[str, str, bool], list[str]] = {}
    for file in files:
        group = (file["publisher"], file["licence"], bool(file["is_synthetic"]))
        groups.setdefault(group, []).append(file["edition"])
    return [
        _synthetic(key, editions)
        if is_synthetic
        else SourceNote(
            name=SOURCES[key].name,
            publisher=publisher,
            licence=licence,
            page=SOURCES[key].page,
            editions=tuple(editions),
            rhythm=SOURCES[key].rhythm,
        )
        for (publisher, licence, is_synthetic), editions in groups.items()
    ]


def _synthetic(key: str, editions: Sequence[str]) -> SourceNote:
    """Return the note on a source whose imported files are synthetic.

    The files have the format of the source's real files. The note must not name the publisher of
    the real files.
    """
    name = SOURCES[key].name
    return SourceNote(
        name=Text(
            it=f"Dati sintetici nel formato di «{name.it}»",
            en=f"Synthetic data in the format of “{name.en}”",
        ),
        publisher=MAKER,
        licence=MAKERS_LICENCE,
        page=None,
        editions=tuple(editions),
        rhythm=None,
    )


def _reference(key: str) -> SourceNote:
    source = SOURCES[key]
    return SourceNote(
        name=source.name,
        publisher=source.publisher,
        licence=source.licence,
        page=source.page,
        editions=(),
        rhythm=source.rhythm,
    )


def view_address(page: str, selection: Selection, has_funds: bool = True) -> str:
    """Return the address (path and query) of the page that shows the same rows as a file.

    Args:
        page: the page's path.
        selection: the selection of the rows; its codes become the filters in the address.
        has_funds: whether the rows have a fund. A page shows a single fund unless its address names
            funds. So the address for rows of all funds asks for all funds.
    """
    wanted = dict(selection.where)
    if has_funds:
        wanted.setdefault("fund", ALL)
    pairs = [(name, [written_code(one) for one in wanted[name]]) for name in sorted(wanted)]
    query = urlencode(pairs, doseq=True)
    return f"/{page}?{query}" if query else f"/{page}"
