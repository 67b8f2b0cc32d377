"""What a network is trained to make small, computed from scores so that nothing overflows.

Each loss is one operation of the graph: its derivative is shorter and safer than the chain through
exponentials and logarithms would be.
"""

import numpy as np

from course_utils.backprop.tensor import Tensor, record
from course_utils.gradient_descent import stable
from course_utils.gradient_descent.losses import as_class_numbers
from course_utils.validation import as_numbers


def log_softmax(scores: Tensor) -> Tensor:
    """Return the logarithms of the softmax of each row, shape (n_samples, n_classes).

    >>> log_softmax(Tensor([[0.0, 0.0], [0.0, 1000.0]])).data.round(3).tolist()
    [[-0.693, -0.693], [-1000.0, 0.0]]
    """
    y = stable.log_softmax(_matrix_of_scores(scores))
    p = np.exp(y)
    return record("log_softmax", y, (scores,), (lambda g: g - p * g.sum(axis=1, keepdims=True),))


def cross_entropy(scores: Tensor, labels) -> Tensor:
    """Return the mean of -log(probability of the right class), as a tensor of one number.

    Its derivative with respect to the scores is (p - onehot) / n: p the softmax of each row.

    Parameters
    ----------
    scores : Tensor of shape (n_samples, n_classes), any size, no softmax applied
    labels : array of n_samples whole numbers, 0 … n_classes - 1

    >>> scores = Tensor([[0.0, 0.0], [0.0, 1000.0]], requires_grad=True)
    >>> loss = cross_entropy(scores, [0, 0])
    >>> loss.backward()
    >>> round(loss.item(), 3), scores.grad.tolist()
    (500.347, [[-0.25, 0.25], [-0.5, 0.5]])
    """
    z = _matrix_of_scores(scores)
    labels, rows = as_class_numbers(labels, "labels", *z.shape), np.arange(len(z))
    log_p = stable.log_softmax(z)
    loss = -log_p[rows, labels].sum() / len(z)

    def back(g):
        p = np.exp(log_p)
        p[rows, labels] -= 1
        return p * (g / len(z))

    return record("cross_entropy", loss, (scores,), (back,))


def binary_cross_entropy(scores: Tensor, y) -> Tensor:
    """Return the mean cross-entropy of one score a sample: log(1 + exp(z)) - y·z.

    Its derivative with respect to the scores is (sigmoid(z) - y) / n.

    Parameters
    ----------
    scores : Tensor of shape (n_samples,) or (n_samples, 1)
    y : array of n_samples numbers between 0 and 1

    >>> binary_cross_entropy(Tensor([1000.0, 0.0]), [1, 0]).data.round(4)
    np.float64(0.3466)
    """
    z = _of_tensor(scores, "scores").data
    y = _constant(y, "y", z.dtype)
    if z.shape not in ((z.size,), (z.size, 1)) or y.shape != (z.size,):
        raise ValueError(
            f"scores must have shape (n,) or (n, 1), and y (n,); got {z.shape} and {y.shape}."
        )
    if y.min() < 0 or y.max() > 1:
        raise ValueError(f"y must lie between 0 and 1; got {y.min():g} … {y.max():g}.")
    y = y.reshape(z.shape)
    loss = (np.logaddexp(0, z) - y * z).mean()

    def back(g):
        return (stable.sigmoid(z) - y) * (g / len(z))

    return record("binary_cross_entropy", loss, (scores,), (back,))


def mean_squared_error(predictions: Tensor, targets) -> Tensor:
    """Return the mean of (prediction - target)²; its derivative is 2 (prediction - target) / n.

    Both must have the same shape: (n, 1) and (n,) would broadcast to n × n differences.

    >>> mean_squared_error(Tensor([1.0, 3.0]), [0.0, 0.0]).item()
    5.0
    """
    predicted = _of_tensor(predictions, "predictions").data
    targets = _constant(targets, "targets", predicted.dtype)
    if predicted.shape != targets.shape:
        raise ValueError(
            f"predictions have shape {predicted.shape}, targets {targets.shape}: they must be "
            "equal, or each prediction would be compared with every target. Use reshape."
        )
    apart = predicted - targets

    def back(g):
        return apart * (2 * g / apart.size)

    return record("mean_squared_error", (apart**2).mean(), (predictions,), (back,))


def _of_tensor(value, name) -> Tensor:
    if not isinstance(value, Tensor):
        raise TypeError(f"{name} must be a Tensor; got {type(value).__name__}.")
    return value


def _constant(value, name, dtype) -> np.ndarray:
    """Return a copy of the numbers of an array, or of a tensor that wants no gradient."""
    return as_numbers(value, name).astype(dtype)


def _matrix_of_scores(scores) -> np.ndarray:
    z = _of_tensor(scores, "scores").data
    if z.ndim != 2:
        raise ValueError(f"scores must have shape (n_samples, n_classes); got {z.shape}.")
    return z
