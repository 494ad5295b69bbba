"""However a file of a delivery is damaged, no figure changes in silence and every row is counted.

Some files of each layout are damaged every day, once or twice over; MUTATIONS=300 in the
environment damages three hundred of each, SEED others.
"""

import os
import random
from collections.abc import Callable
from datetime import date

import duckdb
import pytest

from cruscotto.config import SQL
from cruscotto.errors import CruscottoError
from cruscotto.model.fields import Contract, Kind
from cruscotto.model.puc.tracciati import TRACCIATI
from cruscotto.sources.puc import importing as puc
from cruscotto.sources.puc.people import lend_secret

CODES = ("AP00", "AP04", "FN00", "FN01", "FN04", "FN06", "FN07", "FN09", "PR01", "SC01")
DAY = date(2020, 1, 31)
COUNT = int(os.environ.get("MUTATIONS", "20"))
SEED = os.environ.get("SEED", "")
Lines = list[list[str]]
Mutation = Callable[[Lines, Contract, random.Random], Lines | str | bytes]


def written(lines: Lines, separator: str = "|", end: str = "\n") -> str:
    return "".join(separator.join(fields) + end for fields in lines)


def in_one(change: Callable[[list[str], Contract, random.Random], list[str]]) -> Mutation:
    """Return the mutation that changes one record so."""

    def mutation(lines: Lines, contract: Contract, chance: random.Random) -> Lines:
        place = chance.randrange(len(lines))
        return [
            change(fields, contract, chance) if i == place else fields
            for i, fields in enumerate(lines)
        ]

    return mutation


def put(kind: Kind, value: str) -> Mutation:
    """Return the mutation that writes a value into a field of a kind; a blank where one must be."""

    def change(fields: list[str], contract: Contract, chance: random.Random) -> list[str]:
        places = [
            i for i, f in enumerate(contract.fields) if f.kind is kind and (value or f.is_required)
        ]
        if not places:
            return fields
        place = chance.choice(places)
        return [*fields[:place], value, *fields[place + 1 :]]

    return in_one(change)


def shifted(fields: list[str], contract: Contract, chance: random.Random) -> list[str]:
    place = chance.randrange(1, len(fields) - 1)
    return [*fields[:place], fields[place] + "|X", *fields[place + 1 :]]


def swapped(lines: Lines, contract: Contract, chance: random.Random) -> Lines:
    """Swap two columns of different kinds that hold something; else nothing could tell."""
    kinds = [field.kind for field in contract.fields]
    filled = [i for i in range(len(kinds)) if any(fields[i].strip() for fields in lines)]
    pairs = [(i, k) for i in filled for k in filled if k < i and kinds[i] is not kinds[k]]
    if not pairs:
        return lines
    one, other = chance.choice(pairs)
    order = list(range(len(kinds)))
    order[one], order[other] = order[other], order[one]
    return [[fields[i] for i in order] for fields in lines]


MUTATIONS: dict[str, Mutation] = {
    "a separator within a text": in_one(shifted),
    "a field more": in_one(lambda f, c, r: [*f, "X"]),
    "blank fields more": in_one(lambda f, c, r: [*f, "", ""]),
    "a field less": in_one(lambda f, c, r: f[: r.randrange(1, len(f))]),
    "no code": in_one(lambda f, c, r: ["", *f[1:]]),
    "no amount": put(Kind.DECIMAL, ""),
    "a missing mark": put(Kind.DECIMAL, "n.d."),
    "thousands": put(Kind.DECIMAL, "1.000,00"),
    "a day of no calendar": put(Kind.DATE, "31/02/2019"),
    "a day as ISO has it": put(Kind.DATE, "2019-03-01"),
    "a code of no list": put(Kind.CODE, "?"),
    "a record twice": lambda lines, c, r: [*lines, r.choice(lines)],
    "deleted": in_one(lambda f, c, r: [*f[:-1], "S"]),
    "columns swapped": swapped,
    "another separator": lambda lines, c, r: written(lines, ";"),
    "a separator at each end": lambda lines, c, r: written(lines, end="|\n"),
    "no flag": lambda lines, c, r: [fields[:-1] for fields in lines],
    "a header": lambda lines, c, r: [[name.upper() for name in c.columns], *lines],
    "two line ends": lambda lines, c, r: written(lines[:1], end="\r\n") + written(lines[1:]),
    "old line ends": lambda lines, c, r: written(lines, end="\r"),
    "no last line end": lambda lines, c, r: written(lines)[:-1],
    "cut": lambda lines, c, r: written(lines)[: -r.randrange(2, 12)],
    "blank lines": lambda lines, c, r: written(lines).replace("\n", "\n\n"),
    "a mark of order": lambda lines, c, r: "\ufeff" + written(lines),
    "another alphabet": lambda lines, c, r: written(lines).encode() + b"\xe0\xe8|\n",
    "a zero byte": lambda lines, c, r: written(lines).encode() + b"\x00",
    "quotes": in_one(lambda f, c, r: [*f[:-1], '"']),
    "a stray quote": in_one(lambda f, c, r: [f'{f[0]}"', *f[1:]]),
    "blanks around": lambda lines, c, r: [[f" {field} " for field in x] for x in lines],
    "small letters": lambda lines, c, r: [
        [f.lower() if len(f) == 1 else f for f in x] for x in lines
    ],
}
# Mutations of single fields, after which another may follow.
FIELDS = (
    "a separator within a text",
    "no code",
    "a missing mark",
    "thousands",
    "a day of no calendar",
    "a code of no list",
    "blanks around",
    "a record twice",
)


@pytest.fixture(scope="module")
def texts(sound) -> dict[str, Lines]:
    delivery = sound("OP1", "OP2", "OP3", "OP4")
    people = [
        {"cod_locale_progetto": row["cod_locale_progetto"], "codice_corso": "C1",
         "codice_fiscale": f"RSSMRA80A01H50{i}U", "sesso": "F", "data_uscita": "01/02/2019"}
        for i, row in enumerate(delivery["AP00"])
    ]  # fmt: skip
    delivery |= {"SC01": people}
    return {
        code: [[row.get(name, "") for name in TRACCIATI[code].columns] for row in delivery[code]]
        for code in CODES
    }


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    """Return `figures(code, content)`: what a file gives to sums, and what is said of it."""
    con = duckdb.connect(config={"threads": 1})
    for name in ("ledger", "raw_puc"):
        con.execute((SQL / "schema" / f"{name}.sql").read_text("utf-8"))
    lend_secret(con, "0f" * 32)
    folder = tmp_path_factory.mktemp("mutated")

    def read(code: str, content: Lines | str | bytes) -> tuple[list[tuple[object, ...]], bool]:
        contract, path = TRACCIATI[code], folder / f"{code}.txt"
        text = content if isinstance(content, (str, bytes)) else written(content)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        for table in (f"raw.{contract.name}", "ledger.file", "ledger.refused_row",
                      "ledger.field_issue", "ledger.out_of_scope"):  # fmt: skip
            con.execute(f"delete from {table}")
        report = puc.load(con, puc.check(path), DAY)
        outside = sum(report.out_of_scope.values())
        assert report.read == report.loaded + outside + report.refused_count
        counted = [
            f.name for f in contract.fields if f.kind is not Kind.TEXT or f.name in contract.key
        ]
        rows = con.execute(f"select {', '.join(counted)} from raw.{contract.name} order by all")
        is_said = bool(outside or report.refused_count or report.field_issues)
        return rows.fetchall(), is_said

    yield read
    con.close()


@pytest.mark.parametrize("code", CODES)
def test_no_mutated_file_changes_a_figure_in_silence(texts, figures, code) -> None:
    clean, is_said = figures(code, texts[code])
    assert (len(clean) >= 4, is_said) == (True, False)
    chance, silent = random.Random(SEED + code), []
    names = [*chance.sample(sorted(MUTATIONS), min(COUNT, len(MUTATIONS)))]
    names += chance.choices(sorted(MUTATIONS), k=COUNT - len(names))
    for number, name in enumerate(names):
        others = chance.sample(FIELDS, number // len(MUTATIONS) % 3)
        try:
            lines = texts[code]
            for change in others:  # of the fields first, while they stand apart
                lines = MUTATIONS[change](lines, TRACCIATI[code], chance)
            found, is_said = figures(code, MUTATIONS[name](lines, TRACCIATI[code], chance))
        except CruscottoError:
            continue
        if found != clean and not is_said:
            silent.append((*others, name))
    assert silent == []
