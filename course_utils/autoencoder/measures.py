"""How good a guess of an image is, what a few labels are worth, and the ways between two codes."""

from collections.abc import Mapping, Sequence

import numpy as np

from course_utils.gradient_descent import SoftmaxRegression
from course_utils.validation import (
    as_labels,
    as_matrix,
    as_members,
    as_numbers,
    as_rng,
    as_vector,
    check_count,
    check_length,
    check_positive,
)


def errors_per_image(X, guess) -> np.ndarray:
    """Return the mean squared error of each image's pixels, shape (n_samples,).

    >>> errors_per_image([[0.0, 0.0], [1.0, 1.0]], [[0.0, 1.0], [1.0, 1.0]]).tolist()
    [0.5, 0.0]
    """
    X, guess = _alike(as_matrix(X), as_matrix(guess, "guess"), "X")
    return ((X - guess) ** 2).mean(axis=1)


def mean_squared_error(X, guess) -> float:
    """Return the mean squared error of all pixels of all images.

    >>> mean_squared_error([[0.0, 0.0], [1.0, 1.0]], [[0.0, 1.0], [1.0, 1.0]])
    0.25
    """
    return float(errors_per_image(X, guess).mean())


def psnr(truth, guess, peak: float = 1.0) -> float:
    """Return the peak signal-to-noise ratio in decibels: 10 log10(peak² / mean squared error).

    A tenth of the squared error is 10 dB more; equal images have inf.

    Parameters
    ----------
    truth, guess : arrays of one shape
    peak : float > 0, the brightest value that a pixel can have

    >>> round(psnr([0.0, 1.0], [0.1, 0.9]), 3)
    20.0
    """
    truth, guess = _alike(as_numbers(truth, "truth"), as_numbers(guess, "guess"), "truth")
    error = ((truth - guess) ** 2).mean()
    return float(10 * np.log10(check_positive(peak, "peak") ** 2 / error)) if error else np.inf


def few_label_curve(
    features: Mapping,
    y_fit,
    y_test,
    n_per_class: Sequence[int],
    n_draws: int = 10,
    rng: np.random.Generator | int = 0,
) -> dict[str, np.ndarray]:
    """Train a linear classifier on few labeled rows of several features, and test it.

    All features get the same labeled rows in a draw, and fewer labels are a part of more: what
    differs is not the luck of the draw. Features are centered and divided by one common spread,
    both from the labeled rows alone: a spread for each pixel would blow up the quiet ones.

    Parameters
    ----------
    features : dict name -> pair (fit, test) of arrays (n_samples, n_features)
    y_fit, y_test : arrays of labels, one for each row of `fit` and of `test`
    n_per_class : sequence of int >= 1, the labeled rows of each class
    n_draws : int >= 1
    rng : Generator or seed

    Returns
    -------
    dict name -> ndarray of shape (len(n_per_class), n_draws), accuracies on the test rows

    >>> X, y = np.array([[0.0], [1.0], [10.0], [11.0]]), [0, 0, 1, 1]
    >>> few_label_curve({"raw": (X, X)}, y, y, n_per_class=[1, 2], n_draws=3)["raw"].tolist()
    [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]
    """
    if not isinstance(features, Mapping) or not features:
        raise TypeError(f"features must be a dict, name -> (fit, test); got {features!r:.60}.")
    y_fit, y_test, rng = as_labels(y_fit, "y_fit"), as_labels(y_test, "y_test"), as_rng(rng)
    features = {name: _checked_pair(name, pair, y_fit, y_test) for name, pair in features.items()}
    counts = [
        check_count(n, f"n_per_class[{i}]")
        for i, n in enumerate(as_members(n_per_class, "n_per_class"))
    ]
    classes, found = np.unique(y_fit, return_counts=True)
    if len(classes) < 2 or max(counts) > found.min():
        raise ValueError(
            f"y_fit holds {found.min()} row(s) of its rarest class, of {len(classes)} classes; "
            f"n_per_class asks for {max(counts)}."
        )
    curves = {name: np.empty((len(counts), check_count(n_draws, "n_draws"))) for name in features}
    for draw in range(n_draws):
        orders = [rng.permutation(np.flatnonzero(y_fit == label)) for label in classes]
        for i, n in enumerate(counts):
            rows = np.concatenate([order[:n] for order in orders])
            for name, (fit, test) in features.items():
                curves[name][i, draw] = _accuracy(fit[rows], y_fit[rows], test, y_test)
    return curves


def nearest_real(images, X) -> np.ndarray:
    """Return how far each image is from the nearest one of X, shape (n_images,).

    Parameters
    ----------
    images : array of shape (n_images, n_pixels)
    X : array of shape (n_samples, n_pixels), the real images

    >>> nearest_real([[0.0, 0.0], [3.0, 3.0]], [[3.0, 4.0], [9.0, 9.0]]).tolist()
    [5.0, 1.0]
    """
    images, X = as_matrix(images, "images"), as_matrix(X)
    if images.shape[1] != X.shape[1]:
        raise ValueError(f"images have {images.shape[1]} pixels, but X has {X.shape[1]}.")
    # |x - image|² = |x|² - 2 x·image + |image|², of which the last is the same for all x.
    nearest = ((X**2).sum(axis=1) - 2 * images @ X.T).argmin(axis=1)
    return np.linalg.norm(images - X[nearest], axis=1)


def code_path(a, b, n: int) -> np.ndarray:
    """Return n codes on the straight line from a to b, both ends included, shape (n, k).

    >>> code_path([0.0, 1.0], [2.0, 1.0], 3).tolist()
    [[0.0, 1.0], [1.0, 1.0], [2.0, 1.0]]
    """
    a = as_vector(a, "a")
    return np.linspace(a, as_vector(b, "b", len(a)), check_count(n, "n", 2))


def pixel_path(a, b, n: int) -> np.ndarray:
    """Return n images that fade from a to b pixel by pixel, both ends included, shape (n, pixels).

    It is the line of `code_path`, drawn between images instead of codes.

    >>> pixel_path([0.0, 1.0], [1.0, 0.0], 3).tolist()
    [[0.0, 1.0], [0.5, 0.5], [1.0, 0.0]]
    """
    return code_path(a, b, n)


def _alike(first, guess, name):
    if first.shape != guess.shape:
        raise ValueError(f"{name} and guess differ in shape: {first.shape} and {guess.shape}.")
    return first, guess


def _checked_pair(name, pair, y_fit, y_test):
    who = f"features[{name!r}]"
    if not isinstance(pair, tuple | list) or len(pair) != 2:
        raise TypeError(f"{who} must be a pair (fit, test); got {type(pair).__name__}.")
    fit, test = (as_matrix(part, who) for part in pair)
    if fit.shape[1] != test.shape[1]:
        raise ValueError(f"{who} has {fit.shape[1]} features in fit, but {test.shape[1]} in test.")
    check_length(y_fit, "y_fit", len(fit))
    check_length(y_test, "y_test", len(test))
    return fit, test


def _accuracy(fit, y_fit, test, y_test) -> float:
    mean = fit.mean(axis=0)
    spread = np.sqrt(fit.var(axis=0).mean()) or 1.0
    model = SoftmaxRegression().fit((fit - mean) / spread, y_fit)
    return float((model.predict((test - mean) / spread) == y_test).mean())
