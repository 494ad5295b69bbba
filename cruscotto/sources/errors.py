"""What can be wrong with the inside of a file that is read."""

from cruscotto.errors import CruscottoError, TruncatedFile


class DamagedParquet(TruncatedFile):
    """The file begins like a Parquet file and cannot be read as one."""

    key = "errors.damaged_parquet"
    exit_code = 109


class RecordsBroken(CruscottoError):
    """Some lines of a file have other fields than its header."""

    key = "errors.records_broken"
    exit_code = 106


class RecordsLost(CruscottoError):
    """Two readers find other numbers of records in one file: its quotes do not pair."""

    key = "errors.records_lost"
    exit_code = 107


class EngineGaveUp(CruscottoError):
    """The engine cannot read a file to its end, and does not state why in words for people."""

    key = "errors.engine_gave_up"
    exit_code = 108


class SourceUnknown(CruscottoError):
    """A file has the columns of no source, and its name is none of the exchange files'."""

    key = "errors.source_unknown"
    exit_code = 131


class SpreadsheetUnreadable(CruscottoError):
    """A workbook is locked, damaged or of a kind that is not read."""

    key = "errors.spreadsheet_unreadable"
    exit_code = 111


class OtherRows(CruscottoError):
    """A delivery has other rows than its deliverer counted: a file was cut, or is another one."""

    key = "errors.other_rows"
    exit_code = 132


class CellsMerged(CruscottoError):
    """Cells below a sheet's header are merged: one row alone has their value."""

    key = "errors.cells_merged"
    exit_code = 135


class FormulasWithoutResult(CruscottoError):
    """A program wrote a sheet's formulas and did not work them out."""

    key = "errors.formulas_without_result"
    exit_code = 136
