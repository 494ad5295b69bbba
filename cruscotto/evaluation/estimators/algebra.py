"""Small matrices: X'WX, its inverse, and which columns of X are combinations of other columns."""

import numpy as np
import scipy

from cruscotto.evaluation.data.columns import Array, Flags
from cruscotto.evaluation.errors import CollinearCovariate

SMALLEST_PIVOT = 1e-10  # share of a column's size that the columns before it must leave


def gram(matrix: Array, weights: Array) -> Array:
    """Return X'WX, for a matrix X and the weights W of its rows."""
    product: Array = matrix.T @ (weights[:, None] * matrix)
    return product


def invert_gram(product: Array, names: tuple[str, ...]) -> Array:
    """Return the inverse of X'WX.

    Raises:
        CollinearCovariate: a column is a combination of earlier columns.
    """
    diagonal = np.diag(product)
    empty = diagonal <= 0
    if empty.any():
        raise CollinearCovariate(covariate=names[int(np.argmax(empty))])
    size = np.sqrt(diagonal)
    factor, failed = scipy.linalg.lapack.dpotrf(product / np.outer(size, size), lower=1)
    pivots = np.diag(factor) ** 2
    if failed or pivots.min() < SMALLEST_PIVOT:
        position = failed - 1 if failed else int(np.argmin(pivots))
        raise CollinearCovariate(covariate=names[position])
    inverse = scipy.linalg.lapack.dpotri(factor, lower=1)[0]
    inverse = np.tril(inverse) + np.tril(inverse, -1).T
    return np.asarray(inverse / np.outer(size, size), dtype=np.float64)


def independent_columns(product: Array) -> Flags:
    """Return which columns of a matrix, given its X'WX, are no combination of earlier columns."""
    independent = np.diag(product) > 0
    while independent.any():
        position = _first_dependent(product[np.ix_(independent, independent)])
        if position is None:
            break
        independent[np.flatnonzero(independent)[position]] = False
    return np.asarray(independent, dtype=np.bool_)


def _first_dependent(product: Array) -> int | None:
    size = np.sqrt(np.diag(product))
    factor, failed = scipy.linalg.lapack.dpotrf(product / np.outer(size, size), lower=1)
    pivots = np.diag(factor)[: failed - 1 if failed else None] ** 2
    if (pivots < SMALLEST_PIVOT).any():
        return int(np.argmax(pivots < SMALLEST_PIVOT))
    return failed - 1 if failed else None
