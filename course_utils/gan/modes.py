"""The ring of Gaussians: which of its modes samples lie at, and how many they cover."""

import numpy as np

from course_utils.validation import as_matrix, check_count, check_positive


def ring_centers(n_modes: int = 8, radius: float = 2.0) -> np.ndarray:
    """Return the modes of `make_ring`, shape (n_modes, 2): evenly spaced, from (radius, 0) on.

    >>> (ring_centers(4).round(6) + 0.0).tolist()
    [[2.0, 0.0], [0.0, 2.0], [-2.0, 0.0], [0.0, -2.0]]
    """
    n_modes, radius = check_count(n_modes, "n_modes"), check_positive(radius, "radius")
    angles = 2 * np.pi * np.arange(n_modes) / n_modes
    return radius * np.column_stack([np.cos(angles), np.sin(angles)])


def near_modes(samples, centers, spread: float, n_spreads: float = 4.0) -> np.ndarray:
    """Return the mode that each sample lies at, shape (n,); -1 if it lies at none.

    Parameters
    ----------
    samples : array of shape (n, n_features)
    centers : array of shape (n_modes, n_features)
    spread : float > 0, standard deviation of each coordinate within a mode
    n_spreads : float > 0
        A sample lies at its nearest center if it is at most n_spreads · spread away.

    >>> near_modes([[2.0, 0.2], [0.0, 0.0], [0.0, -2.21]], ring_centers(4), 0.05).tolist()
    [0, -1, -1]
    """
    samples, centers = as_matrix(samples, "samples"), as_matrix(centers, "centers")
    if samples.shape[1] != centers.shape[1]:
        raise ValueError(
            f"samples have {samples.shape[1]} coordinates, but centers {centers.shape[1]}."
        )
    reach = check_positive(spread, "spread") * check_positive(n_spreads, "n_spreads")
    distances = np.linalg.norm(samples[:, None] - centers, axis=2)
    return np.where(distances.min(axis=1) <= reach, distances.argmin(axis=1), -1)


def modes_covered(samples, centers, spread: float, share: float = 0.02) -> int:
    """Return how many modes hold a `share` of all samples at least.

    Parameters
    ----------
    samples, centers, spread : see `near_modes`
    share : float > 0; of eight modes an even share is 0.125

    >>> modes_covered([[2.0, 0.0], [2.1, 0.0], [0.0, 2.0], [0.0, 0.0]], ring_centers(4), 0.05)
    2
    """
    modes = near_modes(samples, centers, spread)
    counts = np.bincount(modes[modes >= 0], minlength=len(centers))
    return int((counts >= check_positive(share, "share") * len(modes)).sum())


def near_share(samples, centers, spread: float) -> float:
    """Return the share of samples that lie at a mode, as `near_modes` says.

    >>> near_share([[2.0, 0.0], [2.1, 0.0], [0.0, 2.0], [0.0, 0.0]], ring_centers(4), 0.05)
    0.75
    """
    return float((near_modes(samples, centers, spread) >= 0).mean())
