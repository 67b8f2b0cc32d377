"""Slopes by small differences: slow and inexact, but independent of any calculus."""

from collections.abc import Callable

import numpy as np

from course_utils.validation import (
    as_numbers,
    as_scalar,
    as_vector,
    check_choice,
    check_positive,
)

_KINDS = ("central", "forward")


def numerical_slope(f: Callable, x, h, kind="central") -> float:
    """Return the slope of f at x, from two values of f that lie close together.

    "central" is (f(x + h) - f(x - h)) / 2h, with an error like h²; "forward" is
    (f(x + h) - f(x)) / h, with an error like h. To both comes the rounding of f, divided by h.

    Parameters
    ----------
    f : callable, number -> number
    x : float
    h : float > 0
    kind : {"central", "forward"}

    >>> [numerical_slope(lambda x: x**2, 3.0, 0.5, kind) for kind in ("central", "forward")]
    [6.0, 6.5]
    """
    x, h = as_scalar(x, "x"), check_positive(h, "h")
    if check_choice(kind, _KINDS, "kind") == "central":
        return (_value(f, x + h) - _value(f, x - h)) / (2 * h)
    return (_value(f, x + h) - _value(f, x)) / h


def numerical_gradient(loss: Callable, parameters, h=1e-5) -> np.ndarray:
    """Return the gradient of `loss` by central differences, one parameter after the other.

    Each parameter takes two calls of `loss`: good for checking a gradient, too slow for training.

    Parameters
    ----------
    loss : callable, array -> number
        It is given a fresh array each time.
    parameters : array of any shape; it is never changed
    h : float > 0

    Returns
    -------
    gradient : ndarray of the shape of `parameters`

    >>> numerical_gradient(lambda w: w[0] ** 2 + 3 * w[1], [5.0, 7.0]).round(6)
    array([10.,  3.])
    """
    parameters, h = as_numbers(parameters, "parameters"), check_positive(h, "h")
    gradient = np.empty_like(parameters)
    for i in np.ndindex(parameters.shape):

        def loss_of_one(value, i=i):
            moved = parameters.copy()
            moved[i] = value
            return _value(loss, moved[()], "loss")

        gradient[i] = numerical_slope(loss_of_one, parameters[i], h)
    return gradient[()]


def relative_error(a, b) -> float:
    """Return ‖a - b‖ / (‖a‖ + ‖b‖): 0 for equal arrays, 1 at most; 0 if both are all zeros.

    Parameters
    ----------
    a, b : arrays of one shape

    >>> relative_error([3.0, 4.0], [3.0, 4.0]), relative_error(1.0, -1.0)
    (0.0, 1.0)
    """
    a, b = as_numbers(a, "a"), as_numbers(b, "b")
    if a.shape != b.shape:
        raise ValueError(f"a and b must have one shape; got {a.shape} and {b.shape}.")
    # Squares of 1e200 overflow, those of 1e-200 vanish. A power of two moves no digit.
    _, exponent = np.frexp(max(np.abs(a).max(), np.abs(b).max()))
    a, b = np.ldexp(a, -exponent), np.ldexp(b, -exponent)
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / size) if size else 0.0


def h_sweep(f: Callable, slope: Callable, x, hs, kind="central") -> np.ndarray:
    """Return how far the numerical slope of f at x is from the true one, for each h.

    Parameters
    ----------
    f, slope : callables, number -> number; `slope` is the derivative of `f`
    x : float
    hs : array of shape (n,), each > 0
    kind : {"central", "forward"}

    Returns
    -------
    errors : ndarray of shape (n,), each at least 0

    >>> h_sweep(lambda x: x**2, lambda x: 2 * x, 3.0, [0.5, 0.25], "forward")
    array([0.5 , 0.25])
    """
    hs, true = as_vector(hs, "hs"), _value(slope, as_scalar(x, "x"), "slope")
    return np.array([abs(numerical_slope(f, x, h, kind) - true) for h in hs.tolist()])


def _value(f, x, name="f") -> float:
    if not callable(f):
        raise TypeError(f"{name} must be a function; got {f!r}.")
    return as_scalar(f(x), f"{name}(…)")
