"""Each rule of `tools/lint.py` finds what breaks it, and lets the plain form pass."""

import pytest
from lints import python_files, sql_files, words

PAGE = '"""Page: how much?"""\n'
LONG = "def f():\n" + "    x = 1\n" * 41


def found(tmp_path, name: str, text: str) -> list[str]:
    """Return what the rules of Python files find in a clone of one file."""
    (tmp_path / "app.py").write_text("")
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return [f"{fault.path}: {fault.what}" for fault in python_files.faults(tmp_path)]


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("pages/a.py", '"""What is this?"""\n', "begins with its question"),
        ("pages/a.py", PAGE + "x = 1\n" * 59, "at most 59 lines"),
        ("pages/a.py", PAGE + "import pandas\n", "does not import pandas"),
        ("pages/a.py", PAGE + "def f():\n    import duckdb\n", "does not import duckdb"),
        ("cruscotto/utils.py", "", "named for what it does"),
        ("cruscotto/a.py", "x = 1\n" * 340, "at most 339 lines"),
        ("cruscotto/a.py", LONG, "f has 41 lines"),
        ("cruscotto/kpi/a.py", 'q = f"select x from t where y = {y}"\n', "bind it"),
        ("cruscotto/a.py", 'con.execute("select %s" % x)\n', "bind the values"),
        ("cruscotto/a.py", 'con.execute("select {}".format(x))\n', "bind the values"),
        ("cruscotto/a.py", 'x = "/ho' + 'me/anna/x"\n', "a path of a machine"),
    ],
    ids=lambda value: None if "\n" in str(value) else str(value),
)
def test_a_python_file_that_breaks_a_rule_is_named(tmp_path, name, text, what) -> None:
    (fault,) = found(tmp_path, name, text)
    assert fault.startswith(f"{name}: ")
    assert what in fault


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pages/a.py", PAGE + "from cruscotto.ui import x\nimport streamlit\n"),
        ("cruscotto/a.py", LONG.replace("    x = 1\n", "", 1)),
        ("cruscotto/kpi/a.py", 'q = f"select x from {TABLE}"\n'),
        ("cruscotto/a.py", 'con.execute("select x from t where y = ?", [y])\n'),
    ],
)
def test_a_python_file_that_keeps_the_rules_is_not(tmp_path, name, text) -> None:
    assert found(tmp_path, name, text) == []


GRAIN = "-- Grain:  one row per x.\n"


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("select 1 as x", ("queries", "a.sql"), "states the grain"),
        (GRAIN + "SELECT x from t", ("queries", "a.sql"), "lower case"),
        (GRAIN + "select x from t", ("staging", "stg_a.sql"), "names it"),
        (GRAIN + "select avg(x) from t", ("marts", "a.sql"), "avg"),
        (GRAIN + "select avg(x) from t", ("checks", "puc", "a.sql"), "avg"),
        (GRAIN + "select from where", ("queries", "a.sql"), "not read as SQL"),
        (GRAIN, ("queries", "a.sql"), "no query"),
    ],
)
def test_a_sql_file_that_breaks_a_rule_is_named(text, place, what) -> None:
    assert any(what in fault for fault in sql_files.faults_of(text, place))


def test_a_sql_file_that_keeps_the_rules_is_not() -> None:
    text = f"{GRAIN}-- Source: raw.t\nselect x from t"
    assert list(sql_files.faults_of(text, ("staging", "stg_t.sql"))) == []


@pytest.mark.parametrize(
    ("piece", "held"),
    [
        ("Say whether it is there", ["say"]),
        ("_was_told", ["told"]),
        ("hush_libraries", ["hush_libraries".partition("_")[0]]),
        ("Promises of an axis", ["promises"]),
        ("said", ["said"]),
        ("essay, retold, unsaid, intelligible, compromise", []),
        ("Return whether it is there", []),
    ],
)
def test_words_of_the_dialect_are_found_whole_and_in_names(piece, held) -> None:
    assert words.words(piece) == held


def test_words_are_sought_in_comments_names_and_docstrings_but_not_in_texts() -> None:
    text = '''"""It tells.

    More is said."""
x_told = "say nothing"  # whoever reads
'''
    lines = [line for line, piece in words.python_pieces(text) if words.words(piece)]
    assert sorted(lines) == [1, 3, 4, 4]
    assert [w for _, p in words.sql_pieces("a -- said\n'told'") for w in words.words(p)] == ["said"]


def test_the_number_of_words_left_may_only_fall(tmp_path) -> None:
    (tmp_path / "tools").mkdir()
    left = tmp_path / words.LEFT
    (tmp_path / "cruscotto").mkdir()
    (tmp_path / "cruscotto" / "a.py").write_text("# told\n# said\n")
    left.write_text("1\n")
    assert [fault.line for fault in words.faults(tmp_path)] == [1, 1, 2]
    words.lower(tmp_path)
    assert left.read_text() == "1\n"
    left.write_text("5\n")
    assert list(words.faults(tmp_path)) == []
    words.lower(tmp_path)
    assert left.read_text() == "2\n"
