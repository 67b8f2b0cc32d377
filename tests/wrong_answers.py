"""Wrong answers as learners write them, kept apart from the package's own misconceptions.

None may pass, whatever the seed. Where a misconception says what is wrong, its id stands with it.
"""

from collections import defaultdict
from collections.abc import Callable

import numpy as np

# exercise -> pairs (function, id of the misconception that names it, or None)
WRONG_ANSWERS: dict[str, list[tuple[Callable, str | None]]] = defaultdict(list)


def wrong(exercise: str, named: str | None = None) -> Callable:
    return lambda function: WRONG_ANSWERS[exercise].append((function, named))


# --- One neuron, a batch of samples ----------------------------------------------------------

predict = "perceptron.predict_labels"

for named, function in [
    ("M7", lambda X, weights, bias: X @ weights + bias >= 0),
    ("M7", lambda X, weights, bias: [1 if s >= 0 else 0 for s in X @ weights + bias]),
    ("M26", lambda X, weights, bias: np.where(X @ weights >= bias, 1, -1)),
    ("M57", lambda X, weights, bias: np.where((X * weights + bias).sum(axis=1) >= 0, 1, -1)),
    ("M57", lambda X, weights, bias: np.where((X * weights).mean(axis=1) + bias >= 0, 1, -1)),
    ("M58", lambda X, weights, bias: np.where(sum(X * weights) + bias >= 0, 1, -1)),
    ("M60", lambda X, weights, bias: np.where(X @ weights[:, None] + bias >= 0, 1, -1)),
    (None, lambda X, weights, bias: np.where(weights @ X + bias >= 0, 1, -1)),
    (None, lambda X, weights, bias: print(np.where(X @ weights + bias >= 0, 1, -1))),
    (None, lambda X, weights, bias: 1 if X @ weights + bias >= 0 else -1),
    (None, lambda X, weights, bias: np.where(X @ weights + abs(bias) >= 0, 1, -1)),
    (None, lambda X, weights, bias: np.where(X @ weights > 0, 1, -1)),
    (None, lambda X, weights, bias: np.sign(X @ weights)),
    ("M80", lambda X, weights, bias: (X @ weights + bias > 0).astype(int)),
    ("M80", lambda X, weights, bias: X @ weights + bias > 0),
    (None, lambda X, weights, bias: (X @ weights + bias, np.where(X @ weights >= -bias, 1, -1))),
    (None, lambda X, weights, bias: ["+1" if s >= 0 else "-1" for s in X @ weights + bias]),
    (None, lambda X, weights, bias: [1 if x @ weights + bias >= 0 else -1 for x in X.T]),
    (None, lambda X, weights, bias: np.round(X @ weights + bias)),
    (None, lambda X, weights, bias: (X @ weights + bias) / abs(X @ weights + bias)),
    (None, lambda X, weights, bias: np.ones(len(X))),
    (None, lambda X, weights, bias: np.full(len(X), -1)),
]:
    wrong(predict, named)(function)


@wrong(predict, "M52")
def returns_in_the_loop(X, weights, bias):
    for x in X:
        score = x @ weights + bias
        if score >= 0:
            return 1
        return -1


@wrong(predict)
def as_many_answers_as_weights(X, weights, bias):
    return np.array([1 if X[i] @ weights + bias >= 0 else -1 for i in range(len(weights))])


@wrong(predict)
def score_goes_on(X, weights, bias):
    answers, score = [], bias
    for x in X:
        for value, weight in zip(x, weights, strict=True):
            score += value * weight
        answers.append(1 if score >= 0 else 0)
    return np.array(answers)


@wrong(predict, "M9")
def changes_the_loop_variable(X, weights, bias):
    scores = X @ weights + bias
    for score in scores:
        score = 1 if score >= 0 else -1
    return scores


# --- The boundary's height -------------------------------------------------------------------

for named, function in [
    ("M4", lambda weights, bias, x0: -bias - weights[0] * x0 / weights[1]),
    (None, lambda weights, bias, x0: -weights[1] / (weights[0] * x0 + bias)),
    (None, lambda weights, bias, x0: -(weights[1] * x0 + bias) / weights[2]),
    (None, lambda weights, bias, x0: -(weights * x0 + bias) / weights),
    (None, lambda weights, bias, x0: print(-(weights[0] * x0 + bias) / weights[1])),
    (None, lambda weights, bias, x0: np.round(-(weights[0] * x0 + bias) / weights[1], 2)),
    (None, lambda weights, bias, x0: -(weights[0] * x0 + bias) // weights[1]),
    (None, lambda weights, bias, x0: int(-(weights[0] * x0 + bias) / weights[1])),
    (None, lambda weights, bias, x0: -(weights[0] * x0 + bias) / abs(weights[1])),
    (None, lambda weights, bias, x0: abs(weights[0] * x0 + bias) / abs(weights[1])),
    (None, lambda weights, bias, x0: -(weights[0] * x0 + bias) - weights[1]),
]:
    wrong("perceptron.boundary_height", named)(function)


@wrong("perceptron.boundary_height", "M52")
def first_height_only(weights, bias, x0):
    for value in x0:
        return -(weights[0] * value + bias) / weights[1]


# --- Rosenblatt's rule, for one sample and for an epoch ----------------------------------------


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


# --- What is read off the explorer -------------------------------------------------------------

for named, value in [("M18", 9), ("M19", 36), ("M74", 8), ("M75", 17), (None, 4), (None, "18")]:
    wrong("perceptron.updates_on_and", named)(lambda value=value: value)
for named, value in [("P10", 0), ("M71", 40), ("M72", 39), ("M18", 10), ("M73", 3), (None, 1)]:
    wrong("perceptron.updates_per_epoch_on_xor", named)(lambda value=value: value)
