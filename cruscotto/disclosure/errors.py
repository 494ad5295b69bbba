"""What can go wrong with the secret of the public figures.

Every class has its sentence in the catalogues under the same key.
"""

from cruscotto.errors import CruscottoError


class SaltMissing(CruscottoError):
    """The warehouse has keys, but the file with the salt that made them is gone."""

    key = "errors.salt_missing"
    exit_code = 70


class SaltExposed(CruscottoError):
    """Others than its owner may read or write the salt."""

    key = "errors.salt_exposed"
    exit_code = 71


class SaltDamaged(CruscottoError):
    """The file is not a salt of ours."""

    key = "errors.salt_damaged"
    exit_code = 72
