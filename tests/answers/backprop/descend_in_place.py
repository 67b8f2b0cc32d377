"""A step that others see."""

import numpy as np

from answers import right, wrong

in_place = "backprop.descend_in_place"


@right(in_place)
def descend_in_place(weights, gradient, learning_rate, weight_decay):
    for index in np.ndindex(weights.shape):
        slope = gradient[index] + weight_decay * weights[index]
        weights[index] = weights[index] - learning_rate * slope


@wrong(in_place, "O4")
def new_name(weights, gradient, learning_rate, weight_decay):
    gradient = gradient + weight_decay * weights
    weights = weights - learning_rate * gradient


@wrong(in_place, "O4")
def works_on_a_copy(weights, gradient, learning_rate, weight_decay):
    weights = weights.copy()
    weights -= learning_rate * (gradient + weight_decay * weights)


@wrong(in_place, "O4")
def returns_the_new(weights, gradient, learning_rate, weight_decay):
    return weights - learning_rate * (gradient + weight_decay * weights)


@wrong(in_place, "O4")
def loop_variable(weights, gradient, learning_rate, weight_decay):
    for w, g in zip(weights, gradient, strict=True):
        w = w - learning_rate * (g + weight_decay * w)


@wrong(in_place, "O4")
def numbers_one_by_one(weights, gradient, learning_rate, weight_decay):
    for w, g in zip(weights, gradient, strict=True):
        w -= learning_rate * (g + weight_decay * w)


@wrong(in_place, "M447")
def returns_too(weights, gradient, learning_rate, weight_decay):
    weights -= learning_rate * (gradient + weight_decay * weights)
    return weights


@wrong(in_place, "M451")
def gradient_in_place(weights, gradient, learning_rate, weight_decay):
    gradient += weight_decay * weights
    gradient *= learning_rate
    weights -= gradient


@wrong(in_place, "M451")
def gradient_in_place_once(weights, gradient, learning_rate, weight_decay):
    gradient += weight_decay * weights
    weights[:] = weights - learning_rate * gradient


@wrong(in_place, "M435")
def uphill(weights, gradient, learning_rate, weight_decay):
    weights += learning_rate * (gradient + weight_decay * weights)


@wrong(in_place, "M448")
def no_brackets(weights, gradient, learning_rate, weight_decay):
    weights -= learning_rate * gradient + weight_decay * weights


@wrong(in_place, "M449")
def no_decay(weights, gradient, learning_rate, weight_decay):
    weights -= learning_rate * gradient


@wrong(in_place, "M14")
def full_step(weights, gradient, learning_rate, weight_decay):
    weights -= gradient + weight_decay * weights


@wrong(in_place, "M35")
def overwrites(weights, gradient, learning_rate, weight_decay):
    weights[:] = -learning_rate * (gradient + weight_decay * weights)


@wrong(in_place, "O4")
def does_nothing(weights, gradient, learning_rate, weight_decay):
    pass


@wrong(in_place, "M467")
def moves_first_and_shrinks_later(weights, gradient, learning_rate, weight_decay):
    weights -= learning_rate * gradient
    weights *= 1 - learning_rate * weight_decay


@wrong(in_place)
def decays_to_a_share(weights, gradient, learning_rate, weight_decay):
    weights *= weight_decay
    weights -= learning_rate * gradient


@wrong(in_place, "O4")
def compares(weights, gradient, learning_rate, weight_decay):
    weights == weights - learning_rate * (gradient + weight_decay * weights)  # noqa: B015
