"""However a file is written or damaged, no figure changes in silence.

Each mutation writes the same facts in another way, or damages the file as spreadsheets, data frames
and downloads do. What is loaded then gives the clean file's figures, or the account reports it:
refused rows, values not read, columns not known, or a fault with its sentence. MUTATIONS is a
sample for every day; raise it for a longer look.
"""

import csv
import io
from datetime import date, timedelta
from random import Random

import openpyxl
import pytest

from cruscotto.config import SQL
from cruscotto.errors import CruscottoError
from cruscotto.sources.files.spreadsheets import as_text
from cruscotto.sources.importing import expected_columns, importer
from cruscotto.sources.unread import unread_of

MUTATIONS = 10
EDITION = date(2025, 8, 31)
STAGED = (SQL / "staging" / "stg_opencoesione__operations.sql").read_text("utf-8")


def participations():
    for n in range(12):
        left = date(2024, 7, 1) + timedelta(3 * n)
        yield {
            "participation_id": f"P{n}",
            "person_id": f"A{n}",
            "operation_code": "OP1",
            "region": ("ITG1", "ITF4", "ITH1")[n % 3],
            "sex": "FM"[n % 2],
            "entry_date": "2024-02-12",
            "exit_date": left.isoformat(),
            "hours_attended": f"{1234.5 + n}",
            "qualification": ("true", "false")[n % 2],
        }


def indicators():
    for n in range(12):
        yield {
            "indicator": "i",
            "nuts2": ("ITG1", "ITF4", "ITH1")[n % 3],
            "year": str(2010 + n),
            "value": f"{1234.5 + n}",
            "series": "S",
            "edition": "2024-01-01",
        }


FIGURES = {
    "participations": "select region, sex, exit_date, sum(hours_attended), count(*), "
    "bool_and(qualification) from raw.participations group by all order by all",
    "opencoesione": "select region_codes, sum(public_funding_eur), sum(payments_eur), count(*), "
    f"min(start_date), max(start_date) from ({STAGED}) as s group by all order by all",
    "indicators": "select nuts2, year, try_cast(nullif(value, '') as double) from raw.indicators "
    "order by all",
}
LEDGER = tuple(f"ledger.{name}" for name in ("file", "refused_row", "field_issue", "out_of_scope"))
AMOUNTS = ("hours_attended", "value", "FINANZ_TOTALE_PUBBLICO", "TOT_PAGAMENTI")
DAYS = ("exit_date", "OC_DATA_INIZIO_PROGETTO")
PLACES = {
    "ITG1": ("Sicilia", "19", "19.0", "IT-82"),
    "ITF4": ("Puglia", "016", "Apulia", "16.0"),
    "ITH1": ("ITD1", "P.A. Bolzano", "Bolzano/Bozen", "21"),
    "019": ("19", "19.0"),
}
WRITERS = {
    "amount": [
        lambda v: f"{v:,.2f}".replace(",", "G").replace(".", ",").replace("G", "."),
        lambda v: f"€ {v:.2f}",
        lambda v: f"{v:.2f}".replace(".", ","),
        lambda v: f"{v}%",
        lambda v: f"{v:.3f}0",
    ],
    "day": [
        lambda d: f"{d.day}/{d.month}/{d.year}",
        lambda d: f"{d:%m/%d/%Y}",
        lambda d: f"{d:%Y%m%d}",
        lambda d: str((d - date(1899, 12, 30)).days),
        lambda d: "boh",
        lambda d: f"{d:%d/%m/%y}",
    ],
}


def rewritten(rows, chance):
    """Write a column in another way, in all its rows or in one."""
    names = [
        name for name in rows[0] if name in (*AMOUNTS, *DAYS, "region", "nuts2", "COD_REGIONE")
    ]
    name = chance.choice(names)
    rows = [dict(row) for row in rows]
    chosen = rows if chance.random() < 0.7 else [chance.choice(rows)]
    kind = "amount" if name in AMOUNTS else "day" if name in DAYS else "place"
    write = chance.choice(WRITERS.get(kind, [None]))
    for row in chosen:
        if kind == "amount":
            row[name] = write(float(row[name].replace(",", ".")))
        elif kind == "day":
            text = row[name]
            day = (
                date.fromisoformat(text)
                if "-" in text
                else date(int(text[:4]), int(text[4:6]), int(text[6:]))
            )
            row[name] = write(day)
        else:
            row[name] = chance.choice((*PLACES[row[name]], "Padania"))
    return rows


def renamed(rows, chance):
    name = chance.choice(list(rows[0]))
    other = chance.choice((name.replace("_", " "), name + "_2", name.title()))
    return [{other if key == name else key: value for key, value in row.items()} for row in rows]


def as_csv(rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def damaged(text, chance):
    """Damage a text as editors and downloads do; figures of single cells stay as they are."""
    lines = text.split("\n")
    at = chance.randrange(1, len(lines) - 1)
    damage = chance.randrange(9)
    if damage == 0:
        lines[at] = lines[at].rsplit(";", 1)[0]
    elif damage == 1:
        lines[at] = "#" + lines[at]
    elif damage == 2:
        lines[at] = '"' + lines[at]
    elif damage == 3:
        lines.insert(at, "")
    elif damage == 4:
        lines.insert(at, lines[0])
    elif damage == 5:
        lines[0] += ";;"
        lines[1:-1] = [line + ";;" for line in lines[1:-1]]
    elif damage == 6:
        return "\ufeff" + text.replace("\n", "\r\n")
    elif damage == 7:
        return text[: len(text) - chance.randrange(2, 30)]
    else:
        lines[at] += ";di troppo"
    return "\n".join(lines)


def as_workbook(path, rows):
    book = openpyxl.Workbook()
    book.active.append(list(rows[0]))
    for row in rows:
        values = list(row.values())
        book.active.append(
            [float(v) if v.replace(".", "", 1).isdigit() and "." in v else v for v in values]
        )
    book.save(path)
    return path


def outcome(con, source, path):
    """Return the figures that a file gives, and whether its account reports anything."""
    try:
        try:
            file = importer(source).check(path)
            report = importer(source).load(con, file, EDITION)
        except CruscottoError:
            return None, True
        account = report.as_dict()
        assert account["read"] == account["loaded"] + account["out_of_scope"] + account["refused"]
        found = con.execute(FIGURES[source]).fetchall()
        reports = (
            account["refused"]
            or account["out_of_scope"]
            or unread_of(con, file, report)
            or report.unknown_columns
        )
        return found, bool(reports or account["field_issues"] or report.vanished_columns)
    finally:
        for table in (
            "raw.participations",
            "raw.indicators",
            "raw.opencoesione_operations",
            *LEDGER,
        ):
            con.execute(f"delete from {table}")


@pytest.mark.parametrize(
    "kind", ["participations", "participations.xlsx", "indicators", "opencoesione"]
)
def test_no_figure_changes_in_silence(kind, database, tmp_path, operation) -> None:
    source, is_workbook = kind.split(".")[0], kind.endswith("xlsx")
    rows = {
        "participations": lambda: list(participations()),
        "indicators": lambda: list(indicators()),
        "opencoesione": lambda: [
            operation(f"OP{n}", FINANZ_TOTALE_PUBBLICO=f"{1234 + n},50") for n in range(8)
        ],
    }[source]()
    clean = tmp_path / "clean.csv"
    clean.write_text(as_csv(rows), "utf-8")
    right, _ = outcome(database, source, clean)
    assert right
    chance, silent = Random(14), []
    for number in range(MUTATIONS):
        changed = chance.choice((rewritten, rewritten, renamed))(rows, chance)
        path = tmp_path / f"{number}.csv"
        if is_workbook:
            book = as_workbook(tmp_path / f"{number}.xlsx", changed)
            with as_text(book, expected_columns(source)) as text:
                path.write_bytes(text.read_bytes())
        else:
            text = as_csv(changed)
            path.write_text(damaged(text, chance) if chance.random() < 0.5 else text, "utf-8")
        found, reports = outcome(database, source, path)
        if found != right and not reports:
            silent.append((path.read_text("utf-8")[:300], found))
        path.unlink()
    assert silent == []
