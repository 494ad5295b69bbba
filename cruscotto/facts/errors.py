"""What keeps a draft from being published."""

from cruscotto.errors import CruscottoError


class NotChecked(CruscottoError):
    """A draft would be approved without a look at a part of it."""

    key = "errors.not_checked"
    exit_code = 129


class LeakFound(CruscottoError):
    """Attacks recover figures of persons from a draft."""

    key = "errors.leak_found"
    exit_code = 130
