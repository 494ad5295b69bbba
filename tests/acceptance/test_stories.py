"""Stories planted in the demonstration: sentences find each of them."""

import pytest

from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.analysis.providers import compare_providers
from cruscotto.kpi.change.explained import Cause
from cruscotto.kpi.change.explaining import explain
from cruscotto.kpi.change.fair_targets import fair_target
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M
from cruscotto.kpi.wording.changes import sentence as change_sentence
from cruscotto.kpi.wording.fair_targets import sentence as target_sentence
from cruscotto.kpi.wording.names import names
from cruscotto.ui.providers.wording import sentence
from cruscotto.warehouse import reader


@pytest.fixture(scope="module")
def con(whole_demonstration):
    return reader(whole_demonstration / "cruscotto.duckdb")


@pytest.mark.parametrize("audience", ["protected", "exact"])
def test_a_provider_of_the_long_term_unemployed_is_better_than_its_figures(con, audience) -> None:
    """It places fewer than its region does, and more than others place of the same people."""
    rules, code = Rules(audience=audience), "SINT0000610"
    found = compare_providers(con, PLACEMENT_RATE_6M, Selection(), rules)
    row = found.rows[code]
    puglia = measure(con, PLACEMENT_RATE_6M, (), Selection.of(region="ITF4"), rules).value()
    assert (row.region, row.verdict) == ("ITF4", "better")
    assert row.same_market < row.rate < puglia
    name = names(con, "provider", "it")[code]
    written = sentence(name, row, puglia, found.grades, "it")
    assert written.startswith(f"{name} è migliore delle sue cifre: 4")
    assert "meno della sua regione" in written
    assert "nell'ordine sbagliato" in written


@pytest.mark.parametrize("audience", ["protected", "exact"])
def test_a_fall_in_emilia_romagna_is_composition_alone(con, audience) -> None:
    """In 2021 it serves the long-term unemployed, and does as well by each kind of people."""
    rules = Rules(audience=audience)
    sides = tuple(Selection.of(region="ITH5", year=year) for year in ("2020", "2021"))
    found = explain(con, PLACEMENT_RATE_6M, "year", sides, rules)
    assert found.change < -0.05
    assert found.value_of(Cause.COMPOSITION) < -0.08
    assert abs(found.residual) < 1e-9
    written = change_sentence(found, lambda name: names(con, name, "it"), "it")
    assert written.endswith(
        "A parità di tipo di persone la differenza non si distingue dal caso: cambia chi è stato "
        "servito, o in quali interventi."
    )
    moved = fair_target(con, PLACEMENT_RATE_6M, sides, rules)
    assert moved.interval[0] < 0 < moved.interval[1]
    assert target_sentence(moved, "en").endswith("may be chance.")
