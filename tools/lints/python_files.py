"""Rules of Python files: pages, sizes, queries, places of work."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from lints.fault import Fault

LINES_OF_A_MODULE, LINES_OF_A_FUNCTION, LINES_OF_A_PAGE = 339, 40, 59
VAGUE = ("utils", "helpers", "misc", "common")
# What a page may import: the screens, the words and constants of the registry.
ALLOWED = re.compile(
    r"streamlit|cruscotto\.(ui|i18n)(\..*)?|cruscotto\.kpi\.registry(\.(people|money))?\.[A-Z_]+"
)
SQL_WORDS = re.compile(r"\bselect\b.*\bfrom \w|\bwhere \w+ (=|in|<|>)|\binsert into\b", re.DOTALL)
# Rooms where what a visitor chose arrives: their queries are trees or constant texts.
ASKED = {"kpi", "ui", "export", "cli", "pages", "facts", "alerts", "dossier"}
MACHINE = re.compile(r"/(?:home|Users)/\w|/(?:root|work)/")

Found = Iterator[tuple[int, str]]


def faults(root: Path) -> Iterator[Fault]:
    """Yield the faults of the package, the pages and the main script."""
    modules, pages = sorted((root / "cruscotto").rglob("*.py")), sorted(root.glob("pages/*.py"))
    for path in [*modules, *pages, root / "app.py"]:
        text, name = path.read_text("utf-8"), path.relative_to(root)
        rules = [_machines(text)]
        tree = ast.parse(text)
        rules += [_size(text, tree), _filled_in(tree), _vague(path)] if path in modules else []
        rules += [_page(text), _doors(tree)] if path in pages else []
        rules += [_values(tree)] if ASKED & set(name.parts) else []
        yield from (Fault(str(name), line, what) for rule in rules for line, what in rule)


def _page(text: str) -> Found:
    if not text.startswith('"""Page: '):
        yield 1, 'a page begins with its question: """Page: …'
    if (lines := len(text.splitlines())) > LINES_OF_A_PAGE:
        yield lines, f"a page has at most {LINES_OF_A_PAGE} lines"


def _doors(tree: ast.Module) -> Found:
    for line, name in imported(tree):
        if not ALLOWED.fullmatch(name):
            yield line, f"a page does not import {name}"


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield (line, name) of everything that a file imports, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _vague(path: Path) -> Found:
    if path.stem in VAGUE:
        yield 1, "a module is named for what it does"


def _size(text: str, tree: ast.Module) -> Found:
    if (lines := len(text.splitlines())) > LINES_OF_A_MODULE:
        yield lines, f"a module has at most {LINES_OF_A_MODULE} lines"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            long = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
            if long > LINES_OF_A_FUNCTION:
                yield node.lineno, f"{node.name} has {long} lines of {LINES_OF_A_FUNCTION} at most"


def _values(tree: ast.Module) -> Found:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(v.value) for v in node.values if isinstance(v, ast.Constant))
            holes = [ast.unparse(v.value) for v in node.values if isinstance(v, ast.FormattedValue)]
            # a constant of our own may be put in; anything else may come from a visitor
            if SQL_WORDS.search(text) and not all(re.fullmatch(r"[A-Z_]+", h) for h in holes):
                yield node.lineno, "a value is written into a query: bind it"


def _filled_in(tree: ast.Module) -> Found:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "execute" and node.args:
            query = node.args[0]
            by_percent = isinstance(query, ast.BinOp) and isinstance(query.op, ast.Mod)
            by_format = isinstance(query, ast.Call) and getattr(query.func, "attr", "") == "format"
            if by_percent or by_format:
                yield node.lineno, "a query is filled in by format or percent: bind the values"


def _machines(text: str) -> Found:
    for number, line in enumerate(text.splitlines(), start=1):
        if MACHINE.search(line):
            yield number, "a path of a machine or of a place of work"
