"""Count the persons in each row of an indicator, with the noise of an audience."""

from collections.abc import Sequence
from typing import Any

import duckdb
import numpy as np

from cruscotto.disclosure.head_counts import Heads, concerns_everybody
from cruscotto.disclosure.noise import Flags, Ints
from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.query import people
from cruscotto.kpi.query.asking import codes_of, rows_of
from cruscotto.kpi.query.counts import SENSITIVE_INDICATORS
from cruscotto.kpi.query.hidden_cells import Counted, head_counts, hides
from cruscotto.kpi.query.own import own_cells, owners
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi, Method
from cruscotto.kpi.registry.people import EXIT, PARTICIPANTS_COUNT, VULNERABLE_SHARE

Row = dict[str, Any]
# The family of common indicators of each period, and whom its outputs and results are counted of.
PERIODS = {"": "2014-2020", "EE": "2021-2027"}
LEAVERS = PARTICIPANTS_COUNT.model_copy(update={"numerator": "leavers", "year_column": EXIT})
EVERYBODY = {"CO": PARTICIPANTS_COUNT, "CR": LEAVERS}


def count_heads(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    by: tuple[str, ...],
    chosen: Selection,
    rows: Sequence[Row],
    rules: Rules,
) -> Counted:
    """Return how many persons each row of an indicator counts: exact counts and noisy counts.

    No count is hidden yet. A row is split into cells: one for each code of a filter that has
    several codes and, if the reader answers for some authorities, one for each authority. Each cell
    has its own noise, and the row's noisy count is the sum of the noisy counts of its cells.

    Args:
        con: a read-only connection to the warehouse.
        kpi: an indicator of persons.
        by: the dimensions of the rows.
        chosen: the selection of the rows.
        rows: the indicator's rows, as read from the warehouse, with the sums of record keys.
        rules: the audience and its noise.
    """
    several = tuple(name for name, codes in chosen.where if len(codes) > 1 and name not in by)
    if kpi.method is Method.OBSERVED_ON_EXPECTED and not {"region", *by} <= {*by, *several}:
        several += ("region",)  # what is expected of a region follows its own persons
    parted = owners(by, chosen, rules)
    names = (*by, *several, *parted)
    if names == by:
        return head_counts(kpi, rows, None, len(rows), rules)
    cells = rows_of(con, kpi, names, chosen, rules)
    place = {codes: number for number, codes in enumerate(codes_of(kpi, by, rows))}
    codes = codes_of(kpi, names, cells)
    places = [place[code[: len(by)]] for code in codes]
    found = head_counts(kpi, cells, places, len(rows), rules, own_cells(names, codes, rules))
    if parted and kpi.method is Method.PERSONS:
        of_one = rules.model_copy(update={"own": ()})
        return _once(found, count_heads(con, kpi, by, chosen, rows, of_one))
    return found


def _once(parted: Counted, whole: Counted) -> Counted:
    """Return the counts `whole` with the noise of the counts `parted`.

    Args:
        parted: sums over authorities of each authority's persons. A person of two authorities
            counts twice.
        whole: counts of distinct persons. A person of two authorities counts once.
    """
    heads = {}
    for name, one in whole.heads.items():
        of_each = parted.heads[name]
        protected, shown = (
            np.maximum(0, one.true + seen - of_each.true)
            for seen in (of_each.protected, of_each.shown)
        )
        others = _beside_own(of_each, protected, shown)
        heads[name] = Heads(one.true, protected, shown, others=others)
    return Counted(heads, whole.carried)


def _beside_own(of_each: Heads, protected: Ints, shown: Ints) -> Heads | None:
    """Return how many persons each group has without those of the reader's own authorities.

    It is the smaller of two numbers: what `of_each.others` counts, and `shown` less the persons of
    the reader's own authorities. The second is smaller where persons are in an own authority and in
    another: they count twice in `of_each`.

    Args:
        of_each: sums over authorities of each authority's persons.
        protected: distinct persons of each group, as the protected audience sees them.
        shown: distinct persons of each group, as the audience of the rules sees them.

    Returns:
        The counts; `None` if no authority of the reader is in the groups.
    """
    rest = of_each.others
    if rest is None:
        return None
    own = of_each.true - rest.true
    left = np.minimum(rest.protected, protected - own), np.minimum(rest.shown, shown - own)
    # it is one figure, and the rest that it stands for is a sum of several: both limits hold
    return Heads(rest.true, *left, others=rest)


def perturbed(
    con: duckdb.DuckDBPyConnection,
    kpi: Kpi,
    by: tuple[str, ...],
    selection: Selection,
    rules: Rules,
) -> list[tuple[tuple[str, ...], int, int]]:
    """Return (codes, numerator, denominator) of every cell of a rate; the counts have noise.

    A cell is one combination of codes. No cell is hidden, so a single cell must never be shown. The
    counts are for sums over many cells, such as an expected rate.

    Args:
        con: a read-only connection to the warehouse.
        kpi: a rate of persons.
        by: the dimensions of the cells.
        selection: the rows wanted; of several sources of outcomes only the first is read.
        rules: the audience and its noise.
    """
    if kpi.by_source:
        source = (*selection.codes("outcome_source"), *people.SOURCES)[0]
        kpi, selection = people.in_source(kpi, source), selection.with_(outcome_source=[])
    rows = rows_of(con, kpi, by, selection, rules)
    counted = count_heads(con, kpi, by, selection, rows, rules)
    parts, wholes = (counted.heads[name].shown.tolist() for name in ("numerator", "denominator"))
    return list(zip(codes_of(kpi, by, rows), parts, wholes, strict=True))


def add_hidden(
    con: duckdb.DuckDBPyConnection,
    by: tuple[str, ...],
    chosen: Selection,
    kpi: Kpi,
    codes: Sequence[tuple[str, ...]],
    rules: Rules,
) -> tuple[Flags, list[tuple[str, ...]]]:
    """Return which rows to hide to protect vulnerable persons, and the codes of hidden rows to add.

    A group has a row of vulnerable persons and a row of all other persons. The two are shown only
    if the share of vulnerable persons in the group may be shown. Otherwise they are hidden, and a
    missing row is added as a hidden row. If one row were shown without the other, readers would
    know that nobody in the group is vulnerable, or that everybody is.

    If the rows are neither split nor filtered by vulnerability, nothing is hidden or added.

    Args:
        con: a read-only connection to the warehouse.
        by: the dimensions of the rows.
        chosen: the selection of the rows.
        kpi: the indicator of the rows.
        codes: the codes of each row, in the order of the dimensions.
        rules: the audience, its thresholds and noise.
    """
    if "vulnerable" not in by and not chosen.codes("vulnerable"):
        return np.zeros(len(codes), dtype=np.bool_), []
    share = VULNERABLE_SHARE.model_copy(update={"year_column": kpi.year_column})
    others, rest = tuple(name for name in by if name != "vulnerable"), chosen.with_(vulnerable=[])
    found = rows_of(con, share, others, rest, rules)
    counted = count_heads(con, share, others, rest, found, rules)
    hidden = hides(share, counted.heads, np.ones(len(found), dtype=np.bool_), rules)
    hidden |= counted.heads["denominator"].true == 0
    alike = {
        code
        for code, is_hidden in zip(codes_of(share, others, found), hidden, strict=True)
        if is_hidden
    }
    kept = [place for place, name in enumerate(by) if name != "vulnerable"]
    flags = np.array([tuple(code[i] for i in kept) in alike for code in codes], dtype=np.bool_)
    wanted = chosen.codes("vulnerable") or ("no", "yes")
    place = by.index("vulnerable") if "vulnerable" in by else None
    whole = (
        code if place is None else (*code[:place], one, *code[place:])
        for code in sorted(alike)
        for one in (wanted if place is not None else ("",))
    )
    return flags, [code for code in whole if code not in set(codes)]


def concerns_all(
    con: duckdb.DuckDBPyConnection,
    by: tuple[str, ...],
    chosen: Selection,
    codes: Sequence[tuple[str, ...]],
    part: Heads,
    rules: Rules,
) -> Flags:
    """Return whether each row would show that nobody, or nearly everybody, has a characteristic.

    Only rows of the common indicators in `SENSITIVE_INDICATORS`, which are about sensitive
    characteristics, are examined; for all other rows the result is false. Counts of output
    indicators are compared with all persons who entered, counts of result indicators with all
    persons who left.

    Args:
        con: a read-only connection to the warehouse.
        by: the dimensions of the rows.
        chosen: the selection of the rows.
        codes: the codes of each row, in the order of the dimensions.
        part: how many persons each row counts.
        rules: the audience, its thresholds and noise.
    """
    flags = np.zeros(len(codes), dtype=np.bool_)
    place = by.index("indicator") if "indicator" in by else None
    named = [chosen.codes("indicator")[0] if place is None else code[place] for code in codes]
    others = tuple(name for name in by if name != "indicator")
    for stem, period in PERIODS.items():
        for kind, everybody in EVERYBODY.items():
            mine = [
                n
                for n, code in enumerate(named)
                if code in SENSITIVE_INDICATORS and code.startswith(stem + kind)
            ]
            if not mine:
                continue
            rest = chosen.with_(indicator=[], period=[period])
            found = rows_of(con, everybody, others, rest, rules)
            whole = count_heads(con, everybody, others, rest, found, rules).heads["numerator"]
            at = {code: n for n, code in enumerate(codes_of(everybody, others, found))}
            for n in mine:
                code = codes[n] if place is None else (*codes[n][:place], *codes[n][place + 1 :])
                if code in at:
                    flags[n] = _is_all(part, n, whole, at[code], rules)
    return flags


def _is_all(part: Heads, n: int, whole: Heads, at: int, rules: Rules) -> bool:
    one, all_ = part.single(n), whole.single(at)
    lacking = (all_ - one).small(rules, np.ones(1, dtype=np.bool_))
    return bool(lacking[0] or concerns_everybody(one, all_)[0])
