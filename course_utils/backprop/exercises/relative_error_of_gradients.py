"""How far two gradients are apart, measured by their own size."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, Misconception, misconception


def relative_error_of_gradients(analytic, numeric):
    scale = np.linalg.norm(analytic) + np.linalg.norm(numeric)
    if scale == 0:
        return 0.0
    return np.linalg.norm(analytic - numeric) / scale


def relative_error_by_loops(analytic, numeric):
    squares, squares_a, squares_n = 0.0, 0.0, 0.0
    for a, n in zip(np.ravel(analytic), np.ravel(numeric), strict=True):
        squares += (a - n) ** 2
        squares_a += a**2
        squares_n += n**2
    if squares_a == 0 and squares_n == 0:
        return 0.0
    return squares**0.5 / (squares_a**0.5 + squares_n**0.5)


def cases(seed):
    rng = np.random.default_rng(seed)

    def pair(shape, size, unlike):
        analytic = rng.uniform(1, 4, size=shape) * rng.choice([-1, 1], size=shape)
        numeric = analytic * rng.uniform(*unlike, size=shape)
        return {"analytic": size * analytic.round(1), "numeric": size * numeric.round(1)}

    shorter, longer = (0.3, 0.9), (1.2, 1.9)
    zeros = {"analytic": np.zeros((2, 3)), "numeric": np.zeros((2, 3))}
    return [
        pair(3, 1.0, shorter),
        pair((2, 3), 1.0, longer),
        pair((3, 2, 2), 1.0, (-0.9, 1.5)),
        pair((2, 4), 2e-4, shorter),  # small gradients: the difference alone is small too
        zeros,
        {**zeros, "numeric": pair((2, 3), 1.0, longer)["numeric"]},
        {**pair((4, 2), 1.0, longer), "numeric": np.zeros((4, 2))},
        pair((3, 2), 1e-6, longer),
    ]


def length(values):
    return np.linalg.norm(values)


def gap(analytic, numeric):
    return length(analytic - numeric)


def both_lengths(analytic, numeric):
    return length(analytic) + length(numeric)


def ways_to_divide(above: Callable, below: Callable) -> tuple[Callable, ...]:
    """Return above / below with three ways to meet a 0 under the bar."""

    def zero_below_is_no_error(analytic, numeric):
        scale = below(analytic, numeric)
        return above(analytic, numeric) / scale if scale else 0.0

    def two_zeros_are_no_error(analytic, numeric):
        if not (np.any(analytic) or np.any(numeric)):
            return 0.0
        return np.divide(above(analytic, numeric), below(analytic, numeric))

    def nothing_is_special(analytic, numeric):
        return np.divide(above(analytic, numeric), below(analytic, numeric))

    return zero_below_is_no_error, two_zeros_are_no_error, nothing_is_special


def quotient(id: str, *formulas: tuple[Callable, Callable], says: str, hint: str) -> Misconception:
    """Return the misconception above / below, for one or more pairs of formulas."""
    first, *also = (way for pair in formulas for way in ways_to_divide(*pair))
    return misconception(id, says=says, hint=hint, also=tuple(also))(first)


def error_plus(small):
    return lambda analytic, numeric: (
        gap(analytic, numeric) / (both_lengths(analytic, numeric) + small)
    )


absolute_error = misconception(
    "C6",
    says="returns the difference itself, which is small wherever the gradients are small",
    hint="Gradients of 0.0001 and 0.0002 differ by little. Would you trust one for the other?",
    also=(
        lambda analytic, numeric: np.abs(analytic - numeric).max(),
        lambda analytic, numeric: np.abs(analytic - numeric).mean(),
        lambda analytic, numeric: np.abs(analytic - numeric).sum(),
        lambda analytic, numeric: gap(analytic, numeric) ** 2,
    ),
)(gap)

nothing_over_nothing = misconception(
    "M410",
    says="divides 0 by 0 where both gradients are all zero",
    hint="Two gradients that are both all zero: are they alike, and what does your code say?",
    also=(
        lambda analytic, numeric: (
            float(gap(analytic, numeric)) / float(both_lengths(analytic, numeric))
        ),
    ),
)(lambda analytic, numeric: gap(analytic, numeric) / both_lengths(analytic, numeric))

never_zero_below = misconception(
    "M411",
    says="adds a small number under the fraction bar, which outweighs small gradients",
    hint="You guard against a 0 below. What does the guard do to gradients as small as itself?",
    also=tuple(error_plus(small) for small in (1e-10, 1e-9, 1e-7, 1e-6, 1e-5, 1.0)),
)(error_plus(1e-8))

WRONG_SIZES = (
    quotient(
        "M412",
        (lambda a, n: np.abs(a - n).max(), lambda a, n: np.abs(a).max() + np.abs(n).max()),
        says="measures a gradient by its largest entry alone",
        hint="Ten entries are a little off, or only one of them is. Should your number be equal?",
    ),
    quotient(
        "M413",
        (gap, lambda a, n: length(a)),
        (gap, lambda a, n: length(n)),
        says="divides by the length of one of the gradients alone",
        hint="Hand the two gradients over in the other order. Should the error change?",
    ),
    quotient(
        "M414",
        (gap, lambda a, n: max(length(a), length(n))),
        says="divides by the longer of the two and not by both lengths together",
        hint="One gradient is all zero, the other is not. Which two numbers stand below?",
    ),
    quotient(
        "M415",
        (gap, lambda a, n: length(a + n)),
        says="adds the gradients first and then measures their sum",
        hint="A gradient and its opposite: how long is their sum, and what do you divide by?",
    ),
    quotient(
        "M416",
        (lambda a, n: length(a - n) ** 2, lambda a, n: length(a) ** 2 + length(n) ** 2),
        says="adds up squares and never takes a root",
        hint="An arrow of 3 to the east and 4 to the north: is it 5 long or 25?",
    ),
    quotient(
        "M417",
        (lambda a, n: np.abs(a - n).sum(), lambda a, n: np.abs(a).sum() + np.abs(n).sum()),
        says="adds up the sizes of the entries where a length is asked for",
        hint="3 to the east and 4 to the north: how far is that, as a bird flies?",
    ),
    quotient(
        "M418",
        (lambda a, n: (a - n).sum(), lambda a, n: a.sum() + n.sum()),
        (lambda a, n: abs((a - n).sum()), lambda a, n: abs(a.sum()) + abs(n.sum())),
        says="adds up differences with their signs, so that they cancel",
        hint="One entry is too large by 1 and another too small by 1. Is there no error?",
    ),
)


def of_each_entry(analytic, numeric):
    above, below = np.abs(analytic - numeric), np.abs(analytic) + np.abs(numeric)
    return above / np.where(below == 0, 1, below)


mean_over_entries = misconception(
    "M419",
    says="makes an error of each entry first and takes the mean of those",
    hint="Of a hundred entries the smallest is off by half. How much is the whole gradient off?",
    also=(
        lambda analytic, numeric: np.mean(
            np.abs(analytic - numeric) / (abs(analytic) + abs(numeric))
        ),
    ),
)(lambda analytic, numeric: of_each_entry(analytic, numeric).mean())

one_for_each_entry = misconception(
    "M420",
    says="returns an error for each entry",
    hint="How many numbers were asked for, and how many come out?",
    also=(lambda analytic, numeric: np.abs(analytic - numeric) / (abs(analytic) + abs(numeric)),),
)(of_each_entry)

EXERCISE = Exercise(
    title="The relative error of two gradients",
    reference=relative_error_of_gradients,
    another=relative_error_by_loops,
    cases=cases,
    misconceptions=(
        absolute_error,
        nothing_over_nothing,
        never_zero_below,
        *WRONG_SIZES,
        mean_over_entries,
        one_for_each_entry,
    ),
    hints=(
        "A difference of 0.001: when is that much for a gradient, and when is it next to nothing?",
        "Take (3, 4), which is 5 long, and (3, 0), which is 3 long. Their difference (0, 4) is 4 "
        "long, so the error is 4 / (5 + 3) = 0.5. Do (0.003, 0.004) and (0.003, 0) by hand. What "
        "would it be for (0, 0) and (0, 0)?",
        "below ← length of the one + length of the other\n"
        "if below is 0: both are zero everywhere, so there is no error\n"
        "return length of the difference / below",
    ),
    why="you forgot the 2 in 2h, so that your differences are twice the true gradient. Which "
    "number comes out, whatever the loss?",
    because=(
        "One gradient is g and the other 2g. Their difference is as long as g, and both "
        "lengths together are three times that: 1/3. A relative error near 1/3 therefore smells "
        "of a factor 2, and one of 1 of a wrong sign or of a gradient that is zero."
    ),
)
