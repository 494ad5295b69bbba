"""Designs of disclosure control side by side: what each costs a reader, and what insiders learn.

    python benchmarks/disclosure_designs.py var/dimostrazione.duckdb

Hiding alone is the design of before: small cells of one table with its totals, and others until no
small one is bounded more tightly than the threshold. The others give noise: one to a group (as the
product does), one to the largest authority's part and one to the rest, or one to each authority.
Costs are means over twenty secrets, each drawn by multiplying every record's key by one odd number.

An insider is an authority that reads public figures of groups of its own participants and a few
others, and takes off its own. Prints one JSON object.
"""

import json
import sys
from collections.abc import Callable, Iterator
from itertools import combinations, product
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import scipy

from cruscotto.disclosure import Heads, Rules

RULES, PUBLIC = Rules(), Rules(audience="public")
SECRETS, OWNER, REGION = 20, "managing_authority_code", "region_code"
COUNTS = ("participations", "known_6m_register", "placed_6m_register")
KINDS = ("sex_code", "age_band_code")
NAMES = (REGION, "entry_year_code", *KINDS, "education_code", "entry_status_code")
SIZES = ((1, 4), (5, 19), (20, 99), (100, 999), (1000, 10**9))
INSIDERS, ANSWERS = 8, 4
Frame = pd.DataFrame
Parts = Callable[[Frame, str, list[str]], Frame]


def cells(con: Any) -> Frame:
    """Count records and add up their keys, by every characteristic and authority."""
    counted = ", ".join(
        f"sum({n}) as {n}, (sum({n} * record_key) % 4294967296)::bigint as {n}_key" for n in COUNTS
    )
    listed = ", ".join((*NAMES, OWNER))
    query = f"select {listed}, {counted} from marts.participation where slot = 'current'"
    found: Frame = con.execute(f"{query} group by {listed}").df()
    return found.astype({name: "int64" for n in COUNTS for name in (n, f"{n}_key")})


# ---------------------------------------------------------------- designs
def added(found: Frame, name: str, by: list[str]) -> Frame:
    return found.groupby(by, sort=False, as_index=False)[[name, f"{name}_key"]].sum()


def one(found: Frame, name: str, by: list[str]) -> Frame:
    return added(found, name, by)


def each(found: Frame, name: str, by: list[str]) -> Frame:
    return added(found, name, [*by, OWNER])


def largest(found: Frame, name: str, by: list[str]) -> Frame:
    """Keep the largest authority's part of each group, and add up the rest."""
    parts = each(found, "participations", by).sort_values("participations", ascending=False)
    first = parts.groupby(by, sort=False, as_index=False).head(1)[[*by, OWNER]]
    marked = found.merge(first.assign(is_first=True), on=[*by, OWNER], how="left")
    marked["is_first"] = marked["is_first"].notna()
    return added(marked, name, [*by, "is_first"])


DESIGNS: dict[str, Parts] = {"one noise": one, "largest and rest": largest, "each authority": each}


def keys(found: Frame, name: str, secret: int) -> Any:
    """Return the sums of keys, as another secret would have drawn them."""
    drawn = found[f"{name}_key"].to_numpy().astype(np.uint64) * np.uint64(secret)
    return (drawn % np.uint64(2**32)).astype(np.int64)


def heads(found: Frame, name: str, by: list[str], parts: Parts, secret: int, rules: Rules) -> Heads:
    """Return the persons of each group of a table, the groups in the order of their codes."""
    inside = parts(found, name, by)
    order = {codes: n for n, codes in enumerate(sorted({*_codes(found, by)}))}
    places = [order[codes] for codes in _codes(inside, by)]
    made = Heads.of(inside[name].to_numpy(), keys(inside, name, secret), rules)
    return made.gathered(places, len(order))


def _codes(found: Frame, by: list[str]) -> Iterator[tuple[str, ...]]:
    return found[by].itertuples(index=False, name=None)


def secrets() -> list[int]:
    return [int(n) for n in np.random.default_rng(13).integers(2**31, size=SECRETS) * 2 + 1]


# ---------------------------------------------------------------- utility
def utility(found: Frame, kind: str, parts: Parts, rules: Rules = RULES) -> dict[str, Any]:
    """Return errors of counts by size and of rates in points, and cells hidden: means."""
    by, runs = [REGION, kind], []
    for secret in secrets():
        everybody, known, placed = (heads(found, n, by, parts, secret, rules) for n in COUNTS)
        plain = np.zeros(len(everybody.true), dtype=bool)
        small = everybody.small(rules, plain)
        run: dict[str, float] = {"hidden counts": small.sum()}
        off = np.abs(everybody.shown - everybody.true)
        run["error of counts"] = off[~small].mean()
        for low, high in SIZES:
            inside = ~small & (everybody.true >= low) & (everybody.true <= high)
            run[f"error from {low}"] = off[inside].mean() if inside.any() else np.nan
        few = known.small(rules, plain) | placed.small(rules, plain)
        few |= (known - placed).small(rules, plain)
        kept = ~few & (known.true > 0) & (known.shown > 0)
        rates = [h[kept] for h in (placed.shown, known.shown, placed.true, known.true)]
        run["hidden rates"] = few.sum()
        run["error of rates, points"] = (
            100 * np.abs(rates[0] / rates[1] - rates[2] / rates[3]).mean()
        )
        runs.append(run)
    means = pd.DataFrame(runs).mean().round(2).dropna()
    return {"cells": len(everybody.true), **means.to_dict()}


# ---------------------------------------------------------------- hiding alone
def hidden_alone(found: Frame, kind: str) -> dict[str, int]:
    """Count the cells that hiding alone hides: of one table of counts, and of one of rates."""
    tables = [
        found.pivot_table(n, REGION, kind, "sum", fill_value=0).to_numpy(dtype=float)
        for n in COUNTS
    ]
    return {
        "hidden counts": int(_hide([tables[0]]).sum()),
        "hidden rates": int(_hide([*tables[1:], tables[1] - tables[2]]).sum()),
    }


def _hide(tables: list[Any]) -> Any:
    """Hide small cells, and with each the cheapest rectangle that leaves it wide enough."""
    limit = RULES.threshold
    small = [(t > 0) & (t < limit) for t in tables]
    hidden: Any = np.any(small, axis=0)
    waiting = [(n, *cell) for n, s in enumerate(small) for cell in np.argwhere(s)]
    while waiting:
        n, row, column = waiting[-1]
        if _width(tables[n], hidden, row, column) >= limit:
            waiting.pop()
            continue
        for _, corners in sorted(_rectangles(tables[0], hidden, row, column)):
            trial = hidden.copy()
            for corner in corners:
                trial[corner] = True
            if _width(tables[n], trial, row, column) >= limit:
                break
        else:  # no rectangle does: the whole of its row and column
            trial = hidden.copy()
            trial[row], trial[:, column] = tables[0][row] > 0, tables[0][:, column] > 0
        # what is hidden more protects the others no less
        hidden = trial
        waiting.pop()
    return hidden


def _rectangles(table: Any, hidden: Any, row: int, column: int) -> Iterator[tuple[float, Any]]:
    """Yield the three other corners of each rectangle, and how many persons they would hide."""
    for r, c in product(*map(range, table.shape)):
        corners = ((r, column), (row, c), (r, c))
        if r != row and c != column and all(table[corner] for corner in corners):
            yield sum(float(table[k]) for k in corners if not hidden[k]), corners


def _width(table: Any, hidden: Any, row: int, column: int) -> float:
    """Return how far apart the least and the most are that a hidden cell can hold."""
    places = {tuple(cell): n for n, cell in enumerate(np.argwhere(hidden))}
    sums, totals = [], []
    for axis, count in enumerate(table.shape):
        for line in range(count):
            inside = [n for cell, n in places.items() if cell[axis] == line]
            if inside:
                sums.append(np.isin(np.arange(len(places)), inside).astype(float))
                taken = np.take(table, line, axis), np.take(hidden, line, axis)
                totals.append(taken[0][taken[1]].sum())
    aim = np.zeros(len(places))
    aim[places[row, column]] = 1.0
    ends = [
        scipy.optimize.linprog(sign * aim, A_eq=np.array(sums), b_eq=totals, method="highs").fun
        for sign in (1, -1)
    ]
    return float(-ends[1] - ends[0])


# ---------------------------------------------------------------- insiders
def insiders(found: Frame, parts: Parts, secret: int) -> dict[str, float]:
    """Take an authority's own off every group that else holds one and the same few others.

    Returns:
        The error of the mean of all answers about a few, over that of their own noisy figure.
    """
    name, names = "participations", [*NAMES]
    ranked = found.groupby(OWNER)[name].sum().nlargest(INSIDERS).index
    noisy = Heads.of(found[name].to_numpy(), keys(found, name, secret), RULES).shown
    mean_errors, single_errors = [], []
    tables = {
        by: _shown(parts(found, name, [*by]), [*by], secret)
        for size in range(2, len(names) + 1)
        for by in combinations(names, size)
    }
    for owner in ranked:
        own = found[OWNER] == owner
        few = found[~own].assign(alone=noisy[~own]).groupby(names, as_index=False)
        few = few[[name, "alone"]].sum().rename(columns={name: "true"})
        few = few[few["true"] < RULES.threshold]
        seen = [_seen_of(found, few, own, [*by], table) for by, table in tables.items()]
        answers = pd.concat(seen).groupby(level=0).agg(["mean", "count"])
        answers = answers[answers["count"] >= ANSWERS].join(few)
        mean_errors += [*(answers["mean"] - answers["true"]).abs()]
        single_errors += [*(answers["alone"] - answers["true"]).abs()]
    ratio = np.mean(mean_errors) / np.mean(single_errors)
    return {"few": len(mean_errors), "error of the mean over one answer's": round(float(ratio), 2)}


def _shown(inside: Frame, by: list[str], secret: int) -> Frame:
    seen = Heads.of(
        inside["participations"].to_numpy(), keys(inside, "participations", secret), RULES
    )
    return inside.assign(shown=seen.shown).groupby(by, as_index=False)["shown"].sum()


def _seen_of(found: Frame, few: Frame, own: Any, by: list[str], table: Frame) -> Any:
    """Return what one table holds of each few, by their place."""
    name = "participations"
    mine = found[own].groupby(by, as_index=False)[name].sum().rename(columns={name: "mine"})
    rest = found[~own].groupby(by, as_index=False)[name].sum().rename(columns={name: "rest"})
    asked = few.reset_index().merge(mine, on=by).merge(rest, on=by).merge(table, on=by)
    asked = asked[asked["rest"] == asked["true"]].set_index("index")
    return asked["shown"] - asked["mine"]


def main(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as con:
        found = cells(con)
    made: dict[str, Any] = {}
    for kind in KINDS:
        by_kind = {design: utility(found, kind, parts) for design, parts in DESIGNS.items()}
        by_kind["one noise, public"] = utility(found, kind, one, PUBLIC)
        made[f"by region and {kind}"] = {"hiding alone": hidden_alone(found, kind)} | by_kind
    secret = secrets()[0]
    made["insiders"] = {d: insiders(found, parts, secret) for d, parts in DESIGNS.items()}
    print(json.dumps(made, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
