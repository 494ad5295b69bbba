"""Errors in a delivery of exchange files as a whole."""

from cruscotto.errors import CruscottoError


class RepeatedTracciato(CruscottoError):
    """A delivery has two files of one tracciato, perhaps with the same records."""

    key = "errors.repeated_tracciato"
    exit_code = 68
