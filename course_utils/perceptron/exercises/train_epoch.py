"""One pass of Rosenblatt's rule over all samples."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


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


def cases(seed):
    rng = np.random.default_rng(seed)
    drawn = []
    for n, d, learning_rate in [(5, 2, 0.5), (9, 3, 0.25), (12, 2, 2.0), (1, 3, 0.5), (14, 3, 0.5)]:
        drawn.append(
            {
                # No sample is negative: the weights alone can't separate, so the bias matters.
                "X": rng.integers(0, 5, size=(n, d)).astype(float),
                "y": np.where(rng.permutation(n) % 2 == 0, 1, -1),
                "weights": rng.integers(-1, 2, size=d).astype(float),
                "bias": float(rng.choice([-3.0, 3.0])),
                "learning_rate": learning_rate,
            }
        )
    return [{**drawn[0], "weights": np.zeros(2), "bias": 0.0}, *drawn]


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
    hint="After the first move, are the old verdicts on the other samples still true?",
)
def scores_of_the_start(X, y, weights, bias, learning_rate):
    wrong = y * (X @ weights + bias) <= 0
    step = learning_rate * y[wrong]
    return weights + step @ X[wrong], bias + step.sum(), int(wrong.sum())


@misconception(
    "P12",
    says="counts what is misclassified after the epoch and not the moves made during it",
    hint="A sample was moved for and is right now. Is it in your count?",
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
    ),
    hints=(
        "In which order do the samples come, and which boundary does each of them meet?",
        "Inputs 1 and 2, both labeled +1, weight and bias 0. The first is a tie, so with learning "
        "rate 1 weight and bias become 1. The second now scores 2 + 1 = 3: right, no move. "
        "One move in all. What would two labels of -1 have done?",
        "moves <- 0\nfor each sample in stored order:\n"
        "    if it is a mistake for the weights of now:\n"
        "        move weights and bias; moves <- moves + 1\nreturn weights, bias, moves",
    ),
    why="why can the order of the samples change the final weights, but not the rule?",
)
