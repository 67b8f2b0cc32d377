"""A task for the explorer: the step with which the one-sided difference is closest to the slope."""

import numpy as np

from course_utils.classroom.exercises import Exercise
from course_utils.gradient_descent.exercises.best_h_central import (
    best_h_central,
    within_a_decade,
    wrong_steps,
)


def best_h_one_sided():
    from course_utils.gradient_descent import h_sweep

    hs = 1 / 10.0 ** np.arange(1, 16)
    errors = h_sweep(np.exp, np.exp, 1.0, hs, "forward")
    # Rounding is luck: of all steps that do about as well as the best, take the middle one.
    good = hs[errors < 10 * errors.min()]
    return float(good[(len(good) - 1) // 2])


def balance_one_sided():
    # What the formula misses grows like h, what is rounded like eps / h: equal at h² = eps.
    h = np.finfo(float).eps ** (1 / 2)
    return 1 / 10 ** round(-np.log10(h))


def cases(seed):
    return [{}]


EXERCISE = Exercise(
    title="Explorer: the best h from one side",
    reference=best_h_one_sided,
    another=balance_one_sided,
    cases=cases,
    misconceptions=wrong_steps(best_h_central, "forward"),
    hints=(
        "The V has two arms. What makes the error grow to the right of its lowest place, and what "
        "to the left? The answer is an h of the explorer: a power of ten.",
        "On the right arm, from h = 0.1 to h = 0.01, the error falls by a factor 10; on the left "
        "arm it grows by about 10 at each step. If 16 digits are there and the arms meet half "
        "way, at which power of ten is that?",
        "function ← exp, kind ← forward\nfor each power of ten: read the error\n"
        "return the h of the lowest one",
    ),
    why="why does the left arm of the V look ragged, and the right arm straight?",
    because=(
        "On the right the error is the curve's bend, a smooth law: for a tenth of h it is a "
        "tenth. On the left it is what rounding did to the last digit of two values, which is "
        "luck, different for each h. For that reason any of 1e-7, 1e-8, 1e-9 passes."
    ),
    compare=within_a_decade,
)
