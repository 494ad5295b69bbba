"""What can go wrong in making a dossier and nowhere else."""

from cruscotto.errors import CruscottoError


class TypesetterMissing(CruscottoError):
    """A PDF was asked for and the installation lacks the typesetter."""

    key = "errors.typesetter_missing"
    exit_code = 80


class NothingToReport(CruscottoError):
    """What the dossier is about has no operation and no participation."""

    key = "errors.nothing_to_report"
    exit_code = 81
