"""The reading rules of a tracciato as SQL: one pass from the text of a file to its raw table.

Beside the typed values each row gets two notes: `fault`, why it is refused, and `unread`, the
columns that were left empty although the file had something there. Most rows have neither.
"""

from collections.abc import Iterable
from pathlib import Path

from cruscotto.model.fields import FIRST_DAY, LAST_DAY, Contract, Field, Kind
from cruscotto.model.puc_parts import SEPARATOR
from cruscotto.sources.contract_refused import OMITTED as HIDDEN
from cruscotto.sources.contract_refused import TAX_CODE, masked
from cruscotto.sources.contract_sql import NUMBER, WHOLE_NUMBER, literal, quoted
from cruscotto.sources.privacy import OMITTED, TAX_CODE_LENGTH
from cruscotto.sources.reading import REJECTS

# Texts that may name a person: never written into the ledger.
NAMING = ("titolo_progetto", "sintesi_prg", "denominazione_sog", "indirizzo", "denom_resp_proc")
TAX_CODES = ("codice_fiscale", "cf_cofinanz")
NOTES = ("titolo_progetto", "sintesi_prg", "note", "note_impegno", "note_imp", "note_pag",
         "descr_procedura_att", "denom_resp_proc", "indirizzo")  # fmt: skip
PERSON_FORM = "1.1."  # legal forms of natural persons, sole traders included


def must_read(contract: Contract) -> tuple[Field, ...]:
    """Return the fields without which a row says nothing: its key and its required numbers."""
    return tuple(
        field
        for field in contract.fields
        if field.name in contract.key or (field.is_required and field.kind is Kind.DECIMAL)
    )


def insertion(contract: Contract, path: Path, columns: tuple[str, ...], has_header: bool) -> str:
    """Return the statement that reads a file into the raw table of its tracciato.

    Args:
        contract: the tracciato.
        path: the file.
        columns: the field at each place of the file; a name of no field is read and left.
        has_header: whether the first line names the columns.
    """
    present = {name for name in columns if name in contract.columns}
    values = [_stored(field) if field.name in present else _nothing(field)
              for field in contract.fields]  # fmt: skip
    named = ", ".join(f"{value} as {quoted(f.name)}"
                      for value, f in zip(values, contract.fields, strict=True))  # fmt: skip
    fault = _first(_faults(contract, present))
    unread = _joined(_unread(contract, present))
    return (
        f"insert into raw.{contract.name} by name select $file_id as file_id, {named}, "
        f"{fault} as fault, {unread} as unread from {scan(path, columns, has_header)} as found"
    )


def scan(path: Path, columns: Iterable[str], has_header: bool) -> str:
    """Return the table expression of a file's records, all text, the broken ones told apart."""
    pairs = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in columns)
    return (
        f"read_csv({_one_file(path)}, delim = {literal(SEPARATOR)}, quote = '', escape = '', "
        f"header = {str(has_header).lower()}, compression = 'none', auto_detect = false, "
        f"columns = {{{pairs}}}, store_rejects = true, rejects_table = {literal(REJECTS)}, "
        "rejects_limit = 0, strict_mode = true, null_padding = false)"
    )


def lines(path: Path, broken: list[int], has_header: bool) -> str:
    """Return the query of a file's records by place: no field holds a line end, so lines do."""
    skipped = ", ".join(map(str, broken))
    return (
        "select line, text, row_number() over (order by line) as place from ("
        "select row_number() over () as line, coalesce(text, '') as text from "
        f"read_csv({_one_file(path)}, delim = e'\\x01\\x02\\x03', quote = '', escape = '', "
        "header = false, auto_detect = false, columns = {'text': 'VARCHAR'})) "
        f"where text <> '' and not list_contains([{skipped}]::bigint[], line) "
        f"and line > {int(has_header)}"
    )


def shown(contract: Contract, columns: tuple[str, ...], text: str) -> str:
    """Return the expression of a refused line without what may name a person."""
    places = [i for i, name in enumerate(columns, 1) if name in NAMING or name not in
              contract.columns]  # fmt: skip
    if not places:
        return masked(text)
    hidden = ", ".join(map(str, places))
    kept = (
        f"list_transform(string_split({text}, {literal(SEPARATOR)}), lambda x, i: case when "
        f"list_contains([{hidden}], i) and trim(x) <> '' then {literal(HIDDEN)} else x end)"
    )
    return masked(f"array_to_string({kept}, {literal(SEPARATOR)})")


def _one_file(path: Path) -> str:
    """Write a path so that the engine takes it for one file, not for a pattern of names."""
    return literal("".join(f"[{c}]" if c in "*?[" else c for c in str(path)))


def _text(field: Field) -> str:
    return f"nullif(trim({quoted(field.name)}), '')"


def _value(field: Field) -> str:
    text = _text(field)
    if field.kind is Kind.DATE:
        day = f"cast(try_strptime({text}, '%d/%m/%Y') as date)"
        return f"case when {day} between date '{FIRST_DAY}' and date '{LAST_DAY}' then {day} end"
    if field.kind in (Kind.DECIMAL, Kind.INTEGER):
        pattern = literal(NUMBER if field.kind is Kind.DECIMAL else WHOLE_NUMBER)
        number = f"try_cast(replace({text}, ',', '.') as {field.sql_type})"
        return (
            f"case when regexp_full_match({text}, {pattern}) "
            f"and {number} between {field.low} and {field.high} then {number} end"
        )
    if field.kind is Kind.CODE:
        known = ", ".join(literal(code.code) for code in field.codes)
        return f"case when upper({text}) in ({known}) then upper({text}) end"
    return text


def _stored(field: Field) -> str:
    """Return a value as the warehouse keeps it: without persons."""
    text = _text(field)
    if field.name in TAX_CODES:
        return f"case when {_is_person(field.name)} then {literal(OMITTED)} else {text} end"
    if field.name == "denominazione_sog":
        form = f"starts_with({quoted('forma_giuridica')}, {literal(PERSON_FORM)})"
        is_person = f"{_is_person('codice_fiscale')} or {form}"
        return f"case when {is_person} then {literal(OMITTED)} else {text} end"
    if field.name in NOTES:
        short = f"length({text}) < {TAX_CODE_LENGTH}"
        return f"case when {short} then {text} else {masked(text)} end"
    return _value(field)


def _is_person(name: str) -> str:
    return f"regexp_full_match(trim({quoted(name)}), {literal(f'(?i){TAX_CODE}')})"


def _nothing(field: Field) -> str:
    return f"cast(null as {field.sql_type})"


def _faults(contract: Contract, present: set[str]) -> Iterable[tuple[str, str]]:
    for field in must_read(contract):
        if field.name not in present:
            yield "true", f"missing_{field.name}"
            continue
        yield f"{_text(field)} is null", f"missing_{field.name}"
        if field.kind is not Kind.TEXT:
            yield f"{_value(field)} is null", f"unreadable_{field.name}"


def _unread(contract: Contract, present: set[str]) -> Iterable[tuple[str, str]]:
    judged = {field.name for field in must_read(contract)}
    for field in contract.fields:
        if field.name in judged or field.name not in present:
            continue
        if field.is_required:
            yield f"{_text(field)} is null", field.name
        if field.kind is not Kind.TEXT:
            yield f"{_text(field)} is not null and {_value(field)} is null", field.name


def _first(tests: Iterable[tuple[str, str]]) -> str:
    cases = " ".join(f"when {test} then {literal(word)}" for test, word in tests)
    return f"case {cases} end" if cases else "cast(null as varchar)"


def _joined(tests: Iterable[tuple[str, str]]) -> str:
    found = [f"case when {test} then {literal(word)} end" for test, word in tests]
    return f"nullif(concat_ws(',', {', '.join(found)}), '')" if found else "cast(null as varchar)"
