"""A table on paper is parted into sheets: no column is lost, none but the first comes twice."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from cruscotto.ui.text.on_sheets import BESIDE, IN_ONE_LINE, SHEET, parts

words = st.text("ab ", max_size=60)
frames = st.lists(st.tuples(words, words), min_size=1, max_size=12).map(
    lambda columns: pd.DataFrame(
        {f"{place}{head}": [cell] for place, (head, cell) in enumerate(columns)}
    )
)


@given(frames)
def test_every_column_is_on_one_sheet_behind_the_first(frame: pd.DataFrame) -> None:
    first, *others = frame.columns
    found = parts(frame)
    assert all(part[0] == first for part in found)
    assert [head for part in found for head in part[1:]] == others


@given(frames)
def test_a_sheet_is_wider_than_paper_only_where_two_columns_are(frame: pd.DataFrame) -> None:
    for part in parts(frame):
        words = {head: [w for c in [head, *frame[head]] for w in c.split(" ")] for head in part}
        words |= {h: [*words[h], *(cell[:IN_ONE_LINE] for cell in frame[h])] for h in part}
        wide = sum(max(map(len, words[head])) + BESIDE for head in part)
        assert wide <= SHEET or len(part) == 2 or len(frame.columns) == 1


def test_a_table_without_columns_needs_no_sheet() -> None:
    assert parts(pd.DataFrame()) == []


def test_parts_of_a_wide_table_are_alike_so_that_no_column_stands_alone_behind_the_first() -> None:
    frame = pd.DataFrame({f"column {n}": ["9" * 15] for n in range(9)})
    assert [len(part) for part in parts(frame)] == [5, 5]


def test_cells_that_one_line_holds_are_not_counted_by_their_longest_word() -> None:
    readings = pd.DataFrame({f"column {n}": ["entro il consueto"] for n in range(8)})
    assert len(parts(readings)) == 2
