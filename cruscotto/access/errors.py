"""Errors of access: grants, tokens, sign-in, the log of accesses."""

from cruscotto.errors import CruscottoError


class WrongGrant(CruscottoError):
    """A grant, or a line of the table of grants, is not valid."""

    key = "errors.wrong_grant"
    exit_code = 112


class NoSuchGrant(CruscottoError):
    """A grant or token to be revoked does not exist."""

    key = "errors.no_such_grant"
    exit_code = 113


class TableExposed(CruscottoError):
    """A file of access, such as the table of grants, is writable for users other than its owner."""

    key = "errors.table_exposed"
    exit_code = 114


class SignInEnded(CruscottoError):
    """A person's sign-in has ended, or their access has changed since the page was drawn."""

    key = "errors.sign_in_ended"
    exit_code = 115


class ExactToAll(CruscottoError):
    """A server would show exact figures of persons to anybody on other machines."""

    key = "errors.exact_to_all"
    exit_code = 116


class LogBroken(CruscottoError):
    """The log of accesses is not whole: a line was changed, added, left out or cut off."""

    key = "errors.log_broken"
    exit_code = 117


class NotSteward(CruscottoError):
    """Somebody who is not known as a steward tries to import or publish."""

    key = "errors.not_steward"
    exit_code = 128


class PurposeMissing(CruscottoError):
    """Figures of persons were asked for without a purpose."""

    key = "errors.purpose_missing"
    exit_code = 118
