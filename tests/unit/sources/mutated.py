"""Files of every source, and the ways in which spreadsheets, data frames and people change them.

A mutation writes the same facts in another way, or damages the file; which one, chance decides.
"""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

import openpyxl
import pyarrow as pa
import pyarrow.parquet as parquet

from cruscotto.model.fields import Contract, Field, Kind

Row = dict[str, str]
Rows = list[Row]
ROWS = 8
EPOCH = date(1899, 12, 30)
MONTHS = (
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
)
NAMES = MONTHS.split()
PLACES = {
    "ITG1": ("Sicilia", "19", "19.0", "IT-82", "sicilia", "019", "19 - Sicilia", "Padania"),
    "ITF4": ("Puglia", "016", "Apulia", "16.0", "REGIONE PUGLIA", "ITF", "ITF4\u00a0"),
    "ITC1": ("Piemonte", "1", "001", "Piedmont", "1.0", "IT-21", "Piemonte (ITC1)"),
    "ITH1": ("ITD1", "P.A. Bolzano", "Bolzano/Bozen", "21", "04", "Trentino-Alto Adige"),
    "082": ("PA", "Palermo", "82", "82.0", "Prov. di Palermo", "019082", "Pallermo"),
    "019": ("19", "19.0", "Sicilia", "ITG1"),
}


@dataclass(frozen=True)
class Table:
    """The rows of a sound file.

    Attributes:
        kinds: of its columns; a column without one is left as it is.
        codes: other spellings of some values, by column.
    """

    source: str
    rows: Rows
    kinds: dict[str, Kind]
    codes: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)


def of_contract(contract: Contract, **fixed: Callable[[int], str]) -> Table:
    """Return a file of a contract, from the examples of its fields.

    Args:
        contract: what the file holds.
        fixed: the value of some columns, by the row's number.
    """
    rows = [
        {one.name: fixed.get(one.name, partial(_value, one))(number) for one in contract.fields}
        for number in range(ROWS)
    ]
    codes = {one.name: _spellings(one) for one in contract.fields if one.kind is Kind.CODE}
    return Table(contract.name, rows, {f.name: f.kind for f in contract.fields}, codes)


def _value(one: Field, number: int) -> str:
    if one.kind is Kind.DATE:
        return (date.fromisoformat(one.example) + timedelta(number)).isoformat()
    if one.kind is Kind.FLAG:
        return ("true", "false")[number % 2]
    if one.kind is Kind.DECIMAL:
        return f"{float(one.example.replace(',', '.')) + number / 4:.2f}"
    return one.example


def _spellings(one: Field) -> dict[str, tuple[str, ...]]:
    if one.is_place:
        return PLACES
    return {
        code.code: (*code.aliases, code.code.upper(), f" {code.code} ", code.label.it, "boh")
        for code in one.codes
    }


# ---------- the same facts in another way

NUMBERS: tuple[Callable[[float], str], ...] = (
    lambda v: f"{v:,.2f}".replace(",", "G").replace(".", ",").replace("G", "."),
    lambda v: f"{v:,.2f}".replace(",", "\u2009").replace(".", ","),
    lambda v: f"{v:,.2f}".replace(",", "'"),
    lambda v: f"€ {v:.2f}",
    lambda v: f"{v:.2f}\u00a0€",
    lambda v: f"{v:.2f}".replace(".", ","),
    lambda v: f"{v:.4f}",
    lambda v: f"{v:.3f}",
    lambda v: f"{v:.3f}".replace(".", ","),
    lambda v: f"{v}%",
    lambda v: f"{v:.12e}",
    lambda v: f"({v:.2f})",
    lambda v: f"circa {v}",
)
DAYS: tuple[Callable[[date], str], ...] = (
    lambda d: f"{d.day}/{d.month}/{d.year}",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d:%Y%m%d}.0",
    lambda d: str((d - EPOCH).days),
    lambda d: f"{d:%d/%m/%y}",
    lambda d: f"{d:%d.%m.%Y}",
    lambda d: f"{d.isoformat()}T00:00:00",
    lambda d: f"{d.isoformat()} 00:00:00",
    lambda d: f"{d.day}° {NAMES[d.month - 1]} {d.year}",
    lambda d: f"{NAMES[d.month - 1][:3]}-{d:%y}",
    lambda d: f"{d:%G-W%V}",
    lambda d: f"{d:%Y-%m}",
    lambda d: "boh",
)
# Only in a whole column can the month be seen to stand first.
WHOLE_DAYS = (*DAYS, lambda d: f"{d:%m/%d/%Y}")
FLAGS = {
    "true": ("VERO", "sì", "Si", "1", "1.0", "S", "yes", "T", "X", "forse"),
    "false": ("FALSO", "no", "No", "0", "0.0", "N", "F", "-1", "forse"),
}


def rewritten(table: Table, chance: Random) -> Rows:
    """Write a column in another way, in all its rows or in one."""
    rows = [dict(row) for row in table.rows]
    name = chance.choice([one for one, kind in table.kinds.items() if kind is not Kind.TEXT])
    is_whole = chance.random() < 0.6
    write = _writer(table, name, is_whole, chance)
    for row in rows if is_whole else [chance.choice(rows)]:
        row[name] = write(row[name]) if row[name] else row[name]
    return rows


def _writer(table: Table, name: str, is_whole: bool, chance: Random) -> Callable[[str], str]:
    kind = table.kinds[name]
    if kind in (Kind.DECIMAL, Kind.INTEGER):
        way = chance.choice(NUMBERS)
        return lambda text: way(float(text.replace(",", ".")))
    if kind is Kind.DATE:
        as_day = chance.choice(WHOLE_DAYS if is_whole else DAYS)
        return lambda text: as_day(day_of(text))
    if kind is Kind.FLAG:
        return lambda text: chance.choice(FLAGS[text])
    others = table.codes.get(name, {})
    return lambda text: chance.choice(others.get(text, ("boh",)))


def day_of(text: str) -> date:
    """Return a day as ISO or OpenCoesione writes it."""
    return datetime.strptime(text, "%Y-%m-%d" if "-" in text else "%Y%m%d").date()


def renamed(table: Table, chance: Random) -> Rows:
    """Give a column another name."""
    name = chance.choice(list(table.rows[0]))
    others = (name.replace("_", " "), f"{name}_2", name.title(), f" {name.upper()} ", f"{name}\n")
    other = chance.choice(others)
    return [
        {other if key == name else key: value for key, value in row.items()} for row in table.rows
    ]


def shuffled(table: Table, chance: Random) -> Rows:
    """Put the columns and rows in another order, or a row there twice."""
    names = list(table.rows[0])
    chance.shuffle(names)
    rows = [{name: row[name] for name in names} for row in table.rows]
    chance.shuffle(rows)
    return [*rows, chance.choice(rows)] if chance.random() < 0.3 else rows


def blanked(table: Table, chance: Random) -> Rows:
    """Put blanks around every value, as fields of fixed width have them."""
    mark = chance.choice((" ", "  ", "\u00a0"))
    return [{name: f"{mark}{v}{mark}" if v else v for name, v in row.items()} for row in table.rows]


CHANGES = (rewritten, rewritten, rewritten, rewritten, renamed, shuffled, blanked)


# ---------- the file that holds them


def as_csv(rows: Rows) -> str:
    """Write rows with semicolons."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def damaged(text: str, chance: Random) -> bytes:
    """Damage a text as editors and downloads do."""
    lines = text.split("\n")
    at = chance.randrange(1, len(lines) - 1)
    line = lines[at]
    ways: dict[str, Callable[[], Iterable[str]]] = {
        "a field less": lambda: [line.rsplit(";", 1)[0]],
        "a comment": lambda: ["# nota", line],
        "a quote": lambda: [f'"{line}'],
        "a quote behind a field": lambda: [_in_one(line, lambda text: f'{text}"', chance)],
        "a quote within a field": lambda: [_in_one(line, lambda text: f'x"{text}', chance)],
        "a blank line": lambda: ["", line],
        "the header again": lambda: [lines[0], line],
        "a field more": lambda: [f"{line};di troppo"],
        "a separator more": lambda: [f"x;{line}"],
        "a total": lambda: [line, "Totale" + ";" * lines[0].count(";")],
        "a line cut in two": lambda: [line[: len(line) // 2], line[len(line) // 2 :]],
    }
    whole: dict[str, Callable[[], bytes]] = {
        "trailing separators": lambda: text.replace("\n", ";;\n").encode(),
        "Windows": lambda: ("\ufeff" + text.replace("\n", "\r\n")).encode(),
        "old Macintosh": lambda: text.replace("\n", "\r").encode(),
        "mixed ends": lambda: text.replace("\n", "\r\n", len(lines) // 2).encode(),
        "cut": lambda: text[: len(text) - chance.randrange(2, 60)].encode(),
        "UTF-16": lambda: text.encode("utf-16"),
        "Windows-1252": lambda: f"{text}\xe8".encode("cp1252", "replace"),
        "separator named": lambda: f"sep=;\n{text}".encode(),
        "tabs": lambda: text.replace(";", "\t").encode(),
        "a zero byte": lambda: text.replace(";", ";\0", 1).encode(),
        "title above": lambda: f"Elenco al 31/8/2025\n{text}".encode(),
    }
    name = chance.choice([*ways, *whole])
    if name in whole:
        return whole[name]()
    return "\n".join([*lines[:at], *ways[name](), *lines[at + 1 :]]).encode()


def _in_one(line: str, change: Callable[[str], str], chance: Random) -> str:
    """Change one field of a line."""
    fields = line.split(";")
    at = chance.randrange(len(fields))
    return ";".join([*fields[:at], change(fields[at]), *fields[at + 1 :]])


def write(path: Path, rows: Rows, table: Table, chance: Random) -> Path:
    """Write rows as a text, whole or damaged, a workbook or Parquet."""
    way = chance.random()
    if way < 0.25:
        return as_workbook(path.with_suffix(".xlsx"), rows, table, chance)
    if way < 0.35:
        return as_parquet(path.with_suffix(".parquet"), rows, table, chance)
    text = as_csv(rows)
    path.write_bytes(damaged(text, chance) if way < 0.7 else text.encode())
    return path


def typed(value: str, kind: Kind | None) -> object:
    """Return a value as a data frame or a spreadsheet holds it, where it is one."""
    try:
        if kind in (Kind.DECIMAL, Kind.INTEGER):
            return float(value.replace(",", "."))
        if kind is Kind.DATE:
            return day_of(value)
        if kind is Kind.FLAG and value in FLAGS:
            return value == "true"
    except ValueError:
        pass
    return value or None


def as_workbook(path: Path, rows: Rows, table: Table, chance: Random) -> Path:
    """Write a workbook, whose cells may be typed; a title may stand above the header."""
    book, is_typed = openpyxl.Workbook(), chance.random() < 0.7
    if chance.random() < 0.2:
        book.active.append(["Estrazione"])
    book.active.append(list(rows[0]))
    for row in rows:
        cells = [typed(v, table.kinds.get(name)) if is_typed else v for name, v in row.items()]
        book.active.append(cells)
    book.save(path)
    return path


def as_parquet(path: Path, rows: Rows, table: Table, chance: Random) -> Path:
    """Write Parquet, each column typed where all its values are."""
    columns: dict[str, list[object]] = {}
    for name in rows[0]:
        values = [typed(row[name], table.kinds.get(name)) for row in rows]
        kinds = {type(value) for value in values if value is not None}
        columns[name] = values if len(kinds) == 1 else [row[name] for row in rows]
    parquet.write_table(pa.table(columns), path)
    return path
