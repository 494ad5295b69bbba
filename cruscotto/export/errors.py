"""Errors that only an export can raise."""

from cruscotto.errors import CruscottoError


class RowsExceedSheet(CruscottoError):
    """The table has more rows than a worksheet can hold."""

    key = "errors.too_many_rows"
    exit_code = 37


class TextExceedsSheet(CruscottoError):
    """The worksheet's text is larger than a workbook file allows."""

    key = "errors.too_much_text"
    exit_code = 38
