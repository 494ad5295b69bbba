"""Disclosure control: what each audience may see of counts of persons.

Pure functions over small tables; nothing here knows the warehouse or the screens.
"""

from cruscotto.disclosure.attack import attack, breaches, subtract
from cruscotto.disclosure.audit import recheck
from cruscotto.disclosure.keys import (
    KEY_HASH_SQL,
    KEY_SQL,
    create_salt,
    fingerprint,
    read_salt,
    record_key,
    salt_path,
)
from cruscotto.disclosure.noise import NoiseTable, noise_table, perturb
from cruscotto.disclosure.protect import Protection, protect, protect_linked
from cruscotto.disclosure.publish import PublicRow, publish
from cruscotto.disclosure.rules import SENSITIVE, Audience, Rules, is_sensitive
from cruscotto.disclosure.table import TOTAL
from cruscotto.disclosure.words import AUDIENCES, explain

__all__ = [
    "AUDIENCES", "KEY_HASH_SQL", "KEY_SQL", "SENSITIVE", "TOTAL", "Audience", "NoiseTable",
    "Protection", "PublicRow", "Rules", "attack", "breaches", "create_salt", "explain",
    "fingerprint", "is_sensitive", "noise_table", "perturb", "protect", "protect_linked",
    "publish", "read_salt", "recheck", "record_key", "salt_path", "subtract",
]  # fmt: skip
