"""The sigmoid at any number."""

import math

import numpy as np

from answers import right, wrong


@right("perceptron.safe_sigmoid")
def safe_sigmoid(z):
    """Sigmoid and tanh are one curve, stretched and moved."""
    return (1 + np.tanh(z / 2)) / 2


sigmoid = "perceptron.safe_sigmoid"

for named, function in [
    ("F9", lambda z: np.exp(z) / (np.exp(z) + 1)),
    ("F9", lambda z: [np.exp(value) / (1 + np.exp(value)) for value in z]),
    ("M81", lambda z: 1 / (1 + np.exp(-z))),
    ("M81", lambda z: (1 + np.e ** (-z)) ** -1),
    ("M81", lambda z: np.array([1 / (1 + np.exp(-value)) for value in z])),
    ("M82", lambda z: np.where(z < 0, np.exp(z) / (1 + np.exp(z)), 1 / (1 + np.exp(-z)))),
    ("M84", lambda z: 1 / (1 + np.exp(z))),
    ("M84", lambda z: 1 - 1 / (1 + np.exp(-z))),
    ("M86", lambda z: 1 / (1 + np.exp(-abs(z)))),
    ("M89", lambda z: np.nan_to_num(np.exp(z) / (1 + np.exp(z)), nan=0.0)),
    ("M90", lambda z: (z >= 0).astype(int)),
    ("M91", lambda z: 1 / 1 + np.exp(-z)),
    (None, lambda z: 1 / np.exp(-z)),
    (None, lambda z: 1 / (1 - np.exp(-z))),
    (None, lambda z: 1 / (1 + math.exp(-z))),
    ("M88", lambda z: 1 / (1 + np.exp(-np.clip(z, -5, 5)))),
    ("M88", lambda z: 1 / (1 + np.exp(-np.clip(z, -20, 20)))),
    ("M88", lambda z: 1 / (1 + np.exp(np.minimum(-z, 15)))),
    (None, lambda z: np.exp(-z) / (1 + np.exp(-z))),
    (None, lambda z: 1 / (1 + -np.exp(z))),
    (None, lambda z: np.maximum(z, 0)),
    (None, lambda z: np.round(1 / (1 + np.exp(-z)))),
    (None, lambda z: np.clip(np.exp(z) / (1 + np.exp(z)), 1e-7, 1 - 1e-7)),
    (None, lambda z: print(1 / (1 + np.exp(-z)))),
    (None, lambda z: (1 / (1 + np.exp(-z)))[:, None]),
    (None, lambda z: 1 / (1 + 10 ** (-z))),
    (None, lambda z: 1 / (1 + np.exp(-z)) * (1 - 1 / (1 + np.exp(-z)))),
    (None, lambda z: 1 / (1 + 1 / np.exp(z))),
    (None, lambda z: np.where(z > 0, 1.0, np.exp(z) / (1 + np.exp(z)))),
]:
    wrong(sigmoid, named)(function)


@wrong(sigmoid, "M92")
def one_if(z):
    if z > 0:
        return 1 / (1 + np.exp(-z))
    else:
        return np.exp(z) / (1 + np.exp(z))


@wrong(sigmoid, "M83")
def each_form_on_the_other_side(z):
    out = []
    for v in z:
        if v > 0:
            out.append(np.exp(v) / (1 + np.exp(v)))
        else:
            out.append(1 / (1 + np.exp(-v)))
    return out


@wrong(sigmoid, "M93")
def no_branch_for_zero(z):
    out = np.zeros_like(z)
    for i in range(len(z)):
        if z[i] > 0:
            out[i] = 1 / (1 + np.exp(-z[i]))
        elif z[i] < 0:
            out[i] = np.exp(z[i]) / (1 + np.exp(z[i]))
    return out


@wrong(sigmoid, "M94")
def with_the_math_module(z):
    return [1 / (1 + math.exp(-v)) for v in z]


@wrong(sigmoid, "M52")
def returns_in_the_loop(z):
    for v in z:
        return 1 / (1 + np.exp(-v)) if v >= 0 else np.exp(v) / (1 + np.exp(v))


@wrong(sigmoid)
def writes_into_its_input(z):
    z[z < -500] = -500
    return 1 / (1 + np.exp(-z))


@wrong(sigmoid)
def skips_the_negative_numbers(z):
    return np.array([1 / (1 + np.exp(-v)) for v in z if v >= 0])


@wrong(sigmoid)
def one_branch_by_the_first_number(z):
    return 1 / (1 + np.exp(-z)) if z[0] >= 0 else np.exp(z) / (1 + np.exp(z))
