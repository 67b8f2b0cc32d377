"""Softmax regression beside scikit-learn's, and the gradients of both losses beside PyTorch's.

Both fit the same loss, mean cross-entropy + l2/2·‖W‖²: scikit-learn by L-BFGS with C = 1/(l2·n),
which looks at curvature too, here by plain gradient descent. Their times stand side by side.
"""

from collections.abc import Iterator

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression as PeerRegression
from torch.nn.functional import binary_cross_entropy_with_logits
from torch.nn.functional import cross_entropy as peer_cross_entropy

from benchmarks.measure import Bar, Row, compare_times, make_row, seconds
from course_utils.datasets import load_digits
from course_utils.gradient_descent import (
    SoftmaxRegression,
    logistic_loss_and_gradient,
    softmax_loss_and_gradient,
)

PEER = "scikit-learn or PyTorch"
L2 = 1e-3
SHAPES = ((1, 1, 2), (7, 3, 4), (64, 64, 10), (1437, 64, 10))  # samples, features, classes
ACCURATE = Bar("course", ">=", 0.95)
AS_LOW = Bar("ratio", "<=", 1.01)
EQUAL = Bar("course", "<=", 1e-10)


def digits_rows() -> Iterator[Row]:
    """Fit the 1,437 digits for choosing and learning, score the 360 for testing."""
    fit, test = load_digits("fit"), load_digits("test")
    default = SoftmaxRegression()
    peer = PeerRegression(C=1 / (L2 * len(fit.X)), max_iter=5_000)
    accuracy = default.fit(*fit).score(*test)
    peers = peer.fit(*fit).score(*test)
    yield make_row("accuracy, digits, test, defaults", "share", [accuracy], [peers], ACCURATE)

    regularized = SoftmaxRegression(n_epochs=1_000, learning_rate=2.0, l2=L2)
    accuracy = regularized.fit(*fit).score(*test)
    yield make_row(f"accuracy, digits, test, l2 = {L2}", "share", [accuracy], [peers], ACCURATE)
    loss = regularized.history_["loss"][-1] + L2 / 2 * (regularized.weights_**2).sum()
    peers_loss, _, _ = softmax_loss_and_gradient(*fit, peer.coef_, peer.intercept_, L2)
    yield make_row(f"loss, digits, fit, l2 = {L2}", "nats", [loss], [peers_loss], AS_LOW)

    fits = lambda: regularized.fit(*fit), lambda: peer.fit(*fit)
    yield compare_times(f"fit, digits, l2 = {L2}", *fits, n_runs=5)
    times = [1e3 * seconds(lambda: default.fit(*fit)) for _ in range(5)]
    yield make_row("fit, digits, defaults", "ms", times)


def peer_gradient(loss, X, labels, weights, bias) -> list[np.ndarray]:
    """Return PyTorch's gradients over weights and bias, by automatic differentiation."""
    parameters = [torch.tensor(value, requires_grad=True) for value in (weights, bias)]
    scores = torch.nn.functional.linear(torch.tensor(X), *parameters)
    penalty = L2 / 2 * (parameters[0] ** 2).sum()
    (loss(scores, torch.tensor(labels)) + penalty).backward()
    return [parameter.grad.numpy() for parameter in parameters]


def gradient_row(n: int, d: int, k: int) -> Row:
    """Return the greatest difference of any entry, for both losses, scores around 0 and far out."""
    rng = np.random.default_rng(0)
    differences = []
    for scale in (1.0, 100.0):
        X, labels = scale * rng.normal(size=(n, d)), rng.integers(k, size=n)
        weights, bias = rng.normal(size=(k, d)), rng.normal(size=k)
        _, *ours = softmax_loss_and_gradient(X, labels, weights, bias, L2)
        peers = peer_gradient(peer_cross_entropy, X, labels, weights, bias)
        differences += [np.abs(a - b).max() for a, b in zip(ours, peers, strict=True)]

        y = (labels % 2).astype(float)
        _, *ours = logistic_loss_and_gradient(X, y, weights[0], bias[0], L2)
        peers = peer_gradient(
            binary_cross_entropy_with_logits, X, y[:, None], weights[:1], bias[:1]
        )
        differences += [np.abs(a - b).max() for a, b in zip(ours, peers, strict=True)]
    name = f"gradient, {n} × {d}, {k} classes: difference from PyTorch's"
    return make_row(name, "nats", [float(max(differences))], bar=EQUAL)


def rows() -> Iterator[Row]:
    """Yield each row as soon as it is measured."""
    yield from digits_rows()
    for shape in SHAPES:
        yield gradient_row(*shape)
