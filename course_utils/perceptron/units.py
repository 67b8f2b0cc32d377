"""One neuron: a weighted sum, an activation, and the line between its two answers."""

from collections.abc import Callable

import numpy as np

from course_utils.validation import (
    as_matrix,
    as_numbers,
    as_scalar,
    as_vector,
    check_labels,
)


def step(z) -> np.ndarray:
    """Return -1 where z < 0 and +1 where z >= 0: two answers for two classes.

    A score of exactly 0 lies on the boundary. Some label must be predicted there, and it is +1.
    Rosenblatt's *learning* rule is stricter: to it a score of 0 is a mistake for either label.

    >>> step([-0.5, 0, 2])
    array([-1,  1,  1])
    """
    return np.where(as_numbers(z, "z") >= 0, 1, -1)[()]


def sigmoid(z) -> np.ndarray:
    """Return 1 / (1 + exp(-z)), between 0 and 1, without overflow at any z.

    >>> sigmoid([-1000, 0, 1000])
    array([0. , 0.5, 1. ])
    """
    z = as_numbers(z, "z")
    e = np.exp(-np.abs(z))  # at most 1, where exp(-z) would overflow for z = -1000
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))[()]


def tanh(z) -> np.ndarray:
    """Return the hyperbolic tangent, between -1 and 1; it is 2·sigmoid(2z) - 1."""
    return np.tanh(as_numbers(z, "z"))[()]


def relu(z) -> np.ndarray:
    """Return max(0, z), element by element (the rectified linear unit)."""
    return np.maximum(as_numbers(z, "z"), 0)[()]


def slope(activation: Callable, z) -> np.ndarray:
    """Return the derivative of step, sigmoid, tanh or relu at z.

    Step and ReLU have no derivative at 0; as most libraries do, 0 is returned there.

    >>> slope(sigmoid, [0.0, 1000.0])
    array([0.25, 0.  ])
    """
    z = as_numbers(z, "z")
    if activation is step:
        return np.zeros_like(z)[()]
    if activation is sigmoid:
        return sigmoid(z) * sigmoid(-z)
    if activation is tanh:
        return 1 - np.tanh(z) ** 2
    if activation is relu:
        return np.where(z > 0, 1.0, 0.0)[()]
    raise ValueError(f"activation must be step, sigmoid, tanh or relu; got {activation!r}.")


def score(X, weights, bias) -> np.ndarray:
    """Return the weighted sum w·x + b, before any activation.

    Parameters
    ----------
    X : array of shape (n_features,) for one sample, or (n_samples, n_features) for a batch
    weights : array of shape (n_features,) for one neuron, or (n_neurons, n_features) for a layer
    bias : a number for one neuron; shape (n_neurons,) for a layer

    Returns
    -------
    scores : X @ weights.T + bias, so one sample and one neuron give a number, a batch gives
        (n_samples,), a layer gives (n_neurons,), and both give (n_samples, n_neurons).

    >>> score([[1, 2], [3, 4]], weights=[[1, 0], [0, 1], [1, 1]], bias=[0, 0, 10])
    array([[ 1.,  2., 13.],
           [ 3.,  4., 17.]])
    """
    X, weights = as_numbers(X, "X"), as_numbers(weights, "weights")
    for array, name in ((X, "X"), (weights, "weights")):
        if array.ndim not in (1, 2):
            raise ValueError(f"{name} must be 1-D or 2-D; got shape {array.shape}.")
    if X.shape[-1] != weights.shape[-1]:
        raise ValueError(
            f"X has {X.shape[-1]} features, but weights (shape {weights.shape}) expect "
            f"{weights.shape[-1]}: the last axis of both must be the features."
        )
    bias = as_scalar(bias, "bias") if weights.ndim == 1 else as_vector(bias, "bias", len(weights))
    return X @ weights.T + bias


def neuron(X, weights, bias, activation: Callable = step) -> np.ndarray:
    """Return y = f(w·x + b): what a neuron, or a layer of them, answers.

    Shapes are those of `score`; `activation` is f, any function of an array.

    >>> neuron([1.0, 2.0], weights=[0.5, -1.0], bias=2.0, activation=relu)
    np.float64(0.5)
    """
    if not callable(activation):
        raise TypeError(f"activation must be a function such as step; got {activation!r}.")
    return activation(score(X, weights, bias))


def margin(X, y, weights, bias) -> np.ndarray:
    """Return each sample's signed distance to the boundary: positive on its right side.

    The distance is y(w·x + b) / ‖w‖. Dividing by the norm makes it a length in the units of X:
    doubled weights and bias draw the same line, and so the margins stay.

    Parameters
    ----------
    X : array of shape (n_samples, n_features)
    y : array of shape (n_samples,), labels -1 or +1
    weights : array of shape (n_features,), not all 0
    bias : float

    Returns
    -------
    margins : ndarray of shape (n_samples,)

    >>> margin([[3, 0], [3, 0]], [1, -1], weights=[2, 0], bias=-2)
    array([ 2., -2.])
    """
    X = as_matrix(X)
    y = as_vector(y, "y", len(X))
    check_labels(y, (-1, 1))
    weights = as_vector(weights, "weights")
    norm = np.linalg.norm(weights)
    if norm == 0:
        raise ValueError("weights are all 0: such a neuron has no boundary, hence no margin.")
    return y * score(X, weights, bias) / norm


def boundary_line(weights, bias, x0) -> np.ndarray:
    """Return the x1 at which the boundary of a neuron with two inputs passes over each `x0`.

    On the boundary w0·x0 + w1·x1 + b = 0, hence x1 = (-b - w0·x0) / w1.

    >>> boundary_line([1.0, 2.0], -4.0, x0=[0.0, 4.0])
    array([2., 0.])
    """
    w0, w1 = as_vector(weights, "weights", 2)
    bias, x0 = as_scalar(bias, "bias"), as_numbers(x0, "x0")
    if w1 == 0:
        where = "no line, as both weights are 0" if w0 == 0 else f"upright, at x0 = {-bias / w0:g}"
        raise ValueError(f"weights[1] must not be 0: x1 cannot be told, the boundary is {where}.")
    return (-bias - w0 * x0) / w1
