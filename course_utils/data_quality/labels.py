"""Labels: read them in whatever way they are written, and find those that look wrong."""

import re
import unicodedata

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold

from course_utils.data_quality.tables import (
    MISSING,
    Repaired,
    check_classes,
    check_column,
    new_log,
)
from course_utils.start_here import KNearestNeighbors, most_common
from course_utils.validation import (
    as_labels,
    as_matrix,
    as_rng,
    check_choice,
    check_count,
    check_length,
    check_nonnegative,
)

WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
# Of 10 votes. On 20 messy tables (make_messy, seeds 100 to 119) no other share did better in the
# worst of them: recall and precision were at least 0.875. The tests judge it on other seeds.
SUSPECT = 0.1


def parse_labels(table, column, classes, *, missing=MISSING, errors="raise") -> Repaired:
    """Turn a column of labels into whole numbers, however each is written.

    Understood are digits, also "07", " 7", "7.0" and full-width "７", and English words.

    Parameters
    ----------
    table : DataFrame; it is left as it is
    column : str
    classes : list of the whole numbers that are labels
    missing : list of texts that stand for a missing label; blanks and NaN always do
    errors : {"raise", "missing"}
        What to do with any other cell: refuse it, or make it missing.

    Returns
    -------
    Repaired
        The column is of dtype Int64, with <NA> for a missing label. The log lists the cells in
        which something else stood than the label's digits.

    >>> table = pd.DataFrame({"label": ["7", "Seven", "07", ""]})
    >>> parse_labels(table, "label", range(10)).log
       row column before after               why
    0    1  label  Seven     7  another spelling
    1    2  label     07     7  another spelling
    2    3  label         <NA>           missing
    """
    check_column(table, column)
    classes = check_classes(classes, missing)
    check_choice(errors, ("raise", "missing"), "errors")
    labels, wrong = read_labels(table[column], classes, missing)
    cells = table[column].tolist()
    strange = np.flatnonzero(wrong == "no class").tolist()
    if strange and errors == "raise":
        some = "; ".join(f"row {row}: {cells[row]!r}" for row in strange[:5])
        raise ValueError(
            f"column {column!r} holds {len(strange)} cell(s) that name none of the classes "
            f"{', '.join(map(str, classes))} ({some}{'; …' if len(strange) > 5 else ''}). "
            "Correct them, or pass errors='missing' to blank them."
        )
    repaired = table.copy()
    repaired[column] = labels
    changed = np.flatnonzero((wrong != "") & table[column].notna().to_numpy()).tolist()
    log = new_log((row, column, cells[row], labels[row], wrong[row]) for row in changed)
    return Repaired(repaired, log)


def read_labels(column: pd.Series, classes, missing=MISSING) -> tuple:
    """Return the label of each cell, and what is wrong with it.

    Returns
    -------
    labels : array of dtype Int64, shape (n_rows,); <NA> where there is none
    wrong : object array of shape (n_rows,): "", "another spelling", "missing" or "no class"

    >>> read_labels(pd.Series(["3", "three", "NA", "tree"]), range(10))[1].tolist()
    ['', 'another spelling', 'missing', 'no class']
    """
    which, cells = pd.factorize(column.to_numpy(dtype=object))  # NaN has the number -1
    read = [_read_label(cell, classes, missing) for cell in cells]
    labels, wrong = zip(*read, (pd.NA, "missing"), strict=True)
    return pd.array(labels, dtype="Int64")[which], np.array(wrong, dtype=object)[which]


def _read_label(cell, classes, missing) -> tuple:
    # The form NFKC writes full-width digits and spaces as those of ASCII.
    text = unicodedata.normalize("NFKC", str(cell)).strip().lower()
    if text in WORDS:
        label = WORDS.index(text)
    elif match := re.fullmatch(r"([+-]?\d{1,18})(\.0*)?", text):  # more digits: no Int64
        label = int(match[1])
    else:
        label = None
    if str(cell).strip() in ("", *missing) or (label is not None and str(label) in missing):
        return pd.NA, "missing"
    if label not in classes:
        return pd.NA, "no class"
    as_it_should = not isinstance(cell, str) or cell == str(label)
    return label, "" if as_it_should else "another spelling"


def suspect_labels(X, y, *, k=10, n_folds=10, threshold=SUSPECT, rng=0) -> pd.DataFrame:
    """List the rows whose label is not that of their neighbors: suspects, not convicts.

    The rows are dealt into folds. The labels of each fold are judged by the k nearest rows of the
    other folds, so that no row votes for itself.

    Parameters
    ----------
    X : array-like of shape (n_rows, n_features), without gaps and without copies: a copy would
        confirm the wrong label of its original
    y : array-like of shape (n_rows,), the labels; none missing
    k : int >= 1, how many neighbors vote
    n_folds : int >= 2; each class has that many rows or more
    threshold : float from 0 to 1
        A row is suspect if at most this share of the votes is for its label.
    rng : Generator or seed, which deals the folds

    Returns
    -------
    suspects : DataFrame with the columns row, given, predicted, confidence
        The confidence is the share of the votes for the given label. Most suspect first; rows
        of equal confidence in their order.

    References
    ----------
    Northcutt, Jiang and Chuang, Confident learning: estimating uncertainty in dataset labels,
    Journal of Artificial Intelligence Research 70, 2021. Its forerunner: Wilson, Asymptotic
    properties of nearest neighbor rules using edited data, IEEE Transactions on Systems, Man, and
    Cybernetics 2(3), 1972.

    >>> suspect_labels([[0], [1], [2], [7], [8], [9]], [0, 0, 0, 1, 1, 0], k=1, n_folds=2)
       row  given  predicted  confidence
    0    5      0          1         0.0
    """
    X, y = as_matrix(X), _checked_labels(y, len(X))
    k, n_folds = check_count(k, "k"), check_count(n_folds, "n_folds", minimum=2)
    if check_nonnegative(threshold, "threshold") > 1:
        raise ValueError(f"threshold must be from 0 to 1; got {threshold!r}.")
    _refuse_small_classes(y, n_folds)
    predicted, confidence = y.copy(), np.empty(len(y))
    folds = StratifiedKFold(n_folds, shuffle=True, random_state=int(as_rng(rng).integers(2**31)))
    for others, held in folds.split(X, y):
        model = KNearestNeighbors(k).fit(X[others], y[others])
        votes = y[others][model.neighbors(X[held])]  # a row of k votes for each held row
        predicted[held] = [most_common(row) for row in votes]
        confidence[held] = (votes == y[held, None]).mean(axis=1)
    suspects = pd.DataFrame({"given": y, "predicted": predicted, "confidence": confidence})
    suspects.insert(0, "row", np.arange(len(y)))
    suspects = suspects[confidence <= threshold]
    return suspects.sort_values("confidence", kind="stable", ignore_index=True)


def _checked_labels(y, n_rows) -> np.ndarray:
    """Return y as an array of shape (n_rows,) in which no label is missing."""
    if np.ndim(y) != 1:
        raise ValueError(f"y must be 1-D, one label for each row; got shape {np.shape(y)}.")
    check_length(y, "y", n_rows)
    without = np.flatnonzero(pd.isna(np.asarray(y)))
    if without.size:
        raise ValueError(
            f"y lacks {without.size} label(s), the first in row {without[0]}. "
            "Leave these rows out: nobody claims a label for them."
        )
    return as_labels(list(y))


def _refuse_small_classes(y, n_folds) -> None:
    classes, counts = np.unique(y, return_counts=True)
    if len(classes) < 2:
        raise ValueError(f"y holds one class only, {classes[0]}; suspicion takes two or more.")
    small = [f"{label} ({n})" for label, n in zip(classes, counts, strict=True) if n < n_folds]
    if small:
        raise ValueError(
            f"y needs n_folds = {n_folds} rows of each class; too few have {', '.join(small)}. "
            "Take fewer folds, or leave these classes out."
        )
