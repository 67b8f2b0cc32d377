"""The Fréchet distance of two sets of numbers, each taken for a Gaussian (Heusel et al., 2017)."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def frechet_line(a, b):
    gap = np.mean(a) - np.mean(b)
    width_a = np.sqrt(np.sum((a - np.mean(a)) ** 2) / (len(a) - 1))
    width_b = np.sqrt(np.sum((b - np.mean(b)) ** 2) / (len(b) - 1))
    return gap**2 + (width_a - width_b) ** 2


def with_variances(a, b):
    """As it stands for many features: the trace of both covariances less twice their root."""
    var_a, var_b = np.var(a, ddof=1), np.var(b, ddof=1)
    return (a.mean() - b.mean()) ** 2 + var_a + var_b - 2 * np.sqrt(var_a * var_b)


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, spread):
        """Draw different numbers around 0, the farther apart the larger `spread` is."""
        numbers = rng.permutation(np.cumsum(rng.uniform(0.5, 1.5, size=n)))
        return spread * (numbers - numbers.mean())

    def pair(a, b, shift):
        """Put both sets around a place of its own, and the second one `shift` farther."""
        place = rng.uniform(2, 5)
        return {"a": np.round(a + place, 1), "b": np.round(b + place + shift, 1)}

    return [
        pair(drawn(3, 2.0), drawn(4, 0.5), rng.uniform(1, 2)),
        pair(drawn(4, 0.6), drawn(4, 2.2), -rng.uniform(1, 2)),
        pair(drawn(5, 1.5), np.zeros(3), rng.uniform(2, 4)),  # a generator of one single number
        pair(drawn(4, 1.0), drawn(6, 3.0), 0.0),
        pair(drawn(5, 2.5), drawn(7, 1.0), 100.0),
    ]


def measured(rule: Callable, ddof: int = 1) -> Callable:
    """Return `rule(gap of the means, width of a, width of b)`, the widths as deviations."""
    return lambda a, b: rule(a.mean() - b.mean(), a.std(ddof=ddof), b.std(ddof=ddof))


def right_rule(gap, s, t):
    return gap**2 + (s - t) ** 2


def pair_by_pair(a, b):
    return np.mean((a - b) ** 2)


def sorted_pairs(a, b):
    """Move the ordered numbers onto each other: another distance, of all that the sets hold."""
    shares = (np.arange(840) + 0.5) / 840  # a multiple of all lengths here
    a, b = (np.sort(x)[(shares * len(x)).astype(int)] for x in (a, b))
    return np.mean((a - b) ** 2)


WRONG_WIDTHS = (
    misconception(
        "M968",
        says="compares variances where standard deviations are asked for",
        hint="The numbers are centimeters. In which unit does each of your two parts come?",
        also=(
            measured(lambda gap, s, t: gap**2 + abs(s**2 - t**2)),
            measured(lambda gap, s, t: gap**2 + (s**2 - t**2) ** 2, ddof=0),
            measured(lambda gap, s, t: gap**2 + abs(s**2 - t**2), ddof=0),
        ),
    )(measured(lambda gap, s, t: gap**2 + (s**2 - t**2) ** 2)),
    misconception(
        "M969",
        says="divides the squared deviations by all of the numbers, where one less is asked for",
        hint="Three numbers, and their average is made from them. How many of their "
        "deviations can be chosen freely then?",
    )(measured(right_rule, ddof=0)),
    misconception(
        "M970",
        says="adds both widths up and never compares them",
        hint="Both sets are the same. How far apart should they be, and what do you get?",
        also=(
            measured(lambda gap, s, t: gap**2 + s**2 + t**2),
            measured(lambda gap, s, t: gap**2 + s**2 + t**2 - np.sqrt(s * t)),
            measured(lambda gap, s, t: gap**2 + s**2 + t**2 - 2 * np.sqrt(s * t)),
            measured(lambda gap, s, t: gap**2 + s**2 + t**2 - 2 * s**2 * t**2),
            measured(lambda gap, s, t: gap**2 + s + t - 2 * np.sqrt(s * t)),
        ),
    )(measured(lambda gap, s, t: gap**2 + (s + t) ** 2)),
    misconception(
        "M971",
        says="measures the gap in units of the spread",
        hint="One set has no spread at all. May your result become endless there?",
        also=(
            measured(lambda gap, s, t: gap**2 / (s * t) + (s - t) ** 2),
            measured(lambda gap, s, t: gap**2 / (s**2 + t**2)),
            measured(lambda gap, s, t: gap / np.sqrt(s**2 + t**2)),
        ),
    )(measured(lambda gap, s, t: gap**2 / np.sqrt((s**2 + t**2) / 2) + (s - t) ** 2)),
)

WRONG_SUMS = (
    misconception(
        "M972",
        says="leaves a square out",
        hint="A shift by 3 counts 9. What does a shift by 6 count, and a spread that is 3 too "
        "large?",
        also=(
            measured(lambda gap, s, t: gap + s - t),
            measured(lambda gap, s, t: abs(gap) + (s - t) ** 2),
            measured(lambda gap, s, t: gap**2 + abs(s - t)),
            measured(lambda gap, s, t: gap**2 + s - t),
            measured(lambda gap, s, t: gap + (s - t) ** 2),
        ),
    )(measured(lambda gap, s, t: abs(gap) + abs(s - t))),
    misconception(
        "M973",
        says="takes the root at the end, where the squared distance is asked for",
        hint="The two parts are 9 and 16. Is 25 asked for, or 5?",
    )(measured(lambda gap, s, t: np.hypot(gap, s - t))),
    misconception(
        "M974",
        says="compares only the places or only the spreads",
        hint="Two sets lie around the same number, one narrow and one wide; two others are as "
        "wide as each other and far apart. Does your code see both differences?",
        also=(
            measured(lambda gap, s, t: (s - t) ** 2),
            measured(lambda gap, s, t: gap),
            measured(lambda gap, s, t: abs(gap)),
            measured(lambda gap, s, t: abs(s - t)),
        ),
    )(measured(lambda gap, s, t: gap**2)),
    misconception(
        "M975",
        says="lets the two differences cancel each other",
        hint="The one set lies 2 lower and is 2 wider. Are the two sets equal for that?",
        also=(
            measured(lambda gap, s, t: (gap + t - s) ** 2),
            measured(lambda gap, s, t: (abs(gap) + abs(s - t)) ** 2),
            measured(lambda gap, s, t: gap**2 - (s - t) ** 2),
            measured(lambda gap, s, t: (s - t) ** 2 - gap**2),
        ),
    )(measured(lambda gap, s, t: (gap + s - t) ** 2)),
    misconception(
        "M976",
        says="pairs the numbers of both sets with each other",
        hint="Which number of the second set belongs to the first one of the first? Would the "
        "result change, if you shuffled one of them, or if it were longer?",
        also=(sorted_pairs, lambda a, b: np.mean((a[:, None] - b) ** 2)),
    )(pair_by_pair),
)

EXERCISE = Exercise(
    title="Fréchet distance on a line",
    reference=frechet_line,
    another=with_variances,
    cases=cases,
    misconceptions=(*WRONG_WIDTHS, *WRONG_SUMS),
    hints=(
        "A Gaussian on a line is known by two numbers. Which two, and in which of them can a "
        "generator be off?",
        "a = 1, 3, 5 and b = 6, 7, 8. The means are 3 and 7: they differ by 4. The deviations of a "
        "are -2, 0, 2: their squares add up to 8, divided by 3 - 1 that is 4, so the standard "
        "deviation is 2. That of b is 1. The distance is 4² + (2 - 1)² = 17. What is it for b = 3, "
        "3, 3?",
        "for each set: its mean, and its standard deviation (divide by n - 1)\n"
        "return the squared difference of the means\n"
        "     + the squared difference of the standard deviations",
    ),
    why="two sets of numbers have the distance 0. Are they the same?",
    because=(
        "No. They have the same mean and the same standard deviation, and nothing else is looked "
        "at: two clumps at -1 and 1 can't be told from one bell. The distance takes both for "
        "Gaussians. In the features of a classifier it is the same: what they do not show, and "
        "what is not in the mean and the covariance, is not measured."
    ),
)
