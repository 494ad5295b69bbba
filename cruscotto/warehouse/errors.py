"""Errors about versions of a warehouse, and about builds from Parquet."""

from cruscotto.errors import CruscottoError


class NoSource(CruscottoError):
    """A folder is not a source of Parquet tables: it has no manifest."""

    key = "errors.no_source"
    exit_code = 90


class TableMissing(CruscottoError):
    """A source lacks a table that the build needs."""

    key = "errors.table_missing"
    exit_code = 91


class PartMissing(CruscottoError):
    """A Parquet file is missing, although the manifest of its source lists it."""

    key = "errors.part_missing"
    exit_code = 92


class PartDiffers(CruscottoError):
    """A Parquet file has other columns than the table it belongs to."""

    key = "errors.part_differs"
    exit_code = 93


class PartDamaged(CruscottoError):
    """A Parquet file cannot be read, or its number of rows differs from the manifest."""

    key = "errors.part_damaged"
    exit_code = 94


class EngineMissing(CruscottoError):
    """A library or program that an engine needs is not installed."""

    key = "errors.engine_missing"
    exit_code = 95


class EngineUnreachable(CruscottoError):
    """No Spark answers at the given address."""

    key = "errors.engine_unreachable"
    exit_code = 96


class EngineFailed(CruscottoError):
    """The engine failed while it was reading, making or querying a table."""

    key = "errors.engine_failed"
    exit_code = 97


class MartsOnly(CruscottoError):
    """A warehouse has marts but no raw tables: it was built from Parquet, see `elsewhere`."""

    key = "errors.marts_only"
    exit_code = 98


class FolderTaken(CruscottoError):
    """The folder to write into already contains other files."""

    key = "errors.folder_taken"
    exit_code = 99


class ProtectedFile(CruscottoError):
    """A command was asked to overwrite a warehouse, its secret or its log."""

    key = "errors.protected_file"
    exit_code = 110


class NothingToGoBackTo(CruscottoError):
    """No version older than the published one is kept."""

    key = "errors.nothing_to_go_back_to"
    exit_code = 100


class OtherSalt(CruscottoError):
    """The keys of a version or backup were made with a salt that is not the warehouse's."""

    key = "errors.other_salt"
    exit_code = 101


class OlderWarehouse(CruscottoError):
    """A warehouse made by an older version of the program lacks a table or column."""

    key = "errors.older_warehouse"
    exit_code = 122


class NewerWarehouse(CruscottoError):
    """A newer version of the program built the warehouse; this version may misread its tables."""

    key = "errors.newer_warehouse"
    exit_code = 123


class NothingWaits(CruscottoError):
    """No draft waits for approval."""

    key = "errors.nothing_waits"
    exit_code = 124


class DraftChanged(CruscottoError):
    """The draft that waits is not the one that the person looked at."""

    key = "errors.draft_changed"
    exit_code = 125


class SamePerson(CruscottoError):
    """The person who approves a draft also imported one of its files."""

    key = "errors.same_person"
    exit_code = 126


class DraftOutdated(CruscottoError):
    """The version from which a draft was made is no longer the published one."""

    key = "errors.draft_outdated"
    exit_code = 127
