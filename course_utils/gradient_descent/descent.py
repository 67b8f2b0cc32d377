"""Walk downhill: gradient descent on any slope, minibatches, and a few curves to walk on."""

from collections.abc import Callable
from functools import wraps
from typing import NamedTuple

import numpy as np

from course_utils.gradient_descent.losses import (
    binary_cross_entropy,
    binary_cross_entropy_slope,
    squared_error,
    squared_error_slope,
)
from course_utils.validation import as_numbers, as_rng, check_count, check_positive

_OVERFLOW_IS_INF = np.errstate(over="ignore", invalid="ignore", divide="ignore")


@_OVERFLOW_IS_INF
def descend(slope: Callable, start, learning_rate, n_steps) -> np.ndarray:
    """Step against the slope, again and again: w ← w - learning_rate·slope(w).

    Parameters
    ----------
    slope : callable, w -> the gradient of the loss at w, of w's shape
    start : float or array
        Where the walk begins.
    learning_rate : float > 0
    n_steps : int >= 0

    Returns
    -------
    path : ndarray of shape (n_steps + 1, *shape of start)
        The start, then w after each step. The path ends earlier, at the last finite w, if the walk
        flies off beyond all numbers, or if the slope is inf or NaN.

    References
    ----------
    Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, Comptes
    Rendus 25, 1847.

    >>> descend(lambda w: 2 * w, start=8.0, learning_rate=0.25, n_steps=3)
    array([8., 4., 2., 1.])
    """
    if not callable(slope):
        raise TypeError(f"slope must be a function of w; got {slope!r}.")
    w = as_numbers(start, "start")
    learning_rate = check_positive(learning_rate, "learning_rate")
    path = [w.copy()]
    for _ in range(check_count(n_steps, "n_steps", minimum=0)):
        downhill = _as_floats(slope(w.copy()[()]))
        if downhill.shape != w.shape:
            raise ValueError(
                f"slope must return the shape of start, {w.shape}; got shape {downhill.shape}."
            )
        w = w - learning_rate * downhill
        if not np.isfinite(w).all():
            break
        path.append(w)
    return np.array(path)


def _as_floats(value) -> np.ndarray:
    """Return what a slope answered as an array of floats, which may be inf or NaN."""
    array = np.asarray(value)
    return array if array.dtype.kind == "f" else as_numbers(value, "slope(w)")


def minibatches(n_samples, batch_size, rng) -> list[np.ndarray]:
    """Share out the rows of one epoch: each sample is in one batch, in random order.

    Parameters
    ----------
    n_samples : int >= 1
    batch_size : int >= 1
        The last batch holds what is left, and may be shorter.
    rng : Generator or seed

    Returns
    -------
    batches : list of index arrays

    >>> [len(rows) for rows in minibatches(10, 4, rng=0)]
    [4, 4, 2]
    """
    n_samples = check_count(n_samples, "n_samples")
    batch_size = check_count(batch_size, "batch_size")
    order = as_rng(rng).permutation(n_samples)
    return [order[first : first + batch_size] for first in range(0, n_samples, batch_size)]


class Curve(NamedTuple):
    """The loss of one weight: `loss` and `slope` take a number, or an array of any shape."""

    name: str
    loss: Callable
    slope: Callable
    low: float  # the part worth a picture
    high: float


def _of_weight(function: Callable) -> Callable:
    """Check w, a number or an array, at the door; far out, where numbers end, answer inf."""

    @wraps(function)
    @_OVERFLOW_IS_INF
    def checked(w):
        return function(as_numbers(w, "w"))[()]

    return checked


@_of_weight
def _bowl(w):
    return 1.25 * (w - 1) ** 2


@_of_weight
def _bowl_slope(w):
    return 2.5 * (w - 1)


@_of_weight
def _two_valleys(w):
    return (w**2 - 4) ** 2 / 16 + w / 4


@_of_weight
def _two_valleys_slope(w):
    return w * (w**2 - 4) / 4 + 1 / 4


# Samples of one input, for a neuron without bias. No weight gets all six right, so the best one
# is finite.
_X = np.array([-4.0, -2.0, -1.0, 1.0, 2.0, 4.0])
_Y = np.array([0.0, 0.0, 1.0, 0.0, 1.0, 1.0])


@_of_weight
def _neuron(w):
    return binary_cross_entropy.__wrapped__(w[..., None] * _X, _Y).mean(axis=-1)


@_of_weight
def _neuron_slope(w):
    return (binary_cross_entropy_slope.__wrapped__(w[..., None] * _X, _Y) * _X).mean(axis=-1)


@_of_weight
def _saturated(w):
    return squared_error.__wrapped__(w[..., None] * _X, _Y).mean(axis=-1)


@_of_weight
def _saturated_slope(w):
    return (squared_error_slope.__wrapped__(w[..., None] * _X, _Y) * _X).mean(axis=-1)


CURVES: dict[str, Curve] = {
    curve.name: curve
    for curve in (
        Curve("bowl", _bowl, _bowl_slope, low=-3.0, high=5.0),
        Curve("neuron", _neuron, _neuron_slope, low=-3.0, high=4.0),
        Curve("saturated", _saturated, _saturated_slope, low=-6.0, high=6.0),
        Curve("two valleys", _two_valleys, _two_valleys_slope, low=-3.5, high=3.5),
    )
}
# To try on the curves: on "bowl" they reach from far too small to far too large.
LEARNING_RATES = (
    *(0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5),
    *(0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 1.0),
)
