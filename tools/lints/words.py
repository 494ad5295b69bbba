"""Words of a private dialect, in comments, docstrings and names: plain English is read at once.

How many are left stands in `tools/words_left`; the number may only fall (`lint.py --lower`).
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from lints.fault import Fault

# Word as a pattern: what may be meant.
INSTEAD = {
    "say|says": "return, print, show, state",
    "saying": "printing, showing",
    "said": "printed, shown, stated; the text",
    "tell|tells": "return, show, distinguish",
    "telling": "showing",
    "told": "shown, stated, reported",
    "hush[a-z]*": "silence",
    "spoil[a-z]*": "break, corrupt",
    "knock[a-z]*": "try to connect",
    "promis[a-z]*": "a target, or a guarantee",
    "handouts?": "a file offered",
    "whoever": "who, anybody who",
    "meanwhile": "while, at the same time",
}
WORD = re.compile(rf"(?<![a-z])(?:{'|'.join(INSTEAD)})(?![a-z])", re.IGNORECASE)
LEFT = Path("tools") / "words_left"


def faults(root: Path) -> Iterator[Fault]:
    """Yield every word where there are more of them than are allowed to be left."""
    found, allowed = list(_all(root)), int((root / LEFT).read_text("ascii"))
    if len(found) > allowed:
        yield Fault(str(LEFT), 1, f"{len(found)} words of the dialect, {allowed} are allowed")
        yield from found


def lower(root: Path) -> None:
    """Write down how many are left, where they are fewer than were allowed."""
    allowed = int((root / LEFT).read_text("ascii"))
    (root / LEFT).write_text(f"{min(allowed, len(list(_all(root))))}\n", "ascii")


def _all(root: Path) -> Iterator[Fault]:
    for folder, ending in (("cruscotto", "*.py"), ("pages", "*.py"), ("sql", "*.sql")):
        for path in sorted((root / folder).rglob(ending)):
            text, name = path.read_text("utf-8"), str(path.relative_to(root))
            pieces = python_pieces(text) if path.suffix == ".py" else sql_pieces(text)
            for line, piece in [(1, path.stem), *pieces]:
                for word in words(piece):
                    yield Fault(name, line, f"“{word}”: {_instead(word)}")


def words(piece: str) -> list[str]:
    """Return the words of the dialect in a piece of text or in a name."""
    return [match[0].lower() for match in WORD.finditer(piece)]


def _instead(word: str) -> str:
    return next(plain for pattern, plain in INSTEAD.items() if re.fullmatch(pattern, word))


def python_pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of the comments, names and docstrings of a Python file."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[0] if node.body else None
            lines = (ast.get_docstring(node, clean=False) or "").splitlines()
            yield from ((body.lineno + at, line) for at, line in enumerate(lines) if body)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in (tokenize.COMMENT, tokenize.NAME):
            yield token.start[0], token.string


def sql_pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of the comments and names of a SQL file; values are what sources write."""
    for number, line in enumerate(text.splitlines(), start=1):
        yield number, re.sub(r"'[^']*'", "", line)
