"""One pass of Rosenblatt's rule over all samples."""

from dataclasses import replace

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.perceptron.exercises.perceptron_update import away_from_the_label, ties_are_right
from course_utils.perceptron.exercises.wrong_loops import WRONG_LOOPS, epoch_of
from course_utils.perceptron.exercises.wrong_rules import WRONG_CONDITIONS, WRONG_MOVES


def train_epoch(X, y, weights, bias, learning_rate):
    n_updates = 0
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
            n_updates += 1
    return weights, bias, n_updates


def epoch_on_extended_inputs(X, y, weights, bias, learning_rate):
    extended = np.column_stack([X, np.ones(len(X))])
    theta = np.append(weights, bias)
    moves = 0
    for i in range(len(X)):
        wrong = y[i] * extended[i].dot(theta) <= 0
        theta = theta + wrong * learning_rate * y[i] * extended[i]
        moves += int(wrong)
    return theta[:-1], theta[-1], moves


def labels_for(mistakes, X, weights, bias, learning_rate):
    """Choose labels so that the sample of each True in `mistakes` is one when it is looked at."""
    y = np.zeros(len(X), dtype=int)
    for i, mistaken in enumerate(mistakes):
        right = 1 if X[i] @ weights + bias >= 0 else -1
        y[i] = -right if mistaken else right
        seen = slice(i, i + 1)
        weights, bias, _ = train_epoch(X[seen], y[seen], weights, bias, learning_rate)
    return y


def independent_samples(n, d, rng):
    """Draw n <= d + 1 samples, none of them zero, that can be separated whatever their labels."""
    while True:
        X = rng.integers(0, 5, size=(n, d)).astype(float)
        extended = np.column_stack([X, np.ones(n)])
        # A smallest singular value (the norm -2) far from 0 keeps the margin wide.
        if X.any(axis=1).all() and np.linalg.norm(extended, -2) > 0.5:
            return X


def cases(seed):
    rng = np.random.default_rng(seed)
    drawn = []
    for labels, learning_rate in [([1, 1, 1], 2.0), ([-1, -1, 1], 0.25)]:
        # From zero the first sample is a tie; for the second one the moved bias alone decides.
        a, b = rng.integers(2, 5, size=2)
        X = np.array([[a, 0.0], [0.0, b], [a + 1, b + 1]])
        y = np.array(labels)
        start = {"weights": np.zeros(2), "bias": 0.0, "learning_rate": learning_rate}
        drawn.append({"X": X, "y": y, **start})
    for d, bias, learning_rate, mistakes in [
        (3, -31.1, 0.125, [True, False, True, True]),
        (4, 40.1, 0.5, [False, True, True, False, True]),
        (5, 0.1, 2.0, [True, True, False, True, False, True]),
        (3, -3.1, 0.5, [True]),
    ]:
        # Two biases outvote the weights, a small one doesn't. A boundary exists in each case,
        # so that who goes on until it is found comes to an end.
        X = independent_samples(len(mistakes), d, rng)
        start = {
            "weights": rng.integers(1, 3, size=d).astype(float),
            "bias": bias,
            "learning_rate": learning_rate,
        }
        drawn.append({"X": X, "y": labels_for(mistakes, X, **start), **start})
    return drawn


@misconception(
    "P13",
    says="moves by all samples together, right or wrong",
    hint="Which of the samples have something to teach?",
)
def all_samples_at_once(X, y, weights, bias, learning_rate):
    return weights + learning_rate * y @ X, bias + learning_rate * y.sum(), len(X)


@misconception(
    "M16",
    says="looks for all mistakes first and moves afterwards",
    hint="After the first update, are the old verdicts on the other samples still true?",
)
def scores_of_the_start(X, y, weights, bias, learning_rate):
    wrong = y * (X @ weights + bias) <= 0
    step = learning_rate * y[wrong]
    return weights + step @ X[wrong], bias + step.sum(), int(wrong.sum())


@misconception(
    "P12",
    says="counts what is misclassified after the epoch and not the updates made during it",
    hint="A sample caused an update and is right now. Is it in your count?",
)
def counts_after_the_epoch(X, y, weights, bias, learning_rate):
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
    return weights, bias, int((y * (X @ weights + bias) <= 0).sum())


@misconception(
    "M17",
    says="stops at the first mistake",
    hint="Who looks at the samples behind the first mistake?",
)
def stops_at_the_first_mistake(X, y, weights, bias, learning_rate):
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            return weights + learning_rate * label * x, bias + learning_rate * label, 1
    return weights, bias, 0


# Moving on every sample is all_samples_at_once, so that M15 would be here twice.
WRONG_RULES = tuple(
    replace(wrong, variant=epoch_of(wrong.variant))
    for wrong in (ties_are_right, away_from_the_label, *WRONG_CONDITIONS, *WRONG_MOVES)
    if wrong.id != "M15"
)

EXERCISE = Exercise(
    title="One pass over all samples",
    reference=train_epoch,
    another=epoch_on_extended_inputs,
    cases=cases,
    outputs=("weights", "bias", "n_updates"),
    misconceptions=(
        all_samples_at_once,
        scores_of_the_start,
        counts_after_the_epoch,
        stops_at_the_first_mistake,
        *WRONG_RULES,
        *WRONG_LOOPS,
    ),
    hints=(
        "In which order do the samples come, and which boundary does each of them meet?",
        "Inputs 1 and 2, both labeled +1, weight and bias 0. The first is a tie, so with learning "
        "rate 1 weight and bias become 1. The second now scores 2 + 1 = 3: right, no update. "
        "One update in all. What would two labels of -1 have done?",
        "count ← 0\nfor each sample in stored order:\n"
        "    if it is a mistake for the weights of now:\n"
        "        update weights and bias; count ← count + 1\nreturn weights, bias, count",
    ),
    why="why can the order of the samples change the final weights, but not the rule?",
    because=(
        "Each update changes the boundary that the next sample meets. In another order other "
        "samples are mistakes, and other updates add up. What happens at one sample stays the "
        "same."
    ),
)
