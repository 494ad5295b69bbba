"""Deliberate faults in the exchange files of one demonstration authority.

The faults break the commonest exchange rules and leave fields unreadable. The newest edition has
fewer faults than the edition before, so that screens can show an improvement.
"""

from datetime import date, timedelta

import numpy as np

from cruscotto.demo.operations.operations import NEWEST

Row = dict[str, str]
Delivery = dict[str, list[Row]]

EARLIER, LATER = 3, 1  # how many times each flaw is made
BASE = 4


def corrupt(delivery: Delivery, edition: date, rng: np.random.Generator) -> None:
    """Put each kind of fault into random records of a delivery."""
    times = BASE * (LATER if edition == NEWEST else EARLIER)
    future = f"{edition + timedelta(days=40):%d/%m/%Y}"

    def some(code: str) -> list[Row]:
        places = rng.choice(len(delivery[code]), size=times, replace=False)
        return [delivery[code][place] for place in sorted(places)]

    for row in some("FN07"):  # admitted beyond what was paid
        row["importo_pag_amm"] = _raised(row["importo_pag_amm"])
    for row in some("FN05"):  # admitted commitments of nothing
        row["cod_impegno"] = f"{row['cod_impegno']}X"
    for row in some("FN01"):  # a cost below what is committed
        row["importo_ammesso"] = "1,00"
    for row in some("FN05"):
        row["data_imp_amm"] = future
    for row in some("PR01"):
        row["data_riferimento"] = future
    for row in some("AP00"):  # a field that cannot be read
        row["data_fine_prevista"] = "31/02/2020"
    for row in some("FN09"):  # a row that is refused
        row["importo_spesa_tot"] = "n.d."
    delivery["FN04"].extend(dict(row) for row in some("FN04"))  # the same record twice
    delivery["FN06"].extend({**row, "flg_cancellazione": "S"} for row in some("FN06"))


def _raised(text: str) -> str:
    euros, cents = text.split(",")
    return f"{int(euros) + 500},{cents}"
