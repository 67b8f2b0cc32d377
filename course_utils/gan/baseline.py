"""The baseline: one normal distribution for each class. A generator must beat it to be worth it."""

import numpy as np

from course_utils.validation import as_labels, as_matrix, as_rng, check_count

RIDGE = 1e-3  # added to each variance: some pixels never vary


def draw_from_classes(X, y, n: int, rng: np.random.Generator | int = 0) -> np.ndarray:
    """Fit a normal distribution to each class, draw from each, and clip to [0, 1].

    Parameters
    ----------
    X : array of shape (n_samples, n_pixels), in [0, 1]
    y : array of shape (n_samples,), the classes; each has two samples at least
    n : int >= 1, how many to draw of each class
    rng : Generator or seed

    Returns
    -------
    ndarray of shape (n_classes · n, n_pixels), class after class in ascending order

    >>> X, y = [[0.0, 0.2], [0.0, 0.4], [1.0, 0.6], [1.0, 0.8]], [0, 0, 1, 1]
    >>> draw_from_classes(X, y, 3)[:, 0].round().tolist()
    [0.0, 0.0, 0.0, 1.0, 1.0, 1.0]
    """
    X, rng = as_matrix(X), as_rng(rng)
    y = as_labels(y, "y", len(X))
    check_count(n, "n")
    drawn = []
    for label in np.unique(y):
        rows = X[y == label]
        if len(rows) < 2:
            raise ValueError(f"y names one sample of class {label}: no covariance; it needs two.")
        root = np.linalg.cholesky(np.cov(rows, rowvar=False) + RIDGE * np.eye(X.shape[1]))
        drawn.append(rows.mean(axis=0) + rng.standard_normal((n, X.shape[1])) @ root.T)
    return np.clip(np.concatenate(drawn), 0, 1)
