"""The averaged perceptron: the mean of the boundaries after each visit of one epoch.

Freund and Schapire, Large margin classification using the perceptron algorithm, Machine Learning
37(3), 1999.
"""

from dataclasses import replace

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.perceptron.exercises.perceptron_update import away_from_the_label, ties_are_right
from course_utils.perceptron.exercises.train_epoch import cases as cases_of_an_epoch
from course_utils.perceptron.exercises.wrong_loops import path
from course_utils.perceptron.exercises.wrong_rules import (
    WRONG_CONDITIONS,
    WRONG_MOVES,
    rosenblatts_rule,
)


def averaged_epoch(X, y, weights, bias, learning_rate):
    weight_sum, bias_sum = 0.0, 0.0
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights = weights + learning_rate * label * x
            bias = bias + learning_rate * label
        weight_sum = weight_sum + weights
        bias_sum = bias_sum + bias
    return weight_sum / len(X), bias_sum / len(X)


def averaged_by_lifetimes(X, y, weights, bias, learning_rate):
    n = len(X)
    average = np.append(weights, bias)
    for i in range(n):
        if y[i] * (X[i] @ weights + bias) <= 0:
            move = learning_rate * y[i] * np.append(X[i], 1.0)
            weights, bias = weights + move[:-1], bias + move[-1]
            average = average + move * (n - i) / n  # it lives from this visit to the last
    return average[:-1], average[-1]


def cases(seed):
    *drawn, last = cases_of_an_epoch(seed)
    # The weights outvote the bias: the samples of the class +1 are right, the other one is not.
    outvoted = {
        "X": np.random.default_rng(seed).integers(1, 4, size=(4, 3)).astype(float),
        "y": np.array([1, 1, -1, 1]),
        "weights": np.array([2.0, 1.0, 2.0]),
        "bias": -1.0,
        "learning_rate": 0.25,
    }
    return [*drawn, outvoted, last]


def averaging(average, update=rosenblatts_rule):
    """Return the epoch whose result is `average(path)`, parted into weights and bias."""

    def epoch(**case):
        found = average(path(**case, update=update))
        return found[:-1], found[-1]

    return epoch


@misconception(
    "M1",
    says="averages only after mistakes, so that a boundary which lives long gets one vote",
    hint="How many visits did each boundary live through, and how many votes does it get?",
)
def one_vote_for_each_mistake(X, y, weights, bias, learning_rate):
    weight_sum, bias_sum, n_mistakes = 0.0, 0.0, 0
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights, bias = rosenblatts_rule(weights, bias, x, label, learning_rate)
            weight_sum, bias_sum = weight_sum + weights, bias_sum + bias
            n_mistakes += 1
    return weight_sum / n_mistakes, bias_sum / n_mistakes


def one_array_from_outside(X, y, weights, bias, learning_rate):
    """Move the caller's array in place, and keep it again and again."""
    kept, biases = [], []
    for x, label in zip(X, y, strict=True):
        if label * (x @ weights + bias) <= 0:
            weights += learning_rate * label * x
            bias += learning_rate * label
        kept.append(weights)
        biases.append(bias)
    return np.mean(kept, axis=0), np.mean(biases)


WRONG_AVERAGES = (
    misconception(
        "M200",
        says="adds up only after mistakes, but divides by the number of all visits",
        hint="What does a visit that moves nothing add to your average, and what should it add?",
    )(
        averaging(
            lambda rows: (
                rows[1:][(np.diff(rows, axis=0) != 0).any(axis=1)].sum(axis=0) / len(rows[1:])
            )
        )
    ),
    misconception(
        "M201",
        says="averages what is there before each visit",
        hint="Your very last move: which term of your average knows of it?",
    )(averaging(lambda rows: rows[:-1].mean(axis=0))),
    misconception(
        "M202",
        says="gives the start a vote too",
        hint="How many visits are there, and how many boundaries do you average?",
    )(averaging(lambda rows: rows.mean(axis=0))),
    misconception(
        "M210",
        says="begins the sums with the start, but divides by the number of visits",
        hint="Nothing has been visited yet. What should your sums hold?",
    )(averaging(lambda rows: rows.sum(axis=0) / len(rows[1:]))),
    misconception(
        "M203",
        says="returns what the last visit left, and no average",
        hint="Five boundaries were met on the way. How many of them have a say in your result?",
    )(averaging(lambda rows: rows[-1])),
    misconception(
        "M204",
        says="adds up and never divides",
        hint="Two visits that both leave a weight of 3: what is the average of 3 and 3?",
    )(averaging(lambda rows: rows[1:].sum(axis=0))),
    misconception(
        "M205",
        says="averages the moves and not what they lead to",
        hint="Weights of 7 and no mistake at all: what should the average be, and what is yours?",
    )(averaging(lambda rows: np.diff(rows, axis=0).mean(axis=0))),
    misconception(
        "M206",
        says="averages the weights, but returns the last bias",
        hint="A boundary is weights and a bias. Which of the two is an average in your result?",
    )(averaging(lambda rows: np.append(rows[1:, :-1].mean(axis=0), rows[-1, -1]))),
    misconception(
        "M5",
        says="keeps one array in all entries: a later move in place changes the earlier ones too",
        hint="You kept the weights after each visit. How many different arrays are those?",
        also=(one_array_from_outside,),
    )(averaging(lambda rows: np.append(rows[-1, :-1], rows[1:, -1].mean()))),
)


@misconception(
    "M207",
    says="goes on from the average, so that the next visit meets another boundary",
    hint="The average is a spectator of the rule. Does yours take part in the next score?",
)
def learns_from_the_average(X, y, weights, bias, learning_rate):
    rows = [np.append(weights, bias)]
    for x, label in zip(X, y, strict=True):
        met = np.mean(rows[1:] or rows, axis=0)
        rows.append(np.append(*rosenblatts_rule(met[:-1], met[-1], x, label, learning_rate)))
    average = np.mean(rows[1:], axis=0)
    return average[:-1], average[-1]


@misconception(
    "M208",
    says="takes, after each visit, the middle between the average so far and the boundary of now",
    hint="With 1, 2 and 6 your way gives 3.75, the average is 3. Which number has too many votes?",
)
def middle_of_now_and_before(**case):
    rows = path(**case)[1:]
    middle = rows[0]
    for row in rows[1:]:
        middle = (middle + row) / 2
    return middle[:-1], middle[-1]


@misconception(
    "M209",
    says="averages over the inputs too, so that all weights become one number",
    hint="Each input has a weight of its own. How many numbers should be left of them?",
)
def one_number_for_all_weights(**case):
    rows = path(**case)[1:]
    return rows[:, :-1].mean(), rows[:, -1].mean()


@misconception(
    "M211",
    says="averages over the inputs of each visit and not over the visits",
    hint="How many inputs has a sample, and how many weights has your average?",
)
def one_number_for_each_visit(**case):
    rows = path(**case)[1:]
    return rows[:, :-1].mean(axis=1), rows[:, -1].mean()


@misconception(
    "M64",
    says="starts from zero, whatever came in",
    hint="What did your caller hand you besides the samples?",
)
def from_zero(X, y, weights, bias, learning_rate):
    return averaged_epoch(X, y, 0 * weights, 0.0, learning_rate)


@misconception(
    "M52",
    says="returns after the first sample",
    hint="How often does your loop reach its second round?",
)
def returns_in_the_loop(X, y, **start):
    weights, bias = averaged_epoch(X[:1], y[:1], **start)
    return weights / len(X), bias / len(X)


WRONG_RULES = tuple(
    replace(wrong, variant=averaging(lambda rows: rows[1:].mean(axis=0), wrong.variant))
    for wrong in (ties_are_right, away_from_the_label, *WRONG_CONDITIONS, *WRONG_MOVES)
    if wrong.id in ("P2", "P4", "M8", "M13", "M14", "M15")
)

EXERCISE = Exercise(
    title="The average of all boundaries on the way",
    reference=averaged_epoch,
    another=averaged_by_lifetimes,
    cases=cases,
    outputs=("average weights", "average bias"),
    misconceptions=(
        one_vote_for_each_mistake,
        *WRONG_AVERAGES,
        learns_from_the_average,
        middle_of_now_and_before,
        one_number_for_all_weights,
        one_number_for_each_visit,
        from_zero,
        returns_in_the_loop,
        *WRONG_RULES,
    ),
    hints=(
        "Each visit leaves a boundary, a new one or the one from before. How many votes are that "
        "in one epoch?",
        "Three visits leave a weight of 2, then 2 (no mistake, no move), then 5. The average is "
        "(2 + 2 + 5) / 3 = 3 and not (2 + 5) / 2 = 3.5: the 2 lived through two visits. What is "
        "it if a fourth visit moves nothing?",
        "sums ← 0\nfor each sample in stored order:\n"
        "    if it is a mistake for the weights of now: move weights and bias\n"
        "    moved or not: add the weights and the bias of now to the sums\n"
        "return both sums / number of samples",
    ),
    why="why does the last sample change this average less than it changes the last boundary?",
    because=(
        "A move at the last of n visits is part of one boundary in n, so it counts 1/n. A move "
        "at the first visit is part of all n. A boundary that is right for long gets many votes; "
        "one that the next sample overthrows gets one."
    ),
)
