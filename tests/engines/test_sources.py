"""Sources of Parquet and builds from them: each fault in one sentence, nothing lost."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from cruscotto.cli.main import main
from cruscotto.warehouse import published_path, reader
from cruscotto.warehouse.elsewhere import build_elsewhere
from cruscotto.warehouse.on_duckdb import OnDuckDB
from cruscotto.warehouse.parts import MANIFEST, contract
from cruscotto.warehouse.spark import session

Said = Callable[..., tuple[int, str]]
PARTS = "raw/opencoesione_operations"


@pytest.fixture
def source(published: Path, tmp_path: Path) -> Path:
    """Return a copy of the source, to be spoilt."""
    return Path(shutil.copytree(published, tmp_path / "source"))


@pytest.fixture
def said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Said:
    """Return `said(*arguments)`: run a command; its exit code and what it complained of."""

    def run(*arguments: str) -> tuple[int, str]:
        own = ("--warehouse", str(tmp_path / "none.duckdb"))
        monkeypatch.setattr(sys, "argv", ["cruscotto", *own, *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        return int(left.value.code or 0), capsys.readouterr().err

    return run


@pytest.fixture(scope="module")
def first(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a first build, `out`, and of the secret beside it; to be copied."""
    folder = tmp_path_factory.mktemp("first")
    build_elsewhere(published, folder / "out", OnDuckDB, folder / "none.duckdb")
    return folder


@pytest.fixture
def built(said: Said, source: Path, first: Path, tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Return `built(*options)`: build the source, after a first build that is in use."""
    shutil.copytree(first, tmp_path, symlinks=True, dirs_exist_ok=True)
    out = tmp_path / "out"
    before = published_path(out / "cruscotto.duckdb")
    assert before
    assert before.is_relative_to(tmp_path.resolve())

    def run(*options: str) -> tuple[int, str]:
        code, sentence = said("build", *options, "--source", str(source), "--out", str(out))
        if code:
            assert published_path(out / "cruscotto.duckdb") == before
            assert "Traceback" not in sentence
            assert len(sentence.strip().splitlines()) == 1
            assert not list(out.glob(".*building*"))
        return code, sentence

    return run


@pytest.fixture
def own(warehouse: Path, tmp_path: Path) -> Path:
    """Return a copy of the shared warehouse, which other tests of this process read."""
    found = published_path(warehouse)
    assert found is not None
    return Path(shutil.copyfile(found, tmp_path / "own.duckdb"))


def _part(source: Path) -> Path:
    return sorted((source / PARTS).iterdir())[0]


def _rewrite(part: Path, select: str, limit: str = "") -> None:
    other = part.with_suffix(".other")
    query = f"select {select} from read_parquet('{part}') {limit}"
    duckdb.execute(f"copy ({query}) to '{other}' (format parquet)")
    other.replace(part)


def test_a_build_from_parquet_gives_the_figures_of_the_warehouse(
    warehouse: Path, built: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    assert built()[0] == 0
    here, there = reader(warehouse).cursor(), reader(tmp_path / "out" / "cruscotto.duckdb").cursor()
    names = (
        "select schema_name, table_name from duckdb_tables() "
        "where schema_name in ('marts', 'ledger')"
    )
    tables = here.execute(f"{names} order by all").fetchall()
    assert there.execute(f"{names} order by all").fetchall() == tables
    for schema, name in tables:
        for query in (f"describe {schema}.{name}", f"from {schema}.{name} order by all"):
            assert there.execute(query).fetchall() == here.execute(query).fetchall()
    parts = tmp_path / "out" / "parquet"
    assert {path.name for path in (parts / "marts").iterdir()} >= {"operation", "participation"}
    assert {path.name for path in parts.iterdir()} == {"marts", "ledger"}


def test_a_missing_part_is_named(built: Callable[..., tuple[int, str]], source: Path) -> None:
    part = _part(source)
    part.unlink()
    code, sentence = built()
    assert (code, part.name in sentence) == (92, True)


def test_a_column_that_one_part_lacks_is_named(built, source: Path) -> None:
    _rewrite(_part(source), "* exclude (TOT_PAGAMENTI)")
    code, sentence = built()
    assert (code, "TOT_PAGAMENTI" in sentence, "VARCHAR" in sentence) == (93, True, True)


def test_a_column_of_another_type_is_named(built, source: Path) -> None:
    _rewrite(_part(source), "* replace (1.5::double as TOT_PAGAMENTI)")
    code, sentence = built()
    assert (code, "DOUBLE" in sentence, "VARCHAR" in sentence) == (93, True, True)


def test_a_part_that_was_cut_is_told(built, source: Path) -> None:
    _part(source).write_bytes(_part(source).read_bytes()[:200])
    assert built()[0] == 94


def test_a_part_with_fewer_rows_than_the_manifest_says_is_told(built, source: Path) -> None:
    rows = json.loads((source / MANIFEST).read_text("utf-8"))["tables"][
        "raw.opencoesione_operations"
    ]
    _rewrite(_part(source), "*", "limit 1")
    code, sentence = built()
    assert (code, str(max(rows.values())) in sentence) == (94, True)


def test_a_missing_table_is_named(built, source: Path) -> None:
    manifest = json.loads((source / MANIFEST).read_text("utf-8"))
    del manifest["tables"]["raw.participations"]
    (source / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    code, sentence = built()
    assert (code, "raw.participations" in sentence) == (91, True)


@pytest.mark.parametrize("content", [None, "{", "[]", "{}"])
def test_a_folder_without_a_manifest_is_no_source(built, source: Path, content: str | None) -> None:
    (source / MANIFEST).unlink()
    if content is not None:
        (source / MANIFEST).write_text(content, "utf-8")
    assert built()[0] == 90


@pytest.mark.parametrize(
    ("master", "code"),
    [("spark://127.0.0.1:1", 96), ("sc://127.0.0.1:1", 96), ("yarn", 21), ("http://x", 21)],
)
def test_a_master_that_does_not_answer_is_told(built, needs_java, master: str, code: int) -> None:
    found, sentence = built("--engine", "spark", "--master", master)
    assert (found, master in sentence) == (code, True)


def test_a_missing_java_is_told(built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "java", lambda: None)
    monkeypatch.setitem(sys.modules, "pyspark", sys)
    code, sentence = built("--engine", "spark", "--master", "local[2]")
    assert (code, "Java 17" in sentence) == (95, True)


def test_a_missing_spark_says_how_to_install_it(built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    code, sentence = built("--engine", "spark", "--master", "local[2]")
    assert (code, "-m pip install" in sentence, "pyspark" in sentence) == (95, True, True)


@pytest.mark.parametrize("given", ["--source", "--out"])
def test_source_and_out_go_together(said: Said, tmp_path: Path, given: str) -> None:
    assert said("build", given, str(tmp_path))[0] == 21


def test_a_folder_with_other_files_is_not_replaced(
    capsys, monkeypatch: pytest.MonkeyPatch, own: Path, tmp_path: Path
) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", "utf-8")
    monkeypatch.setattr(
        sys, "argv", ["cruscotto", "--warehouse", str(own), "raw", "--out", str(tmp_path)]
    )
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 99
    assert (tmp_path / "thesis.txt").exists()


def test_a_source_is_replaced_by_the_next_and_its_owner_alone_reads_it(
    own: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = tmp_path / "source"
    for rows in ("3", "100"):
        monkeypatch.setattr(
            sys,
            "argv",
            ["cruscotto", "--warehouse", str(own), "raw", "--out", str(out), "--part-rows", rows],
        )
        with pytest.raises(SystemExit) as left:
            main()
        assert not left.value.code
    assert len(list((out / PARTS).iterdir())) == 1
    assert out.stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob(".*"))


def test_a_warehouse_built_elsewhere_is_not_changed_here(
    built, capsys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    built()
    path = tmp_path / "out" / "cruscotto.duckdb"
    before = published_path(path)
    for arguments, code in ((("build",), 98), (("raw", "--out", str(tmp_path / "x")), 98)):
        monkeypatch.setattr(sys, "argv", ["cruscotto", "--warehouse", str(path), *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        assert left.value.code == code
    assert published_path(path) == before


def test_a_check_of_a_warehouse_built_elsewhere_says_what_it_holds(
    built, capsys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    built()
    path = str(tmp_path / "out" / "cruscotto.duckdb")
    monkeypatch.setattr(
        sys, "argv", ["cruscotto", "--warehouse", path, "check", "--format", "json"]
    )
    with pytest.raises(SystemExit) as left:
        main()
    told = json.loads(capsys.readouterr().out)
    assert (left.value.code or 0, told["is_well"]) == (0, True)
    assert "check.marts_only" in {finding["finding"] for finding in told["findings"]}


def test_the_contract_names_every_raw_table_and_the_ledger() -> None:
    assert {"raw.participations", "raw.reference_regions", "ledger.file"} <= set(contract())
    assert contract()["raw.participations"]["hours_attended"] == "DECIMAL(9,2)"
