"""Disclosure control: what each audience may see of counts of persons.

Pure functions over arrays; nothing here knows the warehouse or the screens. Parts of scipy are
named in full where they are used (`scipy.optimize.minimize`), so that a figure of money, which
changes nothing, is read without loading them.
"""

from cruscotto.disclosure.explaining import AUDIENCES, explain
from cruscotto.disclosure.head_counts import Heads, concerns_everybody, table_for
from cruscotto.disclosure.noise import NoiseTable, noise_table, perturb
from cruscotto.disclosure.thresholds import (
    SENSITIVE,
    Audience,
    Rules,
    installed_rules,
    is_sensitive,
)

__all__ = [
    "AUDIENCES",
    "SENSITIVE",
    "Audience",
    "Heads",
    "NoiseTable",
    "Rules",
    "concerns_everybody",
    "explain",
    "installed_rules",
    "is_sensitive",
    "noise_table",
    "perturb",
    "table_for",
]
