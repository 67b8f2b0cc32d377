"""What is read off the explorers."""

import math

import numpy as np

from answers import right, wrong
from course_utils.gradient_descent.explorers.steps_downhill import LEARNING_RATES

RATE = "gradient_descent.largest_learning_rate"
CENTRAL = "gradient_descent.best_h_central"
ONE_SIDED = "gradient_descent.best_h_one_sided"


@right(RATE)
def largest_learning_rate():
    """Walk from 0 by hand: 5/4 of the square of (w - 1) has the slope 5/2 (w - 1)."""
    best = 0.0
    for rate in LEARNING_RATES:
        w = 0.0
        for _ in range(300):
            w -= rate * 5 / 2 * (w - 1)
        if abs(w - 1) < 1e-3:
            best = max(best, rate)
    return best


for named, value in [
    ("M332", 0.8),
    ("M333", 0.4),
    ("M334", 0.85),
    ("M335", 1.0),
    ("M335", 1),
    ("M509", 0.7),
    ("M509", 0.3),
    ("M509", 0.01),
    (None, 0.9),
    (None, 0.79),
    (None, 2.5),
    (None, "0.75"),
]:
    wrong(RATE, named)(lambda value=value: value)


def typical_error(difference, h):
    """Return the mean error at many points near 1, where the luck of one point does not count."""
    points = [0.9 + i / 1000 for i in range(201)]
    return sum(abs(difference(x, h) - math.exp(x)) for x in points) / len(points)


def best(difference):
    return min((10.0**-k for k in range(1, 16)), key=lambda h: typical_error(difference, h))


@right(CENTRAL)
def best_h_central():
    return best(lambda x, h: (math.exp(x + h) - math.exp(x - h)) / (2 * h))


@right(ONE_SIDED)
def best_h_one_sided():
    return best(lambda x, h: (math.exp(x + h) - math.exp(x)) / h)


for named, value in [
    ("M336", 1e-15),
    ("M336", 1e-14),
    ("M337", 0.1),
    ("M337", 1e-2),
    ("M338", 1e-8),
    ("M339", -6),
    ("M339", 6),
    ("M339", -3),
    ("M339", -9),
    ("M339", 5),
    ("M331", 6e-11),
    (None, 1e-3),
    (None, 3e-6),
    (None, 9.9e-7),
    (None, 0),
    (None, -1e-6),
    (None, float("nan")),
    (None, float("inf")),
    (None, "1e-6"),
    (None, None),
    (None, np.array([1e-6])),
    (None, (1e-5, 1e-6)),
    (None, True),
]:
    wrong(CENTRAL, named)(lambda value=value: value)
for named, value in [
    ("M336", 1e-15),
    ("M337", 0.1),
    ("M338", 1e-5),
    ("M338", 1e-6),
    ("M331", 6.6e-9),
    (None, 2e-8),
    ("M339", -8),
    ("M339", 8),
    (None, 1e-11),
    (None, 0.0),
    (None, -1e-8),
    (None, "1e-8"),
    (None, None),
]:
    wrong(ONE_SIDED, named)(lambda value=value: value)
