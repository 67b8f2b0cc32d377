"""All gradients of a network with a sigmoid layer and softmax cross-entropy."""

import numpy as np

from answers import right, wrong
from answers.backprop.written import made_of

NETWORK = "backprop.two_layer_gradients"


@right(NETWORK)
def two_layer_gradients(X, labels, W1, b1, W2, b2):
    """With the biases as one more column, and the sigmoid's slope as 1 / (2 + 2 cosh z)."""
    ones = np.ones((len(X), 1))
    inputs = np.hstack([X, ones])
    z = inputs @ np.column_stack([W1, b1]).T
    hidden = np.hstack([1 / (1 + np.exp(-z)), ones])
    scores = hidden @ np.column_stack([W2, b2]).T
    logs = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    errors = (np.exp(logs) - (labels[:, None] == np.arange(len(W2)))) / len(X)
    second = errors.T @ hidden
    first = (errors @ W2 / (2 + 2 * np.cosh(z))).T @ inputs
    return first[:, :-1], first[:, -1], second[:, :-1], second[:, -1]


def written_as(
    slope="A * (1 - A)",
    shift="scores.max(1, keepdims=True)",
    total="e.sum(1, keepdims=True)",
    error="(P - Y) / m",
    bias_1="dZ1.sum(0)",
    bias_2="dZ2.sum(0)",
    weights_1="dZ1.T @ X",
    weights_2="dZ2.T @ A",
    back="dZ2 @ W2 * slope",
    result="dW1, db1, dW2, db2",
):
    """Return the usual code with other words in some places."""
    code = f"""
def two_layer_gradients(X, labels, W1, b1, W2, b2):
    m = len(X)
    Y = np.eye(len(W2))[labels]
    Z1 = X @ W1.T + b1
    A = sigmoid(Z1)
    scores = A @ W2.T + b2
    e = np.exp(scores - {shift})
    P = e / {total}
    dZ2 = {error}
    slope = {slope}
    dZ1 = {back}
    dW1, db1, dW2, db2 = {weights_1}, {bias_1}, {weights_2}, {bias_2}
    return {result}
"""
    space = {"np": np, "sigmoid": lambda z: 1 / (1 + np.exp(-z))}
    return made_of(code, "two_layer_gradients", space)


for named, words in [
    ("B1", {"slope": "Z1 * (1 - Z1)"}),
    ("B2", {"slope": "sigmoid(A) * (1 - sigmoid(A))"}),
    ("B3", {"back": "dZ2 @ W2"}),
    ("B3", {"slope": "A > 0"}),
    ("B4", {"slope": "1 - A**2"}),
    ("B4", {"slope": "1 - np.square(A)"}),
    ("B7", {"back": "np.dot(dZ2 @ W2, slope)"}),
    ("B7", {"back": "dZ2 @ W2.T * slope"}),
    ("B8", {"weights_1": "dZ1.T @ X / m", "bias_1": "dZ1.mean(0)"}),
    ("B8", {"weights_1": "dZ1.T @ X / m"}),
    ("B8", {"back": "dZ2 @ W2 * slope / m"}),
    ("B9", {"error": "P - Y"}),
    ("B10", {"bias_1": "np.mean(dZ1, axis=0)"}),
    ("B10", {"bias_1": "dZ1.mean(0)", "bias_2": "dZ2.mean(0)"}),
    ("L7", {"error": "P / m"}),
    ("F1", {"shift": "0"}),
    ("M395", {"error": "(Y - P) / m"}),
    ("M396", {"error": "(P - Y) * P * (1 - P) / m"}),
    ("M470", {"total": "e.sum()"}),
    ("M470", {"total": "np.sum(e)", "shift": "np.max(scores)"}),
    ("M471", {"error": "(P - labels[:, None]) / m"}),
    ("M398", {"error": "(P - Y) / P.size"}),
    ("M387", {"weights_1": "X.T @ dZ1", "weights_2": "A.T @ dZ2"}),
    ("M41", {"result": "dW2, db2, dW1, db1"}),
    ("M41", {"result": "dW1, dW2, db1, db2"}),
    (None, {"slope": "np.exp(-Z1) / (1 + np.exp(-Z1))"}),
    (None, {"slope": "Z1 > 0"}),
    (None, {"slope": "A - A**3"}),
    ("M111", {"shift": "scores.max()"}),
    (None, {"bias_2": "dZ2"}),
    (None, {"bias_1": "dZ1.sum()"}),
    (None, {"back": "dZ2 @ W2 + slope"}),
    (None, {"weights_2": "dZ2.T @ Z1"}),
    (None, {"bias_1": "dZ1.sum(0, keepdims=True)"}),
    (None, {"error": "-Y / (P + 1e-12) / m"}),
]:
    wrong(NETWORK, named)(written_as(**words))


@wrong(NETWORK, "L5")
def whole_columns(X, labels, W1, b1, W2, b2):
    hidden = 1 / (1 + np.exp(-X @ W1.T - b1))
    scores = hidden @ W2.T + b2
    d = np.exp(scores - scores.max(axis=1)[:, None])
    d /= d.sum(axis=1)[:, None]
    d[:, labels] -= 1
    d /= len(X)
    back = d @ W2 * hidden * (1 - hidden)
    return back.T @ X, back.sum(axis=0), d.T @ hidden, d.sum(axis=0)


@wrong(NETWORK, "M397")
def divides_when_it_collects(X, labels, W1, b1, W2, b2):
    hidden = 1 / (1 + np.exp(-X @ W1.T - b1))
    scores = hidden @ W2.T + b2
    d = np.exp(scores - scores.max(axis=1)[:, None])
    d /= d.sum(axis=1)[:, None]
    d[np.arange(len(X)), labels] -= 1
    back = d @ W2 * hidden * (1 - hidden)
    return back.T @ X, back.sum(axis=0), d.T @ hidden / len(X), d.sum(axis=0) / len(X)
