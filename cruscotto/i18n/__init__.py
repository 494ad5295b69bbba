"""Sentences in two languages, and numbers and dates as Italian or English readers write them."""

from cruscotto.i18n.catalogue import LANGS, Lang, Text, error_sentence, reason_words, t
from cruscotto.i18n.numbers import format_date, format_number, format_value

__all__ = [
    "LANGS",
    "Lang",
    "Text",
    "error_sentence",
    "format_date",
    "format_number",
    "format_value",
    "reason_words",
    "t",
]
