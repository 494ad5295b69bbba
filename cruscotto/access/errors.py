"""What can go wrong with who may see what."""

from cruscotto.errors import CruscottoError


class WrongGrant(CruscottoError):
    """A grant, or a line of a table of grants, is not one."""

    key = "errors.wrong_grant"
    exit_code = 112


class NoSuchGrant(CruscottoError):
    """A grant to be taken back was never given."""

    key = "errors.no_such_grant"
    exit_code = 113


class TableExposed(CruscottoError):
    """Others than its owner may write the table of grants."""

    key = "errors.table_exposed"
    exit_code = 114


class SignInEnded(CruscottoError):
    """A visit is over, or what it may see has changed since its page was drawn."""

    key = "errors.sign_in_ended"
    exit_code = 115


class ExactToAll(CruscottoError):
    """Exact figures of persons would be served beyond this machine to anybody."""

    key = "errors.exact_to_all"
    exit_code = 116


class LogBroken(CruscottoError):
    """The chain of the log of accesses does not hold."""

    key = "errors.log_broken"
    exit_code = 117


class NotSteward(CruscottoError):
    """Somebody would import or publish who is no steward, or did not state who they are."""

    key = "errors.not_steward"
    exit_code = 128


class PurposeMissing(CruscottoError):
    """Figures of persons were asked for without a purpose."""

    key = "errors.purpose_missing"
    exit_code = 118
