"""Disclosure control: what each audience may see of counts of persons.

Pure functions over arrays, without warehouse or screens. Scipy's modules are named in full where
they are used (`scipy.optimize.minimize`): scipy loads a module when it is first named, and figures
of money, which have no noise, are shown without it.
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
