"""Reported values take the thresholds of every count of persons."""

from decimal import Decimal

import pytest

from cruscotto.disclosure import Audience, Rules
from cruscotto.kpi.query.reported import hide_small


def rows(indicator: str, *values: int) -> list[dict[str, object]]:
    return [
        {
            "programme_code": "P",
            "axis_code": str(i),
            "category_of_region_code": "all",
            "indicator_code": indicator,
            "achieved": Decimal(value),
        }
        for i, value in enumerate(values)
    ]


def hidden(found: list[dict[str, object]]) -> list[bool]:
    assert all((row["achieved"] is None) == row["is_hidden"] for row in found)
    return [bool(row["is_hidden"]) for row in found]


@pytest.mark.parametrize("audience", [Audience.PROTECTED, Audience.PUBLIC])
def test_a_small_value_is_hidden_and_zero_is_not(audience) -> None:
    found = hidden(hide_small(rows("EECO01", 3, 20, 300, 0), Rules(audience=audience)))
    assert found == [True, False, False, False]


def test_nothing_is_hidden_from_who_may_see_everything() -> None:
    found = hidden(hide_small(rows("EECO01", 3, 20), Rules(audience=Audience.EXACT)))
    assert found == [False, False]


def test_sensitive_indicators_take_the_higher_threshold() -> None:
    assert hidden(hide_small(rows("EECO12", 8, 20, 300), Rules()))[0]
    assert not any(hidden(hide_small(rows("EECO01", 8, 20, 300), Rules())))


def test_what_counts_no_persons_is_shown() -> None:
    assert not any(hidden(hide_small(rows("CO23", 3, 20), Rules())))
