"""The reading rules of a contract as SQL: from a column as it comes to a typed value, or nothing.

Each field gives two expressions: its typed value, and its text as found where reading it may fail.
A field that has a text and no value could not be read. Parquet columns that already have a suitable
type are not turned into text and back.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cruscotto.model.fields import FALSE_WORDS, FIRST_DAY, LAST_DAY, TRUE_WORDS, Field, Kind

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

WHOLE_NUMBER = "-?[0-9]+([.,]0{1,2})?"
# three figures after the only separator may be thousands in one country and decimals in the other
NUMBER = "-?([0-9]+([.,]([0-9]{1,2}|[0-9]{4,9}))?|0[.,][0-9]{3})"
# a publisher that always writes a point: any number of places, and exponents of large numbers
POINTED = "-?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]{1,2})?"

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
    """Return a column's name as the engine reads it."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """Return a text as the engine reads it, for places that take no bound value."""
    return "'" + value.replace("'", "''") + "'"


@dataclass(frozen=True)
class Column:
    """A field, and the type in which the file brings it; no type when the file lacks it.

    A value is reached in three steps, each on the one before: `text` as found, what it is `parsed`
    to, the `value` within its limits. Parquet's own dates, numbers and flags skip the first.
    """

    field: Field
    type: str | None

    @property
    def can_fail(self) -> bool:
        """Whether the column may hold something that is not read."""
        if self.type is None or (self.field.kind is Kind.TEXT and not self.field.pattern):
            return False
        return not (self.field.kind is Kind.FLAG and self.type == "BOOLEAN")

    @property
    def text(self) -> str:
        """Return the expression of the text as found, blanks as nothing."""
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
            blanks = f"{name} = '' or {name} like ' %' or {name} like '% '"
            return f"case when {blanks} then nullif(trim({name}), '') else {name} end"
        return f"nullif(trim({name}), '')"

    @property
    def parsed(self) -> str | None:
        """Return the expression of a day or number, whatever its size; nothing for the others."""
        kind, text = self.field.kind, self._text
        if self.type is None or kind not in (Kind.INTEGER, Kind.DECIMAL, Kind.DATE):
            return None
        if kind is Kind.DATE:
            is_day = self.type == "DATE" or self.type.startswith("TIMESTAMP")
            if self.field.is_midnight:
                return _nearest_midnight(self._name if is_day else text)
            return f"cast({self._name} as date)" if is_day else _day(text)
        if self._is_number:
            whole = f"case when {self._name} = floor({self._name}) then {self._name} end"
            return whole if kind is Kind.INTEGER else self._name
        decimal = POINTED if self.field.has_point else NUMBER
        pattern = literal(WHOLE_NUMBER if kind is Kind.INTEGER else decimal)
        number = f"try_cast(replace({text}, ',', '.') as decimal(18, 4))"
        return f"case when regexp_full_match({text}, {pattern}) then {number} end"

    @property
    def value(self) -> str:
        """Return the expression of the typed value."""
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
        return f"between {self.field.low} and {self.field.high}"

    @property
    def _is_number(self) -> bool:
        return self.type in (*INTEGERS, *FLOATS) or str(self.type).startswith("DECIMAL")

    def _code_value(self) -> str:
        spellings, found = self.field.spellings, f"lower({self._text})"
        if all(spelling == code for spelling, code in spellings.items()):
            # an enumeration is the engine's fastest list, and here it needs no second one
            return f"cast(try_cast({found} as enum({_list(spellings)})) as varchar)"
        return _chosen(found, {spelling: literal(code) for spelling, code in spellings.items()})

    def _flag_value(self) -> str:
        if self.type == "BOOLEAN":
            return self._name
        if self._is_number:
            return f"case when {self._name} = 1 then true when {self._name} = 0 then false end"
        words = dict.fromkeys(TRUE_WORDS, "true") | dict.fromkeys(FALSE_WORDS, "false")
        return _chosen(f"lower({self._text})", words)


def _day(text: str) -> str:
    """Return the expression of a day written in one of three ways, a time of day after it or not.

    A text that goes on after its ten characters with anything but an hour is no date.
    """
    return f"""try_cast(case
        when length({text}) > 10 and not regexp_matches(substr({text}, 11), '^[ T][0-9]') then null
        when length({text}) = 8 and substr({text}, 5, 1) between '0' and '9' then
            substr({text}, 1, 4) || '-' || substr({text}, 5, 2) || '-' || substr({text}, 7, 2)
        when substr({text}, 3, 1) in ('/', '-', '.') then
            substr({text}, 7, 4) || '-' || substr({text}, 4, 2) || '-' || substr({text}, 1, 2)
        else substr({text}, 1, 10)
    end as date)"""


def _nearest_midnight(moment: str) -> str:
    """Return the expression of the day whose midnight was meant: 23:00 of the 30th is the 31st."""
    return f"cast(try_cast({moment} as timestamp) + interval 12 hour as date)"


def _chosen(found: str, results: dict[str, str]) -> str:
    pairs = ", ".join(f"{literal(word)}: {result}" for word, result in results.items())
    return f"map {{{pairs}}}[{found}]"


def _list(words: Iterable[str]) -> str:
    return ", ".join(literal(word) for word in words)


def typed_query(columns: Iterable[Column]) -> str:
    """Return the query of `typed`: of every record its values, and its texts as found."""
    columns = tuple(columns)
    absent = _list(column.field.name for column in columns if column.type is None)
    names = ", ".join(quoted(column.field.name) for column in columns)
    texts = _aliased((column.text, f"{column.field.name}_text") for column in columns)
    parsed = _aliased((c.parsed, f"{c.field.name}_parsed") for c in columns if c.parsed)
    values = _aliased((column.value, column.field.name) for column in columns)
    kept = ", ".join(quoted(f"{column.field.name}_text") for column in columns)
    return (
        f"select row_number, [{absent}]::varchar[] as absent_columns, {values}, {kept} from ("
        f"select *{', ' if parsed else ''}{parsed} from ("
        f"select row_number, {names}, {texts} from records))"
    )


def _aliased(pairs: Iterable[tuple[str | None, str]]) -> str:
    return ", ".join(f"{expression} as {quoted(name)}" for expression, name in pairs)


def checked_query(columns: tuple[Column, ...], tax_code: str) -> str:
    """Return the query of `checked`: `typed` with what the contract itself has to object.

    Args:
        columns: the contract's fields as the file brings them.
        tax_code: a pattern, in capitals, of what a pseudonym must not hold.
    """
    objections = " ".join(_objections(columns, tax_code))
    refusal = f"case {objections} end" if objections else "cast(null as varchar)"
    unread = " or ".join(is_unread(column) for column in columns if _is_issue(column)) or "false"
    return (
        f"select typed.*, {refusal} as contract_refusal, ({unread}) as has_unread_field from typed"
    )


def unread_query(columns: tuple[Column, ...], subject: str) -> str:
    """Return the query of the fields of `doubtful` that could not be read and were left empty."""
    parts = [
        f"select row_number, cast({quoted(subject)} as varchar) as subject, "
        f"{literal(column.field.name)} as column_name, "
        f"{quoted(column.field.name + '_text')} as value, "
        f"{literal(UNREADABLE[column.field.kind])} as reason "
        f"from doubtful where refusal is null and {is_unread(column)}"
        for column in columns
        if _is_issue(column)
    ]
    return " union all ".join(parts)


def is_unread(column: Column) -> str:
    """Return the test that a column's text was found and not read."""
    name = column.field.name
    return f"({quoted(name)} is null and {quoted(name + '_text')} is not null)"


def _is_issue(column: Column) -> bool:
    field = column.field
    return column.can_fail and not field.is_required and not field.is_strict


def _objections(columns: tuple[Column, ...], tax_code: str) -> list[str]:
    found = []
    for column in columns:
        name = column.field.name
        if column.field.is_required:
            missing = f"{quoted(name)} is null and {quoted(name + '_text')} is null"
            found.append(f"when {missing} then {literal('missing_' + name)}")
        if column.can_fail and (column.field.is_required or column.field.is_strict):
            reason = ("unreadable_" if column.field.is_required else "unknown_") + name
            found.append(f"when {is_unread(column)} then {literal(reason)}")
        if column.field.is_pseudonym:
            long = f"length({quoted(name)}) >= {TAX_CODE_LENGTH}"
            test = f"{long} and regexp_matches({quoted(name)}, {literal(tax_code)}, 'i')"
            found.append(f"when {test} then {literal(name + '_is_tax_code')}")
    return found


def duplicates_query(key: str) -> str:
    """Return the query that refuses all but the first of the rows of one key."""
    return f"""
        insert into refused
        with candidates as (
            select typed.row_number, {key} from typed
            anti join refused on typed.row_number = refused.row_number
            anti join outside on typed.row_number = outside.row_number
        ),
        repeated as (
            select hash({key}) as key_hash from candidates group by 1 having count(*) > 1
        ),
        ranked as (
            select row_number, row_number() over (partition by {key} order by row_number) as place
            from candidates
            semi join repeated on hash({key}) = repeated.key_hash
        )
        select row_number, $reason from ranked where place > 1
    """
