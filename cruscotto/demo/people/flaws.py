"""Deliberate faults in the demonstration's participations, for imports to report."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from cruscotto.demo import formats
from cruscotto.demo.chance import Mask
from cruscotto.demo.formats import Column

BROKEN_FIELDS = 11  # of the line cut short
REPEATED = 14  # rows that stand twice
# They have the shape of a personal tax code and a day of birth that does not exist.
TAX_CODES = ("SNTSNT80A00Z999X", "sntsnt75c00z999y", "SNT SNT 91T00 Z999 W")
NO_OPERATION = "SINT-2014IT05SFOP999-99999"

Columns = dict[str, Column]

# Column, how many rows, what is written there instead.
CORRUPTIONS: tuple[tuple[str, int, Sequence[str]], ...] = (
    ("participation_id", 4, ("", " ")),
    ("person_id", 9, ("", " ")),
    ("person_id", 7, TAX_CODES),
    ("operation_code", 5, ("",)),
    ("operation_code", 16, (NO_OPERATION,)),
    ("entry_date", 8, ("", "2021-02-30", "n.d.")),
    ("status_at_entry", 12, ("disoccupato", "unemployed,inactive", "occ.")),
    ("exit_date", 34, ("2022-02-30", "31/11/2023", "n.d.")),
    ("sex", 1400, ("",) * 50 + ("donna", "uomo", "2")),
    ("age_at_entry", 22, ("trenta", "-1", "31,5", "1987")),
    ("age_at_entry", 18, ("9", "11", "12", "104")),
    ("education_isced", 24, ("diploma", "9", "ISCED 3")),
    ("disability", 15, ("da verificare", "invalido")),
    ("hours_planned", 19, ("1.200", "n.d.")),
    ("region", 21, ("Sicilia", "IT", "ITG9")),
    ("province", 10, ("Palermo e provincia",)),
    ("status_12m", 17, ("occupato", "lavora")),
    ("occupation_code_6m", 25, ("cuoco", "2141.0", "n.d.")),
)
CONTRADICTIONS = 90  # rows hit by each rule of `_contradict`


def corrupt(columns: Columns, day: np.datetime64, rng: np.random.Generator) -> Columns:
    """Return the columns with a few rows repeated, and with faults in other random rows."""
    size = len(columns["person_id"])
    rows = np.concatenate((np.arange(size), rng.choice(size // 2, REPEATED, replace=False)))
    corrupted = {name: column.take(pa.array(rows)) for name, column in columns.items()}
    corrupted = _contradict(corrupted, day, rng)
    for name, count, words in CORRUPTIONS:
        places = rng.choice(size, count, replace=False)
        corrupted[name] = formats.put(
            corrupted[name], places, [words[i % len(words)] for i in range(count)]
        )
    return corrupted


def _contradict(columns: Columns, day: np.datetime64, rng: np.random.Generator) -> Columns:
    """Return the columns with some values changed to contradict other values of their row."""
    has_left = _is(columns["exit_date"])
    is_known = _is(columns["status_6m"], but=("unknown",))
    is_jobless = ~_is(columns["status_6m"], but=("searching", "inactive", "education", "unknown"))
    later = str(day + np.timedelta64(40, "D"))
    changes = (
        ("exit_date", has_left & ~is_known, ""),
        ("exit_date", has_left & ~is_known, "2015-01-01"),
        ("exit_date", has_left & ~is_known, later),
        ("status_28d", ~has_left, "employed"),
        ("hours_attended", has_left, "9999,5"),
        ("outcome_source", is_known, ""),
        ("contract_type_6m", has_left & is_known & is_jobless, "fixed_term"),
        ("improved_6m", has_left & ~_equals(columns["status_at_entry"], "employed"), "true"),
    )
    changed = dict(columns)
    for name, where, value in changes:
        found = np.flatnonzero(where)
        places = rng.choice(found, min(CONTRADICTIONS, found.size), replace=False)
        changed[name] = formats.put(changed[name], places, [value] * places.size)
    return changed


def _is(column: Column, but: tuple[str, ...] = ()) -> Mask:
    """Return a mask of the rows whose text is neither blank nor among the texts `but`."""
    words = _words(column)
    return np.asarray((words != "") & ~np.isin(words, but))


def _equals(column: Column, word: str) -> Mask:
    return np.asarray(_words(column) == word)


def _words(column: Column) -> np.ndarray:
    return np.asarray(column.to_numpy(zero_copy_only=False)).astype(str)
