"""Wrong forms of a neuron's error p - y, for one sample or a batch.

A variant here is `error(votes, bias, y)`, where votes is what the weights add to the score. The
exercises on one step and on a whole gradient build their own variants from it.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from course_utils.classroom.exercises import Misconception, misconception


def sigmoid(z):
    return (1 + np.tanh(z / 2)) / 2


def error(votes, bias, y):
    return sigmoid(votes + bias) - y


def of_score(wrong: Callable) -> Callable:
    """Turn `wrong(score, y)` into a function of votes and bias."""
    return lambda votes, bias, y: wrong(votes + bias, y)


def built(build: Callable) -> tuple[Misconception, ...]:
    """Return all of them with `build(error)` as the variant."""
    return tuple(
        replace(wrong, variant=build(wrong.variant), also=tuple(build(form) for form in wrong.also))
        for wrong in WRONG_ERRORS
    )


WRONG_ERRORS = (
    misconception(
        "M281",
        says="decides first: the answer is 0 or 1 before it is compared with the label",
        hint="Scores 0.1 and 9 would both be a yes. Is the neuron equally sure of both?",
        also=(of_score(lambda z, y: (z > 0) - y), of_score(lambda z, y: (1 + np.sign(z)) / 2 - y)),
    )(of_score(lambda z, y: (z >= 0) - y)),
    misconception(
        "M280",
        says="compares the label with the score, without a sigmoid",
        hint="Label 1, score 8: is that a good answer? What does your code make of it?",
    )(of_score(lambda z, y: z - y)),
    misconception(
        "M282",
        says="multiplies by p(1 - p) too, as the slope of the squared error does",
        hint="The neuron is surely wrong: score -900, label 1. How much does it learn from "
        "that? Which of the two losses has such a flat shoulder?",
        also=(of_score(lambda z, y: 2 * (sigmoid(z) - y) * sigmoid(z) * sigmoid(-z)),),
    )(of_score(lambda z, y: (sigmoid(z) - y) * sigmoid(z) * sigmoid(-z))),
    misconception(
        "M283",
        says="leaves the label out: only what the neuron answers counts",
        hint="Where in your result can one see which answer would have been right?",
    )(of_score(lambda z, y: sigmoid(z))),
    misconception(
        "M284",
        says="counts a label of 0 as -1",
        hint="A sigmoid that is close to 0, and the label 0: how much is left to correct?",
    )(of_score(lambda z, y: sigmoid(z) - (2 * y - 1))),
    misconception(
        "M285",
        says="counts only the samples that are answered wrongly",
        hint="The right answer, but only just: does the cross-entropy leave that one in peace?",
        also=(of_score(lambda z, y: ((z > 0) != y) * (sigmoid(z) - y)),),
    )(of_score(lambda z, y: ((z >= 0) != y) * (sigmoid(z) - y))),
    misconception(
        "M8",
        says="leaves the bias out",
        hint="The weights vote -3 and the bias is 2. How sure is the neuron?",
    )(lambda votes, bias, y: sigmoid(votes) - y),
    misconception(
        "M26",
        says="subtracts the bias in the score",
        hint="The weights vote 0 and the bias is 3. Is the answer a yes or a no?",
    )(lambda votes, bias, y: sigmoid(votes - bias) - y),
    misconception(
        "M84",
        says="lost a minus sign: the answer falls where it should rise",
        hint="A large positive score: should the answer be near 1 or near 0?",
    )(of_score(lambda z, y: sigmoid(-z) - y)),
    misconception(
        "M91",
        says="lost the brackets under the fraction bar",
        hint="Which terms stand under the fraction bar? Can your answer be larger than 1?",
    )(of_score(lambda z, y: 1 / 1 + np.exp(-z) - y)),
    misconception(
        "M85",
        says="computes tanh, which goes from -1 to 1",
        hint="Between which two values does the answer of a sigmoid stay, and what is it at 0?",
    )(of_score(lambda z, y: np.tanh(z) - y)),
    misconception(
        "F9",
        says="lets two numbers grow without end and divides one by the other: inf / inf is nan",
        hint="One score is near 900. Which part of your sigmoid can't be held by a computer?",
    )(of_score(lambda z, y: np.exp(z) / (1 + np.exp(z)) - y)),
)
