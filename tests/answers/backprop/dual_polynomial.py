"""A polynomial and its slope in one go."""

import numpy as np

from answers import right, wrong

dual = "backprop.dual_polynomial"


class Pair:
    """A dual number, as a class."""

    def __init__(self, value, slope=0.0):
        self.value, self.slope = value, slope

    def __add__(self, number):
        return Pair(self.value + number, self.slope)

    def __mul__(self, other):
        slope = self.value * other.slope + self.slope * other.value
        return Pair(self.value * other.value, slope)


@right(dual)
def dual_polynomial(coefficients, x):
    result = Pair(0.0)
    for c in coefficients:
        result = result * Pair(x, 1.0) + c
    return result.value, result.slope


@wrong(dual, "M439")
def wrong_order(coefficients, x):
    v, s = 0, 0
    for c in coefficients:
        v = v * x + c
        s = v + s * x
    return v, s


@wrong(dual, "M442")
def lowest_power_first(coefficients, x):
    v, s = 0, 0
    for k in range(len(coefficients)):
        v += coefficients[k] * x**k
        if k > 0:
            s += k * coefficients[k] * x ** (k - 1)
    return v, s


@wrong(dual, "M440")
def slope_of_x_is_zero(coefficients, x):
    v, s, x_slope = 0, 0, 0
    for c in coefficients:
        v, s = v * x + c, s * x + v * x_slope
    return v, s


@wrong(dual, "M440")
def product_of_slopes(coefficients, x):
    v, s = 0, 0
    for c in coefficients:
        v, s = v * x + c, s * 1
    return v, s


@wrong(dual, "M441")
def slope_is_the_value_before(coefficients, x):
    v, s = 0, 0
    for c in coefficients:
        s = v
        v = v * x + c
    return v, s


@wrong(dual, "M445")
def slope_of_a_number_is_one(coefficients, x):
    v, s = 0, 0
    for c in coefficients:
        s = s * x + v + 1
        v = v * x + c
    return v, s


@wrong(dual)
def adds_before_it_multiplies(coefficients, x):
    v, s = 0.0, 0.0
    for c in coefficients:
        v = v + c
        v, s = v * x, s * x + v
    return v, s


@wrong(dual, "C1")
def small_difference(coefficients, x):
    h = 1e-5
    p = np.poly1d(coefficients)
    return p(x), (p(x + h) - p(x)) / h


@wrong(dual)
def adds_the_number_to_both(coefficients, x):
    v, s = 0, 0
    for c in coefficients:
        v, s = v * x + c, s * x + v + c
    return v, s


@wrong(dual)
def returns_in_the_loop(coefficients, x):
    v, s = 0, 0
    for c in coefficients:
        v, s = v * x + c, s * x + v
        return v, s


@wrong(dual)
def subtracts(coefficients, x):
    v, s = 0, 0
    for c in coefficients:
        v, s = v * x + c, v - s * x
    return v, s


for named, function in [
    (
        "M41",
        lambda coefficients, x: (np.poly1d(coefficients).deriv()(x), np.poly1d(coefficients)(x)),
    ),
    (None, lambda coefficients, x: np.polyval(coefficients, x)),
    (None, lambda coefficients, x: np.polyval(np.polyder(coefficients), x)),
    (None, lambda coefficients, x: (np.polyval(coefficients, x), np.polyder(coefficients))),
]:
    wrong(dual, named)(function)


@wrong(dual, "M444")
def exponent_stays(coefficients, x):
    v, s, n = 0, 0, len(coefficients)
    for i in range(n):
        k = n - 1 - i
        v += coefficients[i] * x**k
        s += k * coefficients[i] * x**k
    return v, s
