"""Amounts of demonstration operations by holder, which usually add up to the cost."""

import numpy as np

from cruscotto.demo.operations.portfolio import Portfolio

REGION_SHARE = 0.12
SHORT_EVERY, OVER_EVERY = 17, 41  # of so many operations one lacks a part, one has a part too many
WRONG_SHARE = 0.08
Row = dict[str, str]


def funding_rows(
    whole: Portfolio, operations: dict[int, str], of_pacts: set[int], rng: np.random.Generator
) -> list[Row]:
    """Return rows with operation, holder and amount; a holder that pays nothing has no row.

    Args:
        whole: the portfolio.
        operations: codes of operations, by their index in the portfolio.
        of_pacts: indices of operations that answer a pact; for these the ministry of economic
            development pays a part.
        rng: random numbers.
    """
    rows = []
    for place, code in operations.items():
        parts = _parts(whole, place, place in of_pacts, rng)
        rows += [
            {"operation_code": code, "holder": holder, "amount_eur": _euro(cents)}
            for holder, cents in parts.items()
            if cents > 0
        ]
    return rows


def _parts(
    whole: Portfolio, place: int, is_of_pact: bool, rng: np.random.Generator
) -> dict[str, int]:
    public, private = int(whole.money.public[place]), int(whole.money.private[place])
    if whole.lines[whole.line[place]].fund == "FSC":
        parts = {"fsc": public, "private": private}
    else:
        esf = round(public * float(whole.money.eu_share[place]))
        region = round(public * REGION_SHARE)
        pooled = round(public * rng.uniform(0.05, 0.2)) if is_of_pact else 0
        parts = {
            "esf": esf,
            "region": region,
            "economic_development_ministry": pooled,
            "private": private,
        }
        parts["labour_ministry"] = max(public - esf - region - pooled, 0)
        parts["esf"] -= max(esf + region + pooled - public, 0)
    largest = max(parts, key=lambda holder: parts[holder])
    if place % SHORT_EVERY == 0:
        parts[largest] -= round(parts[largest] * WRONG_SHARE)
    elif place % OVER_EVERY == 0:
        parts[largest] += round(parts[largest] * WRONG_SHARE)
    return parts


def _euro(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"
