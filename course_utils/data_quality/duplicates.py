"""Rows that stand in a table twice: copied as they are, or with small changes."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from sklearn.metrics import pairwise_distances_chunked

from course_utils.data_quality.gaps import as_matrix_with_gaps
from course_utils.data_quality.tables import Repaired, as_names, check_table, new_log
from course_utils.validation import check_count, check_positive

# In counts of ink from 0 to 16: a copy in which 8 pixels are one count off is √8 = 2.8 away, and
# no two of the 1,797 digits are closer than √28 = 5.3 (√57 = 7.5 without the test part).
NEAR_DIGITS = 4.0
MAX_PAIRS = 20_000_000
PAIRS_PER_SECOND = 4_000_000  # rows of 64 cells, on one core of a laptop
LARGEST = 1e150  # from the median: squares of larger numbers overflow
MEBIBYTES = 64  # of distances that are looked at together


def deduplicate(
    table: pd.DataFrame,
    *,
    ignore: Sequence[str] = (),
    columns: Sequence[str] | None = None,
    near: float | None = None,
    max_pairs: int = MAX_PAIRS,
) -> Repaired:
    """Keep the first row of each group of copies, and remove the others.

    Parameters
    ----------
    table, ignore, columns, near, max_pairs : as in `duplicate_groups`

    Returns
    -------
    Repaired
        The rows that stay, in their order, with a new index 0, 1, …; and a log of the removed
        rows: the number of the row (before), of the row that stands for it (after), and how far
        apart they are (why).

    Raises
    ------
    ValueError
        As in `duplicate_groups`.

    >>> table = pd.DataFrame({"row_id": ["0", "1", "2"], "p00": ["7", "7", "9"]})
    >>> deduplicate(table, ignore=["row_id"]).log
       row column before after           why
    0    1             1     0  equals row 0
    """
    groups = duplicate_groups(table, ignore=ignore, columns=columns, near=near, max_pairs=max_pairs)
    is_first = groups == np.arange(len(table))
    removed = np.flatnonzero(~is_first)
    why = [f"equals row {first}" for first in groups[removed]]
    if near is not None:
        X = _numbers(table, _compared(table, ignore, columns))
        apart = _row_by_row(X[removed], X[groups[removed]])
        why = [
            f"{'unknown distance' if np.isnan(d) else f'{d:.2f}'} from row {first}"
            for d, first in zip(apart, groups[removed], strict=True)
        ]
    numbers = removed.tolist()
    log = new_log(
        zip(numbers, [""] * len(why), numbers, groups[removed].tolist(), why, strict=True)
    )
    return Repaired(table[is_first].reset_index(drop=True), log)


def duplicate_groups(
    table: pd.DataFrame,
    *,
    ignore: Sequence[str] = (),
    columns: Sequence[str] | None = None,
    near: float | None = None,
    max_pairs: int = MAX_PAIRS,
) -> np.ndarray:
    """Number each row by the first row of its group of copies.

    A copy of a copy belongs to the same group, also if it has moved away from the original.

    Parameters
    ----------
    table : DataFrame
    ignore : columns left out of the comparison, such as a row id, which makes all rows differ
    columns : columns that are compared; None for all but those in `ignore`
    near : float > 0, or None
        None: a copy has equal cells, and two missing cells are equal. A number: a copy is at most
        this Euclidean distance away, in the units of `columns`, which must hold numbers or NaN.
        Where a cell is missing in one of both rows, the others stand for it: the squared distance
        over them is scaled up. `nearest_distances` helps to justify the number.
    max_pairs : int >= 1, the most pairs of rows that a search with `near` may compare

    Returns
    -------
    groups : ndarray of int, shape (n_rows,); a row without copies has its own number

    Raises
    ------
    ValueError
        If no column is left to compare, if `near` meets a column that is not numeric, or if there
        are more than `max_pairs` pairs; then the message estimates how long they would take.

    References
    ----------
    Dixon, Pattern recognition with partly missing data, IEEE Transactions on Systems, Man, and
    Cybernetics 9(10), 1979 (the distance).

    >>> table = pd.DataFrame({"a": [5.0, 9.0, 5.5], "b": [1.0, 1.0, 1.0]})
    >>> duplicate_groups(table), duplicate_groups(table, near=0.5)
    (array([0, 1, 2]), array([0, 1, 0]))
    """
    names = _compared(table, ignore, columns)
    max_pairs = check_count(max_pairs, "max_pairs")
    if near is None:
        return equal_rows(table[names])
    near, X = check_positive(near, "near"), _numbers(table, names)
    groups = np.arange(len(X))
    for first_row, distances in _distances(X, max_pairs):
        i, j = np.nonzero(distances <= near)
        groups = _joined(groups, i + first_row, j)
    return groups


def nearest_distances(X, *, max_pairs: int = MAX_PAIRS) -> np.ndarray:
    """Return how far each row is from the nearest other row.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features); NaN is a missing cell
    max_pairs : int >= 1, the most pairs of rows that may be compared

    Returns
    -------
    distances : ndarray of shape (n_samples,), Euclidean; inf for a row that can't be compared

    >>> nearest_distances([[0, 0], [3, 4], [3, 5]])
    array([5., 1., 1.])
    """
    blocks = _distances(as_matrix_with_gaps(X), check_count(max_pairs, "max_pairs"))
    return np.concatenate([distances.min(axis=1) for _, distances in blocks])


def _compared(table, ignore, columns) -> list:
    """Return the names of the columns in which copies must agree."""
    ignore = as_names(ignore, "ignore")
    columns = None if columns is None else as_names(columns, "columns")
    check_table(table, needs=[*ignore, *(columns or ())])
    names = table.columns if columns is None else dict.fromkeys(columns)
    names = [name for name in names if name not in ignore]
    if not names:
        raise ValueError("no column is left to compare; name fewer in ignore, or more in columns.")
    return names


def _numbers(table, names) -> np.ndarray:
    texts = [name for name in names if not pd.api.types.is_numeric_dtype(table[name])]
    if texts:
        raise ValueError(
            f"near needs numbers, but {', '.join(map(repr, texts[:3]))} hold(s) none. Name the "
            "numeric columns in columns; to_numbers and blank_missing turn text into numbers."
        )
    return as_matrix_with_gaps(table[names], "table")


def equal_rows(cells) -> np.ndarray:
    """Return for each row the first that has the same cells."""
    codes = np.column_stack([pd.factorize(cells[name])[0] for name in cells])  # missing is -1
    _, first, which = np.unique(codes, axis=0, return_index=True, return_inverse=True)
    return first[which.ravel()]


def _joined(groups, i, j) -> np.ndarray:
    """Return the groups after rows i[k] and j[k] have been found to belong together."""
    rows = np.arange(len(groups))
    ends = np.append(rows, i), np.append(groups, j)
    links = coo_array((np.ones(len(ends[0]), dtype=bool), ends), shape=(len(rows), len(rows)))
    _, part = connected_components(links, directed=False)
    _, first = np.unique(part, return_index=True)
    return first[part]


def _distances(X, max_pairs) -> Iterator[tuple[int, np.ndarray]]:
    """Yield (first row, distances from some rows to all), inf to itself and where unknown."""
    n_pairs = len(X) * (len(X) - 1) // 2
    if n_pairs > max_pairs:
        raise ValueError(
            f"{len(X):,} rows make {n_pairs:,} pairs, more than max_pairs={max_pairs:,}; comparing "
            f"them would take about {_duration(n_pairs / PAIRS_PER_SECOND)}. Remove exact copies "
            "first, search each class by itself, or raise max_pairs."
        )
    X = _about_medians(X)
    first_row = 0
    for block in pairwise_distances_chunked(X, metric="nan_euclidean", working_memory=MEBIBYTES):
        rows = np.arange(len(block))
        block[np.isnan(block)] = np.inf
        block[rows, first_row + rows] = np.inf
        yield first_row, block
        first_row += len(block)


def _about_medians(X) -> np.ndarray:
    """Return X less a median of each column: far from 0 squares would lose what rows differ in."""
    half = np.count_nonzero(~np.isnan(X), axis=0) // 2
    medians = np.take_along_axis(np.sort(X, axis=0), half[None], axis=0)  # NaN is sorted last
    with np.errstate(over="ignore"):
        X = X - medians
    if np.nanmax(np.abs(X), initial=0.0) > LARGEST:
        raise ValueError(
            f"numbers of one column are more than {LARGEST:.0e} apart, too far for a distance "
            "between rows. Divide them by a constant first."
        )
    return X


def _row_by_row(X, Y) -> np.ndarray:
    """Return the distance of each row of X to the same row of Y, measured as in `_distances`.

    It is NaN where both know no cell: copies of copies can be a group all the same.
    """
    squares = (X - Y) ** 2
    share_known = np.mean(~np.isnan(squares), axis=1)
    with np.errstate(invalid="ignore"):
        return np.sqrt(np.nansum(squares, axis=1) / share_known)


def _duration(seconds) -> str:
    for size, unit in ((86_400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} seconds"
