"""The first weights of a layer: random numbers, brought to the right size.

Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks,
AISTATS, 2010. He et al., Delving deep into rectifiers, ICCV, 2015.
"""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def scaled_weights(draws, scheme):
    n_out, n_in = draws.shape
    fan = n_in if scheme == "he" else n_in + n_out
    return draws * np.sqrt(2 / fan)


def weights_by_loops(draws, scheme):
    rows = []
    for row in draws:
        terms = len(row) if scheme == "he" else len(row) + len(draws)
        rows.append([draw * (2.0 / terms) ** 0.5 for draw in row])
    return np.array(rows)


def cases(seed):
    rng = np.random.default_rng(seed)
    # No layer has 2 inputs, nor 2 inputs and outputs together: there both factors would be 1.
    return [
        {"draws": rng.standard_normal((n_out, n_in)).round(2), "scheme": scheme}
        for n_out, n_in, scheme in [
            (2, 3, "he"),
            (2, 4, "xavier"),
            (4, 3, "xavier"),
            (5, 3, "he"),
            (2, 6, "he"),
            (1, 5, "xavier"),
        ]
    ]


def times(he: Callable, xavier: Callable) -> Callable:
    """Return the function that multiplies by `he(n_in, n_out)`, or by `xavier(n_in, n_out)`."""

    def scaled(draws, scheme):
        n_out, n_in = draws.shape
        return draws * (he if scheme == "he" else xavier)(n_in, n_out)

    return scaled


def root(he, xavier):
    """Return the function that multiplies by the roots of two formulas."""
    return times(lambda i, o: np.sqrt(he(i, o)), lambda i, o: np.sqrt(xavier(i, o)))


def he(n_in, n_out):
    return 2 / n_in


def xavier(n_in, n_out):
    return 2 / (n_in + n_out)


unscaled = misconception(
    "F8",
    says="leaves the draws as they are, so that a sum of many terms grows too large",
    hint="A neuron adds up 100 such terms. How far from 0 is its score, most of the time?",
)(lambda draws, scheme: draws)

constant = misconception(
    "F7",
    says="gives all weights the same number and makes no use of the draws",
    hint="If two neurons start equal, what could ever make them differ?",
    also=(
        lambda draws, scheme: np.zeros(draws.shape),
        lambda draws, scheme: np.ones(draws.shape),
        lambda draws, scheme: root(he, xavier)(np.ones(draws.shape), "he"),
        lambda draws, scheme: root(he, xavier)(np.ones(draws.shape), "xavier"),
    ),
)(lambda draws, scheme: root(he, xavier)(np.ones(draws.shape), scheme))

WRONG_FACTORS = (
    misconception(
        "M421",
        says="counts the neurons of the layer for He, where the inputs of one neuron count",
        hint="How many terms does one neuron add up: as many as it has inputs, or neighbors?",
    )(root(lambda i, o: 2 / o, xavier)),
    misconception(
        "M422",
        says="multiplies by the mean square that the weights should have, and not by its root",
        hint="Twice the draws: how much does the mean of their squares grow?",
    )(times(he, xavier)),
    misconception(
        "M423",
        says="has a 1 where a 2 stands",
        hint="As many inputs as outputs, 50 each: is Xavier's mean square 1/50 or 1/100? And He: a "
        "ReLU silences about half of what comes in. Which factor makes up for that?",
        also=(
            root(lambda i, o: 1 / i, lambda i, o: 1 / (i + o)),
            root(he, lambda i, o: 1 / (i + o)),
        ),
    )(root(lambda i, o: 1 / i, xavier)),
    misconception(
        "M424",
        says="looks only at the inputs for Xavier, as if no gradient came back",
        hint="Xavier has two passes in mind. How many terms are added up on the way back?",
        also=(root(he, lambda i, o: 2 / o), root(he, lambda i, o: 1 / o)),
    )(root(he, lambda i, o: 1 / i)),
    misconception(
        "M425",
        says="swaps the two schemes",
        hint="Which of the two names stands for the inputs alone?",
    )(root(xavier, he)),
    misconception(
        "M426",
        says="does the same for both schemes",
        hint="Which of your arguments does the result not depend on?",
        also=(root(xavier, xavier),),
    )(root(he, he)),
    misconception(
        "M427",
        says="divides by the factor, so that more inputs make larger weights",
        hint="A neuron with more inputs adds up more terms. Should each be larger, or smaller?",
    )(root(lambda i, o: i / 2, lambda i, o: (i + o) / 2)),
    misconception(
        "M428",
        says="takes the root of the 2 and not of what stands below",
        hint="To which numbers of the fraction does the root reach?",
    )(times(lambda i, o: np.sqrt(2) / i, lambda i, o: np.sqrt(2) / (i + o))),
    misconception(
        "M429",
        says="takes the bounds of evenly spread draws, where these have a bell curve",
        hint="Is your factor a bound, or the spread that draws of spread 1 should get?",
        also=(root(he, lambda i, o: 6 / (i + o)),),
    )(root(lambda i, o: 6 / i, lambda i, o: 6 / (i + o))),
)

EXERCISE = Exercise(
    title="First weights of the right size",
    reference=scaled_weights,
    another=weights_by_loops,
    cases=cases,
    misconceptions=(unscaled, constant, *WRONG_FACTORS),
    hints=(
        "A score is a sum of as many terms as the neuron has inputs. How must the weights change "
        "with that number, so that the score stays of size 1?",
        "Two neurons with 8 inputs each. He: the mean of the squared weights should be 2/8 = 0.25, "
        "so each draw is multiplied by 0.5, the root of that. Xavier: inputs and outputs together "
        "are 10, the mean square is 2/10 = 0.2. What is each draw multiplied by?",
        "read how many outputs and inputs the table has\n"
        "mean square ← 2 / inputs             for He\n"
        "mean square ← 2 / (inputs + outputs) for Xavier\n"
        "return draws times the root of the mean square",
    ),
    why="why is there a root: what is the mean square of c times a draw whose mean square is 1?",
    because=(
        "It is c times c: squares grow with the square of the factor. To get a mean square of "
        "2/n, the factor must be the root of 2/n. A sum of n such terms, with inputs of mean "
        "square 1/2 as a ReLU leaves them, then has a mean square of n · 2/n · 1/2 = 1."
    ),
)
