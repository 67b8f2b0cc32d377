"""Small objects for valid calls: classifiers, a step of a training, a network, a figure."""

import contextlib
import functools
import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from matplotlib.figure import Figure
from torch import nn

from course_utils import checkpoints, estimator, fitting, training
from course_utils.classroom import figures

SEED = 0


class ByTheSum(estimator.BinaryClassifier):
    """The least that a classifier can be: the sign of the sum of the features."""

    def __init__(self, threshold: float = 0.0):
        self.threshold = threshold

    def fit(self, X, y):
        self._learn_shape(X, y)
        return self

    def decision_function(self, X) -> np.ndarray:
        return self._as_samples(X).sum(axis=1) - self.threshold


class OfMany(estimator.Classifier):
    """A classifier that only looks at what it is given."""

    def __init__(self, k: int = 1):
        self.k = k

    def fit(self, X, y):
        X, _, self.classes_ = self._checked_classes(X, y)
        self.n_features_in_ = X.shape[1]
        return self


@dataclass
class Step:
    """A step of a training that can be copied together with its network, as no closure can."""

    network: nn.Module
    optimizer: torch.optim.Optimizer

    def __call__(self, batch, moment) -> dict:
        return training.one_optimizer(self.network, self.optimizer, loss_of)(batch, moment)


def loss_of(network, batch, moment) -> torch.Tensor:
    return (network(batch[0]) - batch[1]).square().mean()


def validate() -> dict[str, float]:
    return {"error": 0.5}


def line() -> nn.Linear:
    return training.linear(2, 1, training.as_generator(SEED), torch.float32)


def checkpoint() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "line.safetensors")
        checkpoints.save_networks(path, {"line": line()}, {"n_epochs": 5})
        return path.read_bytes()


def checked_validation(validation):
    return fitting.checked_validation(validation, np.array([0, 1]), n_features=2)


def figure() -> Figure:
    fig, ax = figures.new_figure(3, 2)
    ax.plot([0, 1, 2], [1, 0.5, 0.25], label="loss")
    ax.set_title("Down")
    return fig


def displayed(function: Callable) -> Callable:
    """Return a function that returns what `function` displays."""

    @functools.wraps(function)
    def call(*args, **kwargs) -> str:
        with contextlib.redirect_stdout(io.StringIO()) as words:
            function(*args, **kwargs)
        return words.getvalue()

    return call


def entered(manager: Callable) -> Callable:
    """Return a function that enters what `manager` makes, and leaves it."""

    @functools.wraps(manager)
    def call(*args, **kwargs) -> None:
        with manager(*args, **kwargs):
            pass

    return call
