"""Built aside, published at once: whatever happens, the old or the new warehouse, whole."""

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from random import Random

import duckdb
import pytest

from cruscotto.config import ROOT, settings
from cruscotto.errors import (
    CannotWrite,
    CruscottoError,
    DamagedWarehouse,
    DiskFull,
    NoWarehouse,
    WarehouseBusy,
)
from cruscotto.facts import Edition
from cruscotto.sources.importing import import_files
from cruscotto.warehouse import editing, published_path, reader

# As in `tests/conftest.py`: `make thorough` tries more.
IS_THOROUGH = bool(os.environ.get("THOROUGH"))
EDITIONS = [date(2024, 1, day) for day in range(1, 32)]


def editions(path: Path) -> list[str]:
    """Read a published file from scratch, as a new process would, and return its editions."""
    con = duckdb.connect(str(published_path(path)), read_only=True)
    try:
        rows = con.execute("select edition_date from ledger.file order by 1").fetchall()
        loaded = con.execute("select sum(rows_loaded) from ledger.file").fetchone()
        kept = con.execute("select count(*) from raw.opencoesione_operations").fetchone()
        assert loaded == kept
        assert con.execute("select count(*) from marts.operation").fetchone() != (0,)
        return [str(day) for (day,) in rows]
    finally:
        con.close()


def leftovers(link: Path) -> list[str]:
    """Return what lies beside a warehouse, but for the lock and the checksums of versions."""
    found = [p for p in link.parent.glob(f".{link.name}.*") if p.suffix != ".lock"]
    sums = {p.with_suffix(".sum") for p in found if p.suffix == ".version"}
    return sorted(p.name for p in found if p not in sums)


# ---------------------------------------------------------------- kills
POINTS = (
    "shutil.copyfile",
    "os.fsync",
    "pathlib.Path.rename",
    "pathlib.Path.symlink_to",
    "pathlib.Path.replace",
    "cruscotto.sources.importing.build",
    "cruscotto.sources.importing.prepare",
    "cruscotto.warehouse.ledger.write",
    "cruscotto.warehouse.build.run_checks",
    "cruscotto.warehouse.publish.publish",
)


def die_at(point: str, after: bool) -> None:
    """Make this process vanish, as a power cut does, just before or after a call."""
    module, _, name = point.rpartition(".")
    parent = __import__(module.split(".")[0])
    for part in module.split(".")[1:]:
        parent = getattr(parent, part)
    real = getattr(parent, name)

    def deadly(*args: object, **kwargs: object) -> None:
        if after:
            real(*args, **kwargs)
        os._exit(9)

    setattr(parent, name, deadly)


def import_in_child(link: str, file: str, day: date, point: str, after: bool) -> None:
    import cruscotto.warehouse.build

    assert cruscotto.warehouse.build
    if point:
        die_at(point, after)
    import_files("opencoesione", [Path(file)], Path(link), day)


@pytest.fixture(scope="module")
def spawn():
    context = get_context("forkserver")
    # a child that has little to do before it imports is killed while it imports
    context.set_forkserver_preload([__name__])

    def start(link: Path, file: Path, day: date, point: str = "", after: bool = False):
        child = context.Process(
            target=import_in_child, args=(str(link), str(file), day, point, after)
        )
        child.start()
        return child

    return start


def test_kills_leave_the_old_or_the_new_warehouse_always_readable(spawn, link, file) -> None:
    chance = Random(20241122)
    known = editions(link)
    ends = [(point, after) for point in POINTS for after in (False, True)]
    # the more at length, and two hundred in `benchmarks/kills.py`
    points, moments = (10, 3) if IS_THOROUGH else (6, 2)
    kills = [*chance.sample(ends, points), *[("", False)] * moments]
    for number, (point, after) in enumerate(kills):
        day = EDITIONS[number % len(EDITIONS)]
        child = spawn(link, file, day, point, after)
        if not point:
            time.sleep(chance.uniform(0.02, 0.6))
            with suppress(ProcessLookupError):  # it may have ended by itself
                os.kill(child.pid, signal.SIGKILL)
        child.join(30)
        assert not child.is_alive()
        found = editions(link)
        assert found in (known, sorted({*known, str(day)}))
        known = found
    import_files("opencoesione", [file], link, date(2025, 1, 1))
    assert "2025-01-01" in editions(link)
    assert len(leftovers(link)) == settings().keep_versions
    assert all(name.endswith(".version") for name in leftovers(link))


# ---------------------------------------------------------------- publishing
def publish_again(link: Path, times: int) -> None:
    """Publish another version so many times, each with a file more in its ledger: no build."""
    for number in range(times):
        with editing(link) as con:
            con.execute(
                "insert into ledger.file select * replace ($name as file_id) "
                "from ledger.file limit 1",
                {"name": f"again{number}"},
            )


def test_the_same_file_twice_changes_nothing(link, file) -> None:
    import_files("opencoesione", [file], link, EDITIONS[0])
    target, content = link.resolve(), link.read_bytes()
    again = import_files("opencoesione", [file], link, EDITIONS[0])
    assert again.files[0].already_there
    assert (again.files[0].read, again.files[0].loaded) == (2, 2)
    assert (link.resolve(), link.read_bytes()) == (target, content)


def test_a_reader_of_the_old_version_goes_on_and_a_new_one_sees_the_new(link, file) -> None:
    old = reader(link).cursor()
    before = old.execute("select count(*) from marts.operation").fetchone()
    import_files("opencoesione", [file], link, EDITIONS[0])
    publish_again(link, 2)
    assert old.execute("select count(*) from marts.operation").fetchone() == before
    new = reader(link).cursor().execute("select count(*) from ledger.file").fetchone()
    assert new == (4,)


def test_versions_of_the_past_are_swept_and_one_is_kept_for_its_readers(link) -> None:
    publish_again(link, 4)
    assert len(leftovers(link)) == settings().keep_versions


def test_a_warehouse_with_brackets_in_its_name_is_swept_too(tmp_path, file) -> None:
    odd = tmp_path / "w[1].duckdb"
    import_files("opencoesione", [file], odd, EDITIONS[0])
    publish_again(odd, 4)
    assert len([p for p in tmp_path.iterdir() if p.name.endswith(".version")]) == 4


def test_an_error_inside_an_edit_publishes_nothing_and_leaves_nothing_behind(link) -> None:
    target = link.resolve()
    with pytest.raises(duckdb.Error), editing(link) as con:
        con.execute("delete from ledger.file; select no_such_column")
    assert link.resolve() == target
    assert leftovers(link) == [target.name]


def test_a_second_writer_is_told_to_wait(link) -> None:
    with editing(link), pytest.raises(WarehouseBusy), editing(link):
        pass
    with editing(link):
        pass


def test_a_lock_goes_with_the_process_that_held_it(link) -> None:
    code = (
        "import os, sys; from pathlib import Path; from cruscotto.warehouse import editing\n"
        "with editing(Path(sys.argv[1])): os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(link)], cwd=ROOT, check=False)
    with editing(link) as con:
        assert con.execute("select 1").fetchone() == (1,)
    assert not [name for name in leftovers(link) if "building" in name]


# ---------------------------------------------------------------- readers
FORBIDDEN = (
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/hostname')",
    "select * from glob('/*')",
    "select * from '/etc/passwd'",
    "copy (select 1) to '/tmp/cruscotto_leak.csv'",
    "copy ledger.file to '/tmp/cruscotto_leak.parquet'",
    "attach '/tmp/cruscotto_leak.duckdb' as other",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "set threads = 1",
    "set memory_limit = '1GB'",
    "reset lock_configuration",
    "pragma enable_profiling",
    "insert into ledger.out_of_scope values ('x', 'x', 1)",
    "drop table ledger.file",
    "create table t as select 1",
    "export database '/tmp/cruscotto_leak'",
)


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_a_reader_can_do_nothing_but_read(warehouse, sql) -> None:
    cursor = reader(warehouse).cursor()
    with pytest.raises(duckdb.Error):
        cursor.execute(sql).fetchall()
    assert not list(Path("/tmp").glob("cruscotto_leak*"))


def test_many_threads_read_at_once(warehouse) -> None:
    counts: list[object] = []

    def read() -> None:
        for _ in range(5):
            cursor = reader(warehouse).cursor()
            counts.append(cursor.execute("select count(*) from marts.operation").fetchone())

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [(8,)] * 40


# ---------------------------------------------------------------- what is no warehouse
def test_an_absent_warehouse_is_said(tmp_path) -> None:
    with pytest.raises(NoWarehouse):
        reader(tmp_path / "none.duckdb")


@pytest.mark.parametrize("content", [b"", b"not a database", b"x" * 100_000])
def test_a_file_that_is_no_warehouse_is_said_and_left_alone(tmp_path, file, content) -> None:
    path = tmp_path / "other.duckdb"
    path.write_bytes(content)
    with pytest.raises(DamagedWarehouse):
        reader(path)
    with pytest.raises(CruscottoError):
        import_files("opencoesione", [file], path, EDITIONS[0])
    assert path.read_bytes() == content


def test_a_database_of_somebody_else_is_said_and_left_alone(tmp_path, file) -> None:
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("create table precious as select 1 as a")
    content = path.read_bytes()
    with pytest.raises(DamagedWarehouse):
        reader(path)
    with pytest.raises(DamagedWarehouse):
        import_files("opencoesione", [file], path, EDITIONS[0])
    assert path.read_bytes() == content


def test_a_damaged_version_is_said(link) -> None:
    content = bytearray(link.read_bytes())
    content[4096 : len(content) // 2] = os.urandom(len(content) // 2 - 4096)
    link.resolve().write_bytes(content)
    with pytest.raises(DamagedWarehouse):
        reader(link)


def test_a_warehouse_whose_path_is_a_folder_is_said(tmp_path, file) -> None:
    with pytest.raises(CruscottoError):
        import_files("opencoesione", [file], tmp_path, EDITIONS[0])


# ---------------------------------------------------------------- no room
@pytest.mark.parametrize("point", ["shutil.copyfile", "os.fsync", "pathlib.Path.rename"])
def test_no_room_for_the_system_is_said_and_nothing_changes(link, file, monkeypatch, point) -> None:
    target, content = link.resolve(), link.read_bytes()

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(point, full)
        with pytest.raises(DiskFull):
            import_files("opencoesione", [file], link, EDITIONS[0])
    assert (link.resolve(), link.read_bytes()) == (target, content)
    assert leftovers(link) == [target.name]


def test_a_folder_that_may_not_be_written_is_said(link, file, monkeypatch) -> None:
    def denied(*args: object, **kwargs: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("shutil.copyfile", denied)
    with pytest.raises(CannotWrite):
        import_files("opencoesione", [file], link, EDITIONS[0])


NO_ROOM = """
import resource, signal, sys
from datetime import date
from pathlib import Path
from cruscotto.errors import CruscottoError
from cruscotto.facts import Edition
from cruscotto.sources.importing import import_files
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    import_files("opencoesione", [Path(sys.argv[2])], Path(sys.argv[1]), date(2024, 1, 1))
except CruscottoError as error:
    raise SystemExit(error.exit_code)
"""


@pytest.mark.parametrize("room", [0.5, 1.0, 1.05])
def test_no_room_for_the_engine_is_said_and_nothing_changes(link, file, room) -> None:
    target, content = link.resolve(), link.read_bytes()
    limit = int(len(content) * room) // 4096 * 4096
    done = subprocess.run(
        [sys.executable, "-c", NO_ROOM, str(link), str(file), str(limit)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode in (DiskFull.exit_code, CannotWrite.exit_code), done.stderr[-600:]
    assert (link.resolve(), link.read_bytes()) == (target, content)
    assert leftovers(link) == [target.name]


def held_open() -> set[str]:
    """Return the files that this process holds open."""
    found = set()
    for handle in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            found.add(os.readlink(handle))
    return found


def test_a_version_no_longer_published_is_let_go_with_the_last_page_that_shows_it(link) -> None:
    versions, page = [], None
    for day in EDITIONS[:4]:
        with editing(link) as con:
            con.execute("update ledger.file set edition_date = $day", {"day": day})
        before, page = page, Edition.published(link)
        assert before is None or before.con.execute("select 1").fetchone()
        versions.append(page.path)
    del before
    assert held_open() & set(versions) == {versions[-1]}
    # a version that a link cites stays for the next reader of it
    assert Edition.kept(Path(versions[-2]))
    assert held_open() & set(versions) == set(versions[-2:])
