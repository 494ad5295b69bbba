"""The list behind the figures: the same operations, searched, sorted, paged."""

from typing import Any

import pytest

from cruscotto.errors import UnknownName
from cruscotto.kpi.operations import listing as operations
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import kpi
from cruscotto.warehouse import reader


@pytest.fixture
def con(warehouse) -> Any:
    return reader(warehouse)


def test_the_list_holds_as_many_operations_as_the_figure_says(con) -> None:
    for selection in (Selection(), Selection.of(fund="FSE"), Selection.of(region="ITH3")):
        counted = measure(con, kpi("operations_count"), (), selection).value() or 0
        assert operations.count(con, selection) == counted
        assert len(operations.page(con, selection, limit=100)) == counted


def test_pages_never_overlap_and_cover_everything(con) -> None:
    for sort in operations.SORTABLE:
        for descending in (True, False):
            codes = [
                row["operation_code"]
                for start in range(0, 9, 3)
                for row in operations.page(
                    con, Selection(), "", sort, descending, offset=start, limit=3
                )
            ]
            assert sorted(codes) == [f"OP{n}" for n in range(1, 9)]


def test_an_unknown_column_to_sort_by_is_said(con) -> None:
    with pytest.raises(UnknownName):
        operations.page(con, Selection(), sort="1; drop table ledger.file")


@pytest.mark.parametrize(
    "search", ["%", "_", "\\", "' or 1=1 --", "$word_0", "\\%", "OP1' union select 1 --"]
)
def test_a_search_looks_for_the_letters_it_is_given(con, search) -> None:
    assert operations.count(con, Selection(), search) == 0


def test_a_search_finds_words_in_any_case_and_needs_them_all(con) -> None:
    assert operations.count(con, Selection(), "ristorazione corso") == 8
    assert operations.count(con, Selection(), "ristorazione op1") == 1
    assert operations.count(con, Selection(), "ristorazione astronave") == 0


def test_the_detail_of_an_operation_has_its_parts_and_they_add_up(con) -> None:
    found = operations.detail(con, "OP6")
    assert found is not None
    parts = found["parts"]
    assert {part["region_code"] for part in parts} == {"ITC4", "ITH3"}
    assert sum(part["public_funding_eur"] for part in parts) == found["public_funding_eur"]
    assert operations.detail(con, "' or 1=1 --") is None
