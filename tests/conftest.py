"""Hand-written operations, files of them with every quirk seen, and warehouses of a few rows."""

import asyncio
import csv
import fcntl
import json
import os
import random
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections import Counter
from collections.abc import Callable, Coroutine, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from hypothesis import settings as of_hypothesis

from cruscotto import demo
from cruscotto.config import ROOT, SQL, settings
from cruscotto.demo.exchange import certification, exchange
from cruscotto.demo.operations import operations
from cruscotto.disclosure import installed_rules
from cruscotto.model.opencoesione import COLUMNS, KEY
from cruscotto.sources.carried import official_facts
from cruscotto.sources.importing import Batch, import_batches, import_files
from cruscotto.warehouse.build import build, build_order, make, prepare
from cruscotto.warehouse.salt import salt_path

# A busy machine is slow and not wrong: no test is timed. Random cases are few in `make test`, four
# times as many in `make thorough`.
IS_THOROUGH = bool(os.environ.get("THOROUGH"))
of_hypothesis.register_profile("few", deadline=None, max_examples=25)
of_hypothesis.register_profile("thorough", deadline=None, max_examples=100)
of_hypothesis.load_profile("thorough" if IS_THOROUGH else "few")

Row = dict[str, str]
# Rows of tests are few, and workers share the cores: a second thread of the engine gains nothing
# and takes a tenth more. The installed package, which makes the whole demonstration, has its two.
os.environ.setdefault("CRUSCOTTO_THREADS", "1")
# Where bytecode may not be kept, every process compiles every module again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

SALT = "0f" * 32
HERE = Path(__file__).parent

# The files that take longest, the longest first. Workers take files in this order, so that none
# is left alone at the end with a long one; two that start Spark do not begin together.
LONGEST = (
    "browser/test_accessibility.py",
    "engines/test_parity.py",
    "serving/test_bypasses.py",
    "browser/test_screens.py",
    "browser/test_phones.py",
    "browser/test_sign_in.py",
    "browser/test_persons.py",
    "oracle/test_people_recomputed.py",
    "browser/test_audiences.py",
    "unit/sources/test_no_figure_changes.py",
    "unit/sources/test_participations.py",
    "unit/warehouse/test_publishing.py",
    "docs/test_commands.py",
    "acceptance/test_dossier.py",
    "serving/test_installed.py",
    "unit/sources/test_participations_mutated.py",
    "pages/test_alerts.py",
    "unit/kpi/test_registry.py",
    "unit/kpi/test_values.py",
    "acceptance/test_disclosure_served.py",
    "acceptance/test_true_effects.py",
    "acceptance/test_disclosure_attacks.py",
    "unit/sources/test_layouts.py",
    "unit/exchange/test_people.py",
    "unit/demo/test_finance.py",
    "sql/test_impact.py",
    "sql/test_places.py",
    "sql/test_masking.py",
    "pages/test_dossiers.py",
    "engines/test_words.py",
    "engines/test_sources.py",
    "browser/test_keyboard.py",
    "browser/test_tasks.py",
    "serving/test_publishing_under_load.py",
    "serving/test_workers.py",
    "unit/sources/test_mutations.py",
    "unit/exchange/test_reading.py",
    "unit/sources/test_needs.py",
    "unit/sources/test_training.py",
    "browser/test_versions.py",
)

# Files that share what is slow to start: Java with Spark, a server of both data sets.
TOGETHER = (
    ("engines/test_parity.py", "engines/test_words.py", "engines/test_editions.py"),
    ("browser/test_accessibility.py", "browser/test_keyboard.py", "browser/test_tasks.py"),
)

# Seconds of processor that functions of tests take, and that their files take to prepare
# (`make durations`): a busy machine changes them little.
DURATIONS = HERE / "durations.json"
SLOW_CALL, SLOW_SETUP = 0.7, 4.0
# What these make takes half a minute, whoever asks first.
HEAVY = {"whole_demonstration", "demonstration_of_money", "installed"}


@pytest.hookimpl(tryfirst=True)
def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark a test as slow by what was measured of it."""
    function = item.nodeid.partition("[")[0]
    call, setup = _durations().get(function, 0.0), _durations().get(function.partition("::")[0], 0)
    if call > SLOW_CALL or setup > SLOW_SETUP or HEAVY & set(getattr(item, "fixturenames", ())):
        item.add_marker("slow")


@cache
def _durations() -> dict[str, float]:
    return dict(json.loads(DURATIONS.read_text("ascii"))) if DURATIONS.exists() else {}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that measures."""
    parser.addoption("--durations-to", help="Write into this file what took half a second or more.")


def pytest_configure(config: pytest.Config) -> None:
    """Measure, in the process that hears of every test, where it is asked for."""
    if config.getoption("--durations-to") and "PYTEST_XDIST_WORKER" not in os.environ:
        config.pluginmanager.register(Measuring(Path(config.getoption("--durations-to"))))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """Measure what a test's fixtures take of the processor, their processes included."""
    before = sum(os.times()[:4])
    yield
    item.user_properties.append(("setup", sum(os.times()[:4]) - before))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Measure what a test takes of the processor, its processes included."""
    before = sum(os.times()[:4])
    try:
        yield
    finally:
        item.user_properties.append(("call", sum(os.times()[:4]) - before))


class Measuring:
    """Keeps the longest call of each function and the sum of the setups of each file."""

    def __init__(self, path: Path) -> None:
        self.path, self.calls, self.setups = path, Counter[str](), Counter[str]()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        took, function = dict(report.user_properties), report.nodeid.partition("[")[0]
        if report.when == "call":
            self.calls[function] = max(self.calls[function], float(str(took["call"])))
            self.setups[function.partition("::")[0]] += float(str(took["setup"]))

    def pytest_sessionfinish(self) -> None:
        before = json.loads(self.path.read_text("ascii")) if self.path.exists() else {}
        files = {name.partition("::")[0] for name in self.calls}
        kept = {name: t for name, t in before.items() if name.partition("::")[0] not in files}
        found = {k: round(t, 1) for k, t in (self.calls | self.setups).items() if t >= 0.5}
        written = json.dumps(dict(sorted((kept | found).items())), indent=0)
        self.path.write_text(f"{written}\n", "ascii")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give a worker whole files, and those together that share what is slow to start."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    shared = {f"tests/{name}": files[0] for files in TOGETHER for name in files}

    class ByFiles(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file: str = super()._split_scope(nodeid)
            return shared.get(file, file)

    return ByFiles(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first where several workers share them."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        places = {HERE / name: place for place, name in enumerate(LONGEST)}
        items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.fixture(autouse=True)
def environment_as_before() -> Iterator[None]:
    """Undo what a test changed in the environment: commands set variables for their servers.

    Settings are read from the environment, so the next test of the same worker would have them.
    """
    before = dict(os.environ)
    yield
    # pytest sets this one itself, around each part of a test
    changed = {
        name
        for name in before.keys() | os.environ.keys()
        if name != "PYTEST_CURRENT_TEST" and before.get(name) != os.environ.get(name)
    }
    for name in changed:
        os.environ.pop(name, None)
    os.environ.update({name: before[name] for name in changed & before.keys()})
    if changed:
        settings.cache_clear()


@pytest.fixture(autouse=True)
def refused_by_plotly() -> Iterator[list[str]]:
    """Check what a test's pages draw: they hand figures over unchecked, as dictionaries.

    Why Plotly refuses a figure is kept until the test ends, because a page turns its errors into
    words; then the test fails.
    """
    refused: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        if streamlit := sys.modules.get("streamlit"):
            _scan_once()
            hand_over = streamlit.plotly_chart

            def check(figure: Any, **options: Any) -> Any:
                refused.extend(_faults(figure.to_dict()))
                return hand_over(figure, **options)

            patch.setattr(streamlit, "plotly_chart", check)
        yield refused
    assert not refused, "\n".join(refused)


def _scan_once() -> None:
    """Have Streamlit look through the libraries for components once, not before every test.

    It takes a fifth of a second, as much as most pages.
    """
    from streamlit.components.v2 import manifest_scanner as scanner

    if not hasattr(scanner.scan_component_manifests, "cache_clear"):
        scanner.scan_component_manifests = cache(scanner.scan_component_manifests)


def _faults(figure: dict[str, Any]) -> list[str]:
    from plotly.graph_objects import Figure  # most tests draw nothing

    try:
        drawn = Figure(**figure)
    except ValueError as error:
        return [str(error)]
    # Streamlit keeps 34 pixels free for the title of an axis, of an empty one too
    empty = [
        f"an empty title of {name}: leave it out"
        for name, part in figure.get("layout", {}).items()
        if "axis" in name and part.get("title", {}).get("text") == ""
    ]
    return empty if drawn.data else ["a chart without data"]


@pytest.fixture(scope="session")
def run_async() -> Iterator[Callable[[Coroutine[Any, Any, Any]], Any]]:
    """Return `run_async(coroutine)`: browsers of the same worker keep a loop."""
    with ThreadPoolExecutor(1) as apart:
        yield lambda coroutine: apart.submit(asyncio.run, coroutine).result()


@pytest.fixture(scope="session")
def make_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Return `make_once(name, make)`: a folder that `make(folder)` fills, and nobody changes.

    What takes long to make, the first worker that asks makes for all of them.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder = shared / name
        with folder.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                aside = folder.with_suffix(".making")
                aside.mkdir()
                make(aside)
                aside.rename(folder)
        return folder

    return made


@dataclass(frozen=True)
class Installed:
    """The package as its users have it: a wheel in an environment of its own, without the clone.

    Attributes:
        folder: the environment; its libraries are those of this one.
        home: what the user's folder is.
    """

    folder: Path
    home: Path

    def environment(self, **changes: str) -> dict[str, str]:
        """Return the variables of a user who has set none of ours."""
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        return {"HOME": str(self.home), "PATH": path, "LC_ALL": "C.UTF-8", **changes}

    def run(self, *arguments: object, **changes: str) -> "subprocess.CompletedProcess[str]":
        """Run `cruscotto` in the user's folder."""
        return subprocess.run(
            [str(self.folder / "bin" / "cruscotto"), *map(str, arguments)],
            cwd=self.home,
            env=self.environment(**changes),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


@pytest.fixture(scope="session")
def installed(make_once: Callable[..., Path]) -> Installed:
    """Return the package built, and installed in an empty environment in another folder."""

    def make(folder: Path) -> None:
        # scripts of an environment hold its path, so it is made where it stays
        place = folder.with_name("installed_package")
        venv.create(place / "environment", symlinks=True)
        (place / "home").mkdir()
        here = sysconfig.get_path("purelib")
        (there,) = (place / "environment").glob("lib/python*/site-packages")
        (there / "libraries.pth").write_text(f"{here}\n")  # a line, so that its own are not read
        python = place / "environment" / "bin" / "python"
        _build_wheel(folder)
        (wheel,) = folder.glob("*.whl")
        offline = ("--no-index", "--no-deps", "--no-compile", "--disable-pip-version-check")
        pip = (sys.executable, "-m", "pip", "--python", str(python))
        subprocess.run([*pip, "install", "--quiet", *offline, str(wheel)], check=True, cwd=place)

    place = make_once("wheel", make).with_name("installed_package")
    return Installed(place / "environment", place / "home")


def _build_wheel(folder: Path) -> None:
    build = ("-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder))
    subprocess.run([sys.executable, *build], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def whole_demonstration(make_once: Callable[..., Path], installed: Installed) -> Path:
    """Return the folder of the whole demonstration and of its warehouse, `cruscotto.duckdb`.

    The installed package makes it, by the command that its users have.
    """

    def make(folder: Path) -> None:
        warehouse = _salted(folder / "cruscotto.duckdb")
        done = installed.run("--warehouse", warehouse, "demo", "--keep", folder)
        assert done.returncode == 0, done.stderr

    return make_once("whole_demonstration", make)


@pytest.fixture(scope="session")
def official(make_once: Callable[..., Path]) -> Path:
    """Return the warehouse of the official facts that the project carries; nobody changes it."""

    def make(folder: Path) -> None:
        import_batches(official_facts(), folder / "official.duckdb", fresh=True)

    return make_once("official_facts", make) / "official.duckdb"


@pytest.fixture(scope="session")
def demonstration_of_money(make_once: Callable[..., Path]) -> Path:
    """Return the folder of the demonstration's operations, exchange files and claims.

    Its warehouse, `cruscotto.duckdb`, holds all editions of them but one.
    """

    def make(folder: Path) -> None:
        for part in (operations, certification, exchange):
            part.write(folder)
        kept = [b for b in demo.sources(folder) if b.edition != date(2025, 12, 31)]
        batches = [Batch(b.source, b.edition, tuple(b.paths)) for b in kept]
        import_batches(batches, folder / "cruscotto.duckdb")

    return make_once("demonstration_of_money", make)


def _salted(link: Path) -> Path:
    salt_path(link).write_text(SALT)
    salt_path(link).chmod(0o600)
    return link


@pytest.fixture(scope="session")
def salted() -> Callable[[Path], Path]:
    """Return `salted(warehouse)`: a salt for a warehouse to be made, so that noise is no chance."""
    return _salted


ORDINARY: Row = {
    "CUP": "G00A00000000001",
    "OC_TITOLO_PROGETTO": "CORSO PER ADDETTI ALLA RISTORAZIONE",
    "OC_SINTESI_PROGETTO": "CORSO DI SEICENTO ORE",
    "OC_COD_CICLO": "2",
    "OC_COD_FONTE": "FS1420",
    "FONDO_COMUNITARIO": "FSE",
    "OC_CODICE_PROGRAMMA": "2014IT05SFOP014",
    "OC_DESCRIZIONE_PROGRAMMA": "POR FSE SICILIA",
    "OC_COD_ARTICOLAZ_PROGRAMMA": "1",
    "OC_DESCR_ARTICOLAZ_PROGRAMMA": "ASSE 1 - OCCUPAZIONE",
    "CUP_COD_NATURA": "02",
    "CUP_COD_SETTORE": "11",
    "COD_REGIONE": "019",
    "COD_PROVINCIA": "019082",
    "FINANZ_UE_FSE": "1000,00",
    "FINANZ_TOTALE_PUBBLICO": "1000,00",
    "OC_IMPEGNI_GIURID_VINCOLANTI": "800,00",
    "TOT_PAGAMENTI": "500,00",
    "OC_DATA_INIZIO_PROGETTO": "20200115",
    "OC_DATA_FINE_PROGETTO_PREVISTA": "20210131",
    "OC_DATA_FINE_PROGETTO_EFFETTIVA": "20210210",
    "OC_STATO_PROGETTO": "In corso",
    "OC_CODFISC_PROGRAMMATORE": "80012000826",
    "OC_DENOM_PROGRAMMATORE": "REGIONE SICILIANA",
    "OC_CODFISC_BENEFICIARIO": "01234567890",
    "OC_DENOM_BENEFICIARIO": "ENTE DI FORMAZIONE ALFA",
    "OC_COD_FORMA_GIU_BENEFICIARIO": "1.7.90",
    "OC_FLAG_VISUALIZZAZIONE": "0",
    "DATA_AGGIORNAMENTO": "20240831",
}


def _operation(code: str, **changes: str) -> Row:
    return {KEY: code, "OC_LINK": f"opencoesione.gov.it/{code.lower()}", **ORDINARY, **changes}


def _write(
    path: Path,
    rows: Sequence[Mapping[str, str]],
    columns: Sequence[str] = COLUMNS,
    *,
    bom: bool = True,
    delimiter: str = ";",
    blank: str = "",
    newline: str = "\r\n",
    quote_all: bool = True,
    rename: Callable[[str], str] = str,
    shuffle: int | None = None,
) -> Path:
    """Write rows as the publisher does, or with the quirks of one edition or another.

    A name that ends in `.parquet` gives a Parquet file of text columns.
    """
    names = list(columns)
    if shuffle is not None:
        random.Random(shuffle).shuffle(names)
    records = [[row.get(name, "") or blank for name in names] for row in rows]
    header = [rename(name) for name in names]
    if path.suffix == ".parquet":
        table = pa.table({h: [r[i] for r in records] for i, h in enumerate(header)})
        parquet.write_table(table, path)
        return path
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(
            file,
            delimiter=delimiter,
            lineterminator=newline,
            quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL,
        )
        writer.writerow(header)
        writer.writerows(records)
    return path


@pytest.fixture(scope="session")
def operation() -> Callable[..., Row]:
    """Return `operation(code, COLUMN=value…)`: an ordinary training operation, but for changes."""
    return _operation


@pytest.fixture(scope="session")
def write_opencoesione() -> Callable[..., Path]:
    """Return `write_opencoesione(path, rows, columns=COLUMNS, **quirks)`."""
    return _write


@pytest.fixture(scope="session")
def copy_warehouse() -> Callable[[Path, Path], Path]:
    """Return `copy_warehouse(warehouse, folder)`: its copy there, published and to be changed."""

    def copied(warehouse: Path, folder: Path) -> Path:
        version = folder / ".w.duckdb.1730000000000000000.version"
        shutil.copyfile(warehouse.resolve(), version)
        link = folder / "w.duckdb"
        link.symlink_to(version.name)
        return link

    return copied


@pytest.fixture
def link(warehouse: Path, tmp_path: Path, copy_warehouse: Callable[[Path, Path], Path]) -> Path:
    """Return a copy of the shared warehouse, to be changed."""
    return copy_warehouse(warehouse, tmp_path)


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Return `setting(name=value)`: settings, and caches that know them, for one test."""

    def set_to(**chosen: str) -> None:
        for name, value in chosen.items():
            monkeypatch.setenv(f"CRUSCOTTO_{name.upper()}", value)
        settings.cache_clear()
        installed_rules.cache_clear()

    yield set_to
    monkeypatch.undo()
    set_to()


@pytest.fixture(scope="session")
def opened() -> Callable[..., Any]:
    """Return `opened(page, **query)`: a page as the first visit of a link's reader draws it."""
    return _opened


def _opened(page: str, **query: Any) -> Any:
    from streamlit.testing.v1 import AppTest  # most tests draw nothing
    from streamlit.util import calc_hash

    from cruscotto.ui.state.sitemap import ADDRESSES

    app = AppTest.from_file(ROOT / "cruscotto" / "ui" / "shell" / "frame.py", default_timeout=120)
    # `switch_page` knows pages after a first run alone, which would draw the whole overview
    app._page_hash = calc_hash(ADDRESSES[page])
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


@pytest.fixture(scope="session")
def samples() -> Path:
    """Return the folder of real rows beside the project; it is never part of the project."""
    folder = ROOT.parent / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip("../shared/samples is not here")
    return folder


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("prepared") / "prepared.duckdb"
    with duckdb.connect(str(path)) as con:
        prepare(con)
        con.execute("checkpoint")
    return path


@pytest.fixture(scope="session")
def new_database(_prepared: Path) -> Callable[[], duckdb.DuckDBPyConnection]:
    """Return `new_database()`: a warehouse in memory, prepared and empty; the caller closes it."""

    def opened() -> duckdb.DuckDBPyConnection:
        con = duckdb.connect(config={"threads": 1})
        con.execute(f"attach '{_prepared}' as prepared (read_only)")
        con.execute("copy from database prepared to memory")
        con.execute("detach prepared")
        return con

    return opened


@pytest.fixture
def database(
    new_database: Callable[[], duckdb.DuckDBPyConnection],
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Return a warehouse in memory, prepared and empty: reference tables, raw tables, ledger."""
    with closing(new_database()) as con:
        yield con


@pytest.fixture(scope="session")
def insert_operations() -> Callable[..., None]:
    """Return `insert_operations(con, number, day, rows)`: raw operations of one edition."""
    return _insert


@pytest.fixture
def marts(database: duckdb.DuckDBPyConnection) -> Callable[..., duckdb.DuckDBPyConnection]:
    """Return `marts(*rows)`, or `marts({"2024-08-31": rows, …})`: raw rows in, built marts out.

    `marts(*rows, only=("marts.target",))` makes those and what they read, in a third of the time,
    and runs no checks.
    """
    return partial(_fill, database)


@pytest.fixture(scope="module")
def shared_marts(
    new_database: Callable[[], duckdb.DuckDBPyConnection],
) -> Iterator[Callable[..., duckdb.DuckDBPyConnection]]:
    """Return `shared_marts(*rows)`, as `marts`: built once for the tests that only read them."""
    with closing(new_database()) as con:
        yield partial(_fill, con)


def _fill(
    con: duckdb.DuckDBPyConnection, *rows: Row | dict[str, list[Row]], only: Sequence[str] = ()
) -> duckdb.DuckDBPyConnection:
    editions = rows[0] if rows and KEY not in rows[0] else {"2024-08-31": list(rows)}
    for number, (day, listed) in enumerate(editions.items(), start=1):
        _insert(con, number, day.removesuffix("+"), list(listed))
    if only:
        _build_part(con, only)
    else:
        build(con, salt=SALT)
    return con


@pytest.fixture(scope="session")
def build_part() -> Callable[..., None]:
    """Return `build_part(con, ("marts.target",))`: make tables and what they read, no more.

    `build_part(con, …, changed=("raw.targets",))` makes of these what reads the changed ones.
    """
    return _build_part


def _build_part(
    con: duckdb.DuckDBPyConnection, tables: Sequence[str], changed: Sequence[str] = ()
) -> None:
    for schema, name in _behind(tuple(tables), tuple(changed)):
        make(con, schema, name, SALT)


@cache
def _behind(tables: tuple[str, ...], changed: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return tables with all that they are made from, in their order."""
    wanted, touched = set(tables), set(changed)
    for place in reversed(build_order()):
        if ".".join(place) in wanted:
            wanted |= _read_by(place)
    for place in build_order():
        touched |= {".".join(place)} if touched & _read_by(place) else set()
    among = wanted & touched if changed else wanted
    return [place for place in build_order() if ".".join(place) in among]


@cache
def _read_by(place: tuple[str, str]) -> set[str]:
    text = (SQL / place[0] / f"{place[1]}.sql").read_text("utf-8")
    return set(re.findall(r"\b(?:raw|staging|marts|ledger)\.\w+", text))


def _insert(con: duckdb.DuckDBPyConnection, number: int, day: str, rows: list[Row]) -> None:
    file_id = f"{day}-{number}"
    for row in rows:
        names = ", ".join(f'"{name}"' for name in row)
        holders = ", ".join("?" for _ in row)
        con.execute(
            f"insert into raw.opencoesione_operations (file_id, {names}) values (?, {holders})",
            [file_id, *(value or None for value in row.values())],
        )
    con.execute(
        "insert into ledger.file values "
        "(?, ?, 'opencoesione', ?, ?, '', '', ?, now()::timestamp, ?, ?, 0, 0, 0, false, '')",
        [file_id, number, f"{file_id}.csv", file_id, day, len(rows), len(rows)],
    )


@pytest.fixture(scope="session")
def portfolio() -> list[Row]:
    """Return eight operations of three periods, with a missing, a zero and a shared amount."""
    return [
        _operation("OP1", OC_STATO_PROGETTO="Concluso"),
        _operation("OP2", OC_COD_ARTICOLAZ_PROGRAMMA="3", FINANZ_TOTALE_PUBBLICO="333,33"),
        _operation("OP3", OC_STATO_PROGETTO="Liquidato", TOT_PAGAMENTI="1200,00"),
        _operation("OP4", TOT_PAGAMENTI="0,00", OC_DATA_FINE_PROGETTO_EFFETTIVA=""),
        _operation(
            "OP5",
            OC_CODICE_PROGRAMMA="2014IT05SFOP015",
            COD_REGIONE="009",
            COD_PROVINCIA="009048",
            OC_COD_ARTICOLAZ_PROGRAMMA="A",
            OC_CODFISC_BENEFICIARIO="09876543210",
        ),
        _operation(
            "OP6",
            OC_CODICE_PROGRAMMA="PSCVENETO2021",
            OC_COD_CICLO="3",
            FONDO_COMUNITARIO="",
            OC_COD_FONTE="FSC2127",
            FINANZ_UE_FSE="",
            FINANZ_STATO_FSC="1000,00",
            COD_REGIONE="005:::003",
            COD_PROVINCIA="",
            TOT_PAGAMENTI="",
            OC_CODFISC_PROGRAMMATORE="80007580279",
            OC_DENOM_PROGRAMMATORE="REGIONE VENETO",
        ),
        _operation("OP7", FINANZ_TOTALE_PUBBLICO="", FINANZ_UE_IOG="250,00"),
        _operation("OP8", OC_STATO_PROGETTO="", OC_DATA_INIZIO_PROGETTO="20201332"),
    ]


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory, portfolio: list[Row]) -> Path:
    """Return a published warehouse of the portfolio; it is shared, so never change it."""
    folder = tmp_path_factory.mktemp("warehouse")
    file = _write(folder / "portfolio.csv", portfolio)
    link = folder / "cruscotto.duckdb"
    import_files("opencoesione", [file], link, date(2024, 8, 31))
    return link
