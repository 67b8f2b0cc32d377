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
    drawn = []
    for n, signs in zip(
        (3, 2, 4, 1), [(1, 1, 1), (1, -1, -1), (-1, 1, 1), (1, 1, -1)], strict=True
    ):
        # No size is 1 or that of another, and no x0 is 0: no wrong formula is right by chance.
        sizes = rng.uniform([1.2, 2.1, 0.3], [1.9, 3.0, 0.9])
        first, second, bias = np.round(sizes, 2) * signs
        x0 = rng.uniform(0.5, 3.0, size=n) * (-1.0) ** np.arange(n)
        weights = np.array([first, second])
        drawn.append({"weights": weights, "bias": float(bias), "x0": np.round(x0, 2)})
    return drawn


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


OTHER_FORMULAS = (
    misconception(
        "M43",
        says="has only the sign of the bias wrong",
        hint="The bias grows and both weights are positive. Must the line go up or down?",
    )(lambda weights, bias, x0: (bias - weights[0] * x0) / weights[1]),
    misconception(
        "M44",
        says="has only the sign of the slope wrong",
        hint="Put a second point of your line into the score. Is the result 0 there too?",
    )(lambda weights, bias, x0: (weights[0] * x0 - bias) / weights[1]),
    misconception(
        "M45",
        says="does not divide by the second weight",
        hint="The second weight times the height is known. Is that already the height?",
    )(lambda weights, bias, x0: -(weights[0] * x0 + bias)),
    misconception(
        "M46",
        says="divides only the bias",
        hint="You divide one side of an equation by a number. Which of its terms get divided?",
    )(lambda weights, bias, x0: -weights[0] * x0 - bias / weights[1]),
    misconception(
        "M47",
        says="lost the brackets: the minus and the division reach one term each",
        hint="Which terms stand under the fraction bar, and which behind the minus sign?",
    )(lambda weights, bias, x0: -weights[0] * x0 + bias / weights[1]),
    misconception(
        "M48",
        says="adds the bias to x0 before it multiplies by the first weight",
        hint="In the score, is the bias multiplied by a weight?",
    )(lambda weights, bias, x0: -weights[0] * (x0 + bias) / weights[1]),
    misconception(
        "M49",
        says="multiplies by the second weight where it should divide",
        hint="2 times the height is 6. How do you find the height?",
    )(lambda weights, bias, x0: -(weights[0] * x0 + bias) * weights[1]),
    misconception(
        "M50",
        says="returns a score and not a height",
        hint="On the line the score has one known value. Which one, and what is unknown then?",
    )(lambda weights, bias, x0: weights[0] * x0 + weights[1] * x0 + bias),
    misconception(
        "M77",
        says="returns what the first input and the bias make of the score, and stops there",
        hint="The score has three terms. Where is the one with the height in it?",
    )(lambda weights, bias, x0: weights[0] * x0 + bias),
    misconception(
        "M78",
        says="has the right slope, but adds the bias as it is",
        hint="Put x0 = 0 into the score. Which height makes it 0, and is it the bias?",
    )(lambda weights, bias, x0: -weights[0] / weights[1] * x0 + bias),
    misconception(
        "M79",
        says="solves for the second coordinate and divides by the first weight",
        hint="Which of the two weights stands beside the number you look for?",
    )(lambda weights, bias, x0: -(weights[0] * x0 + bias) / weights[0]),
    misconception(
        "M51",
        says="gives the height at 0 for every x0",
        hint="If the first coordinate moves, does your height move with it?",
    )(lambda weights, bias, x0: -bias / weights[1]),
    misconception(
        "M52",
        says="answers for the first x0 only",
        hint="How many numbers came in, and how many go out?",
    )(lambda weights, bias, x0: -(weights[0] * x0[0] + bias) / weights[1]),
    misconception(
        "M53",
        says="returns points and not heights",
        hint="Two numbers for each x0 come out. Which of the two was asked for?",
    )(lambda weights, bias, x0: np.column_stack([x0, boundary_height(weights, bias, x0)])),
    misconception(
        "M54",
        says="returns slope and height at 0 and not the height at each x0",
        hint="With slope 2 and height 1 at 0, how high is the line at 3?",
    )(lambda weights, bias, x0: (-weights[0] / weights[1], -bias / weights[1])),
)

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
        *OTHER_FORMULAS,
    ),
    hints=(
        "What is true of every point on the line, and which one number in it don't you know yet?",
        "With weights (2, 4) and bias -6, ask for the height at 1: 2·1 + 4·h - 6 = 0, so h = 1. "
        "Check by hand that (1, 1) scores 0, then find the height at 3.",
        "score = first weight * x0 + second weight * height + bias\n"
        "set score to 0\nsolve for height",
    ),
    why="why does the line stay where it is when you double both weights and the bias?",
    because=(
        "Doubled weights and bias double every score. Where the score was 0 it still is 0, so "
        "the line is the same."
    ),
)
