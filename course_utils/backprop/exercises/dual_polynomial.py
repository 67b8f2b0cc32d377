"""Forward mode: a polynomial and its slope in one go, by Horner's scheme on dual numbers.

Wengert, A simple automatic derivative evaluation program, Communications of the ACM 7(8), 1964.
"""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def dual_polynomial(coefficients, x):
    value, slope = 0.0, 0.0
    for coefficient in coefficients:
        slope = slope * x + value
        value = value * x + coefficient
    return value, slope


def polynomial_by_powers(coefficients, x):
    degree = len(coefficients) - 1
    value, slope = 0.0, 0.0
    for i, coefficient in enumerate(coefficients):
        power = degree - i
        value += coefficient * x**power
        if power > 0:
            slope += coefficient * power * x ** (power - 1)
    return value, slope


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, x, missing=()):
        coefficients = rng.permutation(np.arange(2.0, 8.0))[:n] * rng.choice([-1, 1], size=n)
        coefficients[list(missing)] = 0.0
        return {"coefficients": coefficients, "x": x}

    # The slope is what it was, but a small difference of values is lost in rounding.
    beside_a_large_constant = drawn(4, float(rng.integers(2, 5)))
    beside_a_large_constant["coefficients"][-1] = 1e12
    return [
        drawn(3, float(rng.integers(2, 5))),
        drawn(4, -float(rng.integers(2, 4))),
        drawn(5, round(rng.uniform(0.3, 0.8), 2), missing=[2]),
        drawn(4, 0.0),
        drawn(2, float(rng.integers(3, 6))),
        beside_a_large_constant,
        drawn(1, float(rng.integers(3, 6))),
    ]


def horner(product: Callable, constant_slope: float = 0.0) -> Callable:
    """Return Horner's scheme whose product with x has the slope `product(value, slope, x)`."""

    def scheme(coefficients, x):
        value, slope = 0.0, 0.0
        for coefficient in coefficients:
            slope = product(value, slope, x) + constant_slope
            value = value * x + coefficient
        return value, slope

    return scheme


def exponents_stay(coefficients, x):
    exponents = range(len(coefficients))[::-1]
    slope = sum(c * k * x**k for c, k in zip(coefficients, exponents, strict=True))
    return dual_polynomial(coefficients, x)[0], slope


def value_first(coefficients, x):
    value, slope = 0.0, 0.0
    for coefficient in coefficients:
        value = value * x + coefficient
        slope = slope * x + value
    return value, slope


def difference_over(ahead: float, behind: float = 0.0) -> Callable:
    """Return the value and the quotient of a difference from x - behind to x + ahead."""

    def quotient(coefficients, x):
        right, left = (np.polyval(coefficients, at) for at in (x + ahead, x - behind))
        return np.polyval(coefficients, x), (right - left) / (ahead + behind)

    return quotient


SMALL = [10.0**-k for k in range(10)]


WRONG_SLOPES = (
    misconception(
        "M439",
        says="changes the value first and then makes the slope from the new one",
        hint="The product rule needs both factors as they were. Which one had you changed already?",
    )(value_first),
    misconception(
        "M440",
        says="gives everything the slope 0, as if x did not grow when x grows",
        hint="x itself is a dual number. By how much does x grow when x grows by 1?",
    )(horner(lambda value, slope, x: slope * x)),
    misconception(
        "M441",
        says="keeps one part of the product rule, so that no power is multiplied by its exponent",
        hint="A product grows because the one factor grows and because the other does. Which part "
        "do you have?",
    )(horner(lambda value, slope, x: value)),
    misconception(
        "M445",
        says="gives a plain number the slope 1, as if it grew with x",
        hint="x grows. Does the number 7 grow with it?",
    )(horner(lambda value, slope, x: slope * x + value, constant_slope=1.0)),
    misconception(
        "M444",
        says="multiplies by the exponents and does not lower them",
        hint="How fast does x times x grow at 5: by 10 or by 50?",
    )(exponents_stay),
    misconception(
        "C1",
        says="takes the quotient of a small difference, which is near and not equal",
        hint="How small did you choose the difference, and which dual number needs that choice?",
        also=(
            *(difference_over(h) for h in SMALL),
            *(difference_over(h, h) for h in SMALL[1:]),
            *(difference_over(0.0, h) for h in SMALL),
        ),
    )(difference_over(1e-5)),
)

WRONG_ENDS = (
    misconception(
        "M442",
        says="takes the numbers from the lowest power to the highest",
        hint="The numbers are 3, 0, 2 and x is 10. Is that 302 or 203?",
    )(lambda coefficients, x: dual_polynomial(coefficients[::-1], x)),
    misconception(
        "M41",
        says="returns the right values in another order",
        hint="Which of the results comes first in the words above your code?",
    )(lambda coefficients, x: dual_polynomial(coefficients, x)[::-1]),
)

EXERCISE = Exercise(
    title="Forward mode: a polynomial and its slope in one go",
    reference=dual_polynomial,
    another=polynomial_by_powers,
    cases=cases,
    outputs=("value", "slope"),
    misconceptions=(*WRONG_SLOPES, *WRONG_ENDS),
    hints=(
        "x grows by a tiny bit. By how much does a product with x grow, if the other factor grows "
        "too?",
        "The polynomial 3·x + 2 at x = 4: begin with (0, 0). Times x, which is (4, 1), that is "
        "(0, 0); plus 3 it is (3, 0). Times x: 3 · 4 = 12 with the slope 3 · 1 + 0 · 4 = 3; plus "
        "2: (14, 3). Go on with one more number, 5: what is 3·x·x + 2·x + 5, and its slope?",
        "the pair ← (0, 0)\nfor each number, the one of the highest power first:\n"
        "    multiply the pair by (x, 1), with the product rule for the slope\n"
        "    add the number to the value; it adds nothing to the slope\nreturn the pair",
    ),
    why="a function of 1000 weights and one loss: how often must you run forward mode to get the "
    "whole gradient, and how often reverse mode?",
    because=(
        "Forward mode follows the slope along one input at a time, so it takes 1000 runs. "
        "Reverse mode follows one output back to all inputs and takes one. A loss is one number, "
        "and this is why networks are trained in reverse mode."
    ),
)
