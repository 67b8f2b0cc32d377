"""Rosenblatt's rule for one sample."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.perceptron.exercises.wrong_rules import (
    WRONG_CONDITIONS,
    WRONG_FOR_ONE_SAMPLE,
    WRONG_MOVES,
)


def perceptron_update(weights, bias, x, y, learning_rate):
    if y * (x @ weights + bias) <= 0:
        return weights + learning_rate * y * x, bias + learning_rate * y
    return weights, bias


def update_by_loops(weights, bias, x, y, learning_rate):
    score = bias
    for weight, value in zip(weights, x, strict=True):
        score += weight * value
    mistaken = score == 0 or (score > 0) != (y > 0)
    step = learning_rate * y if mistaken else 0.0
    moved = [weight + step * value for weight, value in zip(weights, x, strict=True)]
    return np.array(moved), bias + step


def cases(seed):
    rng = np.random.default_rng(seed)
    # Six numbers, none of them 1 and no two equal: a result shows what it was made of.
    x, w = rng.permutation(np.arange(2.0, 8.0)).reshape(2, 3)
    y = int(rng.choice([-1, 1]))
    far = float(x @ w) + 2.0  # a bias that outvotes the weights
    tie = {"weights": np.zeros(3), "bias": 0.0, "x": x}
    return [
        {**tie, "y": 1, "learning_rate": 0.5},
        {**tie, "y": -1, "learning_rate": 0.25},
        {"weights": -y * w, "bias": 1.0, "x": x, "y": y, "learning_rate": 2.0},
        {"weights": y * w, "bias": y * (0.5 - x @ w), "x": x, "y": y, "learning_rate": 0.5},
        {"weights": -w, "bias": far, "x": x, "y": 1, "learning_rate": 0.5},
        {"weights": -w, "bias": far, "x": x, "y": -1, "learning_rate": 0.25},
        {"weights": w, "bias": far, "x": x, "y": 1, "learning_rate": 0.25},
        {"weights": w, "bias": -far, "x": x, "y": 1, "learning_rate": 0.5},
        {"weights": w, "bias": -far, "x": x, "y": -1, "learning_rate": 2.0},
        {"weights": y * w[:2], "bias": 2.0 * y, "x": x[:2], "y": -y, "learning_rate": 0.25},
        {"weights": y * w, "bias": 0.5, "x": x, "y": -y, "learning_rate": 0.125},
    ]


@misconception(
    "P1",
    says="turned the label -1 into 0",
    hint="What is left of a step after multiplying it by 0? Who can then ever push to the left?",
)
def labels_zero_one(weights, bias, x, y, learning_rate):
    y = (y + 1) // 2
    if y * (x @ weights + bias) <= 0:
        return weights + learning_rate * y * x, bias + learning_rate * y
    return weights, bias


@misconception(
    "P2",
    says="does not move when the score is exactly 0",
    hint="We begin with nothing but zeros. Which sample could make such a neuron move at all?",
)
def ties_are_right(weights, bias, x, y, learning_rate):
    if y * (x @ weights + bias) < 0:
        return weights + learning_rate * y * x, bias + learning_rate * y
    return weights, bias


@misconception(
    "P4",
    says="moves away from the label",
    hint="Take the same sample again after the move: did it come closer to its own side?",
)
def away_from_the_label(weights, bias, x, y, learning_rate):
    if y * (x @ weights + bias) <= 0:
        return weights - learning_rate * y * x, bias - learning_rate * y
    return weights, bias


@misconception(
    "P7",
    says="learns from its own prediction and not from the label",
    hint="Who knows the truth about a sample: the neuron, or the person who labeled it?",
)
def taught_by_the_prediction(weights, bias, x, y, learning_rate):
    predicted = np.sign(x @ weights + bias)
    if predicted != y:
        return weights + learning_rate * predicted * x, bias + learning_rate * predicted
    return weights, bias


EXERCISE = Exercise(
    title="Rosenblatt's rule for one sample",
    reference=perceptron_update,
    another=update_by_loops,
    cases=cases,
    outputs=("weights", "bias"),
    misconceptions=(
        labels_zero_one,
        ties_are_right,
        away_from_the_label,
        taught_by_the_prediction,
        *WRONG_CONDITIONS,
        *WRONG_MOVES,
        *WRONG_FOR_ONE_SAMPLE,
    ),
    hints=(
        "How do you notice a mistake, and toward which side should the boundary then move?",
        "Weights (1, -2), bias 0, sample (3, 1) with label -1: the score is 3 - 2 = 1, label times "
        "score is -1, a mistake. With learning rate 0.5 add 0.5 · (-1) · (3, 1) = (-1.5, -0.5): "
        "the weights become (-0.5, -2.5). What does the bias become?",
        "if label * score is 0 or less:\n    weights ← weights + learning rate * label * x\n"
        "    bias    ← bias + learning rate * label\nreturn both",
    ),
    why="why does an update raise label times score of this sample by exactly "
    "`learning_rate * (x @ x + 1)`?",
    because=(
        "Weights and bias move by learning rate times label times (x, 1). That adds learning "
        "rate times label times (x·x + 1) to the score, and label times label is 1."
    ),
)
