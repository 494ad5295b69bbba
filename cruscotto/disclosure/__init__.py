"""Disclosure control: what each audience may see of counts of persons.

Pure functions over small tables; nothing here knows the warehouse or the screens. Parts of scipy
are named in full where they are used (`scipy.sparse.csr_array`), so that a figure of money, which
hides nothing, is read without loading them.
"""

from cruscotto.disclosure.attack import attack, breaches, subtract
from cruscotto.disclosure.audit import recheck
from cruscotto.disclosure.explaining import AUDIENCES, explain
from cruscotto.disclosure.noise import NoiseTable, noise_table, perturb
from cruscotto.disclosure.protect import Protection, protect
from cruscotto.disclosure.publish import PublicRow, publish
from cruscotto.disclosure.rules import SENSITIVE, Audience, Rules, current_rules, is_sensitive
from cruscotto.disclosure.table import TOTAL

__all__ = [
    "AUDIENCES",
    "SENSITIVE",
    "TOTAL",
    "Audience",
    "NoiseTable",
    "Protection",
    "PublicRow",
    "Rules",
    "attack",
    "breaches",
    "current_rules",
    "explain",
    "is_sensitive",
    "noise_table",
    "perturb",
    "protect",
    "publish",
    "recheck",
    "subtract",
]
