"""Gradient descent in a bowl: every place on the way, from the start on."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def walk_downhill(start, curvature, lowest, learning_rate, n_steps):
    w = start
    places = [w]
    for _ in range(n_steps):
        slope = curvature * (w - lowest)
        w = w - learning_rate * slope
        places.append(w)
    return np.array(places)


def shrinking_distance(start, curvature, lowest, learning_rate, n_steps):
    # Each step multiplies the distance to the lowest point by the same factor.
    factor = 1 - learning_rate * curvature
    return lowest + (start - lowest) * factor ** np.arange(n_steps + 1)


def cases(seed):
    rng = np.random.default_rng(seed)
    drawn = []
    # The share of the distance that one step takes: below 1 the walk creeps, between 1 and 2 it
    # jumps from side to side, above 2 it runs away. At exactly 1 it arrives with one step.
    for share, n_steps, above in [(0.3, 3, -2.5), (0.4, 2, 4), (1.7, 4, 1.5), (2.5, 5, -0.5)]:
        curvature = float(rng.choice([0.4, 0.8, 1.6, 2.5, 5.0]))
        lowest = float(rng.choice([-3.0, -2.0, 2.0, 3.0]))
        learning_rate = round((share + rng.uniform(0.01, 0.05)) / curvature, 4)
        drawn.append((lowest + above, curvature, lowest, learning_rate, n_steps))
    # A start written as a whole number; a start at the lowest point; no step at all.
    drawn[1] = (int(drawn[1][0]), *drawn[1][1:])
    drawn += [(1.5, 0.8, 1.5, 0.5, 2), (-float(rng.integers(2, 9)), 2.5, 1.0, 0.1, 0)]
    drawn += [(float(rng.integers(2, 9)), 4.0, -1.0, 0.25, 3)]
    names = ("start", "curvature", "lowest", "learning_rate", "n_steps")
    return [dict(zip(names, values, strict=True)) for values in drawn]


def walking(step, shown=np.array):
    """Return the walk whose next place is w - step(w, c, m, rate) and whose result is `shown`."""

    def walk(start, curvature, lowest, learning_rate, n_steps):
        visited = [start]
        for _ in range(n_steps):
            w = visited[-1]
            visited.append(w - step(w, curvature, lowest, learning_rate))
        return shown(visited)

    return walk


def right_step(w, c, m, rate):
    return rate * c * (w - m)


@misconception(
    "M260",
    says="adds the step to the weight: it walks uphill",
    hint="To the right of the lowest point the bowl rises. In which direction should you go?",
)
def uphill(start, curvature, lowest, learning_rate, n_steps):
    visited = [start]
    for _ in range(n_steps):
        start = start + learning_rate * curvature * (start - lowest)
        visited.append(start)
    return np.array(visited)


@misconception(
    "M264",
    says="uses the slope at the start for every step",
    hint="The walker has moved on. Is the ground as steep there as where the walk began?",
)
def slope_of_the_start(start, curvature, lowest, learning_rate, n_steps):
    first = curvature * (start - lowest)
    return start - learning_rate * first * np.arange(n_steps + 1)


def from_the_start(slope):
    """Return the walk whose steps all set out from the start, with the slope "of now" or there."""

    def walk(start, curvature, lowest, learning_rate, n_steps):
        visited = [start]
        for _ in range(n_steps):
            here = start if slope == "of the start" else visited[-1]
            visited.append(start - learning_rate * curvature * (here - lowest))
        return np.array(visited)

    return walk


def in_an_array_like_the_start(start, curvature, lowest, learning_rate, n_steps):
    visited = np.full(n_steps + 1, start)
    for i in range(n_steps):
        visited[i + 1] = visited[i] - learning_rate * curvature * (visited[i] - lowest)
    return visited


WRONG_STEPS = (
    misconception(
        "M14",
        says="takes a step of size 1 whatever was asked",
        hint="Which of the five arguments does your result not depend on?",
    )(walking(lambda w, c, m, rate: c * (w - m))),
    misconception(
        "M36",
        says="multiplies by the learning rate twice",
        hint="With a learning rate of 0.5, is your step half as long as the ground is steep, or a "
        "quarter?",
    )(walking(lambda w, c, m, rate: rate**2 * c * (w - m))),
    misconception(
        "M265",
        says="leaves the curvature out of the slope",
        hint="A narrow valley and a wide one, both 3 away from the bottom: equally steep?",
    )(walking(lambda w, c, m, rate: rate * (w - m))),
    misconception(
        "M266",
        says="measures from 0 and not from the lowest point",
        hint="At which weight should the walk come to rest, and at which one does yours?",
    )(walking(lambda w, c, m, rate: rate * c * w)),
    misconception(
        "M504",
        says="lost the brackets around the distance from the lowest point",
        hint="Which two numbers are subtracted before anything is multiplied?",
        also=(
            walking(lambda w, c, m, rate: rate * c * w - m),
            walking(lambda w, c, m, rate: rate * c * w + m),
        ),
    )(walking(lambda w, c, m, rate: rate * (c * w - m))),
    misconception(
        "M505",
        says="sets out from the start with every step",
        hint="The walker has moved on. From where does the second step set out?",
        also=(from_the_start("of now"),),
    )(from_the_start("of the start")),
    misconception(
        "M267",
        says="has a factor of 2 or of 1/2 too many in the slope",
        hint="Differentiate a square: which factor comes down, and what does it meet there?",
        also=(walking(lambda w, c, m, rate: 2 * rate * c * (w - m)),),
    )(walking(lambda w, c, m, rate: rate * c / 2 * (w - m))),
    misconception(
        "M268",
        says="steps by the height of the curve and not by its slope",
        hint="How high you stand, or how steep it is: which one says where downhill is?",
    )(walking(lambda w, c, m, rate: rate * c / 2 * (w - m) ** 2)),
    misconception(
        "M269",
        says="asks only for the direction: all steps have one length",
        hint="Close to the bottom the ground is nearly flat. Should a step there still be as long?",
    )(walking(lambda w, c, m, rate: rate * np.sign(w - m))),
    misconception(
        "M272",
        says="makes an array of whole numbers, which drops everything behind the decimal point",
        hint="The start came as a whole number. Can your result hold a number such as 2.5 then?",
    )(in_an_array_like_the_start),
)

WRONG_PATHS = (
    misconception(
        "M261",
        says="leaves the start out of the result",
        hint="After no step at all, how many values should come back, and how many do?",
    )(walking(right_step, lambda visited: np.array(visited[1:]))),
    misconception(
        "M262",
        says="stops one step too early",
        hint="Two steps from a start: in how many spots has the walker been?",
    )(walking(right_step, lambda visited: np.array(visited[:-1] or visited))),
    misconception(
        "M263",
        says="takes one step too many",
        hint="How many steps were asked for, and how many does your result show?",
    )(lambda **case: walking(right_step)(**{**case, "n_steps": case["n_steps"] + 1})),
    misconception(
        "M271",
        says="returns only where the walk ends",
        hint="We want to draw the whole way. How many values does that take?",
    )(walking(right_step, lambda visited: visited[-1])),
    misconception(
        "M270",
        says="returns the heights of the curve and not the weights",
        hint="Is your first value the start, or what the curve says there?",
    )(
        lambda curvature, lowest, **case: (
            curvature
            / 2
            * (walk_downhill(curvature=curvature, lowest=lowest, **case) - lowest) ** 2
        )
    ),
)

EXERCISE = Exercise(
    title="Walk downhill",
    reference=walk_downhill,
    another=shrinking_distance,
    cases=cases,
    misconceptions=(uphill, slope_of_the_start, *WRONG_STEPS, *WRONG_PATHS),
    hints=(
        "At the point where you stand, how steep is the curve, and does it rise to the left or to "
        "the right?",
        "Curvature 2, lowest point 1, start 4: the slope there is 2 · (4 - 1) = 6. With learning "
        "rate 0.1 the next weight is 4 - 0.1 · 6 = 3.4. The slope at 3.4 is 4.8, so the one after "
        "is 2.92. Two steps make three values: 4, 3.4 and 2.92. What comes next?",
        "keep the start\nrepeat n_steps times:\n"
        "    slope  ← curvature * (weight - lowest point), at the weight of now\n"
        "    weight ← weight - learning rate * slope\n    keep the weight\nreturn all you kept",
    ),
    why="at which learning rate does the walk arrive with one single step, whatever the start?",
    because=(
        "At 1 / curvature. Each step multiplies the distance to the lowest point by "
        "1 - learning rate · curvature, and that is 0 there. Above 2 / curvature the factor is "
        "below -1: each step lands on the other side, farther away than before."
    ),
)
