"""How wrong is a score? Each loss stands beside its slope, the way down.

Every function takes the scores of many samples, and answers for each sample by itself; the loss of
a model is their mean. A score is any number z, a label y is the number of a class. No score
overflows, be it 1000 or -1000.
"""

from collections.abc import Callable
from functools import wraps

import numpy as np

from course_utils.gradient_descent import stable
from course_utils.validation import as_matrix, as_vector, check_labels


def _of_one_score(function: Callable) -> Callable:
    """Check scores (n_samples,) and labels 0 or 1 at the door; `__wrapped__` is without checks."""

    @wraps(function)
    def checked(scores, y):
        scores = as_vector(scores, "scores")
        y = as_vector(y, "y", len(scores))
        check_labels(y, (0, 1))
        return function(scores, y)

    return checked


def _of_class_scores(function: Callable) -> Callable:
    """Check scores (n_samples, n_classes) and labels; `__wrapped__` is without checks."""

    @wraps(function)
    def checked(scores, labels):
        scores = as_matrix(scores, "scores")
        return function(scores, as_class_numbers(labels, "labels", *scores.shape))

    return checked


@_of_one_score
def squared_error(scores, y) -> np.ndarray:
    """Return (p - y)² of each sample, where p = sigmoid(score).

    Parameters
    ----------
    scores : array of shape (n_samples,)
    y : array of shape (n_samples,), labels 0 or 1

    Returns
    -------
    losses : ndarray of shape (n_samples,), each between 0 and 1

    >>> squared_error([0.0, 1000.0, -1000.0], [1, 1, 1])
    array([0.25, 0.  , 1.  ])
    """
    return (stable.sigmoid(scores) - y) ** 2


@_of_one_score
def squared_error_slope(scores, y) -> np.ndarray:
    """Return the slope of `squared_error` over each score: 2(p - y)·p·(1 - p).

    The factor p·(1 - p) is the slope of the sigmoid. It is near 0 for every confident neuron, also
    for one that is confident and wrong: such a neuron hardly learns. It is *saturated*.

    >>> squared_error_slope([0.0, 1000.0, -1000.0], [1, 1, 1])
    array([-0.25,  0.  , -0.  ])
    """
    p, one_minus_p = stable.sigmoid(scores), stable.sigmoid(-scores)
    return 2 * (p - y) * p * one_minus_p


@_of_one_score
def binary_cross_entropy(scores, y) -> np.ndarray:
    """Return -log(the probability given to the true label) of each sample.

    That is -log p where y = 1 and -log(1 - p) where y = 0, with p = sigmoid(score): the log loss.

    Parameters
    ----------
    scores : array of shape (n_samples,)
    y : array of shape (n_samples,), labels 0 or 1

    Returns
    -------
    losses : ndarray of shape (n_samples,), each at least 0, in nats

    References
    ----------
    Cox, The regression analysis of binary sequences, Journal of the Royal Statistical Society
    B 20(2), 1958.

    >>> binary_cross_entropy([0.0, 1000.0, -1000.0], [1, 1, 1]).round(3).tolist()
    [0.693, 0.0, 1000.0]
    """
    # -log sigmoid(z) = log(1 + exp(-z)); and 1 - sigmoid(z) = sigmoid(-z).
    return np.logaddexp(0, np.where(y == 1, -scores, scores))


@_of_one_score
def binary_cross_entropy_slope(scores, y) -> np.ndarray:
    """Return the slope of `binary_cross_entropy` over each score: p - y, and nothing else.

    The logarithm cancels the slope of the sigmoid: a neuron that is confident and wrong learns
    fastest.

    >>> binary_cross_entropy_slope([0.0, 1000.0, -1000.0], [1, 1, 1])
    array([-0.5,  0. , -1. ])
    """
    return stable.sigmoid(scores) - y


def softmax(scores) -> np.ndarray:
    """Return each row's probabilities exp(z_k) / Σ exp(z_j): positive, with the sum 1.

    Parameters
    ----------
    scores : array of shape (n_samples, n_classes)

    Returns
    -------
    probabilities : ndarray of shape (n_samples, n_classes)

    >>> softmax([[0.0, 0.0], [1000.0, -1000.0]])
    array([[0.5, 0.5],
           [1. , 0. ]])
    """
    return np.exp(log_softmax(scores))


def log_softmax(scores) -> np.ndarray:
    """Return the logarithm of `softmax`, finite where the probability itself would round to 0.

    >>> log_softmax([[1000.0, -1000.0]])
    array([[    0., -2000.]])
    """
    return stable.log_softmax(as_matrix(scores, "scores"))


@_of_class_scores
def softmax_cross_entropy(scores, labels) -> np.ndarray:
    """Return -log(the probability given to the true class) of each sample.

    Parameters
    ----------
    scores : array of shape (n_samples, n_classes)
    labels : array of shape (n_samples,), whole numbers from 0 to n_classes - 1

    Returns
    -------
    losses : ndarray of shape (n_samples,), each at least 0, in nats

    >>> softmax_cross_entropy([[0.0, 0.0], [1000.0, -1000.0]], [1, 1]).round(3).tolist()
    [0.693, 2000.0]
    """
    return -stable.log_softmax(scores)[np.arange(len(scores)), labels]


@_of_class_scores
def softmax_cross_entropy_slope(scores, labels) -> np.ndarray:
    """Return the slope of `softmax_cross_entropy` over each score: p, less 1 at the true class.

    Returns
    -------
    slopes : ndarray of shape (n_samples, n_classes); the sum of each row is 0

    >>> softmax_cross_entropy_slope([[0.0, 0.0], [1000.0, -1000.0]], [1, 1])
    array([[ 0.5, -0.5],
           [ 1. , -1. ]])
    """
    slopes = np.exp(stable.log_softmax(scores))
    slopes[np.arange(len(scores)), labels] -= 1
    return slopes


def as_class_numbers(labels, name, n_samples=None, n_classes=None) -> np.ndarray:
    """Return `labels` as whole numbers from 0 to `n_classes` - 1, or say what is wrong."""
    labels = as_vector(labels, name, n_samples)
    highest = np.inf if n_classes is None else n_classes - 1
    strangers = labels[(labels != np.round(labels)) | (labels < 0) | (labels > highest)]
    if strangers.size:
        upwards = "0 upwards" if n_classes is None else f"0 to {highest}, one for each class"
        raise ValueError(
            f"{name} may hold only whole numbers from {upwards}; got {strangers[0]:g}."
        )
    return labels.astype(int)
