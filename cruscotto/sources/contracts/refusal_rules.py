"""SQL that reads the records of a contract's file: typed values, refused rows, unread values.

The rules here refuse a row because of one field (missing, unreadable, unknown code, a tax code).
Rules between fields are in `sql/imports/<contract>_judged.sql`, rules of exchange files in
`sources/puc/judging.py`.
"""

from collections.abc import Iterable, Iterator

from cruscotto.model.fields import Field, Kind
from cruscotto.model.literals import literal
from cruscotto.sources.contracts.columns import (
    NUMBERS,
    TAX_CODE_LENGTH,
    UNREADABLE,
    Column,
    faults_of_code,
    listed,
    quoted,
    rounded_code_sql,
    stray_quote_sql,
)
from cruscotto.sources.contracts.signs_and_days import INFERRED_THOUSANDS
from cruscotto.sources.values.dates import twice_sql, uncertain_sql
from cruscotto.sources.values.numbers import OPEN, Mark, cleaned_sql, is_one_group_sql

STRAY_QUOTE = "stray_quote"
ROUNDED_CODE = "rounded_code"


def typed_query(columns: Iterable[Column]) -> str:
    """Return the SQL query of the view `typed`: the values and the texts of each record."""
    columns = tuple(columns)
    absent = listed(column.field.name for column in columns if column.type is None)
    names = ", ".join(quoted(column.field.name) for column in columns)
    texts = _aliased((column.text, f"{column.field.name}_text") for column in columns)
    query = f"select row_number, {names}, {texts} from records"
    for step in ("clean", "parsed"):
        parts = ((getattr(column, step), f"{column.field.name}_{step}") for column in columns)
        if added := _aliased((one, name) for one, name in parts if one):
            query = f"select *, {added} from ({query})"
    values = _aliased((column.value, column.field.name) for column in columns)
    kept = ", ".join(quoted(f"{column.field.name}_text") for column in columns)
    typed = f"select row_number, [{absent}]::varchar[] as absent_columns, {values}, {kept}"
    if marked := [column for column in columns if column.field.has_default]:
        tests = _aliased((is_unread(column), unread_name(column.field.name)) for column in marked)
        return f"select *, {tests} from ({typed} from ({query}))"
    return f"{typed} from ({query})"


def unread_name(name: str) -> str:
    """Return the name of the column that states, for a field, if its value could not be read."""
    return f"{name}_is_unread"


def _aliased(pairs: Iterable[tuple[str | None, str]]) -> str:
    return ", ".join(f"{expression} as {quoted(name)}" for expression, name in pairs)


def checked_query(columns: tuple[Column, ...], tax_code: str) -> str:
    """Return the query of `checked`: the rows of the view `typed` with two further columns.

    `contract_refusal` is the reason why the row is refused, or null. `has_field_issue` states if a
    field could not be read, or was read with a doubt.

    Args:
        columns: the contract's fields as the file has them.
        tax_code: the pattern of a tax code in capitals, which no pseudonym may match.
    """
    objections = " ".join(_objections(columns, tax_code))
    refusal = f"case {objections} end" if objections else "cast(null as varchar)"
    issues = " or ".join(test for column in columns for test, _ in _issues(column)) or "false"
    return (
        f"select typed.*, {refusal} as contract_refusal, ({issues}) as has_field_issue from typed"
    )


def field_issues_query(columns: tuple[Column, ...], subject: str) -> str:
    """Return the query of the field issues in rows that are not refused, for the ledger.

    A field issue is a field that could not be read, or was read with a doubt. The query has a row
    for each: the number of its record, `subject`, the field's name, its text and the reason.

    Args:
        columns: the contract's fields as the file has them.
        subject: the column that the ledger records beside each issue, such as the operation's code.
    """
    parts = [
        f"select row_number, cast({quoted(subject)} as varchar) as subject, "
        f"{literal(column.field.name)} as column_name, "
        f"{quoted(column.field.name + '_text')} as value, "
        f"{reason} as reason "
        f"from doubtful where refusal is null and {test}"
        for column in columns
        for test, reason in _issues(column)
    ]
    return " union all ".join(parts)


def _issues(column: Column) -> Iterator[tuple[str, str]]:
    """Yield (SQL test, SQL expression of the reason) for each field issue that a field may have.

    The field is empty if its value could not be read. It keeps a value that was read with a doubt.
    """
    if _is_issue(column):
        yield is_unread(column), _reason(column)
    text, is_there = quoted(f"{column.field.name}_text"), f"{quoted(column.field.name)} is not null"
    if column.doubt == INFERRED_THOUSANDS:
        is_group = is_one_group_sql(cleaned_sql(text), column.mark)
        yield f"({is_there} and {is_group})", literal(column.doubt)
    elif column.doubt:
        yield f"({is_there} and {twice_sql(text)})", literal(column.doubt)
    if column.type and _is_plain_text(column.field) and not column.field.is_required:
        yield stray_quote_sql(quoted(column.field.name)), literal(STRAY_QUOTE)
        yield rounded_code_sql(quoted(column.field.name)), literal(ROUNDED_CODE)


def _is_plain_text(field: Field) -> bool:
    return field.kind is Kind.TEXT and not field.pattern


def _reason(column: Column) -> str:
    """Return the SQL expression of the reason why a text is unread: it is invalid or ambiguous."""
    reason = literal(UNREADABLE[column.field.kind])
    if column.is_percent:
        return literal("share_or_percentage")
    if column.field.kind is Kind.DATE and column.type == "VARCHAR":
        return f"case when {_may_be_another_day(column)} then 'ambiguous_date' else {reason} end"
    if _may_read_twice(column):
        return f"case when {_reads_twice(column)} then 'ambiguous_number' else {reason} end"
    return reason


def _may_be_another_day(column: Column) -> str:
    """Return the SQL test that a day was not read because it may be one of two days.

    Its form may be ambiguous. Or it can be read in two orders, of day and month, and the column
    does not show which order is right.
    """
    text = quoted(f"{column.field.name}_text")
    uncertain = uncertain_sql(text)
    return f"({uncertain} or {twice_sql(text)})" if column.is_doubtful else uncertain


def _may_read_twice(column: Column) -> bool:
    return column.type == "VARCHAR" and column.field.kind in NUMBERS and column.mark is Mark.OWN


def _reads_twice(column: Column) -> str:
    """Return the SQL test that the sign in a number may separate decimals or thousands: `1.234`."""
    text = quoted(f"{column.field.name}_text")
    return f"regexp_full_match({cleaned_sql(text)}, {literal(OPEN)})"


def is_unread(column: Column) -> str:
    """Return the SQL test that a field has a text and that the text could not be read."""
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
            is_unknown = column.field.kind is Kind.CODE and not column.field.is_required
            reason = ("unknown_" if is_unknown else "unreadable_") + name
            if _may_read_twice(column):
                found.append(f"when {_reads_twice(column)} then 'ambiguous_number'")
            if column.field.kind is Kind.DATE and column.type == "VARCHAR":
                is_twice = f"{is_unread(column)} and {_may_be_another_day(column)}"
                found.append(f"when {is_twice} then 'ambiguous_date'")
            found.append(f"when {is_unread(column)} then {literal(reason)}")
        if column.field.is_required and column.field.kind is Kind.TEXT:
            found += _other_names(column.field)
        if column.field.is_pseudonym:
            long = f"length({quoted(name)}) >= {TAX_CODE_LENGTH}"
            test = f"{long} and regexp_matches({quoted(name)}, {literal(tax_code)}, 'i')"
            found.append(f"when {test} then {literal(name + '_is_tax_code')}")
    return found + _only_a_code(columns)


def _only_a_code(columns: tuple[Column, ...]) -> list[str]:
    """Return the branch of an SQL `case` that refuses rows with nothing but a code.

    Such rows are totals or notes. There is no branch if the contract requires several fields, or if
    the file has no column of a field that is not required.
    """
    required = [column for column in columns if column.field.is_required]
    others = [column for column in columns if not column.field.is_required and column.type]
    if len(required) != 1 or not others:
        return []
    empty = " and ".join(f"{quoted(one.field.name + '_text')} is null" for one in others)
    return [f"when {empty} then 'only_a_code'"]


def _other_names(field: Field) -> Iterator[str]:
    """Yield the branches of an SQL `case` that refuse rows by the text of a required field.

    A row is refused if the text has an unpaired quotation mark or an invisible character, if it is
    a rounded code, or if it begins with `#`, which marks a comment.
    """
    name = quoted(field.name)
    for test, reason in faults_of_code(name):
        yield f"when {test} then '{reason}'"
    if not field.is_pseudonym:
        yield f"when starts_with({name}, '#') then 'commented_row'"


def key_sql(fields: Iterable[Field]) -> str:
    """Return the SQL expressions of a key's fields as one text, separated by commas.

    See `key_parts`.
    """
    return ", ".join(key_parts(fields))


def key_parts(fields: Iterable[Field]) -> list[str]:
    """Return the SQL expression of each field of a key, by which rows are compared.

    A field of months gives the first day of its month, so that two days of one month are equal.
    """
    names = ((field, quoted(field.name)) for field in fields)
    return [f"date_trunc('month', {name})" if f.is_month else name for f, name in names]


def duplicates_query(key: str) -> str:
    """Return the SQL statement that refuses each row that repeats the key of an earlier row."""
    return f"""
        insert into refused
        with candidates as (
            select typed.row_number, row({key}) as key from typed
            anti join refused on typed.row_number = refused.row_number
            anti join outside on typed.row_number = outside.row_number
        ),
        repeated as (
            select hash(key) as key_hash from candidates group by 1 having count(*) > 1
        ),
        ranked as (
            select row_number, row_number() over (partition by key order by row_number) as place
            from candidates
            semi join repeated on hash(key) = repeated.key_hash
        )
        select row_number, $reason from ranked where place > 1
    """
