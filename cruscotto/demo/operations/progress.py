"""The columns about progress in a file of operations: dates, statuses, outputs."""

import numpy as np

from cruscotto.demo import formats, labels
from cruscotto.demo.formats import constant, pick
from cruscotto.demo.operations.lookup import Columns
from cruscotto.demo.operations.portfolio import Portfolio
from cruscotto.demo.operations.snapshot import CONCLUDED, NOT_STARTED, PAID, STATUSES, Snapshot
from cruscotto.demo.texts_of_operations import cup_classes

PHASES = {
    "02": ("AS03", "Esecuzione Fornitura"),
    "03": ("IN07", "Esecuzione Lavori"),
    "06": ("CP03", "Esecuzione investimenti/attività"),
    "07": ("II03", "Esecuzione investimenti"),
}


def progress_columns(whole: Portfolio, cut: Snapshot) -> Columns:
    """Return the columns about dates, statuses and outputs."""
    return _dates(whole, cut) | _status(whole, cut) | _indicators(whole, cut)


def _dates(whole: Portfolio, cut: Snapshot) -> Columns:
    times, rows = whole.timeline, cut.rows
    has_started = times.started[rows] <= cut.day
    start, end = formats.day(times.started[rows]), formats.day(times.planned_end[rows])
    actual_start = formats.blank_unless(has_started, start)
    actual_end = formats.day(times.ended[rows], cut.has_end)
    signed = formats.day(times.committed[rows], times.committed[rows] <= cut.day)
    return {
        "OC_DATA_INIZIO_PROGETTO": start,
        "OC_DATA_FINE_PROGETTO_PREVISTA": end,
        "OC_DATA_FINE_PROGETTO_EFFETTIVA": actual_end,
        "DATA_INIZIO_PREV_ESECUZIONE": start,
        "DATA_INIZIO_EFF_ESECUZIONE": actual_start,
        "DATA_FINE_PREV_ESECUZIONE": end,
        "DATA_FINE_EFF_ESECUZIONE": actual_end,
        "DATA_INIZIO_PREV_STIP_ATTRIB": formats.day(times.committed[rows]),
        "DATA_INIZIO_EFF_STIP_ATTRIB": signed,
        "DATA_FINE_EFF_STIP_ATTRIB": signed,
    }


def _status(whole: Portfolio, cut: Snapshot) -> Columns:
    natures = [cup_classes()[name]["nature"][0] for name in labels.cup_names().words]
    drawn = whole.labels.cup[cut.rows]
    is_done = np.isin(cut.status, [PAID, CONCLUDED])
    money = np.where(cut.progress >= 1, 2, np.where(cut.paid > 0, 1, 0))
    work = np.where(cut.status == NOT_STARTED, 0, np.where(is_done | cut.has_end, 2, 1))
    return {
        "OC_STATO_PROGETTO": pick(STATUSES, cut.status),
        "OC_STATO_FINANZIARIO": pick(("Non avviato", "In corso", "Liquidato"), money),
        "OC_STATO_PROCEDURALE": pick(("Non avviato", "In esecuzione", "Eseguito"), work),
        "OC_COD_FASE_CORRENTE": pick([PHASES[n][0] for n in natures], drawn),
        "OC_DESCR_FASE_CORRENTE": pick([PHASES[n][1] for n in natures], drawn),
    }


def _indicators(whole: Portfolio, cut: Snapshot) -> Columns:
    planned, size = whole.labels.trainees[cut.rows], cut.rows.size
    reached = np.rint(planned * cut.progress * 0.97).astype(np.int64)
    return {
        "OC_TOTALE_INDICATORI": constant("1", size),
        "COD_INDICATORE_1": constant("313", size),
        "DESCR_INDICATORE_1": constant("Numero di partecipanti alla formazione", size),
        "UNITA_MISURA_INDICATORE_1": constant("Numero", size),
        "PROGRAMMATO_INDICATORE_1": formats.amount(planned * 100, blank_zero=False),
        "REALIZZATO_INDICATORE_1": formats.amount(reached * 100, blank_zero=False),
    }
