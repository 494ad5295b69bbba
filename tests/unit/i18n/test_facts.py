"""Every sentence that the code asks for gets the facts that its catalogue entry names."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from cruscotto.config import ROOT
from cruscotto.i18n import Lang
from cruscotto.i18n.catalogue import catalogue

Asked = tuple[str, frozenset[str]]


def asked() -> Iterator[Asked]:
    """Yield key and facts of each call of `t` whose key is written out and whose facts are too."""
    for path in [*Path(ROOT, "cruscotto").rglob("*.py"), *Path(ROOT, "pages").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id != "t" or not node.args or any(k.arg is None for k in node.keywords):
                continue
            key = node.args[0]
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value, frozenset(k.arg for k in node.keywords if k.arg)


@pytest.mark.parametrize("lang", ["it", "en"])
def test_a_sentence_finds_every_fact_that_it_names(lang: Lang) -> None:
    sentences, calls = catalogue(lang), set(asked())
    lacking = [
        (key, name)
        for key, facts in calls
        if key in sentences
        for _, name, _, _ in Formatter().parse(sentences[key])
        if name and name not in facts
    ]
    assert len(calls) > 500
    assert lacking == []
