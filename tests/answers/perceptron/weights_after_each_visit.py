"""The bug hunt on a history of weights: mended in part, in the wrong place, or for show."""

import numpy as np

from answers import right, wrong

HUNT = "perceptron.weights_after_each_visit"


@right(HUNT)
def weights_after_each_visit(X, y, learning_rate):
    """Lists of plain numbers, which nothing can change later."""
    theta, kept = [0.0] * (X.shape[1] + 1), []
    for x, label in zip(X.tolist(), y.tolist(), strict=True):
        inputs = [*x, 1.0]
        if label * sum(w * v for w, v in zip(theta, inputs, strict=True)) <= 0:
            theta = [w + learning_rate * label * v for w, v in zip(theta, inputs, strict=True)]
        kept.append(theta[:-1])
    return kept


def hunt(keep, step_of_the_bias, finish=np.array):
    """Return the shipped code with other words in three places."""

    def weights_after_each_visit(X, y, learning_rate):
        weights, bias, history = np.zeros(X.shape[1]), 0.0, []
        for x, label in zip(X, y, strict=True):
            if label * (x @ weights + bias) <= 0:
                weights += learning_rate * label * x
                bias += step_of_the_bias(learning_rate, label, x)
            history.append(keep(weights))
        return finish(history)

    return weights_after_each_visit


def as_it_was(weights):
    return weights


def upward(rate, label, x):
    return rate


def toward_the_label(rate, label, x):
    return rate * label


VIEWS = (lambda weights: weights[:], np.asarray, lambda weights: weights.view(), as_it_was)
COPIES = (np.copy, list, np.array, lambda weights: weights + 0)

for kept in VIEWS:
    wrong(HUNT, "M180")(hunt(kept, upward))
    wrong(HUNT, "M5")(hunt(kept, toward_the_label))
wrong(HUNT, "M180")(hunt(as_it_was, upward, finish=lambda rows: np.array(rows).copy()))
wrong(HUNT, "M5")(hunt(as_it_was, toward_the_label, finish=lambda rows: [r.copy() for r in rows]))
for kept in COPIES:
    wrong(HUNT, "M181")(hunt(kept, upward))
for named, step in [
    ("M13", lambda rate, label, x: 0),
    ("M31", lambda rate, label, x: rate * label * x),
    ("M32", lambda rate, label, x: label),
    ("M33", lambda rate, label, x: -rate * label),
    (None, lambda rate, label, x: -rate),
    (None, lambda rate, label, x: rate + label),
]:
    wrong(HUNT, named)(hunt(np.copy, step))
wrong(HUNT, "M188")(hunt(np.copy, toward_the_label, finish=np.concatenate))
wrong(HUNT, "M189")(hunt(np.copy, toward_the_label, finish=np.transpose))
wrong(HUNT, "M185")(hunt(np.copy, toward_the_label, finish=lambda rows: rows[-1]))
wrong(HUNT)(hunt(lambda weights: weights.sum(), toward_the_label))


@wrong(HUNT, "M180")
def copies_before_the_loop(X, y, learning_rate):
    weights = np.zeros(X.shape[1])
    kept = weights.copy()
    bias = 0.0
    history = []
    for x, label in zip(X, y, strict=True):
        if label * (x @ kept + bias) <= 0:
            kept += learning_rate * label * x
            bias += learning_rate
        history.append(kept)
    return np.array(history)


@wrong(HUNT, "M183")
def copies_before_the_move(X, y, learning_rate):
    weights = np.zeros(X.shape[1])
    bias = 0.0
    history = []
    for x, label in zip(X, y, strict=True):
        history.append(weights.copy())
        if label * (x @ weights + bias) <= 0:
            weights += learning_rate * label * x
            bias += learning_rate * label
    return np.array(history)


@wrong(HUNT, "M184")
def copies_in_the_if(X, y, learning_rate):
    weights = np.zeros(X.shape[1])
    bias = 0.0
    history = []
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights += learning_rate * label * x
            bias += learning_rate * label
            history.append(weights.copy())
    return np.array(history)


@wrong(HUNT, "M186")
def begins_with_the_start(X, y, learning_rate):
    weights = np.zeros(X.shape[1])
    bias = 0.0
    history = [weights.copy()]
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights += learning_rate * label * x
            bias += learning_rate * label
        history.append(weights.copy())
    return np.array(history)


@wrong(HUNT, "M182")
def stores_the_step(X, y, learning_rate):
    weights = np.zeros(X.shape[1])
    bias = 0.0
    history = []
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights = weights + learning_rate * label * x
            bias = learning_rate * label
        history.append(weights)
    return np.array(history)


@wrong(HUNT, "M191")
def a_new_array_each_time(X, y, learning_rate):
    history = []
    for x, label in zip(X, y, strict=True):
        weights = np.zeros(X.shape[1])
        bias = 0.0
        if label * (x @ weights + bias) <= 0:
            weights += learning_rate * label * x
            bias += learning_rate * label
        history.append(weights)
    return np.array(history)


@wrong(HUNT, "P2")
def looks_for_the_bug_in_the_tie(X, y, learning_rate):
    weights = np.zeros(X.shape[1])
    bias = 0.0
    history = []
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) < 0:
            weights += learning_rate * label * x
            bias += learning_rate
        history.append(weights)
    return np.array(history)


@wrong(HUNT)
def keeps_what_append_returns(X, y, learning_rate):
    weights = np.zeros(X.shape[1])
    bias = 0.0
    history = []
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
        history = history.append(weights)
    return np.array(history)


@wrong(HUNT, "M188")
def appends_with_numpy(X, y, learning_rate):
    weights = np.zeros(X.shape[1])
    bias = 0.0
    history = np.array([])
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights += learning_rate * label * x
            bias += learning_rate * label
        history = np.append(history, weights)
    return history


@wrong(HUNT)
def prints_and_returns_nothing(X, y, learning_rate):
    weights = np.zeros(X.shape[1])
    bias = 0.0
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights += learning_rate * label * x
            bias += learning_rate * label
        print(weights)
