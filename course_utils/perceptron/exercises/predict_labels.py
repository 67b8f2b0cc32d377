"""One neuron answers a batch of samples."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def predict_labels(X, weights, bias):
    scores = X @ weights + bias
    return np.where(scores >= 0, 1, -1)


def labels_by_loops(X, weights, bias):
    labels = []
    for x in X:
        score = bias
        for value, weight in zip(x, weights, strict=True):
            score += value * weight
        labels.append(1 if score >= 0 else -1)
    return np.array(labels)


def cases(seed):
    rng = np.random.default_rng(seed)
    drawn = [
        {"X": rng.normal(size=shape), "weights": rng.normal(size=shape[1]), "bias": bias}
        for shape, bias in [((5, 3), 0.5), ((4, 2), -3.0), ((1, 3), 2.0), ((7, 4), -1.5)]
    ]
    # Whole numbers, so that the first row's score is exactly 0.
    weights = rng.integers(1, 5, size=2).astype(float)
    on_boundary = np.array([[weights[1], -weights[0]], [2.0, 1.0], [-3.0, -1.0]])
    return [{"X": on_boundary, "weights": weights, "bias": 0.0}, *drawn]


@misconception(
    "P11",
    says="returns 0 for a sample exactly on the boundary",
    hint="Two classes, yet three different values come out. What should a tie become?",
)
def sign(X, weights, bias):
    return np.sign(X @ weights + bias)


@misconception(
    "F4",
    says="adds a column of n numbers to a row of n numbers and gets an n by n table",
    hint="One answer for each sample: how many numbers should that be, in how many dimensions?",
)
def column_plus_row(X, weights, bias):
    scores = X @ weights.reshape(-1, 1) + np.full(len(X), bias)
    return np.where(scores >= 0, 1, -1)


@misconception(
    "M6",
    says="gives a tie to the negative class",
    hint="Which class did we promise to a sample that lies exactly on the boundary?",
)
def strictly_above(X, weights, bias):
    return np.where(X @ weights + bias > 0, 1, -1)


@misconception(
    "M7",
    says="calls the classes 0 and 1",
    hint="Which two values does this chapter use as labels, and why do their signs matter later?",
)
def zero_or_one(X, weights, bias):
    return (X @ weights + bias >= 0).astype(int)


@misconception(
    "M8",
    says="leaves the bias out",
    hint="What does your neuron answer to an input of zeros, and can it ever answer otherwise?",
)
def no_bias(X, weights, bias):
    return np.where(X @ weights >= 0, 1, -1)


@misconception(
    "M9",
    says="returns the score and not the label",
    hint="Is your result a number on a scale or an answer to a yes-or-no question?",
)
def scores_only(X, weights, bias):
    return X @ weights + bias


EXERCISE = Exercise(
    title="One neuron, a batch of samples",
    reference=predict_labels,
    another=labels_by_loops,
    cases=cases,
    misconceptions=(
        sign,
        column_plus_row,
        strictly_above,
        zero_or_one,
        no_bias,
        scores_only,
    ),
    hints=(
        "What single number decides, and on which side of which value does it have to lie?",
        "Take weights (2, -1) and bias -1. The sample (1, 3) scores 2 - 3 - 1 = -2, so its label "
        "is -1. The sample (1, 1) scores 2 - 1 - 1 = 0: a tie, so its label is +1. Do (3, 2) "
        "by hand.",
        "scores <- every row of X times weights, plus bias\nlabel  <- +1 where the score is 0 or "
        "more, -1 elsewhere",
    ),
    why="why does a larger bias move the score of every sample by the same amount?",
)
