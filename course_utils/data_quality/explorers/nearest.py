"""The answers of 1-nearest-neighbor, fast enough for a picture that follows a key."""

import numpy as np
from scipy.spatial.distance import cdist


def nearest_labels(X, y, samples) -> np.ndarray:
    """Return the label of the row of X nearest to each sample, as KNearestNeighbors(k=1) does.

    Of rows at the same distance the first one counts.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_features)
    y : ndarray of shape (n_rows,)
    samples : ndarray of shape (n_samples, n_features)

    >>> rows, labels = np.array([[0.0], [2.0]]), np.array([7, 8])
    >>> nearest_labels(rows, labels, np.array([[0.5], [1.0], [9.0]]))
    array([7, 7, 8])
    """
    return y[cdist(samples, X, "sqeuclidean").argmin(axis=1)]
