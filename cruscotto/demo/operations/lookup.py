"""Columns whose text depends on the budget line or the objective of an operation."""

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
    """Return a column with the text that `word` gives for each row's budget line."""
    return pick([word(line) for line in whole.lines], whole.line[cut.rows])


def of_theme(whole: Portfolio, cut: Snapshot, word: Callable[[Theme], str]) -> Column:
    """Return a column with the text that `word` gives for each row's objective."""
    return of_line(whole, cut, lambda line: word(themes()[line.theme]))


def where_line(whole: Portfolio, cut: Snapshot, test: Callable[[BudgetLine], bool]) -> Mask:
    """Return a mask of the rows whose budget line passes a test."""
    return np.array([test(line) for line in whole.lines])[whole.line[cut.rows]]
