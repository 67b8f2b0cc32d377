"""A layer of ReLU neurons on a batch."""

import numpy as np

from answers import right, wrong


@right("perceptron.relu_layer")
def relu_layer(X, W, b):
    """The bias as the weight of an input that is always 1."""
    with_one = np.column_stack([X, np.ones(len(X))])
    scores = np.einsum("nd,md->nm", with_one, np.column_stack([W, b]))
    scores[scores < 0] = 0
    return scores


layer = "perceptron.relu_layer"

for named, function in [
    ("F4", lambda X, W, b: np.maximum(X @ W.T + b.reshape(-1, 1), 0)),
    ("F5", lambda X, W, b: np.max(X @ W.T + b, axis=0)),
    ("F5", lambda X, W, b: (X @ W.T + b).max(0)),
    ("M8", lambda X, W, b: np.maximum(X @ W.T, 0)),
    ("M52", lambda X, W, b: [max(0, W[j] @ X[0] + b[j]) for j in range(len(W))]),
    ("M97", lambda X, W, b: np.maximum(0, np.dot(X, W) + b)),
    ("M97", lambda X, W, b: np.maximum(0, W @ X + b)),
    ("M98", lambda X, W, b: max(0, np.dot(X, W.T) + b)),
    ("M99", lambda X, W, b: np.maximum(0, X @ W.T + b).T),
    (
        "M99",
        lambda X, W, b: [[max(0, w @ x + bias) for x in X] for w, bias in zip(W, b, strict=True)],
    ),
    ("M100", lambda X, W, b: np.maximum(0, np.dot(W, X.T) + b)),
    ("M101", lambda X, W, b: np.maximum(X @ W.T, 0) + b),
    ("M102", lambda X, W, b: (X @ W.T + b > 0).astype(float)),
    ("M102", lambda X, W, b: X @ W.T + b > 0),
    ("M104", lambda X, W, b: X @ W.T + b),
    ("M106", lambda X, W, b: np.where(X @ W.T + b > 0, 0, X @ W.T + b)),
    ("M110", lambda X, W, b: [max(0, W[j] @ x + b[j]) for x in X for j in range(len(W))]),
    (None, lambda X, W, b: np.max(X @ W.T + b)),
    (None, lambda X, W, b: np.max(X @ W.T + b, 1)),
    ("M97", lambda X, W, b: np.max([0, X @ W.T + b])),
    (None, lambda X, W, b: np.maximum(0, (X @ W.T + b).T)[0]),
    (None, lambda X, W, b: np.maximum(0, X @ W.T + b[0])),
    (None, lambda X, W, b: np.maximum(0, X @ W.T + b.sum())),
    (None, lambda X, W, b: np.maximum(0, X * W + b)),
    (None, lambda X, W, b: np.tanh(X @ W.T + b)),
    (None, lambda X, W, b: 1 / (1 + np.exp(-(X @ W.T + b)))),
    (None, lambda X, W, b: np.where(X @ W.T + b > 0, X @ W.T + b, 0.1 * (X @ W.T + b))),
    (None, lambda X, W, b: np.maximum(1, X @ W.T + b)),
    (None, lambda X, W, b: np.maximum(0, X @ abs(W.T) + b)),
    (None, lambda X, W, b: np.maximum(0, X @ W.T * b)),
    (None, lambda X, W, b: print(np.maximum(0, X @ W.T + b))),
    (None, lambda X, W, b: (X @ W.T + b)[X @ W.T + b > 0]),
    (None, lambda X, W, b: np.maximum(0, X @ W.T + b).astype(int)),
    (None, lambda X, W, b: np.squeeze(np.maximum(0, X @ W.T + b))),
]:
    wrong(layer, named)(function)


@wrong(layer)
def score_goes_on(X, W, b):
    H = np.zeros((len(X), len(W)))
    for i in range(len(X)):
        z = 0
        for j in range(len(W)):
            z += X[i] @ W[j] + b[j]
            H[i, j] = max(0, z)
    return H


@wrong(layer)
def bias_for_every_input(X, W, b):
    H = np.zeros((len(X), len(W)))
    for i in range(len(X)):
        for j in range(len(W)):
            H[i, j] = max(0, sum(X[i] * W[j] + b[j]))
    return H


@wrong(layer)
def activation_of_every_product(X, W, b):
    return np.array([[np.maximum(0, W[j] * x).sum() + b[j] for j in range(len(W))] for x in X])


@wrong(layer)
def one_list_for_all_rows(X, W, b):
    rows, row = [], []
    for x in X:
        for j in range(len(W)):
            row.append(max(0, W[j] @ x + b[j]))
        rows.append(row)
    return np.array(rows)


@wrong(layer, "M104")
def changes_the_loop_variable(X, W, b):
    H = X @ W.T + b
    for row in H:
        for value in row:
            value = max(0, value)
    return H
