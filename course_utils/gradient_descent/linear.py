"""The loss of a linear model, and its gradient over all weights: one formula for one score or many.

`weights` is (n_features,) for a neuron with one score, or (n_classes, n_features) for a layer
with a score for each class; NumPy's `.T` leaves the first as it is, so the same lines do for both.
"""

from collections.abc import Callable

import numpy as np

from course_utils.gradient_descent.losses import (
    as_class_numbers,
    binary_cross_entropy,
    binary_cross_entropy_slope,
    softmax_cross_entropy,
    softmax_cross_entropy_slope,
)
from course_utils.validation import (
    as_matrix,
    as_scalar,
    as_vector,
    check_labels,
    check_nonnegative,
)


def mean_loss(loss: Callable, X, y, weights, bias, l2=0.0) -> float:
    """Return the mean of `loss` over the samples, plus l2/2·‖weights‖²; nothing is checked."""
    return float(loss(X @ weights.T + bias, y).mean() + l2 / 2 * (weights**2).sum())


def mean_gradient(slope: Callable, X, y, weights, bias, l2=0.0) -> tuple[np.ndarray, np.ndarray]:
    """Return how `mean_loss` changes with the weights, and with the bias; nothing is checked.

    A score w·x + b changes by x with the weights, and by 1 with the bias. So each sample adds its
    slope times x to the one, its slope to the other; the mean is taken over the samples.
    """
    slopes = slope(X @ weights.T + bias, y)
    return slopes.T @ X / len(X) + l2 * weights, slopes.mean(axis=0)


def logistic_loss_and_gradient(X, y, weights, bias, l2=0.0) -> tuple[float, np.ndarray, np.float64]:
    """Return the loss of logistic regression, and its gradient.

    Parameters
    ----------
    X : array of shape (n_samples, n_features)
    y : array of shape (n_samples,), labels 0 or 1
    weights : array of shape (n_features,)
    bias : float
    l2 : float >= 0
        Adds l2/2·‖weights‖² to the mean cross-entropy; the bias is free.

    Returns
    -------
    loss : float
    weights' gradient : ndarray of shape (n_features,)
    bias' gradient : float

    >>> logistic_loss_and_gradient([[2.0, 0.0], [0.0, 4.0]], [1, 0], [0.0, 0.0], bias=0.0)
    (0.6931471805599453, array([-0.5,  1. ]), np.float64(0.0))
    """
    X = as_matrix(X)
    y = as_vector(y, "y", len(X))
    check_labels(y, (0, 1))
    weights, bias = as_vector(weights, "weights", X.shape[1]), as_scalar(bias, "bias")
    model = X, y, weights, bias, check_nonnegative(l2, "l2")
    loss, slope = binary_cross_entropy.__wrapped__, binary_cross_entropy_slope.__wrapped__
    return mean_loss(loss, *model), *mean_gradient(slope, *model)


def softmax_loss_and_gradient(
    X, labels, weights, bias, l2=0.0
) -> tuple[float, np.ndarray, np.ndarray]:
    """Return the loss of softmax regression, and its gradient.

    Parameters
    ----------
    X : array of shape (n_samples, n_features)
    labels : array of shape (n_samples,), whole numbers from 0 to n_classes - 1
    weights : array of shape (n_classes, n_features)
    bias : array of shape (n_classes,)
    l2 : float >= 0
        Adds l2/2·‖weights‖² to the mean cross-entropy; the bias is free.

    Returns
    -------
    loss : float
    weights' gradient : ndarray of shape (n_classes, n_features)
    bias' gradient : ndarray of shape (n_classes,)

    >>> loss, dw, db = softmax_loss_and_gradient([[4.0]], [1], [[0.0], [0.0]], bias=[0.0, 0.0])
    >>> dw.tolist(), db.tolist()
    ([[2.0], [-2.0]], [0.5, -0.5])
    """
    X, weights = as_matrix(X), as_matrix(weights, "weights")
    if weights.shape[1] != X.shape[1]:
        raise ValueError(
            f"weights must be (n_classes, n_features) with the {X.shape[1]} features of X; "
            f"got shape {weights.shape}."
        )
    bias = as_vector(bias, "bias", len(weights))
    labels = as_class_numbers(labels, "labels", len(X), len(weights))
    model = X, labels, weights, bias, check_nonnegative(l2, "l2")
    loss, slope = softmax_cross_entropy.__wrapped__, softmax_cross_entropy_slope.__wrapped__
    return mean_loss(loss, *model), *mean_gradient(slope, *model)
