"""What can be wrong with a delivery of exchange files as a whole."""

from cruscotto.errors import CruscottoError


class RepeatedTracciato(CruscottoError):
    """Two files of one tracciato in one delivery: perhaps the same records twice."""

    key = "errors.repeated_tracciato"
    exit_code = 68
