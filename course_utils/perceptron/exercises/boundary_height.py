"""Where the boundary of a neuron with two inputs stands."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def boundary_height(weights, bias, x0):
    return -(weights[0] * x0 + bias) / weights[1]


def height_by_loops(weights, bias, x0):
    heights = []
    for value in x0:
        slope, intercept = -weights[0] / weights[1], -bias / weights[1]
        heights.append(intercept + slope * value)
    return np.array(heights)


def cases(seed):
    rng = np.random.default_rng(seed)
    signs = [(1, 1, 1), (1, -1, -1), (-1, 1, 1), (1, 1, -1)]
    return [
        {
            "weights": np.array([a, b]) * np.round(rng.uniform(0.5, 3.0, size=2), 2),
            "bias": c * round(float(rng.uniform(0.5, 2.0)), 2),
            "x0": np.round(rng.normal(size=n), 2),
        }
        for n, (a, b, c) in zip((3, 1, 4, 3), signs, strict=True)
    ]


@misconception(
    "M4",
    says="has the right slope and the wrong height: the bias is not divided",
    hint="Put one point of your line into the score. Is the result 0?",
)
def bias_not_divided(weights, bias, x0):
    return -(weights[0] / weights[1]) * x0 - bias


@misconception(
    "M10",
    says="lost the minus sign when it moved terms to the other side",
    hint="If both weights are positive and one coordinate grows, must the other grow or shrink?",
)
def sign_lost(weights, bias, x0):
    return (weights[0] * x0 + bias) / weights[1]


@misconception(
    "M11",
    says="solves for the first coordinate and not for the second",
    hint="Which coordinate is given, and which one do you look for?",
)
def axes_swapped(weights, bias, x0):
    return -(weights[1] * x0 + bias) / weights[0]


@misconception(
    "M12",
    says="draws every boundary through the origin",
    hint="Does the point (0, 0) have score 0 in each of these cases?",
)
def through_the_origin(weights, bias, x0):
    return -weights[0] * x0 / weights[1]


EXERCISE = Exercise(
    title="Draw the boundary",
    reference=boundary_height,
    another=height_by_loops,
    cases=cases,
    misconceptions=(
        bias_not_divided,
        sign_lost,
        axes_swapped,
        through_the_origin,
    ),
    hints=(
        "What is true of every point on the line, and which one number in it don't you know yet?",
        "With weights (2, 4) and bias -6, ask for the height at 1: 2·1 + 4·h - 6 = 0, so h = 1. "
        "Check by hand that (1, 1) scores 0, then find the height at 3.",
        "score = first weight * x0 + second weight * height + bias\n"
        "set score to 0\nsolve for height",
    ),
    why="why does the line stay where it is when you double both weights and the bias?",
)
