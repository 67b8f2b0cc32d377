"""How far the sample that is worst off lies on the right side of the boundary."""

import math

import numpy as np

from answers import right, wrong


@right("perceptron.smallest_margin")
def smallest_margin(X, y, weights, bias):
    unit = weights / math.hypot(*weights)
    on_the_line = -bias * weights / np.dot(weights, weights)
    return min(label * np.dot(x - on_the_line, unit) for x, label in zip(X, y, strict=True))


margin = "perceptron.smallest_margin"


def norm(weights):
    return np.sqrt(np.sum(weights**2))


for named, function in [
    ("M3", lambda X, y, weights, bias: min(y * (weights @ X.T + bias))),
    ("M130", lambda X, y, weights, bias: min(y * (X @ weights + bias) / np.sum(weights**2))),
    ("M130", lambda X, y, weights, bias: min(y * (X @ weights + bias)) / norm(weights) ** 2),
    ("M131", lambda X, y, weights, bias: np.abs(y * (X @ weights + bias)).min() / norm(weights)),
    ("M133", lambda X, y, weights, bias: min((X @ weights + bias) / norm(weights))),
    (
        "M134",
        lambda X, y, weights, bias: min(y * (X @ weights + bias)) / math.hypot(*weights, bias),
    ),
    ("M135", lambda X, y, weights, bias: min(y * (X @ (weights / norm(weights)) + bias))),
    ("M136", lambda X, y, weights, bias: min((y * X.T).T @ weights + bias) / norm(weights)),
    ("M8", lambda X, y, weights, bias: min(y * (X @ weights)) / norm(weights)),
    ("M140", lambda X, y, weights, bias: min(y * (X @ weights + bias)) / sum(abs(weights))),
    ("M138", lambda X, y, weights, bias: list(y * (X @ weights + bias) / norm(weights))),
    ("M139", lambda X, y, weights, bias: y @ (X @ weights + bias) / len(y) / norm(weights)),
    (None, lambda X, y, weights, bias: min(y * (X @ weights + bias)) / sum(weights)),
    (None, lambda X, y, weights, bias: min(y * (X @ weights + bias)) / len(weights)),
    (None, lambda X, y, weights, bias: min(y * X @ weights + bias) / norm(weights)),
    (None, lambda X, y, weights, bias: min(y * (X @ weights + bias)) / norm(X)),
    (None, lambda X, y, weights, bias: (min(y * (X @ weights + bias)), norm(weights))),
    (None, lambda X, y, weights, bias: abs(bias) / norm(weights)),
    (None, lambda X, y, weights, bias: print(min(y * (X @ weights + bias)) / norm(weights))),
    (None, lambda X, y, weights, bias: round(min(y * (X @ weights + bias)) / norm(weights))),
]:
    wrong(margin, named)(function)


@wrong(margin)
def begins_at_zero(X, y, weights, bias):
    best = 0
    for x, label in zip(X, y, strict=True):
        best = min(best, label * (x @ weights + bias) / norm(weights))
    return best


@wrong(margin, "M143")
def wrong_side_counts_as_zero(X, y, weights, bias):
    distances = y * (X @ weights + bias) / norm(weights)
    distances[distances < 0] = 0
    return min(distances)


@wrong(margin, "M52")
def returns_in_the_loop(X, y, weights, bias):
    for x, label in zip(X, y, strict=True):
        return label * (x @ weights + bias) / norm(weights)


@wrong(margin)
def keeps_the_last(X, y, weights, bias):
    for x, label in zip(X, y, strict=True):
        distance = label * (x @ weights + bias) / norm(weights)
    return distance


@wrong(margin, "M132")
def keeps_the_greatest(X, y, weights, bias):
    best = -np.inf
    for i in range(len(X)):
        distance = y[i] * (X[i] @ weights + bias) / norm(weights)
        if distance > best:
            best = distance
    return best


@wrong(margin, "M137")
def place_of_the_smallest(X, y, weights, bias):
    place, smallest = 0, np.inf
    for i in range(len(X)):
        distance = y[i] * (X[i] @ weights + bias) / norm(weights)
        if distance < smallest:
            place, smallest = i, distance
    return place
