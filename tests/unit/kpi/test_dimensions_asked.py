"""Several dimensions are asked for on the command line, however they are written."""

import pytest
from typer.testing import CliRunner

from cruscotto.cli.main import app
from cruscotto.kpi.registry import KPIS
from cruscotto.kpi.registry.dimensions import DIMENSIONS


def asked(warehouse, *words: str) -> str:
    arguments = ("--warehouse", str(warehouse), "kpi", *words, "--format", "json")
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("payments_eur", "--by", "programme,axis"),
        ("payments_eur", "--by", "programme", "axis"),
        ("--by", "programme", "axis", "payments_eur"),
    ],
    ids=" ".join,
)
def test_commas_blanks_and_repetition_ask_the_same(warehouse, words) -> None:
    repeated = ("payments_eur", "--by", "programme", "--by", "axis")
    assert asked(warehouse, *words) == asked(warehouse, *repeated)


def test_no_indicator_is_called_like_a_dimension() -> None:
    assert not KPIS.keys() & DIMENSIONS.keys()
