"""Errors that keep a draft from being published."""

from cruscotto.errors import CruscottoError


class NotChecked(CruscottoError):
    """Somebody approves a draft without having looked at all of its checks."""

    key = "errors.not_checked"
    exit_code = 129


class LeakFound(CruscottoError):
    """Attacks on a draft recover figures of persons that should be hidden."""

    key = "errors.leak_found"
    exit_code = 130
