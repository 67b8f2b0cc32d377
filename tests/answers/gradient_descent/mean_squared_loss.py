"""The mean squared error of predictions in a row or in a column."""

import numpy as np

from answers import right, wrong

mse = "gradient_descent.mean_squared_loss"


@right(mse)
def mean_squared_loss(predictions, targets):
    """The squared distance of two points in n dimensions, shared out."""
    return np.linalg.norm(
        np.squeeze(predictions, axis=tuple(range(1, predictions.ndim))) - targets
    ) ** 2 / len(targets)


for named, function in [
    ("L4", lambda predictions, targets: ((predictions - targets) ** 2).mean()),
    ("L4", lambda predictions, targets: np.mean(np.square(targets - predictions))),
    ("L4", lambda predictions, targets: np.average((predictions - targets) ** 2)),
    ("L4", lambda predictions, targets: np.mean((predictions - targets.reshape(-1, 1)) ** 2)),
    ("L4", lambda predictions, targets: ((predictions - targets) ** 2).sum() / len(targets)),
    ("M204", lambda predictions, targets: ((predictions.flatten() - targets) ** 2).sum()),
    ("M273", lambda predictions, targets: np.sqrt(mean_squared_loss(predictions, targets))),
    ("M274", lambda predictions, targets: abs(predictions.ravel() - targets).mean()),
    ("M275", lambda predictions, targets: (predictions.ravel() - targets) ** 2),
    ("M276", lambda predictions, targets: (predictions.mean() - targets.mean()) ** 2),
    ("M277", lambda predictions, targets: 0.5 * mean_squared_loss(predictions, targets)),
    ("M279", lambda predictions, targets: (predictions.ravel() - targets).mean()),
    ("M279", lambda predictions, targets: (targets - predictions.ravel()).mean()),
    ("M52", lambda predictions, targets: (predictions.ravel()[0] - targets[0]) ** 2),
    (None, lambda predictions, targets: np.sum((predictions - targets) ** 2)),
    (None, lambda predictions, targets: np.mean((predictions - targets) ** 2, axis=0)),
    (None, lambda predictions, targets: np.mean((predictions - targets) ** 2, axis=1)),
    (None, lambda predictions, targets: np.mean((predictions[:, 0] - targets) ** 2)),
    (None, lambda predictions, targets: np.mean(predictions.ravel() ** 2 - targets**2)),
    (None, lambda predictions, targets: np.mean((predictions.ravel() + targets) ** 2)),
    (None, lambda predictions, targets: (predictions - targets) @ (predictions - targets)),
    (None, lambda predictions, targets: np.median((predictions.ravel() - targets) ** 2)),
    (None, lambda predictions, targets: max((predictions.ravel() - targets) ** 2)),
    (None, lambda predictions, targets: print(np.mean((predictions.ravel() - targets) ** 2))),
    (None, lambda predictions, targets: np.linalg.norm(predictions.ravel() - targets)),
    (None, lambda predictions, targets: np.var(predictions.ravel() - targets)),
]:
    wrong(mse, named)(function)


@wrong(mse, "M52")
def returns_in_the_loop(predictions, targets):
    total = 0
    for p, t in zip(predictions.ravel(), targets, strict=True):
        total += (p - t) ** 2
        return total


@wrong(mse)
def divides_in_the_loop(predictions, targets):
    total = 0
    for p, t in zip(predictions.ravel(), targets, strict=True):
        total = (total + (p - t) ** 2) / len(targets)
    return total


@wrong(mse)
def mean_of_each_column(predictions, targets):
    return np.mean((predictions - targets[:, np.newaxis]) ** 2, axis=0)


@wrong(mse)
def a_column_for_numbers(predictions, targets):
    return sum((p - t) ** 2 for p, t in zip(predictions, targets, strict=True)) / len(targets)
