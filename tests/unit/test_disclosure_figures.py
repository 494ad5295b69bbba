"""What disclosure control costs: guide, decision and page on method state what the command printed.

`python benchmarks/disclosure_designs.py ARCHIVE --keep` measures; nothing else is compared here.
"""

import importlib.util
import json
import re
from types import ModuleType
from typing import Any

import pytest

from cruscotto.config import ROOT
from cruscotto.i18n import t

BENCHMARK = ROOT / "benchmarks" / "disclosure_designs.py"


@pytest.fixture(scope="module")
def designs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("disclosure_designs", BENCHMARK)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def kept(designs) -> dict[str, Any]:
    return json.loads(designs.KEPT.read_text("utf-8"))


def test_the_guide_states_what_was_measured(designs, kept) -> None:
    guide = (ROOT / "docs/guida/riservatezza.md").read_text("utf-8")
    for row in designs.guide_rows(kept):
        assert row in guide
    assert designs.by_size(kept) in " ".join(guide.split())


def test_the_decision_states_what_was_measured(designs, kept) -> None:
    decision = (ROOT / "docs/decisions/0011-perturbation.md").read_text("utf-8")
    for row in designs.decision_rows(kept):
        assert row in decision


@pytest.mark.parametrize("lang", ["it", "en"])
def test_the_page_on_method_states_what_was_measured(designs, kept, lang) -> None:
    written = t("methodology.limits_utility", lang).partition(".** ")[2].partition(". ")[2]
    found = re.findall(r"\d+(?:[.,]\d)?", written)
    assert [figure.replace(",", ".") for figure in found] == designs.page_figures(kept)
