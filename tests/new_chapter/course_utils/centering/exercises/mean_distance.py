"""The bug hunt: the mean distance of the rows to their mean row."""

import numpy as np

from course_utils.centering.exercises.move_mean import cases
from course_utils.classroom.exercises import Exercise, misconception


def mean_distance(X):
    middle = X.sum(axis=0) / len(X)
    total = 0.0
    for x in X:
        total += ((x - middle) ** 2).sum() ** 0.5
    return total / len(X)


def mean_of_norms(X):
    return np.linalg.norm(X - X.mean(axis=0), axis=1).mean()


def shipped(X):
    middle = X.sum(axis=0) / len(X)
    total = 0.0
    for x in X:
        total += ((x - middle) ** 2).sum()
    return total / len(X)


def tables(seed):
    return [{"X": case["X"]} for case in cases(seed)]


@misconception(
    "M9906",
    says="adds the distances up and does not average them",
    hint="Every sample is written down twice. Should your number grow?",
)
def not_averaged(X):
    return mean_of_norms(X) * len(X)


@misconception(
    "M9907",
    says="measures from zero and not from the mean row",
    hint="All samples move by the same amount. Should your number change?",
)
def from_zero(X):
    return np.linalg.norm(X, axis=1).mean()


@misconception(
    "M9908",
    says="takes the root after averaging, and not of each distance",
    hint="Two samples lie 1 and 7 away. Is the answer 4, or is it 5?",
)
def root_of_the_mean(X):
    return shipped(X) ** 0.5


EXERCISE = Exercise(
    title="Find the bug in the mean distance",
    reference=mean_distance,
    another=mean_of_norms,
    cases=tables,
    misconceptions=(
        misconception(
            "M9905",
            says="leaves the distances squared",
            hint="Lengths are in meters. In which unit is your number?",
        )(shipped),
        not_averaged,
        from_zero,
        root_of_the_mean,
    ),
    hints=(
        "One sample lies 3 to the right and 4 above the mean row. How far away is it?",
        "The rows (0, 0) and (6, 8) have the mean row (3, 4). Each is 5 away, so the answer is 5. "
        "Do (0, 0) and (2, 0) by hand.",
        "for each row: root of its squared differences, added up\nresult ← mean over the rows",
    ),
    why="why does the answer grow 1,000 times when meters are written as millimeters?",
    because="Each difference does, and so does each distance and their mean.",
    shipped=shipped,
)
