"""What cannot be asked of an indicator."""

from cruscotto.errors import CruscottoError


class TooManyDimensions(CruscottoError):
    """A figure is asked for by more dimensions than can be answered in good time."""

    key = "errors.too_many_dimensions"
    exit_code = 144


class NotFair(CruscottoError):
    """The target of an indicator cannot be moved to other persons: it is no rate of persons."""

    key = "errors.not_fair"
    exit_code = 119
