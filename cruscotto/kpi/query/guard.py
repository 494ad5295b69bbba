"""Disclosure control of figures of persons, between the query and everybody who reads it.

Every figure of persons passes here, whatever asked for it: a screen, the command line, a file.
What stands beside a rate (unknown outcomes, records not mature) counts persons too, and is guarded
as a result of its own.
"""

from collections.abc import Sequence
from typing import Any

from cruscotto.disclosure.protect import Protection, protect
from cruscotto.disclosure.publish import PublicRow, publish
from cruscotto.disclosure.rules import Audience, Rules
from cruscotto.errors import TooFine
from cruscotto.kpi.query.counts import CHAINS, steps
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi, Method

Row = dict[str, Any]
Codes = Sequence[tuple[str, ...]]
Parents = tuple[dict[str, str], ...]

# Rows that can be protected together in a few seconds.
MOST_ROWS = 2000
# Common indicators about a sensitive characteristic, alone or with others.
SENSITIVE_INDICATORS = frozenset(
    {"CO15", "CO16", "CO17", "CO18", "CR05", "CR09", "EECO12", "EECO14", "EECO15", "EECO16"}
)
UNKNOWN, IMMATURE = ("denominator", "eligible"), ("eligible", "at_risk")


def guard(
    kpi: Kpi,
    by: tuple[str, ...],
    selection: Selection,
    rows: list[Row],
    codes: Codes,
    rules: Rules,
    parents: Parents,
) -> list[Row] | None:
    """Return the rows as an audience may see them: `is_hidden` set, or counts with their noise.

    Args:
        kpi: an indicator of persons.
        by: the dimensions of the result.
        selection: the rows asked for.
        rows: the query's rows.
        codes: the codes of each row.
        rules: who reads, and the thresholds.
        parents: per dimension, the code above each code (region to macro-area).

    Returns:
        New rows in the same order; `None` where not even the list of codes may be shown.

    Raises:
        TooFine: more rows than can be protected together.
    """
    if rules.audience is Audience.EXACT:
        return rows
    sensitive = [_is_sensitive(kpi, by, selection, row) for row in codes]
    if rules.audience is Audience.PUBLIC:
        return [
            _published(kpi, row, rules, flag) for row, flag in zip(rows, sensitive, strict=True)
        ]
    if len(rows) > MOST_ROWS:
        raise TooFine(kpi=kpi.name, rows=len(rows), most=MOST_ROWS, by=list(by))
    return _protected(kpi, rows, codes, rules, sensitive, parents)


def _is_sensitive(
    kpi: Kpi, by: tuple[str, ...], selection: Selection, codes: tuple[str, ...]
) -> bool:
    if kpi.sensitive or "vulnerable" in by or selection.codes("vulnerable"):
        return True
    place = by.index("indicator") if "indicator" in by else None
    named = selection.codes("indicator") if place is None else (codes[place],)
    return not SENSITIVE_INDICATORS.isdisjoint(named)


def _protected(
    kpi: Kpi, rows: list[Row], codes: Codes, rules: Rules, sensitive: list[bool], parents: Parents
) -> list[Row] | None:
    def decide(counts: list[tuple[int, ...]]) -> Protection:
        # the same groups in the same order, whichever of them an indicator calls its numerator
        ordered = sorted(zip(*counts, strict=True), key=lambda part: (sum(part), part))
        turned = list(zip(*ordered, strict=True))
        return protect(codes, turned, rules, sensitive=sensitive, parents=parents)

    if not rows:
        return rows
    main = decide([steps(kpi, row) for row in rows])
    if main.withheld:
        return None
    guarded = [{**row, "is_hidden": hidden} for row, hidden in zip(rows, main.hidden, strict=True)]
    if "eligible" not in rows[0]:
        return guarded
    for name, (inner, outer) in (("unknown", UNKNOWN), ("immature", IMMATURE)):
        if kpi.method is Method.GENDER_GAP and name == "unknown":
            continue
        beside = decide([(_between(row, inner, outer),) for row in rows])
        for row, hidden in zip(guarded, beside.hidden, strict=True):
            row[f"hides_{name}"] = hidden or beside.withheld
    return guarded


def _between(row: Row, inner: str, outer: str) -> int:
    return int(row[outer] or 0) - int(row[inner] or 0)


def _published(kpi: Kpi, row: Row, rules: Rules, sensitive: bool) -> Row:
    """Give a row's counts their noise; what is computed from them follows."""
    noisy = dict(row)
    for chain in CHAINS[kpi.method]:
        told = _noisy(row, chain, rules, sensitive)
        if told.hidden or told.counts is None:
            return {**row, "is_hidden": True}
        noisy.update(zip(chain, told.counts, strict=True))
    _follow(kpi, row, noisy)
    if "eligible" in row:
        _publish_beside(kpi, row, noisy, rules, sensitive)
    return noisy


def _noisy(row: Row, chain: tuple[str, ...], rules: Rules, sensitive: bool) -> PublicRow:
    counts = tuple(int(row[name] or 0) for name in chain)
    keys = [row[f"{name}_key"] for name in chain]
    if None in keys:
        # an authority's own report, or nobody at all: no records, so no noise to take from them
        return PublicRow(counts, 0 < counts[0] < rules.threshold_for(sensitive))
    return publish([counts], [[int(key) for key in keys]], rules, sensitive=sensitive)[0]


def _follow(kpi: Kpi, row: Row, noisy: Row) -> None:
    """Carry the noise of the persons counted over to what is proportional to them."""
    if "counted" not in row or not row["counted"]:
        return
    if kpi.method is Method.TARGET:
        noisy["numerator"] = float(row["numerator"] or 0) + noisy["counted"] - int(row["counted"])
    elif kpi.counted == kpi.denominator:
        noisy["denominator"] = noisy["counted"]
    elif row["denominator"] is not None:
        noisy["denominator"] = float(row["denominator"]) * noisy["counted"] / int(row["counted"])


def _publish_beside(kpi: Kpi, row: Row, noisy: Row, rules: Rules, sensitive: bool) -> None:
    known = noisy["denominator"] or 0
    if kpi.method is Method.RATE:
        unknown = _gap(row, *UNKNOWN, rules, sensitive)
        noisy["hides_unknown"] = unknown is None
        noisy["eligible"] = known + (unknown or 0)
    immature = _gap(row, *IMMATURE, rules, sensitive)
    noisy["hides_immature"] = immature is None
    noisy["at_risk"] = (noisy["eligible"] or 0) + (immature or 0)


def _gap(row: Row, inner: str, outer: str, rules: Rules, sensitive: bool) -> int | None:
    """Return the persons between two counts, with the noise of their own keys."""
    key = int(row[f"{outer}_key"] or 0) - int(row[f"{inner}_key"] or 0)
    told = publish([[_between(row, inner, outer)]], [[key]], rules, sensitive=sensitive)[0]
    return told.counts[0] if told.counts else None
