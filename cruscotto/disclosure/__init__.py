"""Disclosure control: which counts of persons each audience may see, and with what noise.

The functions work on arrays; they neither read the warehouse nor draw screens. Scipy's modules are
written in full where they are used (`scipy.optimize.minimize`), because scipy loads a module only
when its name is first used. A page that shows money alone needs no noise and loads none of scipy's
modules.
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
