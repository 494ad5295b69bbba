"""Split a table that is too wide for a sheet of paper into groups of its columns."""

from collections.abc import Mapping

import pandas as pd

# Width of a sheet in characters of a table, what a column takes beside its words, and the longest
# cell that stays in one line: rows of two lines take more room than a part of the columns more.
SHEET, BESIDE, IN_ONE_LINE = 120, 2, 18


def parts(frame: pd.DataFrame) -> list[list[str]]:
    """Return the columns of a table in groups that fit on a sheet of paper.

    There are as few groups as possible, and they are about equally wide. Each group begins with the
    table's first column.
    """
    if frame.columns.empty:
        return []
    wide = {head: max(_word(head), *map(_cell, frame[head]), 0) + BESIDE for head in frame.columns}
    fewest = len(_fitting(wide, SHEET))
    return next(found for room in range(SHEET + 1) if len(found := _fitting(wide, room)) == fewest)


def _fitting(wide: Mapping[str, int], room: int) -> list[list[str]]:
    """Return columns in groups that are no wider than `room` characters.

    A group of only two columns may be wider.
    """
    first, *others = wide
    parts = [[first]]
    for head in others:
        if len(parts[-1]) > 1 and sum(wide[one] for one in [*parts[-1], head]) > room:
            parts.append([first])
        parts[-1].append(head)
    return parts


def _word(text: str) -> int:
    """Return the length of the longest word; lines break only between words."""
    return max(map(len, text.split(" ")))


def _cell(text: str) -> int:
    return max(_word(text), min(len(text), IN_ONE_LINE))
