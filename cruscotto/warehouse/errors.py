"""Errors of versions of a warehouse, and of builds from Parquet."""

from cruscotto.errors import CruscottoError


class NoSource(CruscottoError):
    """A folder is no source of Parquet tables, since it has no manifest."""

    key = "errors.no_source"
    exit_code = 90


class TableMissing(CruscottoError):
    """A source lacks a table that the build reads."""

    key = "errors.table_missing"
    exit_code = 91


class PartMissing(CruscottoError):
    """A Parquet file that the manifest of a source lists is missing."""

    key = "errors.part_missing"
    exit_code = 92


class PartDiffers(CruscottoError):
    """A Parquet file of a source has other columns than the table that it is a part of."""

    key = "errors.part_differs"
    exit_code = 93


class PartDamaged(CruscottoError):
    """A Parquet file cannot be read, or has another number of rows than the manifest states."""

    key = "errors.part_damaged"
    exit_code = 94


class EngineMissing(CruscottoError):
    """A library or program that an engine needs is not installed."""

    key = "errors.engine_missing"
    exit_code = 95


class EngineUnreachable(CruscottoError):
    """No Spark answers at the address given."""

    key = "errors.engine_unreachable"
    exit_code = 96


class EngineFailed(CruscottoError):
    """The engine failed while it read or made a table."""

    key = "errors.engine_failed"
    exit_code = 97


class MartsOnly(CruscottoError):
    """A warehouse has marts and no raw tables: it was built from Parquet, see `elsewhere`."""

    key = "errors.marts_only"
    exit_code = 98


class FolderTaken(CruscottoError):
    """A folder to be written already contains other files."""

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
    """The keys of a version or backup were made with another salt than that of the warehouse."""

    key = "errors.other_salt"
    exit_code = 101


class OlderWarehouse(CruscottoError):
    """A warehouse built by an older version of the program lacks a table or column to be read."""

    key = "errors.older_warehouse"
    exit_code = 122


class NewerWarehouse(CruscottoError):
    """A newer version of the program built the warehouse; this one may misread its tables."""

    key = "errors.newer_warehouse"
    exit_code = 123


class NothingWaits(CruscottoError):
    """No draft waits for approval."""

    key = "errors.nothing_waits"
    exit_code = 124


class DraftChanged(CruscottoError):
    """The draft that waits for approval is not the one that the person looked at."""

    key = "errors.draft_changed"
    exit_code = 125


class SamePerson(CruscottoError):
    """A person tries to approve a draft into which they imported a file."""

    key = "errors.same_person"
    exit_code = 126


class DraftOutdated(CruscottoError):
    """A draft was made from a version that is no longer published."""

    key = "errors.draft_outdated"
    exit_code = 127
