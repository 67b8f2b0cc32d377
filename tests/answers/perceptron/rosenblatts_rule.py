"""Rosenblatt's rule, for one sample and for an epoch."""

import numpy as np

from answers import right, wrong


@right("perceptron.perceptron_update")
def perceptron_update(weights, bias, x, y, learning_rate):
    mistaken = np.where(y * (np.sum(weights * x) + bias) > 0, 0, 1)
    return weights + mistaken * learning_rate * y * x, bias + mistaken * learning_rate * y


@right("perceptron.train_epoch")
def train_epoch(X, y, weights, bias, learning_rate):
    weights, updates = weights.copy(), 0
    for i, label in enumerate(y.tolist()):
        if np.sign(X[i] @ weights + bias) != label:
            weights += learning_rate * label * X[i]
            bias += learning_rate * label
            updates += 1
    return weights, bias, updates


def is_mistake(score, y):
    return y * score <= 0


def step(x, y, rate):
    return rate * y * x, rate * y


def both(named_update, named_epoch, mistaken=is_mistake, step=step):
    """Add the rule with one part exchanged, as an update and written out as an epoch."""

    @wrong("perceptron.perceptron_update", named_update)
    def update(weights, bias, x, y, learning_rate):
        if mistaken(x @ weights + bias, y):
            by, bias_by = step(x, y, learning_rate)
            return weights + by, bias + bias_by
        return weights, bias

    @wrong("perceptron.train_epoch", named_epoch)
    def epoch(X, y, weights, bias, learning_rate):
        n = 0
        for i in range(len(X)):
            if mistaken(weights @ X[i] + bias, y[i]):
                by, bias_by = step(X[i], y[i], learning_rate)
                weights, bias, n = weights + by, bias + bias_by, n + 1
        return weights, bias, n


both("M22", "M22", mistaken=lambda score, y: (1 if score >= 0 else -1) != y)
both("M23", "M23", mistaken=lambda score, y: (1 if score > 0 else -1) != y)
both("P2", "P2", mistaken=lambda score, y: y * score < 0)
both("M24", "M24", mistaken=lambda score, y: y * score > 0)
both("M28", "M28", mistaken=lambda score, y: score <= 0)
both("M42", "M42", mistaken=lambda score, y: y * score < 1)
both("M15", "P13", mistaken=lambda score, y: score != y)
both("P4", "P4", step=lambda x, y, rate: (-rate * y * x, -rate * y))
both("M29", "M29", step=lambda x, y, rate: (rate * x, rate))
both("M30", "M30", step=lambda x, y, rate: (rate * y, rate * y))
both("M31", "M31", step=lambda x, y, rate: (rate * y * x, rate * y * x))
both("M32", "M32", step=lambda x, y, rate: (rate * y * x, y))
both("M33", "M33", step=lambda x, y, rate: (rate * y * x, -rate * y))
both(None, None, step=lambda x, y, rate: (rate * (y - x), rate * y))
both(None, None, step=lambda x, y, rate: (rate + y * x, rate + y))
both(None, None, mistaken=lambda score, y: y * score < 0, step=lambda x, y, rate: (rate * y * x, 0))


@wrong("perceptron.perceptron_update", "M37")
def by_the_error(weights, bias, x, y, learning_rate):
    error = y - (1 if weights @ x + bias >= 0 else -1)
    return weights + learning_rate * error * x, bias + learning_rate * error


@wrong("perceptron.perceptron_update", "M27")
def without_brackets(weights, bias, x, y, learning_rate):
    if y * weights @ x + bias <= 0:
        return weights + learning_rate * y * x, bias + learning_rate * y
    return weights, bias


@wrong("perceptron.perceptron_update")
def nothing_for_a_right_answer(weights, bias, x, y, learning_rate):
    if y * (weights @ x + bias) <= 0:
        return weights + learning_rate * y * x, bias + learning_rate * y


@wrong("perceptron.perceptron_update")
def in_place(weights, bias, x, y, learning_rate):
    if y * (weights @ x + bias) <= 0:
        weights += learning_rate * y * x
        bias += learning_rate * y
    return weights, bias


@wrong("perceptron.train_epoch", "M68")
def old_bias(X, y, weights, bias, learning_rate):
    n, b = 0, bias
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + b) <= 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
            n += 1
    return weights, bias, n


@wrong("perceptron.train_epoch", "M8")
def no_bias_in_the_score(X, y, weights, bias, learning_rate):
    n = 0
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights) <= 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
            n += 1
    return weights, bias, n


@wrong("perceptron.train_epoch", "M52")
def returns_too_early(X, y, weights, bias, learning_rate):
    n = 0
    for i in range(len(X)):
        if y[i] * (weights @ X[i] + bias) <= 0:
            weights = weights + learning_rate * y[i] * X[i]
            bias = bias + learning_rate * y[i]
            n = n + 1
        return weights, bias, n


@wrong("perceptron.train_epoch", "M63")
def count_in_the_loop(X, y, weights, bias, learning_rate):
    for x, label in zip(X, y, strict=True):
        n = 0
        if label * (weights @ x + bias) <= 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
            n += 1
    return weights, bias, n


@wrong("perceptron.train_epoch", "M62")
def until_all_are_right(X, y, weights, bias, learning_rate):
    n = 0
    while True:
        before = n
        for x, label in zip(X, y, strict=True):
            if label * (weights @ x + bias) <= 0:
                weights = weights + learning_rate * label * x
                bias = bias + learning_rate * label
                n += 1
        if n == before:
            return weights, bias, n


@wrong("perceptron.train_epoch")
def all_labels_at_once(X, y, weights, bias, learning_rate):
    n = 0
    for x in X:
        if y * (weights @ x + bias) <= 0:
            weights = weights + learning_rate * y * x
            n += 1
    return weights, bias, n
