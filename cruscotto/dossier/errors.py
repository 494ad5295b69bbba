"""Errors that only a dossier can raise."""

from cruscotto.errors import CruscottoError


class TypesetterMissing(CruscottoError):
    """A PDF was asked for, but the library that makes it (typst) is not installed."""

    key = "errors.typesetter_missing"
    exit_code = 80


class NothingToReport(CruscottoError):
    """The subject has no operation, participation, place or need."""

    key = "errors.nothing_to_report"
    exit_code = 81
