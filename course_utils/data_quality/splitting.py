"""Split rows into parts that share nothing: each class everywhere, what belongs together in one."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from course_utils.data_quality.duplicates import equal_rows
from course_utils.data_quality.gaps import as_matrix_with_gaps
from course_utils.validation import as_rng, check_length, check_positive

SIZES = (("train", 0.6), ("validation", 0.2), ("test", 0.2))
TRIES = 20  # deals, until each class is in each part


class LeakageError(ValueError):
    """What stands in one part stands in another, too: a score would count what was seen before."""


def split(
    X, y, *, groups=None, sizes: Sequence[tuple[str, float]] = SIZES, rng
) -> dict[str, np.ndarray]:
    """Deal the rows out to parts in which each class has about the same share.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features); NaN is a missing cell
        Looked at only to find equal rows.
    y : array-like of shape (n_samples,), the labels, of two classes or more
    groups : array-like of shape (n_samples,), or None
        Rows with the same group stay together: copies of one row (`duplicate_groups`), or images
        by one writer. A group may hold several labels, as when one of them is wrong; to spread the
        classes it counts as the most frequent one (of several, the first when sorted).
    sizes : pairs (name, share of the rows), at least two; the shares add to 1
        The parts are cut from one line of all rows. Each cut is rounded to a whole row; with
        groups, to the nearest end of a group.
    rng : Generator or seed

    Returns
    -------
    parts : dict, name -> row numbers, sorted; each row is in one part

    Raises
    ------
    LeakageError
        If equal rows of X would stand in two parts.
    ValueError
        If a class has too few rows or groups to stand in every part (in one of 20 deals), if a
        label or a group is missing, or if the shares do not add to 1.

    >>> X, y = [[0], [1], [2], [3], [4], [5]], [0, 0, 1, 1, 1, 1]
    >>> split(X, y, sizes=[("train", 0.5), ("test", 0.5)], rng=0)
    {'train': array([0, 3, 4]), 'test': array([1, 2, 5])}
    """
    X = as_matrix_with_gaps(X)
    classes, y = _as_codes(y, "y", len(X))
    if len(classes) < 2:
        raise ValueError(f"y must hold two classes or more; it holds {classes[0]!r} alone.")
    names, shares = _checked_sizes(sizes)
    groups = np.arange(len(X)) if groups is None else _as_codes(groups, "groups", len(X))[1]
    ends, rng = np.cumsum(shares)[:-1] * len(X), as_rng(rng)
    for _ in range(TRIES):
        part = _dealt(y, groups, ends, rng)
        counts = np.zeros((len(classes), len(names)), dtype=int)
        np.add.at(counts, (y, part), 1)
        if counts.all():
            break
    else:
        code, k = np.argwhere(counts == 0)[0]
        raise ValueError(
            f"class {classes[code]!r} of y would be absent from {names[k]!r}: it has "
            f"{counts[code].sum()} row(s) in {len(np.unique(groups[y == code]))} group(s). Collect "
            "more of it, ask for fewer or larger parts, or leave the class out."
        )
    parts = {name: np.flatnonzero(part == k) for k, name in enumerate(names)}
    check_leakage(X, parts)
    return parts


def check_leakage(X, parts: Mapping[str, Sequence[int]], *, groups=None) -> None:
    """Refuse parts that share a row, an equal row, or a group.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features); NaN is a missing cell, equal to another
    parts : name -> row numbers
    groups : array-like of shape (n_samples,), or None

    Raises
    ------
    LeakageError
        That names two such rows and their parts, and says what to do.

    >>> check_leakage([[1.0], [2.0], [1.0]], {"train": [0, 1], "test": [2]})
    Traceback (most recent call last):
    ...
    course_utils.data_quality.splitting.LeakageError: 1 row(s) of 'test' are in 'train', too: row 2
    equals row 0. Remove the copies (deduplicate), or keep them together (groups=duplicate_groups).
    """
    X = as_matrix_with_gaps(X)
    if not isinstance(parts, Mapping) or len(parts) < 2:
        raise ValueError("parts must be a dict of two parts or more: name -> row numbers.")
    rows = {name: _as_rows(part, name, len(X)) for name, part in parts.items()}
    _refuse_shared(rows, np.arange(len(X)), "is row", "Put each row into one part.")
    _refuse_shared(
        rows,
        equal_rows(pd.DataFrame(X)),
        "equals row",
        "Remove the copies (deduplicate), or keep them together (groups=duplicate_groups).",
    )
    if groups is not None:
        groups = _as_codes(groups, "groups", len(X))[1]
        _refuse_shared(rows, groups, "has the group of row", "Put each group into one part.")


def _refuse_shared(rows, keys, relation, remedy) -> None:
    for first, second in combinations(rows, 2):
        before, after = rows[first], rows[second]
        shared = after[np.isin(keys[after], keys[before])]
        if shared.size:
            twin = before[keys[before] == keys[shared[0]]][0]
            raise LeakageError(
                f"{shared.size} row(s) of {second!r} are in {first!r}, too: row {shared[0]} "
                f"{relation} {twin}. {remedy}"
            )


def _dealt(y, groups, ends, rng) -> np.ndarray:
    """Return the part of each row.

    All groups of a class are put in random order and spread evenly over the line from 0 to 1. On
    this line the classes are mixed: cut it, and each piece has its share of each class.
    """
    _, groups, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    label = _majority(y, groups)
    place = np.empty(len(sizes))
    for code in np.unique(label):
        members = rng.permutation(np.flatnonzero(label == code))
        reached = np.cumsum(sizes[members])
        place[members] = (reached - rng.random() * sizes[members]) / reached[-1]
    order = np.argsort(place, kind="stable")
    part = np.empty(len(sizes), dtype=int)
    middle = np.cumsum(sizes[order]) - sizes[order] / 2
    part[order] = np.searchsorted(ends, middle)
    return part[groups]


def _majority(y, groups) -> np.ndarray:
    """Return the most frequent label of each group 0, 1, …; the smallest in a tie."""
    pairs, counts = np.unique(np.column_stack([groups, y]), axis=0, return_counts=True)
    order = np.lexsort([-counts, pairs[:, 0]])  # stable: in a tie the smallest label stays first
    group, label = pairs[order].T
    return label[np.unique(group, return_index=True)[1]]


def _as_codes(values, name, length) -> tuple[list, np.ndarray]:
    """Return the different values, sorted, and for each row the place of its value among them."""
    values = np.asarray(values)
    if values.ndim != 1:
        raise ValueError(f"{name} must be 1-D, one value for each row; got shape {values.shape}.")
    check_length(values, name, length)
    missing = np.flatnonzero(pd.isna(values))
    if missing.size:
        raise ValueError(
            f"{name} is missing in {missing.size} row(s), the first is row {missing[0]}. "
            "Fill it, or leave these rows out."
        )
    try:
        different, codes = np.unique(values, return_inverse=True)
    except TypeError as error:
        raise ValueError(f"{name} mixes kinds of values ({error}). Use one kind.") from error
    return different.tolist(), codes


def _as_rows(rows, name, n_samples) -> np.ndarray:
    rows = np.asarray(rows)
    if rows.ndim != 1 or rows.dtype.kind not in "iu" or not rows.size:
        raise ValueError(f"parts[{name!r}] must be a list of row numbers, with one at least.")
    if rows.min() < 0 or rows.max() >= n_samples:
        raise ValueError(
            f"parts[{name!r}] must hold row numbers from 0 to {n_samples - 1}; "
            f"got {rows.min()} to {rows.max()}."
        )
    return rows


def _checked_sizes(sizes) -> tuple[list[str], list[float]]:
    try:
        pairs = [(name, share) for name, share in sizes]
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"sizes must be pairs (name, share), such as ('train', 0.6); got {sizes!r}."
        ) from error
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names) or len(names) < 2:
        raise ValueError(f"sizes must name two parts or more, each once; got {names}.")
    shares = [check_positive(share, f"the size of {name!r}") for name, share in pairs]
    if abs(sum(shares) - 1) > 1e-9:
        raise ValueError(f"sizes must add to 1; {' + '.join(map(str, shares))} is {sum(shares):g}.")
    return names, shares
