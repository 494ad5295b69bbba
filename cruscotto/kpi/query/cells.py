"""Persons that an indicator counts, cell by cell, with the noise of an audience."""

from collections.abc import Sequence
from typing import Any

import duckdb
import numpy as np

from cruscotto.disclosure.noise import Flags
from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.query import people
from cruscotto.kpi.query.asking import codes_of, rows_of
from cruscotto.kpi.query.guard import Counted, head_counts
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.registry.people import VULNERABLE_SHARE

Row = dict[str, Any]


def count_heads(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    by: tuple[str, ...],
    chosen: Selection,
    rows: Sequence[Row],
    rules: Rules,
) -> Counted:
    """Return the persons that each row of an indicator counts, perturbed and not hidden.

    Several codes of a filter are so many cells: a row is the sum of its cells as they are shown.

    Args:
        con: a reader's connection.
        kpi: an indicator of persons.
        by: the dimensions of the rows.
        chosen: the selection of the rows.
        rows: the rows themselves, with the sums of their keys.
        rules: who reads, and the noise.
    """
    several = tuple(name for name, codes in chosen.where if len(codes) > 1 and name not in by)
    if not several:
        return head_counts(kpi, rows, range(len(rows)), len(rows), rules)
    cells = rows_of(con, kpi, (*by, *several), chosen, rules)
    place = {codes: number for number, codes in enumerate(codes_of(kpi, by, rows))}
    places = [place[codes] for codes in codes_of(kpi, by, cells)]
    return head_counts(kpi, cells, places, len(rows), rules)


def perturbed(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    by: tuple[str, ...],
    selection: Selection,
    rules: Rules,
) -> list[tuple[tuple[str, ...], int, int]]:
    """Return codes, numerator and denominator of every cell of a rate, perturbed and not hidden.

    They are for sums of many cells, such as an expectation; single ones are never shown.

    Args:
        con: a reader's connection.
        kpi: a rate of persons.
        by: the dimensions of the cells.
        selection: the rows wanted; of several sources of outcomes the first counts.
        rules: who reads, and the noise.
    """
    if kpi.by_source:
        source = (*selection.codes("outcome_source"), *people.SOURCES)[0]
        kpi, selection = people.in_source(kpi, source), selection.with_(outcome_source=[])
    rows = rows_of(con, kpi, by, selection, rules)
    counted = count_heads(con, kpi, by, selection, rows, rules)
    parts, wholes = (counted[name].shown.tolist() for name in ("numerator", "denominator"))
    return list(zip(codes_of(kpi, by, rows), parts, wholes, strict=True))


def uniform_rows(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    by: tuple[str, ...],
    chosen: Selection,
    codes: Sequence[tuple[str, ...]],
) -> Flags:
    """Mark the rows by vulnerability that lie where nobody, or everybody, is vulnerable."""
    if "vulnerable" not in by and not chosen.codes("vulnerable"):
        return np.zeros(len(codes), dtype=np.bool_)
    share = VULNERABLE_SHARE.model_copy(update={"year_column": kpi.year_column})
    others = tuple(name for name in by if name != "vulnerable")
    found = rows_of(con, share, others, chosen.with_(vulnerable=[]))
    alike = {
        code
        for code, row in zip(codes_of(share, others, found), found, strict=True)
        if row["numerator"] in (0, row["denominator"])
    }
    kept = [place for place, name in enumerate(by) if name != "vulnerable"]
    return np.array([tuple(code[i] for i in kept) in alike for code in codes], dtype=np.bool_)
