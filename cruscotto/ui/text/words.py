"""Short texts of the screens: figures, shortened names, and texts of files made safe to show."""

import re
from textwrap import wrap

from cruscotto.i18n import Lang, format_number, t
from cruscotto.i18n.numbers import Number
from cruscotto.kpi.wording.phrases import (
    BILLION,
    MILLION,
    MILLIONS,
    NOTHING,
    UNBROKEN,
    along,
    as_barest,
    as_written,
    axis_unit,
    bare,
    barest,
    decimals,
    figure,
    headed,
    sentence,
    short,
    spoken,
    unit_label,
)

__all__ = [
    "BILLION",
    "MILLION",
    "MILLIONS",
    "NOTHING",
    "UNBROKEN",
    "along",
    "as_barest",
    "as_written",
    "axis_unit",
    "bare",
    "barest",
    "count",
    "cut",
    "decimals",
    "figure",
    "headed",
    "label",
    "plain",
    "sentence",
    "short",
    "spoken",
    "unit_label",
    "with_commands",
    "wrapped",
]
_IN_BRACKETS = re.compile(r"\([^)]{1,14}\)")
_ENDED = re.compile(r"[ ,;:.–-]+…$")
_MARKS = frozenset("\\`*_{}[]()#+!|<>~$:&")
_LINE_ENDS = re.compile(r"[\t-\r\x1c-\x1e\x85\u2028\u2029]")
# What begins a list at the start of a line.
_LISTED = re.compile(r"^(\d*)([-.)])(?=\s|-|$)")
# Streamlit looks for addresses, mails, icons and arrows once escapes are gone. This is the first
# half of each: an invisible joiner after it keeps the two halves apart.
_FIRST_HALVES = re.compile(
    r"(?i:https?:(?=//)|www(?=\.))|[-.\w+](?=@)|:(?=material[/_]|[\w+-]+:)"
    r"|(?<!\S)[-<>~](?=[-=>]+(?!\S))"
)
_JOINER = "\u2060"
_COMMAND = re.compile(r"(`[^`]+`)")


def cut(name: str, length: int = 30) -> str:
    """Return a name of at most `length` characters; a longer one ends with an ellipsis."""
    return name if len(name) <= length else name[: length - 1].rstrip(" -,") + "…"


def plain(text: str) -> str:
    """Escape a text from a file, so that Markdown shows it unchanged, on one line."""
    return _LISTED.sub(r"\1\\\2", _escaped(text.lstrip(" ")))


def with_commands(text: str) -> str:
    """Escape the text of an error for Markdown, except for commands between backticks."""
    parts = _COMMAND.split(text)
    return "".join(one if place % 2 else _escaped(one) for place, one in enumerate(parts))


def _escaped(text: str) -> str:
    apart = _FIRST_HALVES.sub(rf"\g<0>{_JOINER}", _LINE_ENDS.sub(" ", text))
    return "".join(f"\\{sign}" if sign in _MARKS else sign for sign in apart)


def label(text: str) -> str:
    """Escape a text from a file, so that a chart does not read HTML tags in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def wrapped(name: str, width: int = 24, lines: int = 2) -> str:
    """Return a name broken into a few lines for a chart; if it is cut, it ends with an ellipsis."""
    # what stands in brackets stays together, and so does a figure with its unit
    whole = _IN_BRACKETS.sub(lambda found: found[0].replace(" ", UNBROKEN), name)
    found = wrap(whole, width, max_lines=lines, placeholder="…")
    return "<br>".join(label(_ENDED.sub("…", line)) for line in found)


def percent(share: float, lang: Lang) -> str:
    """Return a share as a whole number of percent, without a `%`, for the cell of a matrix."""
    return format_number(share * 100, lang)


def brief(n: Number, lang: Lang) -> str:
    """Return a count in few characters for a narrow box, such as `9,03 mln` or `7.273`."""
    if n < MILLION:
        return format_number(n, lang)
    return t("units.million_count", lang, n=format_number(float(n) / MILLION, lang, 2))


def count(n: int, key: str, lang: Lang) -> str:
    """Return a number with its noun in singular or plural, such as `1 intervento`."""
    return t(f"{key}.one" if n == 1 else f"{key}.many", lang, n=format_number(n, lang))
