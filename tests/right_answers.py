"""For each exercise one more right answer, written apart from the package's two."""

import numpy as np


def predict_labels(X, weights, bias):
    return np.array([1 if np.dot(weights, x) + bias >= 0 else -1 for x in X])


def boundary_height(weights, bias, x0):
    """The line through its two intercepts."""
    at_zero = np.array([0.0, -bias / weights[1]])
    on_axis = np.array([-bias / weights[0], 0.0])
    share = (x0 - at_zero[0]) / (on_axis[0] - at_zero[0])
    return at_zero[1] + share * (on_axis[1] - at_zero[1])


def perceptron_update(weights, bias, x, y, learning_rate):
    mistaken = np.where(y * (np.sum(weights * x) + bias) > 0, 0, 1)
    return weights + mistaken * learning_rate * y * x, bias + mistaken * learning_rate * y


def train_epoch(X, y, weights, bias, learning_rate):
    weights, updates = weights.copy(), 0
    for i, label in enumerate(y.tolist()):
        if np.sign(X[i] @ weights + bias) != label:
            weights += learning_rate * label * X[i]
            bias += learning_rate * label
            updates += 1
    return weights, bias, updates


def updates_on_and():
    """Pen and paper: the plain loop, on whole numbers."""
    w0 = w1 = b = moves = 0
    while True:
        before = moves
        for x0, x1, label in [(0, 0, -1), (0, 1, -1), (1, 0, -1), (1, 1, 1)]:
            if label * (w0 * x0 + w1 * x1 + b) <= 0:
                w0, w1, b, moves = w0 + label * x0, w1 + label * x1, b + label, moves + 1
        if moves == before:
            return moves


def updates_per_epoch_on_xor():
    w0 = w1 = b = moves = 0
    for _ in range(50):
        moves = 0
        for x0, x1, label in [(0, 0, -1), (0, 1, 1), (1, 0, 1), (1, 1, -1)]:
            if label * (w0 * x0 + w1 * x1 + b) <= 0:
                w0, w1, b, moves = w0 + label * x0, w1 + label * x1, b + label, moves + 1
    return moves


RIGHT_ANSWERS = {
    "perceptron": [
        predict_labels,
        boundary_height,
        perceptron_update,
        train_epoch,
        updates_on_and,
        updates_per_epoch_on_xor,
    ],
}
