"""Errors in the content of an imported file."""

from cruscotto.errors import CruscottoError, TruncatedFile


class DamagedParquet(TruncatedFile):
    """A file begins like a Parquet file but cannot be read as such."""

    key = "errors.damaged_parquet"
    exit_code = 109


class RecordsBroken(CruscottoError):
    """Some records of a file cannot be split into as many fields as the header has."""

    key = "errors.records_broken"
    exit_code = 106


class RecordsLost(CruscottoError):
    """The engine and Python count different numbers of records: quotation marks do not pair."""

    key = "errors.records_lost"
    exit_code = 107


class EngineGaveUp(CruscottoError):
    """The engine cannot read a file to its end, for a reason that users would not understand."""

    key = "errors.engine_gave_up"
    exit_code = 108


class SourceUnknown(CruscottoError):
    """A file has the columns of no known source, and its name is not that of an exchange file."""

    key = "errors.source_unknown"
    exit_code = 131


class SpreadsheetUnreadable(CruscottoError):
    """A workbook is locked, damaged or of a kind that cannot be imported."""

    key = "errors.spreadsheet_unreadable"
    exit_code = 111


class OtherRows(CruscottoError):
    """A delivery has more or fewer rows than its deliverer stated: a file is cut or wrong."""

    key = "errors.other_rows"
    exit_code = 132


class CellsMerged(CruscottoError):
    """Cells below a sheet's header are merged, so that only one row has their value."""

    key = "errors.cells_merged"
    exit_code = 135


class FormulasWithoutResult(CruscottoError):
    """A program wrote formulas into a sheet without their results."""

    key = "errors.formulas_without_result"
    exit_code = 136
