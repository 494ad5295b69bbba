"""The columns about money in a file of operations: funding by payer, commitments, payments."""

import numpy as np

from cruscotto.demo import formats
from cruscotto.demo.chance import Floats, Ints
from cruscotto.demo.formats import constant
from cruscotto.demo.operations.lookup import Columns, where_line
from cruscotto.demo.operations.portfolio import Portfolio
from cruscotto.demo.operations.snapshot import Snapshot

STATE_SHARE = 0.7  # of the national part of a regional programme; the rest is the region's
ALWAYS_ZERO = (
    "FINANZ_STATO_PAC",
    "FINANZ_STATO_COMPLETAMENTI",
    "OC_FINANZ_STATO_PAC_NETTO",
    "OC_FINANZ_STATO_COMPL_NETTO",
    "OC_TOT_PAGAMENTI_TRASFERIMENTI",
    "OC_TOT_PAGAMENTI_PAC",
)
NET_NAMES = {
    "FINANZ_STATO_FONDO_DI_ROTAZIONE": "OC_FINANZ_STATO_FONDO_ROT_NETTO",
    "FINANZ_TOTALE_PUBBLICO": "OC_FINANZ_TOT_PUB_NETTO",
}


def amount_columns(whole: Portfolio, cut: Snapshot) -> Columns:
    """Return the columns about money; funding is stated before and after savings at closure."""
    sources = _sources(whole, cut)
    total = np.maximum(sources["FINANZ_TOTALE_PUBBLICO"], 1)
    kept = 1 - cut.saved / total
    gross = {name: formats.amount(cents) for name, cents in sources.items()}
    net = {
        NET_NAMES.get(name, f"OC_{name}_NETTO"): formats.amount(_cents(cents * kept))
        for name, cents in sources.items()
    }
    zero = {name: constant("0,00", cut.rows.size) for name in ALWAYS_ZERO}
    net["OC_COSTO_COESIONE"] = net["OC_FINANZ_TOT_PUB_NETTO"]
    return zero | gross | net | _savings(cut) | _flows(whole, cut)


def _sources(whole: Portfolio, cut: Snapshot) -> dict[str, Ints]:
    """Return the funding of each operation in cents, by payer: EU, State, region, private."""
    rows, money = cut.rows, whole.money
    fund = np.array([line.fund for line in whole.lines])[whole.line[rows]]
    is_regional = where_line(whole, cut, lambda line: line.is_regional)
    own_eu, second_eu = (
        _cents(part[rows] * money.eu_share[rows]) for part in (money.own, money.second)
    )
    public = money.public[rows]
    national = np.where(fund == "FSC", 0, public - own_eu - second_eu)
    state = np.where(is_regional, _cents(national * STATE_SHARE), national)
    return {
        "FINANZ_UE": own_eu + second_eu,
        "FINANZ_UE_FSE": np.where(fund == "FSE", own_eu, 0),
        "FINANZ_UE_IOG": np.where(fund == "IOG", own_eu, 0),
        "FINANZ_UE_FESR": np.where(fund == "FESR", own_eu, second_eu),
        "FINANZ_STATO_FSC": np.where(fund == "FSC", public, 0),
        "FINANZ_STATO_FONDO_DI_ROTAZIONE": state,
        "FINANZ_REGIONE": national - state,
        "FINANZ_PRIVATO": money.private[rows],
        "FINANZ_TOTALE_PUBBLICO": public,
    }


def _savings(cut: Snapshot) -> Columns:
    saved = formats.amount(cut.saved, blank_zero=False)
    return {"ECONOMIE_TOTALI": saved, "ECONOMIE_TOTALI_PUBBLICHE": saved}


def _flows(whole: Portfolio, cut: Snapshot) -> Columns:
    committed, paid = formats.amount(cut.committed), formats.amount(cut.paid)
    is_fsc = where_line(whole, cut, lambda line: line.fund == "FSC")
    return {
        "IMPEGNI": committed,
        "OC_IMPEGNI_GIURID_VINCOLANTI": committed,
        "OC_IMPEGNI_COESIONE": committed,
        "TOT_PAGAMENTI": paid,
        "OC_TOT_PAGAMENTI_BENEFICIARI": paid,
        "OC_PAGAMENTI_COESIONE": paid,
        "COSTO_REALIZZATO": formats.amount(cut.paid, blank_zero=False),
        "OC_TOT_PAGAMENTI_RENDICONTAB_UE": formats.blank_unless(~is_fsc, paid),
        "OC_TOT_PAGAMENTI_FSC": formats.choose(is_fsc, paid, "0,00"),
    }


def _cents(value: Floats) -> Ints:
    return np.asarray(np.rint(value).astype(np.int64))
