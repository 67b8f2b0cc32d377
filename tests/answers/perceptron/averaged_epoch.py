"""The averaged perceptron."""

import numpy as np

from answers import right, wrong


@right("perceptron.averaged_epoch")
def averaged_epoch(X, y, weights, bias, learning_rate):
    """All boundaries in two lists, then their means."""
    all_weights, all_biases = [], []
    for i in range(X.shape[0]):
        mistaken = y[i] * (np.dot(weights, X[i]) + bias) <= 0
        weights = weights + (learning_rate * y[i] if mistaken else 0) * X[i]
        bias += learning_rate * y[i] if mistaken else 0
        all_weights.append(weights)
        all_biases.append(bias)
    return np.mean(all_weights, axis=0), np.mean(all_biases)


@wrong("perceptron.averaged_epoch", "M1")
def rows_only_of_moves(X, y, weights, bias, learning_rate):
    ws, bs = [], []
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
            ws.append(weights)
            bs.append(bias)
    return np.mean(ws, axis=0), np.mean(bs)


@wrong("perceptron.averaged_epoch", "M1")
def sums_only_of_moves(X, y, weights, bias, learning_rate):
    w_total, b_total, n = 0, 0, 0
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
            w_total = w_total + weights
            b_total = b_total + bias
            n += 1
    return w_total / n, b_total / n


@wrong("perceptron.averaged_epoch", "M200")
def adds_in_the_if(X, y, weights, bias, learning_rate):
    w_total, b_total = np.zeros_like(weights), 0
    for i in range(len(X)):
        if y[i] * (weights @ X[i] + bias) <= 0:
            weights = weights + learning_rate * y[i] * X[i]
            bias = bias + learning_rate * y[i]
            w_total += weights
            b_total += bias
    return w_total / len(X), b_total / len(X)


@wrong("perceptron.averaged_epoch", "M201")
def adds_too_early(X, y, weights, bias, learning_rate):
    w_total, b_total = np.zeros_like(weights), 0
    for i in range(len(X)):
        w_total += weights
        b_total += bias
        if y[i] * (weights @ X[i] + bias) <= 0:
            weights = weights + learning_rate * y[i] * X[i]
            bias = bias + learning_rate * y[i]
    return w_total / len(X), b_total / len(X)


@wrong("perceptron.averaged_epoch", "M202")
def the_start_in_the_list(X, y, weights, bias, learning_rate):
    ws, bs = [weights], [bias]
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
        ws.append(weights)
        bs.append(bias)
    return sum(ws) / len(ws), sum(bs) / len(bs)


@wrong("perceptron.averaged_epoch", "M210")
def sums_from_the_start(X, y, weights, bias, learning_rate):
    w_total, b_total = weights, bias
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
        w_total = w_total + weights
        b_total = b_total + bias
    return w_total / len(X), b_total / len(X)


@wrong("perceptron.averaged_epoch", "M203")
def only_an_epoch(X, y, weights, bias, learning_rate):
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
    return weights, bias


@wrong("perceptron.averaged_epoch", "M204")
def sums(X, y, weights, bias, learning_rate):
    ws, bs = [], []
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
        ws.append(weights)
        bs.append(bias)
    return np.sum(ws, axis=0), np.sum(bs)


@wrong("perceptron.averaged_epoch", "M205")
def mean_of_the_moves(X, y, weights, bias, learning_rate):
    w_total, b_total = 0 * weights, 0.0
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            dw, db = learning_rate * label * x, learning_rate * label
            weights, bias = weights + dw, bias + db
            w_total, b_total = w_total + dw, b_total + db
    return w_total / len(X), b_total / len(X)


@wrong("perceptron.averaged_epoch", "M206")
def last_bias(X, y, weights, bias, learning_rate):
    ws = []
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
        ws.append(weights)
    return np.mean(ws, axis=0), bias


@wrong("perceptron.averaged_epoch", "M5")
def one_array_many_names(X, y, weights, bias, learning_rate):
    weights = weights.copy()
    ws, bs = [], []
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights += learning_rate * label * x
            bias += learning_rate * label
        ws.append(weights)
        bs.append(bias)
    return np.mean(ws, axis=0), np.mean(bs)


@wrong("perceptron.averaged_epoch", "M5")
def one_array_that_came_in(X, y, weights, bias, learning_rate):
    ws, bs = [], []
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights += learning_rate * label * x
            bias += learning_rate * label
        ws.append(weights)
        bs.append(bias)
    return sum(ws) / len(X), sum(bs) / len(X)


@wrong("perceptron.averaged_epoch")
def moves_what_came_in(X, y, weights, bias, learning_rate):
    w_total, b_total = np.zeros(len(weights)), 0.0
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights += learning_rate * label * x
            bias += learning_rate * label
        w_total += weights
        b_total += bias
    return w_total / len(X), b_total / len(X)


@wrong("perceptron.averaged_epoch", "M207")
def average_in_the_score(X, y, weights, bias, learning_rate):
    ws, bs = [], []
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
        ws.append(weights)
        bs.append(bias)
        weights, bias = sum(ws) / len(ws), sum(bs) / len(bs)
    return weights, bias


@wrong("perceptron.averaged_epoch", "M208")
def halves(X, y, weights, bias, learning_rate):
    average = None
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
        if average is None:
            average = weights, bias
        average = (average[0] + weights) / 2, (average[1] + bias) / 2
    return average


@wrong("perceptron.averaged_epoch", "M209")
def mean_without_axis(X, y, weights, bias, learning_rate):
    ws, bs = [], []
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
        ws.append(weights)
        bs.append(bias)
    return np.mean(ws), np.mean(bs)


@wrong("perceptron.averaged_epoch", "M211")
def mean_over_the_wrong_axis(X, y, weights, bias, learning_rate):
    ws, bs = [], []
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
        ws.append(weights)
        bs.append(bias)
    return np.mean(ws, axis=1), np.mean(bs)


@wrong("perceptron.averaged_epoch", "P2")
def no_move_on_a_tie(X, y, weights, bias, learning_rate):
    w_total, b_total = 0, 0
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) < 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
        w_total = w_total + weights
        b_total = b_total + bias
    return w_total / len(X), b_total / len(X)


@wrong("perceptron.averaged_epoch", "M52")
def return_in_the_loop(X, y, weights, bias, learning_rate):
    w_total, b_total = 0, 0
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
        w_total = w_total + weights
        b_total = b_total + bias
        return w_total / len(X), b_total / len(X)


@wrong("perceptron.averaged_epoch", "M64")
def forgets_the_start(X, y, weights, bias, learning_rate):
    weights, bias = np.zeros(X.shape[1]), 0.0
    w_total, b_total = np.zeros(X.shape[1]), 0.0
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
        w_total += weights
        b_total += bias
    return w_total / len(X), b_total / len(X)
