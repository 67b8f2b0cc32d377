"""Matrices in which cells may be missing."""

import numpy as np
import pandas as pd

from course_utils.validation import as_matrix


def as_matrix_with_gaps(value, name="X") -> np.ndarray:
    """Return a copy of `value` as float64 (n_samples, n_features); NaN may be in it, inf not.

    What is missing to pandas (None, NaN, NA) becomes NaN.

    >>> as_matrix_with_gaps([[1, None]])
    array([[ 1., nan]])
    """
    try:
        missing = pd.isna(np.asarray(value))
    except ValueError:
        missing = False  # rows that differ in length: the check below says so
    if not np.any(missing):
        return np.array(as_matrix(value, name))
    filled = as_matrix(np.where(missing, 0, np.asarray(value)), name)
    return np.where(missing, np.nan, filled)
