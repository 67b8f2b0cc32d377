"""What becomes of a reported accuracy if settings were chosen on the very samples that report it.

Many small draws, two ways each: choose on the test samples and report them; or choose on
validation samples and report the test samples. Samples that nobody touched tell which was honest.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from course_utils.validation import as_matrix, as_members, as_rng, as_samples, check_count


class Setting(NamedTuple):
    """What may be turned before training: hyperparameters of k-nearest neighbors."""

    k: int
    power: int  # of the differences that are added up to a distance
    features: np.ndarray  # the numbers of the features (for digits: of the pixels) that are used


class Reports(NamedTuple):
    """What one way of tuning led to, a number for each draw."""

    claimed: np.ndarray  # accuracy on the test samples, shape (n_draws,)
    fresh: np.ndarray  # accuracy of the same setting on samples nobody touched, (n_draws,)


def make_settings(
    n_features: int,
    *,
    ks: Sequence[int] = (1, 3, 5),
    powers: Sequence[int] = (1, 2),
    n_subsets: int = 9,
    rng: np.random.Generator | int,
) -> list[Setting]:
    """Return every combination of k, power and features: all of them, or a random half.

    Parameters
    ----------
    n_features : int >= 2
    ks, powers : sequences of int >= 1
    n_subsets : int >= 0, how many random halves of the features are tried beside all
    rng : Generator or seed

    >>> [(s.k, s.power, len(s.features)) for s in make_settings(8, ks=[3], n_subsets=1, rng=0)]
    [(3, 1, 8), (3, 2, 8), (3, 1, 4), (3, 2, 4)]
    """
    n_features, rng = check_count(n_features, "n_features", 2), as_rng(rng)
    n_subsets = check_count(n_subsets, "n_subsets", 0)
    ks, powers = as_members(ks, "ks"), as_members(powers, "powers")
    halves = [np.sort(rng.permutation(n_features)[: n_features // 2]) for _ in range(n_subsets)]
    return [
        Setting(check_count(k, "each of ks"), check_count(power, "each of powers"), features)
        for features in (np.arange(n_features), *halves)
        for power in powers
        for k in ks
    ]


@np.errstate(over="raise")  # a distance of inf would hide which row is nearer
def right_answers(settings: Sequence[Setting], train, pool) -> np.ndarray:
    """Return which samples of `pool` each setting answers right, as a table of True and False.

    Parameters
    ----------
    settings : sequence of Setting, as `make_settings` returns
    train, pool : pairs (X, y), such as `load_digits` returns

    Returns
    -------
    right : ndarray of bool, shape (n_settings, n_samples of pool)

    >>> train, pool = ([[0, 9], [5, 1]], [0, 1]), ([[1, 0], [4, 0]], [0, 1])
    >>> right_answers([Setting(1, 2, [0]), Setting(1, 2, [1])], train, pool)
    array([[ True,  True],
           [False,  True]])
    """
    (X, y), (samples, labels) = as_samples(train, "train"), as_samples(pool, "pool")
    settings = as_members(settings, "settings", Setting)
    classes = np.unique(y)
    right = np.empty((len(settings), len(samples)), dtype=bool)
    for row, (k, power, features) in zip(right, settings, strict=True):
        if k > len(X):
            raise ValueError(f"k must be at most the number of rows of train; got {k} of {len(X)}.")
        known = X[:, features]
        nearest = []
        for sample in samples[:, features]:
            distances = (np.abs(known - sample) ** power).sum(axis=1)
            nearest.append(distances.argsort(kind="stable")[:k])
        votes = (y[np.array(nearest)][:, :, None] == classes).sum(axis=1)
        row[:] = classes[votes.argmax(axis=1)] == labels
    return right


def tune_twice(
    right, *, n_samples: int = 40, n_draws: int = 2000, rng: np.random.Generator | int
) -> tuple[Reports, Reports]:
    """Choose the setting on the test samples, and then, from the same draws, on validation.

    Each draw takes `n_samples` for validation and as many for testing; the others stay fresh. Of
    several best settings the first is taken.

    Parameters
    ----------
    right : array of bool, shape (n_settings, n_samples of the pool), as `right_answers` returns
    n_samples, n_draws : int >= 1
    rng : Generator or seed

    Returns
    -------
    on_test, on_validation : Reports

    References
    ----------
    Cawley and Talbot, On over-fitting in model selection and subsequent selection bias in
    performance evaluation, Journal of Machine Learning Research 11, 2010.

    >>> on_test, on_validation = tune_twice(np.eye(3, dtype=bool), n_samples=1, n_draws=9, rng=0)
    >>> on_test.claimed.mean(), on_test.fresh.mean()
    (np.float64(1.0), np.float64(0.0))
    """
    right, rng = as_matrix(right, "right"), as_rng(rng)
    n, n_pool = check_count(n_samples, "n_samples"), right.shape[1]
    if 2 * n >= n_pool:
        raise ValueError(
            f"n_samples must leave fresh samples: 2 × {n} of {n_pool} leave none. Take fewer."
        )
    results = []
    for _ in range(check_count(n_draws, "n_draws")):
        order = rng.permutation(n_pool)
        validation, test, fresh = order[:n], order[n : 2 * n], order[2 * n :]
        for chosen_on in (test, validation):
            best = right[:, chosen_on].mean(axis=1).argmax()
            results.append((right[best, test].mean(), right[best, fresh].mean()))
    claimed, fresh = np.array(results).T
    return Reports(claimed[::2], fresh[::2]), Reports(claimed[1::2], fresh[1::2])
