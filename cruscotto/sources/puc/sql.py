"""SQL that reads an exchange file into the raw table of its tracciato, in one pass.

Each row gets two more columns: `fault`, the reason why the row is refused, and `unread`, the names
of its fields that could not be read. In most rows both columns are null.
"""

from collections.abc import Iterable
from pathlib import Path

from cruscotto.model.fields import FIRST_DAY, LAST_DAY, Contract, Field, Kind
from cruscotto.model.literals import literal
from cruscotto.model.puc.parts import SEPARATOR
from cruscotto.sources.contracts.columns import (
    NUMBER,
    WHOLE_NUMBER,
    faults_of_code,
    quoted,
    stray_quote_sql,
)
from cruscotto.sources.contracts.refusals_ledger import OMITTED as HIDDEN
from cruscotto.sources.contracts.refusals_ledger import TAX_CODE, masked
from cruscotto.sources.files.reading import REJECTS
from cruscotto.sources.privacy import OMITTED, SHORTEST_CONTACT
from cruscotto.sources.puc.people import COARSE

# Texts that may name a person: never written into the ledger.
NAMING = (
    "titolo_progetto",
    "sintesi_prg",
    "denominazione_sog",
    "denominazione",
    "motivo_recupero",
    "indirizzo",
    "denom_resp_proc",
)
TAX_CODES = ("codice_fiscale", "cf_cofinanz", "cf_sog_ricevente")
NOTES = (
    "titolo_progetto",
    "sintesi_prg",
    "note",
    "note_impegno",
    "note_imp",
    "note_pag",
    "descr_procedura_att",
    "descr_procedura_agg",
    "motivo_recupero",
    "titolo_corso",
    "denom_resp_proc",
    "indirizzo",
)
# The place after the last field, where a separator ends each line; it holds nothing.
END = "#end"
SHIFTED = "shifted_fields"
DAY, AMOUNT = "__/__/____", "%,__"
# Codes that never look like an amount, as no tax code does.
TABLE_CODES = (
    "cod_programma",
    "cod_liv_gerarchico",
    "cod_fondo",
    "cod_norma",
    "cod_del_cipe",
    "cod_localizzazione",
    "voce_spesa",
    "id_domanda_pagamento",
)
# What a field of AP00 holds when a separator within the title or the summary moved it there.
MOVED = {"cup": "[0-9]{2}[.][0-9]{2}", "tipo_aiuto": "[A-Z][0-9]{2}[A-Z][0-9]{11}"}
PERSON_FORM = "1.1."  # legal forms of natural persons, sole traders included


def must_read(contract: Contract) -> tuple[Field, ...]:
    """Return the fields without which a row is refused: its key and its required amounts."""
    return tuple(
        field
        for field in contract.fields
        if field.name in contract.key or (field.is_required and field.kind is Kind.DECIMAL)
    )


def insertion(contract: Contract, path: Path, columns: tuple[str, ...], has_header: bool) -> str:
    """Return the SQL statement that reads a file into the raw table of its tracciato.

    Args:
        contract: the tracciato.
        path: the file.
        columns: the field at each position of the file; unknown names are read and ignored.
        has_header: whether the first line names the columns.
    """
    present = {name for name in columns if name in contract.columns}
    here = [field for field in contract.fields if field.name in present]
    absent = [
        f"{_nothing(field)} as {quoted(field.name)}"
        for field in contract.fields
        if field.name not in present
    ]
    # each step stands on the one before, so that nothing is computed twice
    texts = ", ".join(f"{_text(field)} as {quoted(field.name)}" for field in here)
    texts += f", {quoted(END)}" if END in columns else ""
    parsed = ", ".join(f"{_parsed(field)} as {_read(field)}" for field in here if _can_fail(field))
    values = ", ".join([*(f"{_stored(contract, f)} as {quoted(f.name)}" for f in here), *absent])
    found = f"select {texts} from {scan(path, columns, has_header)} as found"
    return (
        f"insert into raw.{contract.name} by name select $file_id as file_id, {values}, "
        f"{_first([*_faults(contract, present), *_shifted(contract, columns)])} as fault, "
        f"{_joined(_unread(contract, present))} as unread "
        f"from (select *{', ' if parsed else ''}{parsed} from ({found}))"
    )


def scan(path: Path, columns: Iterable[str], has_header: bool) -> str:
    """Return SQL that reads a file as a table; records that do not fit go to `REJECTS`."""
    pairs = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in columns)
    return (
        f"read_csv({_one_file(path)}, delim = {literal(SEPARATOR)}, quote = '', escape = '', "
        f"header = {str(has_header).lower()}, compression = 'none', auto_detect = false, "
        f"columns = {{{pairs}}}, store_rejects = true, rejects_table = {literal(REJECTS)}, "
        "rejects_limit = 0, strict_mode = true, null_padding = false)"
    )


def lines(path: Path, broken: list[int], has_header: bool) -> str:
    """Return the SQL query of each record's line number, text and record number.

    Each line is a record, as no field has a line end. Blank lines and lines in `broken` are left
    out.
    """
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
    """Return SQL that masks, in the line `text`, fields that may name a person or are unknown."""
    hide = {*NAMING, *(field.name for field in contract.fields if field.is_sensitive)}
    places = [
        i for i, name in enumerate(columns, 1) if name in hide or name not in contract.columns
    ]
    if not places:
        return masked(text)
    hidden = ", ".join(map(str, places))
    kept = (
        f"list_transform(string_split({text}, {literal(SEPARATOR)}), lambda x, i: case when "
        f"list_contains([{hidden}], i) and trim(x) <> '' then {literal(HIDDEN)} else x end)"
    )
    return masked(f"array_to_string({kept}, {literal(SEPARATOR)})")


def _one_file(path: Path) -> str:
    """Return a path as an SQL literal that the engine does not read as a pattern of file names."""
    return literal("".join(f"[{c}]" if c in "*?[" else c for c in str(path)))


def _text(field: Field) -> str:
    """Return the SQL expression of a field's text without blanks around it; null if it is blank."""
    name = quoted(field.name)
    return (
        f"case when {name} = '' or {name} like ' %' or {name} like '% ' "
        f"then nullif(trim({name}), '') else {name} end"
    )


def _can_fail(field: Field) -> bool:
    return field.kind is not Kind.TEXT


def _read(field: Field) -> str:
    """Return the name of the column with a field's parsed value, null where parsing failed."""
    return quoted(f"{field.name}_read")


def _parsed(field: Field) -> str:
    text = quoted(field.name)
    if field.kind is Kind.DATE:
        return f"cast(try_strptime({text}, '%d/%m/%Y') as date)"
    if field.kind is Kind.CODE:
        known = ", ".join(literal(code.code) for code in field.codes)
        spelt = f"case when {text} in ({known}) then {text}"
        return f"{spelt} when upper({text}) in ({known}) then upper({text}) end"
    number = f"try_cast(replace({text}, ',', '.') as {field.sql_type})"
    if field.kind is Kind.INTEGER:
        return f"case when regexp_full_match({text}, {literal(WHOLE_NUMBER)}) then {number} end"
    # nearly all amounts have a comma and two decimals: only the others are looked at closely
    return (
        f"case when {text} like '%,__' then {number} "
        f"when regexp_full_match({text}, {literal(NUMBER)}) then {number} end"
    )


def _limits(field: Field) -> str:
    """Return the SQL test that a field's parsed value is within its limits, or is a known code."""
    if field.kind is Kind.CODE:
        return f"{_read(field)} is not null"
    low, high = (
        (f"date '{FIRST_DAY}'", f"date '{LAST_DAY}'")
        if field.kind is Kind.DATE
        else (field.low, field.high)
    )
    return f"coalesce({_read(field)} between {low} and {high}, false)"


def _stored(contract: Contract, field: Field) -> str:
    """Return the SQL expression of the value that the warehouse keeps of a field.

    A value outside its limits is null. Data of persons are masked or, in SC01, made coarser.
    """
    if field.name in (coarse := COARSE.get(contract.name, {})):
        return coarse[field.name]
    text = quoted(field.name)
    if _can_fail(field):
        is_code = field.kind is Kind.CODE
        return _read(field) if is_code else f"case when {_limits(field)} then {_read(field)} end"
    if field.name in TAX_CODES:
        return f"case when {_is_person(field.name)} then {literal(OMITTED)} else {text} end"
    if field.name == "denominazione":
        is_person = f"coalesce({_is_person('codice_fiscale')}, false)"
        return f"case when {is_person} then {literal(OMITTED)} else {text} end"
    if field.name == "denominazione_sog":
        form = f"starts_with({quoted('forma_giuridica')}, {literal(PERSON_FORM)})"
        is_person = f"{_is_person('codice_fiscale')} or {form}"
        return f"case when {is_person} then {literal(OMITTED)} else {text} end"
    if field.name in NOTES:
        short = f"length({text}) < {SHORTEST_CONTACT}"
        return f"case when {short} then {text} else {masked(text)} end"
    return text


def _is_person(name: str) -> str:
    return f"regexp_full_match({quoted(name)}, {literal(f'(?i){TAX_CODE}')})"


def _nothing(field: Field) -> str:
    return f"cast(null as {field.sql_type})"


def _faults(contract: Contract, present: set[str]) -> Iterable[tuple[str, str]]:
    for field in must_read(contract):
        if field.name not in present:
            yield "true", f"missing_{field.name}"
            continue
        yield f"{quoted(field.name)} is null", f"missing_{field.name}"
        if _can_fail(field):
            yield f"not {_limits(field)}", f"unreadable_{field.name}"
        else:
            yield from faults_of_code(quoted(field.name))


def _shifted(contract: Contract, columns: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    """Yield (SQL test, reason) for each sign that a row's fields are in wrong positions.

    A separator within a text shifts the fields after it. The line may still have the usual number
    of fields, if its last field or its last separator is missing. In other files two columns are
    swapped. The signs are a text after the last field, and a CUP, a day or an amount in a field
    that cannot have one.
    """
    if END in columns:
        yield f"trim(coalesce({quoted(END)}, '')) <> ''", SHIFTED
    for name, pattern in MOVED.items():
        if name in contract.columns and name in columns:
            yield f"regexp_full_match({quoted(name)}, {literal(pattern)})", SHIFTED
    for name in (*TABLE_CODES, *TAX_CODES):
        if name in contract.columns and name in columns:
            yield f"{quoted(name)} like {literal(AMOUNT)}", SHIFTED
    if not any(field.kind is Kind.DATE for field in contract.fields):
        return
    for field in contract.fields:
        # a code of the authority's own may look like a day, a code of the protocol does not
        is_own = field.name in contract.key or field.name in (*NOTES, *NAMING)
        if field.kind is Kind.TEXT and field.name in columns and not is_own:
            yield f"{quoted(field.name)} like {literal(DAY)}", SHIFTED


def _unread(contract: Contract, present: set[str]) -> Iterable[tuple[str, str]]:
    judged = {field.name for field in must_read(contract)}
    for field in contract.fields:
        if field.name in judged or field.name not in present:
            continue
        if field.is_required:
            yield f"{quoted(field.name)} is null", field.name
        if _can_fail(field):
            yield f"{quoted(field.name)} is not null and not {_limits(field)}", field.name
        elif field.name not in (*NOTES, *NAMING):
            # in words one mark may stand for inches
            yield stray_quote_sql(quoted(field.name)), field.name


def _first(tests: Iterable[tuple[str, str]]) -> str:
    cases = " ".join(f"when {test} then {literal(word)}" for test, word in tests)
    return f"case {cases} end" if cases else "cast(null as varchar)"


def _joined(tests: Iterable[tuple[str, str]]) -> str:
    found = [f"case when {test} then {literal(word)} end" for test, word in tests]
    return f"nullif(concat_ws(',', {', '.join(found)}), '')" if found else "cast(null as varchar)"
