"""Designs of disclosure control side by side: what each costs a reader, and what insiders learn.

    python benchmarks/disclosure_designs.py var/dimostrazione.duckdb [--keep]

Hiding alone is the design of before: small cells of one table with its totals, and others until no
small one is bounded more tightly than the threshold. The others give noise: one to a group (as the
product does), one to each authority's part where beside the largest few seem to be, one to the
largest authority's part and one to the rest, or one to each authority.
Costs are means over twenty secrets. Keys are drawn from the names of records, so that every build
of the same records gives the same figures.

An insider is an authority, or two that pool, reading public figures of groups of its own
participants and a few others, and taking off its own. Prints the table of the guide, the table of
the decision record and the sentence's figures; `--keep` writes them to `disclosure.json`, with
which a test compares guide, decision and the page on method.
"""

import json
import sys
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations, product
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import scipy

from cruscotto.disclosure import Heads, Rules, table_for

RULES, PUBLIC = Rules(), Rules(audience="public")
SECRETS, OWNER, REGION = 20, "managing_authority_code", "region_code"
COUNTS = ("participations", "known_6m_register", "placed_6m_register")
KINDS = ("sex_code", "age_band_code")
NAMES = (REGION, "entry_year_code", *KINDS, "education_code", "entry_status_code")
SIZES = ((1, 4), (5, 19), (20, 99), (100, 999), (1000, 10**9))
# The largest authorities, alone and in pairs; answers from which on a mean is taken.
INSIDERS, ANSWERS, MANY = {1: 8, 2: 4}, 4, 8
KEPT = Path(__file__).with_name("disclosure.json")
Frame = pd.DataFrame
# Of each authority's part of each group, which noise it shares with others of the group.
Design = Callable[[Frame, list[str], str, int], Any]


def cells(con: Any) -> Frame:
    """Count records and add up their keys, by every characteristic and authority."""
    key = "cast('0x' || substr(md5(participation_id), 1, 8) as bigint)"
    counted = ", ".join(
        f"sum({n}) as {n}, (sum({n} * {key}) % 4294967296)::bigint as {n}_key" for n in COUNTS
    )
    listed = ", ".join((*NAMES, OWNER))
    query = f"select {listed}, {counted} from marts.participation where slot = 'current'"
    found: Frame = con.execute(f"{query} group by {listed} order by {listed}").df()
    return found.astype({name: "int64" for n in COUNTS for name in (n, f"{n}_key")})


# ---------------------------------------------------------------- designs
def one(inside: Frame, *_: Any) -> Any:
    return np.zeros(len(inside), dtype=np.int64)


def each(inside: Frame, *_: Any) -> Any:
    return np.arange(len(inside))


def largest(inside: Frame, by: list[str], name: str, _: int) -> Any:
    """Keep the largest authority's part of each group apart, and add up the rest."""
    return (_place(inside, by, name) == 0).astype(np.int64)


def apart(inside: Frame, by: list[str], name: str, secret: int) -> Any:
    """Keep every authority's part apart where beside the largest one few seem to be."""
    seen = Heads.of(inside[name].to_numpy(), keys(inside, name, secret), RULES).shown
    rest = np.where(_place(inside, by, name) > 0, seen, 0)
    few = table_for(RULES).reach(RULES.threshold)
    groups = inside.assign(rest=rest).groupby(by, sort=False)["rest"].transform("sum")
    return np.where(groups.between(1, few), np.arange(len(inside)), -1)


def _place(inside: Frame, by: list[str], name: str) -> Any:
    """Return the place of each part in its group, the largest first."""
    ordered = inside.sort_values(name, ascending=False, kind="stable")
    return ordered.groupby(by, sort=False).cumcount().reindex(inside.index).to_numpy()


DESIGNS: dict[str, Design] = {
    "one noise": one,
    "apart where others are few": apart,
    "largest and rest": largest,
    "each authority": each,
}


@cache
def parts_of(frame: "Whole", name: str, by: tuple[str, ...]) -> Frame:
    """Return each authority's part of each group, those without anybody left out."""
    columns = [name, f"{name}_key"]
    inside = frame.found.groupby([*by, OWNER], sort=False, as_index=False)[columns].sum()
    return inside[inside[name] > 0].reset_index(drop=True)


class Whole:
    """All cells, which answers are kept by."""

    def __init__(self, found: Frame) -> None:
        """Keep the cells."""
        self.found = found

    @cache  # noqa: B019
    def order(self, by: tuple[str, ...]) -> dict[tuple[str, ...], int]:
        """Return the groups of a table, in the order of their codes."""
        return {codes: n for n, codes in enumerate(sorted({*_codes(self.found, [*by])}))}


def keys(found: Frame, name: str, secret: int) -> Any:
    """Return the sums of keys, as another secret would have drawn them."""
    drawn = found[f"{name}_key"].to_numpy().astype(np.uint64) * np.uint64(secret)
    return (drawn % np.uint64(2**32)).astype(np.int64)


def heads(whole: Whole, name: str, by: list[str], design: Design, secret: int, rules: Rules) -> Any:
    """Return the persons of each group of a table, the groups in the order of their codes."""
    inside, order = parts_of(whole, name, tuple(by)), whole.order(tuple(by))
    shared = inside.assign(part=design(inside, by, name, secret))
    shared = shared.groupby([*by, "part"], sort=False, as_index=False)[[name, f"{name}_key"]].sum()
    places = [order[codes] for codes in _codes(shared, by)]
    made = Heads.of(shared[name].to_numpy(), keys(shared, name, secret), rules)
    return made.gathered(places, len(order))


def lacking(outer: Heads, inner: Heads) -> Heads:
    """Return what one count lacks of another; the two may share their noises otherwise."""
    return Heads(
        outer.true - inner.true,
        outer.protected - inner.protected,
        outer.shown - inner.shown,
        is_difference=True,
    )


def _codes(found: Frame, by: list[str]) -> Iterator[tuple[str, ...]]:
    return found[by].itertuples(index=False, name=None)


def secrets() -> list[int]:
    return [int(n) for n in np.random.default_rng(13).integers(2**31, size=SECRETS) * 2 + 1]


# ---------------------------------------------------------------- utility
def utility(whole: Whole, kind: str, design: Design, rules: Rules = RULES) -> dict[str, Any]:
    """Return errors of counts by size and of rates in points, and cells hidden: means."""
    by, runs = [REGION, kind], []
    for secret in secrets():
        everybody, known, placed = (heads(whole, n, by, design, secret, rules) for n in COUNTS)
        plain = np.zeros(len(everybody.true), dtype=bool)
        small = everybody.small(rules, plain)
        run: dict[str, float] = {"hidden counts": small.sum()}
        off = np.abs(everybody.shown - everybody.true)
        run["error of counts"] = off[~small].mean()
        for low, high in SIZES:
            inside = ~small & (everybody.true >= low) & (everybody.true <= high)
            run[f"error from {low}"] = off[inside].mean() if inside.any() else np.nan
        few = known.small(rules, plain) | placed.small(rules, plain)
        few |= lacking(known, placed).small(rules, plain)
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
def insiders(whole: Whole, design: Design, secret: int, pool: int) -> dict[str, Any]:
    """Take authorities' own off every group that else holds one and the same few others.

    Args:
        whole: all cells.
        design: of the noise.
        secret: of the keys.
        pool: how many authorities put together what they know.

    Returns:
        The error of the mean of all answers about a few, over that of their own noisy figure, and
        how many of a hundred each rounds to the truth; nobody guesses zero, which is shown.
    """
    name, found = "participations", whole.found
    ranked = found.groupby(OWNER)[name].sum().nlargest(INSIDERS[pool]).index
    noisy = Heads.of(found[name].to_numpy(), keys(found, name, secret), RULES).shown
    shown = {by: heads(whole, name, [*by], design, secret, RULES).shown for by in _tables()}
    answers = pd.concat(
        _answers(whole, owners, noisy, shown) for owners in combinations(ranked, pool)
    )
    off = [(answers[n] - answers["true"]).abs().mean() for n in ("mean", "alone")]
    return {
        "few": len(answers),
        "error of the mean over one answer's": round(float(off[0] / off[1]), 2),
        **_right(answers),
        f"from {MANY} answers on": _right(answers[answers["count"] >= MANY]),
    }


def _right(answers: Frame) -> dict[str, int]:
    """Return of how many few the mean, and one answer, round to the truth, of a hundred."""
    right = {
        f"{label} right, of 100": (answers[name].round().clip(1) == answers["true"]).mean()
        for label, name in (("mean", "mean"), ("one answer", "alone"))
    }
    return {label: round(100 * share) for label, share in right.items()} | {"of": len(answers)}


def _tables() -> Iterator[tuple[str, ...]]:
    return (by for size in range(2, len(NAMES) + 1) for by in combinations(NAMES, size))


def _answers(
    whole: Whole, owners: tuple[str, ...], noisy: Any, shown: dict[tuple[str, ...], Any]
) -> Frame:
    """Return the few beside some authorities' own, with the mean of the answers about them."""
    few = _few(whole, owners, noisy)
    asked = _asked(whole, owners)
    seen = pd.concat(one.assign(answer=shown[by][one["place"]] - one["mine"]) for by, one in asked)
    answers = seen.groupby("few")["answer"].agg(["mean", "count"])
    return answers[answers["count"] >= ANSWERS].join(few)


def _few(whole: Whole, owners: tuple[str, ...], noisy: Any) -> Frame:
    """Return the groups of all names in which few of the others are, with their own figure."""
    others = ~whole.found[OWNER].isin(owners)
    few = whole.found[others].assign(alone=noisy[others]).groupby([*NAMES], as_index=False)
    found = few[["participations", "alone"]].sum().rename(columns={"participations": "true"})
    return found[found["true"] < RULES.threshold]


@cache
def _asked(whole: Whole, owners: tuple[str, ...]) -> list[tuple[tuple[str, ...], Frame]]:
    """Return the groups that hold some authorities' own and one few others, table by table."""
    name, own = "participations", whole.found[OWNER].isin(owners)
    few, made = _few(whole, owners, np.zeros(len(whole.found))), []
    for by in _tables():
        mine, rest = (
            whole.found[rows].groupby([*by], as_index=False)[name].sum() for rows in (own, ~own)
        )
        inside = few.rename_axis("few").reset_index().merge(mine, on=[*by])
        inside = inside.rename(columns={name: "mine"}).merge(rest, on=[*by])
        inside = inside[inside[name] == inside["true"]]
        order = whole.order(by)
        places = [order[codes] for codes in _codes(inside, [*by])]
        made.append((by, inside[["few", "mine"]].assign(place=np.array(places, dtype=np.int64))))
    return made


# ---------------------------------------------------------------- as it is written
ROWS = {
    "partecipazioni per sesso": ("sex_code", "counts", "persone"),
    "partecipazioni per età": ("age_band_code", "counts", "persone"),
    "inserimento per sesso": ("sex_code", "rates", "punti"),
    "inserimento per età": ("age_band_code", "rates", "punti"),
}
ERRORS = {"counts": "error of counts", "rates": "error of rates, points"}


def guide_rows(kept: dict[str, Any]) -> list[str]:
    """Return the rows of the guide's table."""
    made = []
    for label, (kind, what, unit) in ROWS.items():
        found = kept[f"by region and {kind}"]
        ours, public = (found[n] for n in ("one noise", "one noise, public"))
        figures = (ours[f"hidden {what}"], ours[ERRORS[what]], public[ERRORS[what]])
        hidden, *errors = (f"{n:.1f}".replace(".", ",") for n in figures)
        before = found["hiding alone"][f"hidden {what}"]
        written = " | ".join(f"{error} {unit}" for error in errors)
        made.append(f"| {label} | {ours['cells']} | {before} | {hidden} | {written} |")
    return made


def by_size(kept: dict[str, Any]) -> str:
    """Return the errors of counts by how many there are, as the guide has them."""
    found = kept["by region and age_band_code"]["one noise"]
    errors = [f"{found[f'error from {low}']:.1f}".replace(".", ",") for low, _ in SIZES[1:]]
    places = ("persone da 5 a 19", "da 20 a 99", "da 100 a 999", "oltre")
    return ", ".join(f"{error} {place}" for error, place in zip(errors, places, strict=True))


def decision_rows(kept: dict[str, Any]) -> list[str]:
    """Return the rows of the decision record's table."""
    made = []
    for name in DESIGNS:
        by_sex = kept["by region and sex_code"][name]
        ends = [kept[f"insiders, {pool}"][name] for pool in INSIDERS]
        errors = [end["error of the mean over one answer's"] for end in ends]
        many = ends[0][f"from {MANY} answers on"]
        right = " | ".join(
            f"{one['mean right, of 100']} ({one['one answer right, of 100']})"
            for one in (ends[0], many)
        )
        costs = [by_sex[ERRORS["counts"]], by_sex["hidden rates"], by_sex[ERRORS["rates"]]]
        made.append(
            f"| {name} | {errors[0]:.2f} | {errors[1]:.2f} | {right} | {costs[0]:.2f} persons "
            f"| {costs[1]:.1f} | {costs[2]:.2f} points |"
        )
    return made


def page_figures(kept: dict[str, Any]) -> list[str]:
    """Return the figures of the sentence on the method page, in their order."""
    made = []
    for kind, what, _ in ROWS.values():
        found = kept[f"by region and {kind}"]
        ours = found["one noise"]
        made += [
            round(ours[f"hidden {what}"]),
            ours["cells"],
            found["hiding alone"][f"hidden {what}"],
        ]
    by_sex, by_age = (kept[f"by region and {kind}"] for kind in KINDS)
    errors = [by_sex[n][ERRORS["counts"]] for n in ("one noise", "one noise, public")]
    errors += [found["one noise"][ERRORS["rates"]] for found in (by_sex, by_age)]
    return [*map(str, made), *(f"{error:.1f}" for error in errors)]


def measured(found: Frame) -> dict[str, Any]:
    whole, made = Whole(found), {}
    for kind in KINDS:
        by_kind = {name: utility(whole, kind, design) for name, design in DESIGNS.items()}
        by_kind["one noise, public"] = utility(whole, kind, one, PUBLIC)
        made[f"by region and {kind}"] = {"hiding alone": hidden_alone(found, kind)} | by_kind
    secret = secrets()[0]
    for pool in INSIDERS:
        made[f"insiders, {pool}"] = {
            name: insiders(whole, design, secret, pool) for name, design in DESIGNS.items()
        }
    return made


def main(warehouse: Path, *, keeps: bool) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as con:
        kept = measured(cells(con))
    page = [by_size(kept), " ".join(page_figures(kept))]
    for rows in (guide_rows(kept), decision_rows(kept), page):
        print("\n".join(rows), end="\n\n")
    if keeps:
        KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), keeps="--keep" in sys.argv)
