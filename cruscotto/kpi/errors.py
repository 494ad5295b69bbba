"""Errors for questions that cannot be answered for an indicator."""

from cruscotto.errors import CruscottoError


class TooManyDimensions(CruscottoError):
    """A question has more dimensions than can be answered in reasonable time."""

    key = "errors.too_many_dimensions"
    exit_code = 144


class NotFair(CruscottoError):
    """A target cannot be adjusted to the people served: its indicator is not a rate of persons."""

    key = "errors.not_fair"
    exit_code = 119
