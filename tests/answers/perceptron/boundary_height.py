"""The boundary's height."""

import numpy as np

from answers import right, wrong


@right("perceptron.boundary_height")
def boundary_height(weights, bias, x0):
    """The line through its two intercepts."""
    at_zero = np.array([0.0, -bias / weights[1]])
    on_axis = np.array([-bias / weights[0], 0.0])
    share = (x0 - at_zero[0]) / (on_axis[0] - at_zero[0])
    return at_zero[1] + share * (on_axis[1] - at_zero[1])


for named, function in [
    ("M4", lambda weights, bias, x0: -bias - weights[0] * x0 / weights[1]),
    (None, lambda weights, bias, x0: -weights[1] / (weights[0] * x0 + bias)),
    (None, lambda weights, bias, x0: -(weights[1] * x0 + bias) / weights[2]),
    (None, lambda weights, bias, x0: -(weights * x0 + bias) / weights),
    (None, lambda weights, bias, x0: print(-(weights[0] * x0 + bias) / weights[1])),
    (None, lambda weights, bias, x0: np.round(-(weights[0] * x0 + bias) / weights[1], 2)),
    (None, lambda weights, bias, x0: -(weights[0] * x0 + bias) // weights[1]),
    (None, lambda weights, bias, x0: int(-(weights[0] * x0 + bias) / weights[1])),
    (None, lambda weights, bias, x0: -(weights[0] * x0 + bias) / abs(weights[1])),
    (None, lambda weights, bias, x0: abs(weights[0] * x0 + bias) / abs(weights[1])),
    (None, lambda weights, bias, x0: -(weights[0] * x0 + bias) - weights[1]),
]:
    wrong("perceptron.boundary_height", named)(function)


@wrong("perceptron.boundary_height", "M52")
def first_height_only(weights, bias, x0):
    for value in x0:
        return -(weights[0] * value + bias) / weights[1]
