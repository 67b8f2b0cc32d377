"""Centering, and how far rows lie from their mean row."""

import numpy as np

from course_utils.validation import as_matrix

__all__ = ["center", "spread"]


def center(X) -> np.ndarray:
    """Return `X` with the mean of each column subtracted.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)

    Returns
    -------
    ndarray of shape (n_samples, n_features), in the units of X; each column has mean 0.

    Raises
    ------
    ValueError
        If X is not 2-D, is empty, or holds NaN.

    >>> center([[1.0, 2.0], [3.0, 6.0]])
    array([[-1., -2.],
           [ 1.,  2.]])
    """
    X = as_matrix(X)
    return X - X.mean(axis=0)


def spread(X) -> float:
    """Return the mean distance of the rows of `X` to their mean row, in the units of X.

    >>> spread([[0.0, 0.0], [6.0, 8.0]])
    5.0
    """
    return float(np.linalg.norm(center(X), axis=1).mean())
