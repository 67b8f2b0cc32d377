"""PCA there and back with one part exchanged: see `pca_reconstruct`."""

from collections.abc import Callable

import numpy as np


def columns_mean(train, X):
    return train.mean(axis=0)


def mean_of_both(train, X):
    return np.vstack([train, X]).mean(axis=0)


def axes_of(train, n_components, center=None):
    """Return the first directions of train, one a row, around `center` (default: its mean)."""
    center = train.mean(axis=0) if center is None else center
    return np.linalg.svd(train - center, full_matrices=False)[2][:n_components]


def along(X, axes, center):
    """Return the images projected on the plane through `center`."""
    return (X - center) @ axes.T @ axes + center


def rebuilt(
    fitted: Callable = columns_mean,
    taken: Callable = columns_mean,
    added: Callable = columns_mean,
) -> Callable:
    """Return the way there and back with three centers, each a function of train and X."""

    def reconstruct(train, X, n_components):
        axes = axes_of(train, n_components, fitted(train, X))
        return (X - taken(train, X)) @ axes.T @ axes + added(train, X)

    return reconstruct


def own_average_each(train, X, n_components):
    """Center each image by its own brightness, in train and in X."""
    axes = axes_of(train, n_components, train.mean(axis=1, keepdims=True))
    return along(X, axes, X.mean(axis=1, keepdims=True))


def scaled(back: bool, zero: float = 0) -> Callable:
    """Return the way over standardized pixels; a spread of 0 becomes `zero`."""

    def reconstruct(train, X, n_components):
        center, spread = train.mean(axis=0), train.std(axis=0)
        spread = np.where(spread == 0, zero, spread)
        axes = axes_of((train - center) / spread, n_components, 0)
        guess = (X - center) / spread @ axes.T @ axes
        return guess * spread + center if back else guess

    return reconstruct
