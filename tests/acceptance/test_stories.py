"""Stories planted in the demonstration: sentences find each of them."""

import pytest

from cruscotto.disclosure.thresholds import Rules
from cruscotto.kpi.analysis.providers import compare_providers
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M
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
    assert written.startswith(f"{name} è migliore delle sue cifre: 49")
    assert "nell'ordine sbagliato" in written
