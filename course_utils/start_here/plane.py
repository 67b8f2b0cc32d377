"""Real digits as points of a plane: two numbers measured on each image, and one question."""

import numpy as np

from course_utils.validation import as_labels, as_matrix, check_count

WITH_A_LOOP = (0, 6, 8, 9)
KS = tuple(range(1, 100, 2))  # odd: of two classes one always has more votes
N_TRAIN = (100, 300, 1077)  # training images to choose from


def in_the_plane(X, y) -> tuple[np.ndarray, np.ndarray]:
    """Return where each digit's ink is, in two numbers, and whether the digit has a loop.

    Parameters
    ----------
    X : array of shape (n_samples, 64), digits of 8×8 pixels, each with some ink
    y : array of shape (n_samples,), the digits 0 to 9

    Returns
    -------
    points : ndarray of shape (n_samples, 2)
        How much of the ink is in the two middle columns, and in the upper left quarter, in percent.
    has_loop : ndarray of int, shape (n_samples,); 1 for 0, 6, 8 and 9, else 0

    >>> points, has_loop = in_the_plane(np.ones((2, 64)), [3, 8])
    >>> points[0].tolist(), has_loop.tolist()
    ([25.0, 25.0], [0, 1])
    """
    X = as_matrix(X)
    if X.shape[1] != 64:
        raise ValueError(f"X must hold 64 pixels for each digit; got {X.shape[1]}.")
    y = as_labels(y, "y", len(X))
    ink = X.sum(axis=1)
    if (ink <= 0).any():
        raise ValueError(f"X must hold images with ink; row {(ink <= 0).argmax()} has none.")
    images = X.reshape(-1, 8, 8)
    middle = images[:, :, 3:5].sum(axis=(1, 2))
    upper_left = images[:, :4, :4].sum(axis=(1, 2))
    points = 100 * np.column_stack([middle, upper_left]) / ink[:, None]
    return points, np.isin(y, WITH_A_LOOP).astype(int)


def spread_rows(n_rows: int, n: int) -> np.ndarray:
    """Return `n` of `n_rows` row numbers, evenly spaced, the first and the last among them.

    >>> spread_rows(9, 3).tolist()
    [0, 4, 8]
    """
    n_rows, n = check_count(n_rows, "n_rows"), check_count(n, "n", 2)
    if n > n_rows:
        raise ValueError(f"n must be at most n_rows; got {n} of {n_rows}.")
    return np.arange(n) * (n_rows - 1) // (n - 1)
