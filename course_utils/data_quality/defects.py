"""Plant a defect of one's own, and score who finds defects that were planted."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from course_utils.data_quality.gaps import as_matrix_with_gaps
from course_utils.validation import as_labels, as_rng, check_choice, check_nonnegative

DEFECTS = ("missing", "noise", "duplicates", "units", "shuffled labels")
FACTOR = 10.0  # a row in other units: millimeters among centimeters


def spoil(X, y, kind, share, rng) -> tuple[np.ndarray, np.ndarray]:
    """Return a copy of the data in which a share of it has one kind of defect.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features); NaN is a missing cell
        Spoil a spoiled table again to have two defects together.
    y : array-like of shape (n_samples,), the labels
    kind : {"missing", "noise", "duplicates", "units", "shuffled labels"}
        Cells become NaN. Cells get Gaussian noise, its standard deviation that of all numbers in X.
        Rows are copied, below the others. Rows are multiplied by 10. Rows swap their labels
        at random.
    share : float from 0 to 1
        Of the cells ("missing", "noise") or of the rows, rounded to a whole number of them.
    rng : Generator or seed
        With the same seed, a greater share spoils what a smaller one does, and more.

    Returns
    -------
    X : ndarray, float64; it has more rows for "duplicates"
    y : ndarray, as long as X

    >>> spoil([[1, 2], [3, 4]], [0, 1], "units", 0.5, rng=0)
    (array([[10., 20.],
           [ 3.,  4.]]), array([0, 1]))
    """
    X, y, rng = *_samples(X, y), as_rng(rng)
    check_choice(kind, DEFECTS, "kind")
    if check_nonnegative(share, "share") > 1:
        raise ValueError(f"share must be from 0 to 1; got {share!r}.")
    size = X.size if kind in ("missing", "noise") else len(X)
    chosen = rng.permutation(size)[: round(share * size)]
    if kind == "missing":
        X.flat[chosen] = np.nan
    elif kind == "noise":
        X.flat[chosen] += _spread(X) * rng.standard_normal(size)[chosen]
    elif kind == "duplicates":
        X, y = np.concatenate([X, X[chosen]]), np.concatenate([y, y[chosen]])
    elif kind == "units":
        X[chosen] *= FACTOR
    else:
        y[chosen] = y[rng.permutation(chosen)]
    return X, y


def _spread(X) -> float:
    numbers = X[~np.isnan(X)]
    return numbers.std() if numbers.size else 0.0


def scan_again(X, y, rng) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return all rows twice, the second time scanned again: each number one less, equal, or more.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
    y : array-like of shape (n_samples,), the labels
    rng : Generator or seed

    Returns
    -------
    X : ndarray of shape (2 * n_samples, n_features), float64; the originals first
    y : ndarray of shape (2 * n_samples,)
    groups : ndarray of shape (2 * n_samples,), the number of the row that each was made from

    >>> X, y, groups = scan_again([[4.0], [9.0]], [0, 1], rng=0)
    >>> y, groups, bool(np.abs(X[2:] - X[:2]).max() <= 1)
    (array([0, 1, 0, 1]), array([0, 1, 0, 1]), True)
    """
    X, y, rng = *_samples(X, y), as_rng(rng)
    again = X + rng.integers(-1, 2, X.shape)
    return np.concatenate([X, again]), np.tile(y, 2), np.tile(np.arange(len(X)), 2)


def _samples(X, y) -> tuple[np.ndarray, np.ndarray]:
    """Return copies of the rows and of their labels."""
    X = as_matrix_with_gaps(X)
    return X, as_labels(y, "y", len(X)).copy()


class Score(NamedTuple):
    """How much of what was planted is found, and how much of what is found was planted."""

    recall: float  # NaN stands for a share of nothing, here and below
    precision: float
    n_found: int
    n_planted: int


def found(log, truth, kind) -> Score:
    """Compare the cells that a repair changed with those in which a defect was planted.

    Parameters
    ----------
    log : DataFrame with the columns row, column; the log of a repair, or a part of it
        A whole row has the column "". A cell that is listed twice counts once.
    truth : DataFrame with the columns row, column, kind
    kind : str, one of truth's kinds

    Returns
    -------
    Score
        Precision is NaN where nothing is found.

    >>> truth = pd.DataFrame({"row": [0, 3], "column": ["ink", "ink"], "kind": ["unit", "unit"]})
    >>> found(pd.DataFrame({"row": [3, 4, 5], "column": "ink"}), truth, "unit")
    Score(recall=0.5, precision=0.3333333333333333, n_found=3, n_planted=2)
    """
    listed = _cells(log, "log", ("row", "column"))
    _cells(truth, "truth", ("row", "column", "kind"))
    if not len(truth):
        raise ValueError("truth is empty: no defect was planted, so none can be found.")
    kinds = truth["kind"].unique().tolist()
    planted = _cells(truth[truth["kind"] == check_choice(kind, kinds, "kind")], "truth", ())
    both = len(listed & planted)
    precision = both / len(listed) if listed else float("nan")
    return Score(both / len(planted), precision, len(listed), len(planted))


def _cells(table, name, columns) -> set:
    """Return the (row, column) pairs of a table that must have `columns`."""
    if not isinstance(table, pd.DataFrame):
        raise TypeError(f"{name} must be a DataFrame; got {type(table).__name__}.")
    for column in columns:
        if (count := list(table.columns).count(column)) != 1:
            has = "no column" if not count else f"{count} columns"
            raise ValueError(f"{name} has {has} {column!r}; it needs {', '.join(columns)}.")
    if len(table) and not pd.api.types.is_numeric_dtype(table["row"]):
        raise ValueError(f"the rows of {name} must be positions, not {table['row'].dtype}.")
    return set(zip(table["row"], table["column"], strict=True))
