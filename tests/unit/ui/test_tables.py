"""A table on paper is parted into sheets: no column is lost, none but the first comes twice."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from cruscotto.ui.exhibit.tables import BESIDE, SHEET, _sheets

words = st.text("ab ", max_size=60)
frames = st.lists(st.tuples(words, words), min_size=1, max_size=12).map(
    lambda columns: pd.DataFrame(
        {f"{place}{head}": [cell] for place, (head, cell) in enumerate(columns)}
    )
)


@given(frames)
def test_every_column_is_on_one_sheet_behind_the_first(frame: pd.DataFrame) -> None:
    first, *others = frame.columns
    parts = _sheets(frame)
    assert all(part[0] == first for part in parts)
    assert [head for part in parts for head in part[1:]] == others


@given(frames)
def test_a_sheet_is_wider_than_paper_only_where_two_columns_are(frame: pd.DataFrame) -> None:
    for part in _sheets(frame):
        cells = [[head, *frame[head]] for head in part]
        wide = sum(max(len(w) for c in column for w in c.split(" ")) + BESIDE for column in cells)
        assert wide <= SHEET or len(part) == 2 or len(frame.columns) == 1


def test_a_table_without_columns_needs_no_sheet() -> None:
    assert _sheets(pd.DataFrame()) == []
