"""A task for the explorer: how far a six may be turned before its label is no longer true."""

from functools import cache

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception

ANGLES = range(0, 181, 5)  # those of the explorer's control


def smallest_angle_of_six():
    from course_utils.data_quality.augmentation import rotate
    from course_utils.datasets import load_digits
    from course_utils.start_here import KNearestNeighbors

    upright = load_digits("train", scaling="raw")
    model = KNearestNeighbors(k=1).fit(upright.X, upright.y)
    images = load_digits("validation", classes=[6], layout="images", scaling="raw").X
    for angle in range(0, 181, 5):
        turned = rotate(images, angle).reshape(len(images), -1)
        if np.mean(model.predict(turned) == 6) < 0.5:
            return angle


def by_the_median_reading():
    readings = nearest_to_a_six()
    return min(angle for angle in readings if np.median(readings[angle]) == 0)


@cache
def nearest_to_a_six():
    """Return for each angle which of the turned sixes are nearest to an upright one."""
    from course_utils.data_quality.augmentation import rotate
    from course_utils.datasets import load_digits

    X, y = load_digits("train", scaling="raw")
    X = X.astype(float)
    squares = (X**2).sum(axis=1)
    images = load_digits("validation", classes=[6], layout="images", scaling="raw").X
    answers = {}
    for angle in ANGLES:
        rows = rotate(images, angle).reshape(len(images), -1)
        nearest = (squares - 2 * rows @ X.T).argmin(axis=1)  # |row - x|² but for |row|²
        answers[angle] = y[nearest] == 6
    return answers


def cases(seed):
    return [{}]


@misconception(
    "M588",
    says="stops at the last angle at which half of them or more are still read rightly",
    hint="Are at least half of them read as 6 there? And one notch further?",
)
def one_notch_too_early():
    return max(angle for angle, right in nearest_to_a_six().items() if right.mean() >= 0.5)


@misconception(
    "M601",
    says="waits until none of them is read rightly",
    hint="Must all of them be lost, or more than half of them?",
)
def all_of_them_lost():
    return min(angle for angle, right in nearest_to_a_six().items() if not right.any())


EXERCISE = Exercise(
    title="Explorer: how far a six may turn",
    reference=smallest_angle_of_six,
    another=by_the_median_reading,
    cases=cases,
    misconceptions=(one_notch_too_early, all_of_them_lost),
    hints=(
        "Turn the sixes notch by notch. When are fewer than half of them read as what they are?",
        "36 sixes: half are 18. With 21 read as 6, more than half are right; with 9, fewer. Move "
        "the control until the count falls below 18. What is the angle then, in steps of 5?",
        "digit ← 6\nfor each angle, from 0 up:\n"
        "    how many are read as 6? fewer than half: return the angle",
    ),
    why="which turned sixes should never be added to the training rows, and why?",
    because=(
        "Those turned by so much that a person reads another digit: at 180 degrees a six is a "
        "nine, and the label would be wrong. Small turns are a gift: the label stays true, and "
        "the model learns that writing leans. The limit depends on the digit: a zero may turn on."
    ),
)
