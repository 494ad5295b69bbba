"""Columns of texts that depend on a row's budget line or objective."""

from collections.abc import Callable

import numpy as np

from cruscotto.demo.chance import Mask
from cruscotto.demo.formats import Column, pick
from cruscotto.demo.operations.portfolio import Portfolio
from cruscotto.demo.operations.snapshot import Snapshot
from cruscotto.demo.territory.programmes import BudgetLine
from cruscotto.demo.texts_of_operations import Theme, themes

Columns = dict[str, Column]


def of_line(whole: Portfolio, cut: Snapshot, word: Callable[[BudgetLine], str]) -> Column:
    """Return a column with a text of each row's budget line."""
    return pick([word(line) for line in whole.lines], whole.line[cut.rows])


def of_theme(whole: Portfolio, cut: Snapshot, word: Callable[[Theme], str]) -> Column:
    """Return a column with a text of each row's objective."""
    return of_line(whole, cut, lambda line: word(themes()[line.theme]))


def where_line(whole: Portfolio, cut: Snapshot, test: Callable[[BudgetLine], bool]) -> Mask:
    """Return which rows' budget lines pass a test."""
    return np.array([test(line) for line in whole.lines])[whole.line[cut.rows]]
