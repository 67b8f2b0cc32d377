"""One neuron answers a batch of samples."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def predict_labels(X, weights, bias):
    scores = X @ weights + bias
    return np.where(scores >= 0, 1, -1)


def answers_by_loops(X, weights, bias):
    answers = []
    for x in X:
        score = bias
        for value, weight in zip(x, weights, strict=True):
            score += value * weight
        answers.append(1 if score >= 0 else -1)
    return np.array(answers)


def samples_that_score(scores, weights, rng):
    """Draw rows X with X @ weights near `scores`."""
    X = rng.normal(size=(len(scores), len(weights)))
    missing = scores - X @ weights
    return np.round(X + np.outer(missing, weights) / (weights @ weights), 2)


def cases(seed):
    rng = np.random.default_rng(seed)
    # Whole numbers, so that the first row's score is exactly 0.
    weights = rng.integers(1, 5, size=2).astype(float)
    on_boundary = np.array([[weights[1], -weights[0]], [2.0, 1.0], [-3.0, -1.0]])
    drawn = [{"X": on_boundary, "weights": weights, "bias": 0.0}]
    # Votes of the weights in units of the bias: it decides for some rows, not for the others.
    for d, bias, votes in [
        (3, 2.0, [-4.0, 0.5, -0.5, -1.6, 2.0]),
        (4, -3.0, [-4.0, 0.5, -0.5, -1.6, 2.0, -0.7]),
        (3, 2.5, [-0.5]),
    ]:
        weights = np.round(rng.uniform(0.5, 2.0, size=d) * rng.permutation([-1, 1, 1, -1])[:d], 2)
        X = samples_that_score(bias * np.array(votes), weights, rng)
        drawn.append({"X": X, "weights": weights, "bias": bias})
    return drawn


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
    says="answers 0 and 1, or False and True",
    hint="Which two answers can a neuron give here, and why do their signs matter later?",
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
    says="returns the score and not the answer",
    hint="Is your result a number on a scale or an answer to a yes-or-no question?",
)
def scores_only(X, weights, bias):
    return X @ weights + bias


OTHER_SCORES = (
    misconception(
        "M26",
        says="subtracts the bias",
        hint="An input of zeros and a bias of 5: on which side should the answer be?",
    )(lambda X, weights, bias: np.where(X @ weights - bias >= 0, 1, -1)),
    misconception(
        "M55",
        says="swaps the two classes",
        hint="A sample lies far on the side the weights point to. Which class did we promise it?",
    )(lambda X, weights, bias: np.where(X @ weights + bias >= 0, -1, 1)),
    misconception(
        "M80",
        says="answers 0 and 1, or False and True, and a tie with 0 or False",
        hint="Which two numbers are our answers, and which of them belongs to a tie?",
    )(lambda X, weights, bias: X @ weights + bias > 0),
    misconception(
        "M56",
        says="answers for every single input and not for every sample",
        hint="All inputs of one sample share one answer. How do many products become one number?",
    )(lambda X, weights, bias: np.where(X * weights + bias >= 0, 1, -1)),
    misconception(
        "M52",
        says="answers for the first sample only",
        hint="How many samples came in, and how many answers go out?",
    )(lambda X, weights, bias: 1 if X[0] @ weights + bias >= 0 else -1),
    misconception(
        "M57",
        says="gives the bias the wrong share: a mean for a sum, or the bias once for every input",
        hint="Inputs (1, 1, 1), weights (2, 2, 2), bias 1. Is your score 7?",
    )(lambda X, weights, bias: np.where((X * weights).mean(axis=1) + bias >= 0, 1, -1)),
    misconception(
        "M58",
        says="adds up over the samples and not over the inputs",
        hint="Does one sample's answer depend on the other samples?",
    )(lambda X, weights, bias: np.where((X * weights).sum(axis=0) + bias >= 0, 1, -1)),
    misconception(
        "M59",
        says="adds up everything into one score for the whole batch",
        hint="Can one number hold the answers for several samples?",
    )(lambda X, weights, bias: np.where((X * weights).sum() + bias >= 0, 1, -1)),
    misconception(
        "M60",
        says="returns a column, one row of length 1 for each sample",
        hint="How many dimensions should a plain list of answers have?",
    )(lambda X, weights, bias: np.where(X @ weights + bias >= 0, 1, -1)[:, None]),
    misconception(
        "M61",
        says="begins a sample with the score of the one before",
        hint="With which value does the score of the second sample begin?",
    )(lambda X, weights, bias: np.where(np.cumsum(X @ weights) + bias >= 0, 1, -1)),
)

EXERCISE = Exercise(
    title="One neuron, a batch of samples",
    reference=predict_labels,
    another=answers_by_loops,
    cases=cases,
    misconceptions=(
        sign,
        column_plus_row,
        strictly_above,
        zero_or_one,
        no_bias,
        scores_only,
        *OTHER_SCORES,
    ),
    hints=(
        "What single number decides, and on which side of which value does it have to lie?",
        "Take weights (2, -1) and bias -1. The sample (1, 3) scores 2 - 3 - 1 = -2, so the "
        "answer is -1. The sample (1, 1) scores 2 - 1 - 1 = 0: a tie, so the answer is +1. Do "
        "(3, 2) by hand.",
        "scores ← every row of X times weights, plus bias\nanswer ← +1 where the score is 0 or "
        "more, -1 elsewhere",
    ),
    why="why does a larger bias move the score of every sample by the same amount?",
    because=(
        "The bias is added once to each score, whatever the sample is. The weights are "
        "multiplied by the sample, so they move each score by another amount."
    ),
)
