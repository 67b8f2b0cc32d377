"""The smallest things that a training loop in PyTorch's style talks to, made from plain data.

They do the arithmetic of a linear model with the mean squared error, and note who was called when.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from course_utils.classroom.judging import Observation, observe

# What a learner reads of a case: the things that his loop gets are made of these.
WEIGHTS, RATE, ROWS = "model: X @ weights; weights", "optimizer: learning rate", "rows in a batch"


class Model:
    """Predictions `X @ weights`, and a gradient that adds up until it is emptied."""

    def __init__(self, weights: np.ndarray) -> None:
        self.weights, self.gradient = weights.copy(), np.zeros(len(weights))

    def __call__(self, X: np.ndarray) -> "Predictions":
        return Predictions(X @ self.weights, X, self)


class Predictions(NamedTuple):
    values: np.ndarray  # (n_samples,)
    X: np.ndarray
    model: Model


class Loss:
    """A mean squared error with its way back: the gradient is `factor` times the one it gives."""

    def __init__(self, number: float, gradient: np.ndarray, model: Model, calls: list[str]) -> None:
        self.number, self.gradient, self.model, self.calls = number, gradient, model, calls

    def backward(self) -> None:
        self.calls.append("backward")
        self.model.gradient += self.gradient

    def item(self) -> float:
        return self.number

    def detach(self) -> "Loss":
        return Loss(self.number, 0 * self.gradient, self.model, self.calls)

    def __float__(self) -> float:
        return self.number

    def __mul__(self, factor: float) -> "Loss":
        return Loss(self.number * factor, self.gradient * factor, self.model, self.calls)

    def __add__(self, other: "Loss | float") -> "Loss":
        if isinstance(other, Loss):
            number, gradient = self.number + other.number, self.gradient + other.gradient
            return Loss(number, gradient, self.model, self.calls)
        return Loss(self.number + other, self.gradient, self.model, self.calls)

    def __truediv__(self, divisor: float) -> "Loss":
        return self * (1 / divisor)

    __rmul__, __radd__ = __mul__, __add__

    def __repr__(self) -> str:
        return f"Loss({self.number:.4f})"


class Optimizer:
    """Plain gradient descent."""

    def __init__(self, model: Model, learning_rate: float, calls: list[str]) -> None:
        self.model, self.learning_rate, self.calls = model, learning_rate, calls

    def zero_grad(self, set_to_none: bool = True) -> None:  # PyTorch's argument; both empty
        self.calls.append("zero_grad")
        self.model.gradient[:] = 0.0

    def step(self) -> None:
        self.calls.append("step")
        self.model.weights -= self.learning_rate * self.model.gradient


def observe_training(function: Callable, case: dict) -> Observation:
    """Report what the loop returned and which weights it left.

    Where they are those of the start, the calls for a batch tell why: nothing else does.
    """
    calls: list[str] = []
    models: list[Model] = []

    def mean_squared_error(predictions: Predictions, y: np.ndarray) -> Loss:
        if not isinstance(predictions, Predictions):
            raise TypeError("loss takes the predictions of the model first, then y.")
        values, X, model = predictions
        gaps = values - y
        return Loss(float(np.mean(gaps**2)), 2 * gaps @ X / len(y), model, calls)

    rows = [slice(i, i + case[ROWS]) for i in range(0, len(case["y"]), case[ROWS])]

    def train(X, y, n_epochs, **others):
        model = Model(others[WEIGHTS])
        models.append(model)
        returned = function(
            model=model,
            loss=mean_squared_error,
            optimizer=Optimizer(model, others[RATE], calls),
            batches=[(X[batch], y[batch]) for batch in rows],
            n_epochs=n_epochs,
        )
        return _written(returned)

    observation = observe(train, case)
    if "raised" not in observation:
        observation["weights at the end"] = models[0].weights
        observation["calls for a batch"] = "the weights move"
        if np.array_equal(models[0].weights, case[WEIGHTS]):
            of_one = calls[: len(calls) // (case["n_epochs"] * len(rows))]
            observation["calls for a batch"] = f"{', '.join(of_one) or 'none'}: no weight moves"
    return observation


def _written(returned):
    """Write losses as text, so that a learner sees them beside the numbers expected."""
    if isinstance(returned, Loss):
        return repr(returned)
    if isinstance(returned, list | tuple):
        return type(returned)(_written(part) for part in returned)
    return returned
