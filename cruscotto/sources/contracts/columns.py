"""Make the SQL expressions that read a contract's fields from the columns of a file.

For each field there are two expressions: its text, as it is in the file, and its typed value. A
record whose field has a text and no value could not be read. Parquet columns that already have a
suitable type are not turned into text and back.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cruscotto.model.fields import FALSE_WORDS, FIRST_DAY, LAST_DAY, TRUE_WORDS, Field, Kind
from cruscotto.model.literals import literal
from cruscotto.model.places import normalised_sql
from cruscotto.sources.values.dates import date_sql
from cruscotto.sources.values.numbers import NO_VALUE, Mark, cleaned_sql, number_sql

INTEGERS = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "UHUGEINT",
)
FLOATS = ("FLOAT", "DOUBLE")

# Of exchange files, whose protocol fixes how they are written: one value is read by itself.
WHOLE_NUMBER = "-?[0-9]+([.,]0{1,2})?"
NUMBER = "-?([0-9]+([.,]([0-9]{1,2}|[0-9]{4,9}))?|0[.,][0-9]{3})"

# What pages and spreadsheets leave around a name.
BLANKS = " \u00a0\t"
# Soft hyphen, blanks and joiners without width, word joiner, mark of order.
INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
NUMBERS = (Kind.INTEGER, Kind.DECIMAL)
TAX_CODE_LENGTH = 16

UNREADABLE = {
    Kind.TEXT: "unknown_code",
    Kind.CODE: "unknown_code",
    Kind.INTEGER: "unreadable_number",
    Kind.DECIMAL: "unreadable_number",
    Kind.FLAG: "unreadable_flag",
    Kind.DATE: "impossible_date",
}


def quoted(name: str) -> str:
    """Return a column's name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def stray_quote_sql(name: str) -> str:
    """Return the SQL test that a text has an unpaired quotation mark."""
    quotes = f"length({name}) - length(replace({name}, '\"', ''))"
    return f"coalesce(contains({name}, '\"') and ({quotes}) % 2 = 1, false)"


def rounded_code_sql(name: str) -> str:
    """Return the SQL test that a text is a long code which a spreadsheet rounded: `1,23457E+12`."""
    rounded = "[1-9][.,][0-9]+E[+][0-9]{2}"
    return f"coalesce(contains({name}, 'E+') and regexp_full_match({name}, '{rounded}'), false)"


def invisible_sql(name: str) -> str:
    """Return the SQL test that a text has a character without width, such as a byte order mark.

    Web pages and joined files leave such characters. A code with such a character looks like the
    right code, but is not equal to it.
    """
    # only a text with more bytes than characters can have one, and codes hardly ever have
    return (
        f"coalesce(strlen({name}) > length({name}) "
        f"and regexp_matches({name}, '[{INVISIBLE}]'), false)"
    )


def faults_of_code(name: str) -> Iterator[tuple[str, str]]:
    """Yield (SQL test, reason) for each fault by which a text is not the code that readers see.

    The faults are an invisible character, an unpaired quotation mark, and a rounded number.
    """
    yield invisible_sql(name), "invisible_character"
    yield stray_quote_sql(name), "stray_quote"
    yield rounded_code_sql(name), "rounded_code"


@dataclass(frozen=True)
class Column:
    """A field of a contract, with the SQL that reads it from one file.

    A value is read in four steps. `text` is the text in the file. `clean` is a number's text
    without currency and blanks. `parsed` is the number or day. `value` is the typed value, or null
    if it is outside the field's limits. A Parquet column of dates, numbers or flags skips the first
    two steps.

    Attributes:
        type: the engine's type of the file's column; `None` when the file lacks the column.
        mark: the decimal sign of a column of numbers, decided from all its values.
        is_bare: whether all numbers of the column are without currency and blanks.
        is_doubtful: whether the order of day and month in the column is unknown, so that days
            which can be read in both orders are left empty.
        is_percent: whether a column of shares seems to be in per cent, because a value is above 1
            or has a `%`. Its values are left empty, except zero: `1` may be 1 % or 100 %.
        doubt: the reason for which some values of the column may have been misread; empty if there
            is no doubt.
    """

    field: Field
    type: str | None
    mark: Mark = Mark.OWN
    is_bare: bool = True
    is_doubtful: bool = False
    is_percent: bool = False
    doubt: str = ""

    @property
    def can_fail(self) -> bool:
        """Return whether some of the column's values may be unreadable."""
        if self.type is None or (self.field.kind is Kind.TEXT and not self.field.pattern):
            return False
        return not (self.field.kind is Kind.FLAG and self.type == "BOOLEAN")

    @property
    def text(self) -> str:
        """Return the SQL expression of the text in the file; a blank text becomes null."""
        name = self._name
        if self.type is None or (self.type == "BOOLEAN" and not self.can_fail):
            return "cast(null as varchar)"
        if self.type in FLOATS:
            # a whole number that a null turned into a float is written without its `.0`
            return (
                f"case when isnan({name}) then null when {name} = floor({name}) "
                f"and abs({name}) < 1e15 then cast(cast({name} as bigint) as varchar) "
                f"else cast({name} as varchar) end"
            )
        if self.type != "VARCHAR":
            return f"nullif(trim(cast({name} as varchar)), '')"
        if self.field.kind is Kind.TEXT and not self.field.pattern:
            # most names have no blanks around them: not copying those is a third of the time
            around = (f"{name} like '{mark}%' or {name} like '%{mark}'" for mark in BLANKS)
            blanks = f"{name} = '' or {' or '.join(around)}"
            stripped = f"nullif(trim({name}, '{BLANKS}'), '')"
            return f"case when {blanks} then {stripped} else {name} end"
        if self.field.kind in NUMBERS and not self.field.is_required:
            return (
                f"case when lower(trim({name})) not in ({listed(NO_VALUE)}) then trim({name}) end"
            )
        return f"nullif(trim({name}), '')"

    @property
    def clean(self) -> str | None:
        """Return the SQL expression of a number's text without currency and blanks.

        It is `None` where no number of the column has a currency or blanks.
        """
        return None if self.is_bare else cleaned_sql(self._text)

    @property
    def parsed(self) -> str | None:
        """Return the SQL expression of a day or number before the field's limits apply.

        It is `None` for fields that are neither days nor numbers.
        """
        kind, text = self.field.kind, self._text
        if self.type is None or kind not in (*NUMBERS, Kind.DATE):
            return None
        if kind is Kind.DATE:
            is_day = self.type == "DATE" or self.type.startswith("TIMESTAMP")
            if self.field.is_midnight:
                return _nearest_midnight(self._name if is_day else text)
            return f"cast({self._name} as date)" if is_day else date_sql(text, self.is_doubtful)
        if self._is_number:
            whole = f"case when {self._name} = floor({self._name}) then {self._name} end"
            return whole if kind is Kind.INTEGER else self._name
        clean = text if self.is_bare else quoted(f"{self.field.name}_clean")
        number = number_sql(clean, self.mark)
        if kind is Kind.DECIMAL:
            return f"try_cast({number} as decimal(18, 4))"
        # figures alone need no decimals, and are nearly all of them
        plain = f"regexp_full_match({clean}, '[-+]?[0-9]{{1,18}}')"
        whole = f"try_cast(regexp_extract({number}, '^([-+]?[0-9]+)([.]0*)?$', 1) as bigint)"
        return f"case when {plain} then try_cast({clean} as bigint) else {whole} end"

    @property
    def value(self) -> str:
        """Return the SQL expression of the typed value, null where the text cannot be read."""
        field, text = self.field, self._text
        if self.type is None:
            return f"cast(null as {field.sql_type})"
        if self.parsed:
            parsed = quoted(f"{field.name}_parsed")
            return f"case when {parsed} {self._limits} then cast({parsed} as {field.sql_type}) end"
        if field.kind is Kind.FLAG:
            return self._flag_value()
        if field.kind is Kind.CODE:
            return self._code_value()
        if not field.pattern:
            return text
        kept = f"replace({text}, {literal(field.dropped)}, '')" if field.dropped else text
        return f"case when regexp_full_match({text}, {literal(field.pattern)}) then {kept} end"

    @property
    def _name(self) -> str:
        return quoted(self.field.name)

    @property
    def _text(self) -> str:
        return quoted(f"{self.field.name}_text")

    @property
    def _limits(self) -> str:
        if self.field.kind is Kind.DATE:
            return f"between date '{FIRST_DAY}' and date '{LAST_DAY}'"
        if self.is_percent:  # nought is nought either way
            return f"= {self.field.low}"
        return f"between {self.field.low} and {self.field.high}"

    @property
    def _is_number(self) -> bool:
        return self.type in (*INTEGERS, *FLOATS) or str(self.type).startswith("DECIMAL")

    def _code_value(self) -> str:
        spellings, found = self.field.spellings, f"lower({self._text})"
        if self.field.is_place:
            return _place(self._text, spellings)
        if all(spelling == code for spelling, code in spellings.items()):
            # an enumeration is the engine's fastest list, and here it needs no second one
            return f"cast(try_cast({found} as enum({listed(spellings)})) as varchar)"
        return _chosen(found, {spelling: literal(code) for spelling, code in spellings.items()})

    def _flag_value(self) -> str:
        if self.type == "BOOLEAN":
            return self._name
        if self._is_number:
            return f"case when {self._name} = 1 then true when {self._name} = 0 then false end"
        words = dict.fromkeys(TRUE_WORDS, "true") | dict.fromkeys(FALSE_WORDS, "false")
        return _chosen(f"lower({self._text})", words)


def _place(text: str, spellings: dict[str, str]) -> str:
    """Return the SQL expression of the code of a place; null if the text names no place.

    The engine finds the code by the position of the spelling in a list. This is much faster than a
    map of hundreds of spellings.

    Args:
        text: the SQL expression of the text: a code, or any spelling.
        spellings: the code of each normalised spelling.
    """
    codes = dict.fromkeys(spellings.values())
    places = listed(spellings.values())
    number = f"enum_code(try_cast({normalised_sql(text)} as enum({listed(spellings)})))"
    return (
        f"case when {text} in ({listed(codes)}) then {text} "
        f"when {text} is not null then [{places}][cast({number} as integer) + 1] end"
    )


def _nearest_midnight(moment: str) -> str:
    """Return the SQL expression of the day whose midnight is nearest to a moment.

    For 23:00 on the 30th, that is the 31st.
    """
    return f"cast(try_cast({moment} as timestamp) + interval 12 hour as date)"


def _chosen(found: str, results: dict[str, str]) -> str:
    pairs = ", ".join(f"{literal(word)}: {result}" for word, result in results.items())
    return f"map {{{pairs}}}[{found}]"


def listed(words: Iterable[str]) -> str:
    """Return texts as SQL literals, separated by commas."""
    return ", ".join(literal(word) for word in words)
