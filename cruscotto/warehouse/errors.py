"""Errors of versions of a warehouse, and of builds from Parquet."""

from cruscotto.errors import CruscottoError


class NoSource(CruscottoError):
    """A folder is no source of Parquet tables: it has no manifest."""

    key = "errors.no_source"
    exit_code = 90


class TableMissing(CruscottoError):
    """A source lacks a table that the build reads."""

    key = "errors.table_missing"
    exit_code = 91


class PartMissing(CruscottoError):
    """A file of Parquet that the manifest lists is not there."""

    key = "errors.part_missing"
    exit_code = 92


class PartDiffers(CruscottoError):
    """A file of Parquet has other columns than its table."""

    key = "errors.part_differs"
    exit_code = 93


class PartDamaged(CruscottoError):
    """A file of Parquet cannot be read, or has not the rows that the manifest states."""

    key = "errors.part_damaged"
    exit_code = 94


class EngineMissing(CruscottoError):
    """A library or program that an engine needs is not installed."""

    key = "errors.engine_missing"
    exit_code = 95


class EngineUnreachable(CruscottoError):
    """No engine answers at the address."""

    key = "errors.engine_unreachable"
    exit_code = 96


class EngineFailed(CruscottoError):
    """The engine failed on a table."""

    key = "errors.engine_failed"
    exit_code = 97


class MartsOnly(CruscottoError):
    """A warehouse was built elsewhere and holds marts alone: its raw tables are in its source."""

    key = "errors.marts_only"
    exit_code = 98


class FolderTaken(CruscottoError):
    """A folder to be written has other content."""

    key = "errors.folder_taken"
    exit_code = 99


class ProtectedFile(CruscottoError):
    """A command was asked to write over a file of a warehouse, its secret or its log."""

    key = "errors.protected_file"
    exit_code = 110


class NothingToGoBackTo(CruscottoError):
    """No version older than the published one is kept."""

    key = "errors.nothing_to_go_back_to"
    exit_code = 100


class OtherSalt(CruscottoError):
    """The keys of a version or backup were made with another salt than the one that is here."""

    key = "errors.other_salt"
    exit_code = 101


class OlderWarehouse(CruscottoError):
    """The warehouse was built by an older version, and lacks what this one reads."""

    key = "errors.older_warehouse"
    exit_code = 122


class NewerWarehouse(CruscottoError):
    """The warehouse was built by a newer version, whose tables this one may misread."""

    key = "errors.newer_warehouse"
    exit_code = 123


class NothingWaits(CruscottoError):
    """No draft waits for approval."""

    key = "errors.nothing_waits"
    exit_code = 124


class DraftChanged(CruscottoError):
    """The draft that waits is not the one that was looked at."""

    key = "errors.draft_changed"
    exit_code = 125


class SamePerson(CruscottoError):
    """Somebody tries to approve their own import."""

    key = "errors.same_person"
    exit_code = 126


class DraftOutdated(CruscottoError):
    """A draft was made from a version that is no longer published."""

    key = "errors.draft_outdated"
    exit_code = 127
