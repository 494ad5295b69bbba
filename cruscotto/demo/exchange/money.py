"""Commitments, payments and claims of an operation as rows of exchange files."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from cruscotto.demo.chance import Ints
from cruscotto.demo.exchange.delivering import Delivery, Operation, day, euros, parts


@dataclass(frozen=True)
class Stage:
    """Names of the tracciati and fields in which commitments, or payments, are recorded."""

    whole: str
    part: str
    code: str
    kind: str
    day: str
    amount: str
    admitted: str
    plus: str
    minus: str


COMMITTED = Stage(
    "FN04",
    "FN05",
    "cod_impegno",
    "tipologia_impegno",
    "data_impegno",
    "importo_impegno",
    "imp",
    "I",
    "D",
)


PAID = Stage(
    "FN06",
    "FN07",
    "cod_pagamento",
    "tipologia_pag",
    "data_pagamento",
    "importo_pag",
    "pag",
    "P",
    "R",
)


def add_stage(delivery: Delivery, operation: Operation, stage: Stage, reached: Ints) -> None:
    """Add rows for each month in which an operation's cumulative amount changes.

    A change is a commitment or release, or a payment or recovery. It gets one row for the
    operation, and one for each level.

    Args:
        delivery: the exchange files, to which the rows are added.
        operation: the operation.
        stage: commitments or payments.
        reached: cumulative cents at the end of each month.
    """
    steps = np.diff(reached, prepend=0)
    for place in np.flatnonzero(steps):
        cents = int(steps[place])
        kind = stage.plus if cents > 0 else stage.minus
        on = day(operation.days[place] - timedelta(days=operation.number % 20))
        key = {
            "cod_locale_progetto": operation.code,
            stage.code: f"{stage.plus}{place}",
            stage.kind: kind,
            stage.day: on,
        }
        reason = (
            {"causale_pag": "A"}
            if stage is PAID
            else {"causale_disimpegno": "02" if kind == "D" else ""}
        )
        delivery[stage.whole].append(key | reason | {stage.amount: euros(abs(cents))})
        for level, part in parts(operation, int(reached[place]) - cents, int(reached[place])):
            delivery[stage.part].append(
                key
                | {
                    "cod_programma": operation.line.programme,
                    "cod_liv_gerarchico": level,
                    f"data_{stage.admitted}_amm": on,
                    f"tipologia_{stage.admitted}_amm": kind,
                    f"causale_{'pag' if stage is PAID else 'disimpegno'}_amm": "A"
                    if stage is PAID
                    else "",
                    f"importo_{stage.admitted}_amm": euros(part),
                }
            )


def add_claims(
    delivery: Delivery, operation: Operation, habits: tuple[tuple[int, ...], int]
) -> None:
    """Add rows for an operation's payment claims.

    Args:
        delivery: the exchange files, to which the rows are added.
        operation: the operation.
        habits: the months in which its authority claims, and after how many months it claims a
            payment.
    """
    months, lag = habits
    done = 0
    claims = [
        place for place in range(lag, len(operation.days)) if operation.days[place].month in months
    ]
    for place in claims:
        claimed, cents = operation.days[place], int(operation.paid[place - lag]) - done
        if cents <= 0:
            continue
        for level, part in parts(operation, done, done + cents):
            delivery["FN09"].append(
                {
                    "cod_locale_progetto": operation.code,
                    "data_domanda": day(claimed.replace(day=20)),
                    "id_domanda_pagamento": f"{claimed:%Y%m}",
                    "tipologia_importo": "C",
                    "cod_liv_gerarchico": level,
                    "importo_spesa_tot": euros(part),
                    "importo_spesa_pub": euros(part),
                }
            )
        done += cents
