"""Fill gaps and bring columns to one scale, with numbers that are learned from training rows."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.preprocessing import StandardScaler

from course_utils.data_quality.gaps import as_matrix_with_gaps
from course_utils.validation import as_matrix, check_choice

N_NEIGHBORS = 5
_IMPUTERS = {
    "median": (lambda: SimpleImputer(strategy="median"), "median of the training rows"),
    "mean": (lambda: SimpleImputer(strategy="mean"), "mean of the training rows"),
    "neighbors": (
        lambda: KNNImputer(n_neighbors=N_NEIGHBORS),
        f"mean of the {N_NEIGHBORS} nearest training rows",
    ),
}


class Fitted(NamedTuple):
    """Each part after a step that was fitted on the first one, and what the step did."""

    parts: tuple[np.ndarray, ...]
    log: pd.DataFrame


def impute(train, *others, strategy="median") -> Fitted:
    """Fill the missing cells of all parts with what the training rows say about the column.

    Parameters
    ----------
    train, *others : array-likes of shape (n_samples, n_features); NaN is a missing cell
        If train is a DataFrame, the others need the same columns, in the same order.
    strategy : {"median", "mean", "neighbors"}
        The column's median or mean, or the mean of the 5 nearest training rows in which the cell
        is there. Neighbors are found in the units of the columns: bring these to one scale first.

    Returns
    -------
    Fitted
        The filled parts; a log with the columns part (0 for train), row, column, before, after,
        why. A column has its name, or in an array its number.

    Raises
    ------
    ValueError
        If a column has no number in train; if a part has other columns than train, or no row.

    References
    ----------
    Troyanskaya et al., Missing value estimation methods for DNA microarrays, Bioinformatics 17(6),
    2001 (neighbors).

    >>> impute([[1.0], [3.0], [8.0]], [[np.nan]]).log
       part  row column  before  after                          why
    0     1    0      0     NaN    3.0  median of the training rows
    """
    make, why = _IMPUTERS[check_choice(strategy, _IMPUTERS, "strategy")]
    names, parts = _parts(train, others, as_matrix_with_gaps)
    empty = [name for name, column in zip(names, parts[0].T, strict=True) if np.isnan(column).all()]
    if empty:
        raise ValueError(
            f"train has no number in the column(s) {', '.join(map(repr, empty))}: nothing to learn "
            "from. Leave such columns out of all parts."
        )
    imputer = make().fit(parts[0])
    filled = tuple(imputer.transform(part) for part in parts)
    cells = [
        (number, row, names[j], np.nan, after[row, j], why)
        for number, (part, after) in enumerate(zip(parts, filled, strict=True))
        for row, j in np.argwhere(np.isnan(part)).tolist()
    ]
    log = pd.DataFrame(cells, columns=["part", "row", "column", "before", "after", "why"])
    return Fitted(filled, log)


def standardize(train, *others) -> Fitted:
    """Give each column mean 0 and standard deviation 1 over the training rows.

    Parameters
    ----------
    train, *others : array-likes of shape (n_samples, n_features), without missing cells

    Returns
    -------
    Fitted
        The parts, each (part - center) / scale; a log with one row for each column: column,
        center (the mean over train), scale (the standard deviation, or 1 in a constant column).

    Raises
    ------
    ValueError
        If a cell is missing, or a part has other columns than train, or no row.

    >>> standardize([[1.0, 5.0], [3.0, 5.0]], [[5.0, 6.0]]).parts[1]
    array([[3., 1.]])
    """
    names, parts = _parts(train, others, as_matrix)
    with np.errstate(over="ignore", invalid="ignore"):  # _scaled refuses what comes of it
        scaler = StandardScaler().fit(parts[0])
    scale = np.where(np.isfinite(scaler.var_), scaler.scale_, np.inf)
    return _scaled(names, parts, scaler.mean_, scale)


def normalize(train, *others) -> Fitted:
    """Bring each column to 0 … 1 over the training rows; other parts may reach beyond.

    Parameters
    ----------
    train, *others : array-likes of shape (n_samples, n_features), without missing cells

    Returns
    -------
    Fitted
        The parts, each (part - center) / scale; a log with one row for each column: column,
        center (the smallest number in train), scale (greatest - smallest, or 1 where both are
        equal).

    Raises
    ------
    ValueError
        If a cell is missing, or a part has other columns than train, or no row.

    >>> normalize([[2.0], [6.0]], [[8.0]]).parts
    (array([[0.], [1.]]), array([[1.5]]))
    """
    names, parts = _parts(train, others, as_matrix)
    smallest = parts[0].min(axis=0)
    with np.errstate(over="ignore"):
        extent = parts[0].max(axis=0) - smallest
    return _scaled(names, parts, smallest, np.where(extent == 0, 1.0, extent))


def _scaled(names, parts, center, scale) -> Fitted:
    too_large = [name for name, width in zip(names, scale, strict=True) if not np.isfinite(width)]
    if too_large:
        raise ValueError(
            f"the numbers of train in the column(s) {', '.join(map(repr, too_large))} are too "
            "large for their spread to be a number. Divide them by a constant first."
        )
    log = pd.DataFrame({"column": names, "center": center, "scale": scale})
    return Fitted(tuple((part - center) / scale for part in parts), log)


def _parts(train, others, as_array) -> tuple[list, list[np.ndarray]]:
    """Return the names of train's columns, and all parts as arrays with as many columns."""
    labels = ["train", *(f"others[{i}]" for i in range(len(others)))]
    arrays = [as_array(part, name) for name, part in zip(labels, (train, *others), strict=True)]
    names = list(train.columns) if isinstance(train, pd.DataFrame) else None
    for label, part, array in zip(labels, (train, *others), arrays, strict=True):
        if array.shape[1] != arrays[0].shape[1]:
            raise ValueError(
                f"{label} has {array.shape[1]} columns, but train has {arrays[0].shape[1]}."
            )
        if names and isinstance(part, pd.DataFrame) and list(part.columns) != names:
            raise ValueError(f"{label} must have the columns of train in the same order: {names}.")
    return names or list(range(arrays[0].shape[1])), arrays
