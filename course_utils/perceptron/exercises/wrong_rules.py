"""Wrong forms of Rosenblatt's rule: each is the right rule with one part exchanged.

In the short functions `w, b` are weights and bias, `rate` is the learning rate.
"""

import numpy as np

from course_utils.classroom.exercises import misconception


def moving_when(mistaken):
    """Return the rule that makes the right move, but when `mistaken(w, b, x, y)` says so."""

    def update(weights, bias, x, y, learning_rate):
        if mistaken(weights, bias, x, y):
            return weights + learning_rate * y * x, bias + learning_rate * y
        return weights, bias

    return update


def moving_by(move):
    """Return the rule that moves on mistakes, but to `move(w, b, x, y, rate)`."""

    def update(weights, bias, x, y, learning_rate):
        if y * (x @ weights + bias) <= 0:
            return move(weights, bias, x, y, learning_rate)
        return weights, bias

    return update


def correcting_by(error):
    """Return the rule without a condition, whose step is `error(score, y)`."""

    def update(weights, bias, x, y, learning_rate):
        step = learning_rate * error(x @ weights + bias, y)
        return weights + step * x, bias + step

    return update


def repeating(weights, bias, x, y, learning_rate):
    while y * (x @ weights + bias) <= 0:
        weights, bias = weights + learning_rate * y * x, bias + learning_rate * y
    return weights, bias


def answer(score):
    return 1 if score >= 0 else -1


rosenblatts_rule = moving_when(lambda w, b, x, y: y * (x @ w + b) <= 0)


WRONG_CONDITIONS = (
    misconception(
        "M15",
        says="moves on every sample, also on those that are right already",
        hint="When should a neuron that is right change its mind?",
    )(moving_when(lambda w, b, x, y: True)),
    misconception(
        "M22",
        says="takes a tie for the answer +1 and does not move if that is right",
        hint="A sample of the class +1 lies exactly on the boundary. Is that safe enough?",
    )(moving_when(lambda w, b, x, y: answer(x @ w + b) != y)),
    misconception(
        "M23",
        says="takes a tie for the answer -1 and does not move if that is right",
        hint="A sample of the class -1 lies exactly on the boundary. Is that safe enough?",
    )(moving_when(lambda w, b, x, y: (1 if x @ w + b > 0 else -1) != y)),
    misconception(
        "M24",
        says="moves when the neuron is right and rests when it is wrong",
        hint="Score 2, class +1: right or wrong? Should anything move now?",
    )(moving_when(lambda w, b, x, y: y * (x @ w + b) > 0)),
    misconception(
        "M25",
        says="moves on a tie and when the neuron is right, but not when it is wrong",
        hint="Score -2, class +1: right or wrong? Should nothing move now?",
    )(moving_when(lambda w, b, x, y: y * (x @ w + b) >= 0)),
    misconception(
        "M8",
        says="leaves the bias out when it looks for a mistake",
        hint="The weights vote -5 and the bias is 7. What does the neuron answer?",
    )(moving_when(lambda w, b, x, y: y * (x @ w) <= 0)),
    misconception(
        "M26",
        says="subtracts the bias in the score",
        hint="The weights vote 0 and the bias is 7. On which side is the sample?",
    )(moving_when(lambda w, b, x, y: y * (x @ w - b) <= 0)),
    misconception(
        "M27",
        says="multiplies only one part of the score by y: brackets are missing",
        hint="The weights vote 5, the bias is -2, y is -1. What is y times the whole score?",
    )(moving_when(lambda w, b, x, y: y * (x @ w) + b <= 0)),
    misconception(
        "M28",
        says="takes every score of 0 or less for a mistake, whatever the class",
        hint="Score -3: for which of the two classes is that right?",
    )(moving_when(lambda w, b, x, y: x @ w + b <= 0)),
    misconception(
        "M42",
        says="also moves when the neuron is right with a small score",
        hint="Score 0.5, class +1: which side of the boundary is that, and is it a mistake?",
    )(moving_when(lambda w, b, x, y: y * (x @ w + b) < 1)),
)

WRONG_MOVES = (
    misconception(
        "M13",
        says="never moves the bias",
        hint="How could the boundary ever leave the origin?",
    )(moving_by(lambda w, b, x, y, rate: (w + rate * y * x, b))),
    misconception(
        "M14",
        says="takes a step of size 1 whatever was asked",
        hint="Which of the five arguments does your result not depend on?",
    )(moving_by(lambda w, b, x, y, rate: (w + y * x, b + y))),
    misconception(
        "M29",
        says="moves every mistaken sample toward +1",
        hint="A sample of the class -1 got a score of 3. Should your move make that larger?",
    )(moving_by(lambda w, b, x, y, rate: (w + rate * x, b + rate))),
    misconception(
        "M30",
        says="moves all weights by the same amount, whatever the sample is",
        hint="One input was 0 and another 5. Are their weights equally to blame?",
    )(moving_by(lambda w, b, x, y, rate: (w + rate * y, b + rate * y))),
    misconception(
        "M31",
        says="moves the bias by the inputs too, so that it becomes several numbers",
        hint="Think of the bias as the weight of one more input. Which value has that one always?",
    )(moving_by(lambda w, b, x, y, rate: (w + rate * y * x, b + rate * y * x))),
    misconception(
        "M32",
        says="scales the move of the weights by the learning rate, but not that of the bias",
        hint="If the step is to be ten times smaller, for how many of the numbers is it?",
    )(moving_by(lambda w, b, x, y, rate: (w + rate * y * x, b + y))),
    misconception(
        "M33",
        says="moves the weights toward the right side and the bias away from it",
        hint="A sample of the class +1 scored too low. Would a smaller bias raise its score?",
    )(moving_by(lambda w, b, x, y, rate: (w + rate * y * x, b - rate * y))),
    misconception(
        "M34",
        says="moves the bias and leaves the weights as they are",
        hint="How could the boundary ever turn?",
    )(moving_by(lambda w, b, x, y, rate: (w, b + rate * y))),
    misconception(
        "M35",
        says="puts the step in the place of the old values",
        hint="What happened to all that was learned from the samples before this one?",
    )(moving_by(lambda w, b, x, y, rate: (rate * y * x, rate * y))),
    misconception(
        "M36",
        says="multiplies by the learning rate twice",
        hint="With a learning rate of 0.5, is your step a half or a quarter?",
    )(moving_by(lambda w, b, x, y, rate: (w + rate**2 * y * x, b + rate**2 * y))),
    misconception(
        "M37",
        says="steps by the difference of class and answer, which is 2 and not 1",
        hint="The class is +1, the answer -1. How far apart are they, and how long is your step?",
    )(correcting_by(lambda score, y: y - answer(score))),
    misconception(
        "M38",
        says="steps by the difference of class and sign: 1 after a tie, 2 after a mistake",
        hint="Is your step after a tie as long as after a clear mistake? Should it be?",
    )(correcting_by(lambda score, y: y - np.sign(score))),
)

# These make sense for one sample only.
WRONG_FOR_ONE_SAMPLE = (
    misconception(
        "M39",
        says="steps by the distance from the score to the class, also on samples that are right",
        hint="A sample of the class +1 scores 5. Should it be pulled back to 1?",
    )(correcting_by(lambda score, y: y - score)),
    misconception(
        "M40",
        says="moves again and again until the sample is right",
        hint="How many updates may one visit make?",
    )(repeating),
    misconception(
        "M41",
        says="returns the right values in another order",
        hint="Which of the results comes first in the words above your code?",
    )(lambda **case: rosenblatts_rule(**case)[::-1]),
)
