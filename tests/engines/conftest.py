"""Two sources of Parquet, a Spark session for small data, and what both engines build of each."""

import json
import os
import random
import re
import shutil
import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pytest

from cruscotto import demo
from cruscotto.config import java, settings
from cruscotto.sources.importing import Batch, import_batches
from cruscotto.warehouse import published_path
from cruscotto.warehouse.build import prepare
from cruscotto.warehouse.parts import contract, write_parts

# On a few rows Spark spends its time compiling them: without compilation it takes half of it.
# Java's room for its own compiled code is made larger: when it is full, Java goes on uncompiled.
# Every aggregate and join takes a page of memory for itself: small pages, and less to sweep.
# Hundreds of small tables are written: no checksum, which is a file beside each, no compression,
# no second round of moving them. Java need not verify the classes of Spark.
SMALL = json.dumps(
    {
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.ui.explainMode": "simple",
        "spark.sql.lightweightPlanChangeValidation": "false",
        "spark.sql.parquet.columnarReaderBatchSize": "64",
        "spark.sql.parquet.compression.codec": "uncompressed",
        "spark.shuffle.compress": "false",
        "spark.broadcast.compress": "false",
        "spark.hadoop.fs.file.impl": "org.apache.hadoop.fs.RawLocalFileSystem",
        "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version": "2",
        "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
        "spark.driver.memory": "1g",
        "spark.buffer.pageSize": "1m",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmn400m "
        "-XX:ReservedCodeCacheSize=256m -XX:MetaspaceSize=400m "
        "-XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote",
    }
)
# Of the operations of the Social Fund, and of the few of the cohesion fund with their trainees.
ONE_IN, ONE_OF_FEW_IN = 150, 5
OPERATION = re.compile(rb"SINT-(?:20\d\dIT\w+|FSC-\d{4}-\w+)-\d+")
# Of the persons of those operations: whose fingerprint is below the first have their rows kept,
# below the second their work histories too.
PERSONS, HISTORIES = "40", "20"


@pytest.fixture(scope="session")
def needs_java() -> None:
    """Skip, saying so, where Spark cannot start."""
    if java() is None:
        pytest.skip("Java is not installed: Spark is not tried here")
    pytest.importorskip("pyspark", reason="pyspark is not installed: Spark is not tried here")


@pytest.fixture(scope="module")
def small_spark(needs_java: None) -> Iterator[None]:
    """Set Spark up for a few rows, for the tests of one file."""
    before = os.environ.get("CRUSCOTTO_SPARK")
    os.environ["CRUSCOTTO_SPARK"] = SMALL
    settings.cache_clear()
    yield
    os.environ.pop("CRUSCOTTO_SPARK")
    if before is not None:
        os.environ["CRUSCOTTO_SPARK"] = before
    settings.cache_clear()


@pytest.fixture(scope="module")
def demonstration(whole_demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a source: the demonstration's files, of whose operations one in so many is kept."""
    folder = tmp_path_factory.mktemp("demonstration") / "files"
    shutil.copytree(whole_demonstration, folder, ignore=shutil.ignore_patterns("*cruscotto*"))
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".csv", ".txt", ".parquet")):
        _thin(path)
    link = folder / "w.duckdb"
    import_batches([Batch(b.source, b.edition, tuple(b.paths)) for b in demo.sources(folder)], link)
    return _source(link, folder / "source")


@pytest.fixture(scope="module")
def published(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a source of the eight operations that many tests share."""
    return _source(warehouse, tmp_path_factory.mktemp("portfolio") / "source")


def _source(link: Path, folder: Path) -> Path:
    # a copy: other tests of this process may read the warehouse itself, in another way
    copy = shutil.copyfile(published_path(link), folder.with_suffix(".duckdb"))
    with duckdb.connect(str(copy), read_only=True) as con:
        # several parts, as larger tables have
        write_parts(con, folder, part_rows=500)
    return folder


def _thin(path: Path) -> None:
    """Keep the lines of one operation in so many, and the lines that name none."""
    if path.suffix == ".parquet":
        return _thin_parquet(path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if _is_kept(line)))


def _is_kept(line: bytes) -> bool:
    named = OPERATION.search(line)
    if named is None:
        return True
    return zlib.crc32(named[0]) % (ONE_OF_FEW_IN if b"FSC" in named[0] else ONE_IN) == 0


def _thin_parquet(path: Path) -> None:
    con = duckdb.connect()
    names = [row[0] for row in con.execute(f"describe select * from '{path}'").fetchall()]
    con.execute(f"create table t as select * from '{path}'")
    if "operation_code" in names:
        codes = [r[0] for r in con.execute("select distinct operation_code from t").fetchall()]
        kept = [code for code in codes if _is_kept(str(code).encode())]
        con.execute("delete from t where not list_contains($kept, operation_code)", {"kept": kept})
        con.execute("delete from t where md5(person_id) >= $least", {"least": PERSONS})
    else:  # work histories, which name persons alone: those of the files before it are kept
        others = [str(p) for p in path.parent.glob("*.parquet") if p.name < path.name]
        con.execute(
            "delete from t where md5(person_id) >= $least "
            "or person_id not in (select person_id from read_parquet($others))",
            {"least": HISTORIES, "others": others},
        )
    con.execute(f"copy t to '{path}' (format parquet)")


# ---------------------------------------------------------------- adversarial rows
# Names that share their last character, hold what patterns and escapes mind, or differ by case.
OPERATIONS = ("OP1", "OP2", "OP3", "op3", "O_4", "O%5", "O'P\\6", "SINT-2014IT05SFOP014-7", "È 8")
PROGRAMMES = ("2014IT05SFOP014", "2014IT05SFOP013", "2021IT05SFPR014", "2007IT052PO011", "XX")
AXES = ("1", "01", "3", "ESO4.1", "ESO4.14", "")
LEVELS = tuple(f"{p}#LDR#{a}#08#8i#8.5" for p in PROGRAMMES[:3] for a in ("1", "3"))
REGIONS = ("ITG1", "ITC1", "ITH1", None)
OCCUPATIONS = ("5221", "5223", "52", "5", "312", None)
DAYS = tuple(
    date(*day)
    for day in (
        (2020, 2, 29),
        (2019, 2, 28),
        (2019, 8, 31),
        (2020, 8, 31),
        (2023, 12, 31),
        (2024, 1, 1),
        (2023, 8, 29),
        (2023, 8, 31),
        (2021, 4, 30),
        (2021, 10, 31),
    )
)
CENTS = ("0", "-0.01", "0.01", "0.05", "1000.00", "-333.33", "1234567.89", "99999999.99", None)
AMOUNTS = (
    "1000,00",
    "-0,01",
    "1.005",
    "0,005",
    "12\n",
    "1e5",
    " 7 ",
    "",
    None,
    "1.234,56",
    "99999999,99",
    "-250,00",
    "abc",
    "333.335",
    "2,675",
)
DATES = (
    "20200229",
    "20210229",
    "2020-08-31 00:00:00",
    "20201232",
    "20200131\n",
    "",
    None,
    "20191231 00:00:00.000",
    "2020",
)
# What a column holds, by how its name begins or by its whole name.
POOLS: dict[str, Sequence[object]] = {
    "operation_code|cod_locale_progetto|COD_LOCALE_PROGETTO": OPERATIONS,
    "programme|cod_programma|OC_CODICE_PROGRAMMA": (*PROGRAMMES, "2014IT05SFOP014:::XX"),
    "cod_liv_gerarchico": LEVELS,
    "priority_axis": AXES,
    "OC_COD_ARTICOLAZ_PROGRAMMA": (*AXES, "1:::3", "1:::1:::3"),
    "OC_DESCR_ARTICOLAZ_PROGRAMMA": ("ASSE 1 - LAVORO", "Assistenza tecnica", "A:::B", None, ""),
    "COD_REGIONE": ("019", "004", "019:::001", "004:::021", "000", "19", "", None),
    "COD_PROVINCIA": ("019082", "004021", "004022", "004021:::004022", "", None),
    "FONDO_COMUNITARIO": ("FSE", "IOG", "FSE:::IOG", "FESR", "", None),
    "OC_COD_FONTE": ("FS1420", "FSC2127", None),
    "COD_OB_TEMATICO": ("08", "10", "ESO4.2\n", None),
    "OC_COD_CICLO": ("1", "2", "3", None),
    "OC_FLAG_VISUALIZZAZIONE": ("0", "1", None),
    "OC_STATO_PROGETTO": ("Concluso", "In corso", "LIQUIDATO", "", None),
    "OC_DATA": DATES,
    "FINANZ|OC_IMPEGNI|TOT_PAGAMENTI": AMOUNTS,
    "OC_DENOM|OC_CODFISC": ("ALFA", "BETA:::GAMMA", "È", "", None),
    "region|nuts2": REGIONS,
    "province": ("PA", "CT", "004021", None),
    "occupation_code": OCCUPATIONS,
    "sector_sep": (23, 10, None),
    "sex": ("F", "M", "X", None),
    "fund": ("FSE", "IOG"),
    "category_of_region": ("less_developed", "more_developed", None),
    "status_at_entry": (
        "unemployed",
        "long_term_unemployed",
        "inactive",
        "employed",
        "inactive_in_education",
        None,
    ),
    "status_": ("employed", "self_employed", "education", "searching", "unknown", None),
    "outcome_source": ("register", "survey", None),
    "exit_reason": ("completed", "job", None),
    "contract_type_6m": ("permanent", "fixed_term", None),
    "group_reason": ("rejected", "waiting"),
    "person_id": tuple(f"P{n}" for n in range(40)),
    "age_at_entry": (17, 18, 24, 25, 29, 30, 54, 55, None),
    "education_isced": (0, 2, 3, 5, 8, None),
    "year|target_year|milestone_year": (2019, 2020, 2023),
    "places": (0, 1, 7, 50, None),
    "positions": (0, 1, 3, 40, 175),
    "need_id": tuple(f"N{n}" for n in range(12)),
    "pact_id": ("P1", "P2", None),
    "evidence": ("pact", "firm", "excelsior", "dossier"),
    "phase": ("active", "concluded"),
    "holder": ("region", "esf", "fsc", "private", "other"),
    "indicator": ("CO01", "CR06", "EECO01", "EECR05", "unemployed_persons_15_74"),
    "cod_indicatore": ("CO01", "EECO01", "CR06", "EECR01"),
    "value": ("12,5", "1e3", "", "nan", ".5", None),
    "cod_fondo": ("FSE", "fdr", "PRT", "IOG", "FSC"),
    "cod_ruolo_sog": ("1", "2", "3"),
    "tipologia_imp": ("I", "D", "I-TR"),
    "tipologia_pag": ("P", "R", "P-TR"),
    "tipologia_importo": ("C", "D"),
    "stato": ("1", "2"),
    "cod_regione": ("019", "001", None),
    "cod_provincia": ("082", "001", None),
    "cod_fase": ("0201", "0202", "0203"),
    "edition": ("2024", "Rilascio 2023-06", None),
    "series": ("a", None),
    "flag": ("A", "e", None),
    "tipo_indicatore_di": ("COM",),
    "cod_pagamento|cod_impegno": ("A", "B"),
    "fault|unread|flg_cancellazione": (None,),
    "tipo_operazione": ("02.11", "02.12", "01.01"),
}
BY_TYPE: dict[str, Sequence[object]] = {
    "DATE": (*DAYS, None),
    "BOOLEAN": (True, False, None),
    "SMALLINT": (1, 2),
    "INTEGER": (1, 2),
    "BIGINT": (1, 2),
    "VARCHAR": ("", " ", "à", "A", "a", None),
}
FEWER = ("raw.puc_fn00", "raw.puc_fn01")
MEASURES = re.compile(
    r".*(_eur|importo|imp_).*|row_number|value|amount|places|positions|fault|unread"
)


def _pool(column: str, kind: str) -> Sequence[object]:
    if column.endswith("_effettiva"):
        return (None, None, DAYS[0], DAYS[4])
    if column in ("data_impegno", "data_pagamento"):
        return (DAYS[0], date(2031, 12, 31))
    if kind in ("DATE", "BOOLEAN"):
        return BY_TYPE[kind]
    for names, pool in POOLS.items():
        if any(column == name for name in names.split("|")):
            return pool
    for names, pool in POOLS.items():
        if any(column.startswith(name) for name in names.split("|")):
            return pool
    if kind.startswith("DECIMAL"):
        return CENTS[:6] if kind.startswith("DECIMAL(9") else CENTS
    return BY_TYPE[kind]


def _hard_rows(
    table: str, columns: dict[str, str], never_empty: list[str], rng: random.Random
) -> list[tuple[object, ...]]:
    """Make rows of values that break things, no two of a file with the same key."""
    rows: dict[object, tuple[object, ...]] = {}
    own = {"participation_id", "comparison_id"}
    for number in range(400 if table == "raw.participations" else 90):
        row = {name: rng.choice(_pool(name, kind)) for name, kind in columns.items()}
        row["file_id"] = f"{table}-{rng.randrange(3)}"
        if table in FEWER and row["cod_locale_progetto"] in OPERATIONS[6:]:
            continue  # of some operations a part of their records is missing
        row |= {"row_number": number} if "row_number" in columns else {}
        row |= {name: f"ID{number % 250}" for name in own & set(columns)}
        for name in [name for name in never_empty if row[name] is None]:
            row[name] = next(v for v in _pool(name, columns[name]) if v is not None)
        rows.setdefault(_key(table, row), tuple(row[name] for name in columns))
    return list(rows.values())


def _key(table: str, row: dict[str, object]) -> object:
    """Return what no two rows of a file share, as the importers see to it."""
    for name in ("COD_LOCALE_PROGETTO", "participation_id", "comparison_id"):
        if name in row:
            return row["file_id"], row[name]
    if table == "raw.puc_ap00":
        return row["file_id"], row["cod_locale_progetto"]
    keys = {
        "raw.needs": ("need_id",),
        "raw.pacts": ("pact_id",),
        "raw.signatories": ("pact_id", "body", "role"),
        "raw.employment_history": ("person_id", "month"),
    }
    names = keys.get(table) or [name for name in row if not MEASURES.fullmatch(name)]
    return row["file_id"], *(row[name] for name in names)


@pytest.fixture(scope="module")
def adversarial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a source of rows that no publisher would send, most of which break some rule."""
    rng = random.Random(7)
    with duckdb.connect() as con:
        prepare(con)
        tables = [t for t in contract() if t.startswith("raw.") and "reference" not in t]
        for table in tables:
            columns = contract()[table]
            described = con.execute(f"describe {table}").fetchall()
            never_empty = [row[0] for row in described if row[2] == "NO"]
            rows = _hard_rows(table, columns, never_empty, rng)
            con.executemany(f"insert into {table} values ({', '.join('?' * len(columns))})", rows)
            _account(con, table, rng)
        folder = tmp_path_factory.mktemp("adversarial") / "source"
        write_parts(con, folder, part_rows=50)
    return folder


def _account(con: duckdb.DuckDBPyConnection, table: str, rng: random.Random) -> None:
    """Enter a table's three files: two editions, two deliveries of one, a sum that is wrong."""
    source = "puc" if "puc_" in table else table.removeprefix("raw.").removesuffix("_operations")
    for number, day in enumerate((date(2023, 12, 31), date(2024, 2, 29), date(2024, 2, 29))):
        name = f"{table}-{number}"
        con.execute(
            f"insert into ledger.file select $name, {rng.randrange(10**6)}, $source, $name, $name, "
            "'', '', $day, timestamp '2024-03-01 10:00:00', count(*), count(*), 0, 0, 0, "
            f"{number == 0 and 'opencoesione' not in table}, '' from {table} where file_id = $name",
            {"name": name, "source": source, "day": day},
        )
    con.execute(
        "update ledger.file set rows_loaded = rows_loaded + 1 where file_id = $name",
        {"name": "raw.targets-1"},
    )
