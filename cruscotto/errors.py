"""Errors that a user can cause or solve, each with an exit code and a catalogue key.

Errors have facts; the catalogues of `cruscotto.i18n` have the sentences. This module imports
nothing of the package, so that every module can import its errors.
"""

from typing import ClassVar


class CruscottoError(Exception):
    """An error that one clear sentence can explain to its reader."""

    key: ClassVar[str] = "errors.unexpected"
    exit_code: ClassVar[int] = 1

    def __init__(self, **facts: object) -> None:
        super().__init__(self.key, facts)
        self.facts = facts


class FileNotReadable(CruscottoError):
    """The file cannot be opened, for example for lack of permission."""

    key = "errors.file_not_readable"
    exit_code = 23


class NoSuchFile(FileNotReadable):
    """There is no file at the path that was given."""

    key = "errors.no_such_file"
    exit_code = 10


class FolderGiven(FileNotReadable):
    """The path that was given is a folder, not a file."""

    key = "errors.folder_given"
    exit_code = 19


class MissingColumns(CruscottoError):
    """A published file no longer has a column that its importer needs."""

    key = "errors.missing_columns"
    exit_code = 11


class EmptyFile(CruscottoError):
    """The file has no bytes, or nothing but a header."""

    key = "errors.empty_file"
    exit_code = 12


class TruncatedFile(CruscottoError):
    """The file's last record is incomplete: the download stopped early."""

    key = "errors.truncated_file"
    exit_code = 13


class LineTooLong(CruscottoError):
    """A line is longer than sixteen megabytes, so that it cannot be a record of any source."""

    key = "errors.line_too_long"
    exit_code = 29


class CutExport(CruscottoError):
    """The file has only the first rows of an export: the service stopped at its limit."""

    key = "errors.cut_export"
    exit_code = 77


class BinaryFile(CruscottoError):
    """The file is neither text nor a Parquet file that can be opened."""

    key = "errors.binary_file"
    exit_code = 14


class WrongEncoding(CruscottoError):
    """The file is text, but not UTF-8."""

    key = "errors.wrong_encoding"
    exit_code = 15


class EditionUnknown(CruscottoError):
    """The file does not state its date, and no date was given."""

    key = "errors.edition_unknown"
    exit_code = 16


class DuplicateColumns(CruscottoError):
    """Two columns of the file have the same name."""

    key = "errors.duplicate_columns"
    exit_code = 17


class NothingUsable(CruscottoError):
    """Every row of the file was refused."""

    key = "errors.nothing_usable"
    exit_code = 18


class UnknownName(CruscottoError):
    """An indicator, dimension, source, style or code does not exist."""

    key = "errors.unknown_name"
    exit_code = 20


class WrongValue(CruscottoError):
    """An option or a setting has a value that is not allowed or cannot be read."""

    key = "errors.wrong_value"
    exit_code = 21


class NotAvailableBy(CruscottoError):
    """An indicator has no meaning along the dimension that was asked for."""

    key = "errors.not_available_by"
    exit_code = 22


class TooFewPeople(CruscottoError):
    """An estimate is based on too few people to be shown."""

    key = "errors.too_few_people"
    exit_code = 39


class UnknownTracciato(CruscottoError):
    """A file's name contains no code of a tracciato."""

    key = "errors.unknown_tracciato"
    exit_code = 24


class WrongLayout(CruscottoError):
    """The records of an exchange file do not have the fields of its tracciato."""

    key = "errors.wrong_layout"
    exit_code = 25


class LayoutChanges(CruscottoError):
    """Too many lines of an exchange file have more or fewer fields than its tracciato."""

    key = "errors.layout_changes"
    exit_code = 66


class UnsafeArchive(CruscottoError):
    """An archive is damaged, unsafe to unpack, or too large to be a delivery."""

    key = "errors.unsafe_archive"
    exit_code = 26


class IncompleteDelivery(CruscottoError):
    """A delivery lacks tracciati without which its records belong to no programme or region."""

    key = "errors.incomplete_delivery"
    exit_code = 27


class NoTranches(CruscottoError):
    """There are no commitment tranches with which payment claims could be compared."""

    key = "errors.no_tranches"
    exit_code = 28


class NoWarehouse(CruscottoError):
    """There is no warehouse at the warehouse's path yet."""

    key = "errors.no_warehouse"
    exit_code = 30


class WarehouseBusy(CruscottoError):
    """Another import or build is changing the same warehouse."""

    key = "errors.warehouse_busy"
    exit_code = 31


class ChecksFailed(CruscottoError):
    """A check of `sql/checks` found faulty rows; the new warehouse was not published."""

    key = "errors.checks_failed"
    exit_code = 32


class DiskFull(CruscottoError):
    """There was no room on the disk to write a file."""

    key = "errors.disk_full"
    exit_code = 33


class DamagedWarehouse(CruscottoError):
    """The file at the warehouse's path is not a warehouse that this program can read."""

    key = "errors.damaged_warehouse"
    exit_code = 34


class HoldsPublishedData(CruscottoError):
    """The demonstration would overwrite a warehouse with published data."""

    key = "errors.holds_published_data"
    exit_code = 35


class CannotWrite(CruscottoError):
    """A file cannot be written."""

    key = "errors.cannot_write"
    exit_code = 36


class SaltMissing(CruscottoError):
    """The warehouse has keys, but the file with the salt that made them is gone."""

    key = "errors.salt_missing"
    exit_code = 70


class SaltExposed(CruscottoError):
    """Users other than the owner of the salt's file may read or write it."""

    key = "errors.salt_exposed"
    exit_code = 71


class SaltDamaged(CruscottoError):
    """The file at the salt's path is not a salt that this program wrote."""

    key = "errors.salt_damaged"
    exit_code = 72


class NeedsDimension(CruscottoError):
    """An indicator has a meaning only along a dimension, or for one code of the dimension."""

    key = "errors.needs_dimension"
    exit_code = 74


class NotExplained(CruscottoError):
    """A change cannot be split: its indicator is neither a rate nor a sum over operations."""

    key = "errors.not_explained"
    exit_code = 120


class NotSettled(CruscottoError):
    """An indicator is not among those whose settled values are estimated."""

    key = "errors.not_settled"
    exit_code = 121


class ProblemsFound(CruscottoError):
    """The check of a warehouse found problems, each of which was printed."""

    key = "errors.problems_found"
    exit_code = 102


class NoProxy(CruscottoError):
    """Several server processes were asked for, but the proxy that they need is not installed."""

    key = "errors.no_proxy"
    exit_code = 103


class ServerStopped(CruscottoError):
    """A server process, or the proxy, stopped repeatedly."""

    key = "errors.server_stopped"
    exit_code = 104


class PortTaken(CruscottoError):
    """Another program listens on the port that the server should use."""

    key = "errors.port_taken"
    exit_code = 105
