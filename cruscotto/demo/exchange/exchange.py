"""Write demonstration exchange files (PUC) of three authorities: healthy, late and faulty.

The operations have the codes that they have in the demonstration's published files. Their money is
written as single commitments, payments and claims, which add up to the published amounts of the
same day. There are two editions; the faulty authority breaks some of the exchange rules and leaves
some fields unreadable.
"""

from datetime import date
from pathlib import Path

import numpy as np

from cruscotto.demo import manifest
from cruscotto.demo.chance import DEFAULT_SEED, stream
from cruscotto.demo.exchange.certification import AT_RISK, DIRTY, HABITS, HEALTHY, category_of
from cruscotto.demo.exchange.delivering import Delivery, Operation
from cruscotto.demo.exchange.flaws import corrupt
from cruscotto.demo.exchange.money import COMMITTED, PAID, add_claims, add_stage
from cruscotto.demo.exchange.registry import add_registry
from cruscotto.demo.operations.cumulative import Cumulative, cumulative
from cruscotto.demo.operations.operations import EDITIONS
from cruscotto.demo.operations.portfolio import Portfolio, portfolio
from cruscotto.demo.territory.programmes import BudgetLine
from cruscotto.model.puc.parts import SEPARATOR
from cruscotto.model.puc.tracciati import TRACCIATI

SOURCE = "puc"
PROGRAMMES = {
    HEALTHY: ("2014IT05SFOP007", "2021IT05SFPR008"),
    AT_RISK: ("2014IT05SFOP014", "2021IT05SFPR014"),
    DIRTY: ("2014IT05SFOP020", "2021IT05SFPR003"),
}
CATEGORIES = {"less_developed": "LDR", "transition": "TR", "more_developed": "MDR", "": "VOID"}
TWO_AXES_EVERY = 17  # one operation in so many stands on two axes of its programme
SECOND_AXIS_SHARE = 40  # hundredths of its money


def write(folder: Path, seed: int = DEFAULT_SEED) -> list[Path]:
    """Write a folder for each authority and edition, and return the folders.

    The folders are entered in the manifest.
    """
    whole = portfolio(seed)
    batches = []
    for edition in EDITIONS[1:]:
        paths = []
        for owner, programmes in PROGRAMMES.items():
            delivery = _delivery(whole, programmes, HABITS[owner], edition)
            if owner == DIRTY:
                corrupt(delivery, edition, stream(seed, "exchange", edition.isoformat()))
            paths.append(_write(folder / f"puc_sintetico_{owner}_{edition:%Y%m%d}", delivery))
        batches.append(manifest.Batch(SOURCE, edition, paths))
    manifest.record(folder, batches, seed)
    return [path for batch in batches for path in batch.paths]


def _write(folder: Path, delivery: Delivery) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for code, rows in delivery.items():
        names = TRACCIATI[code].columns
        lines = (SEPARATOR.join(row.get(name, "") for name in names) for row in rows)
        text = "".join(f"{line}\r\n" for line in lines)
        (folder / f"{code}_sintetico.txt").write_text(text, "utf-8", newline="")
    return folder


def _delivery(
    whole: Portfolio,
    programmes: tuple[str, ...],
    habits: tuple[tuple[int, ...], int],
    edition: date,
) -> Delivery:
    delivery: Delivery = {
        code: []
        for code in (
            "AP00",
            "AP04",
            "AP06",
            "SC00",
            "FN00",
            "FN01",
            "FN04",
            "FN05",
            "FN06",
            "FN07",
            "FN09",
            "PR01",
        )
    }
    for operation in _operations(whole, programmes, edition):
        add_registry(delivery, operation, edition)
        add_stage(delivery, operation, COMMITTED, operation.committed)
        add_stage(delivery, operation, PAID, operation.paid)
        add_claims(delivery, operation, habits)
    return delivery


def _operations(whole: Portfolio, programmes: tuple[str, ...], edition: date) -> list[Operation]:
    lines = np.array([x.programme in programmes and x.is_esf for x in whole.lines])
    is_there = whole.timeline.registered <= np.datetime64(edition)
    rows = np.flatnonzero(lines[whole.line] & is_there & (whole.flag == 0))
    money = cumulative(whole, rows, edition)
    return [_operation(whole, int(row), place, money, edition) for place, row in enumerate(rows)]


def _operation(
    whole: Portfolio, row: int, place: int, money: Cumulative, edition: date
) -> Operation:
    line, times = whole.lines[whole.line[row]], whole.timeline
    end = times.ended[row].astype(date)
    public, number = int(whole.money.public[row]), int(whole.number[row])
    return Operation(
        code=f"SINT-{line.programme}-{number:05}",
        line=line,
        area=int(whole.area[row]),
        public=public,
        eu=round(int(whole.money.own[row]) * float(whole.money.eu_share[row])),
        number=number,
        levels=_levels(whole, line, int(whole.area[row]), number),
        days=money.days,
        committed=money.committed[:, place],
        paid=money.paid[:, place],
        start=times.started[row].astype(date),
        planned_end=times.planned_end[row].astype(date),
        end=end if end <= edition else None,
    )


def _levels(
    whole: Portfolio, line: BudgetLine, area: int, number: int
) -> tuple[tuple[str, int], ...]:
    """Return the levels of an operation, each with its percentage of the operation's money."""
    first = _level(line, category_of(whole, line, area))
    others = [
        x for x in whole.lines if x.programme == line.programme and x.axis != line.axis and x.is_esf
    ]
    if number % TWO_AXES_EVERY or not others:
        return ((first, 100),)
    second = _level(others[number % len(others)], category_of(whole, line, area))
    return ((first, 100 - SECOND_AXIS_SHARE), (second, SECOND_AXIS_SHARE))


def _level(line: BudgetLine, category: str) -> str:
    return "#".join((line.programme, CATEGORIES[category], line.axis, line.theme, "", ""))
