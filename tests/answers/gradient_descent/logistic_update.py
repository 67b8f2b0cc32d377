"""One step of gradient descent on the cross-entropy of one sample."""

import math

import numpy as np

from answers import right, wrong

UPDATE = "gradient_descent.logistic_update"


@right(UPDATE)
def logistic_update(weights, bias, x, y, learning_rate):
    """As one vector, with the bias as the weight of a constant input."""
    theta, inputs = np.append(weights, bias), np.append(x, 1.0)
    gap = 1 / (1 + math.exp(-(theta @ inputs))) - y
    *weights, bias = theta - learning_rate * gap * inputs
    return np.array(weights), bias


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def rule(gap, move=lambda w, b, x, gap, rate: (w + rate * gap * x, b + rate * gap)):
    """Return the rule with `gap(z, y)` for label minus answer, and perhaps another move."""

    def logistic_update(weights, bias, x, y, learning_rate):
        return move(weights, bias, x, gap(weights @ x + bias, y), learning_rate)

    return logistic_update


def true_gap(z, y):
    return y - sigmoid(z)


for named, gap in [
    ("P4", lambda z, y: sigmoid(z) - y),
    ("M281", lambda z, y: y - (1 if z >= 0 else 0)),
    ("M281", lambda z, y: y - (1 if z > 0 else 0)),
    ("M281", lambda z, y: y - np.heaviside(z, 0.5)),
    ("M280", lambda z, y: y - z),
    ("M282", lambda z, y: (y - sigmoid(z)) * sigmoid(z) * (1 - sigmoid(z))),
    ("M282", lambda z, y: 2 * (y - sigmoid(z)) * sigmoid(z) * (1 - sigmoid(z))),
    ("M283", lambda z, y: -sigmoid(z)),
    ("M284", lambda z, y: (1 if y == 1 else -1) - sigmoid(z)),
    ("M285", lambda z, y: 0 if (z >= 0) == (y == 1) else y - sigmoid(z)),
    ("M84", lambda z, y: y - 1 / (1 + np.exp(z))),
    ("M91", lambda z, y: y - (1 / 1 + np.exp(-z))),
    ("M85", lambda z, y: y - np.tanh(z)),
    ("F9", lambda z, y: y - np.exp(z) / (np.exp(z) + 1)),
    ("P1", lambda z, y: y if y * z <= 0 else 0),
    ("M508", lambda z, y: y * (1 - sigmoid(z))),
    (None, lambda z, y: y),
    (None, lambda z, y: sigmoid(z)),
    (None, lambda z, y: y * sigmoid(z)),
    (None, lambda z, y: y - round(sigmoid(z), 2)),
    (None, lambda z, y: y - np.maximum(z, 0)),
    (None, lambda z, y: (y - sigmoid(z)) ** 2),
    (None, lambda z, y: sigmoid(z) * (1 - sigmoid(z))),
    (None, lambda z, y: -y * np.log(sigmoid(z)) - (1 - y) * np.log(1 - sigmoid(z))),
    (None, lambda z, y: y - np.clip(sigmoid(z), 0.01, 0.99)),
]:
    wrong(UPDATE, named)(rule(gap))

for named, move in [
    ("M13", lambda w, b, x, gap, rate: (w + rate * gap * x, b)),
    ("M34", lambda w, b, x, gap, rate: (w, b + rate * gap)),
    ("M14", lambda w, b, x, gap, rate: (w + gap * x, b + gap)),
    ("M30", lambda w, b, x, gap, rate: (w + rate * gap, b + rate * gap)),
    ("M31", lambda w, b, x, gap, rate: (w + rate * gap * x, b + rate * gap * x)),
    ("M32", lambda w, b, x, gap, rate: (w + rate * gap * x, b + gap)),
    ("M33", lambda w, b, x, gap, rate: (w + rate * gap * x, b - rate * gap)),
    ("M35", lambda w, b, x, gap, rate: (rate * gap * x, rate * gap)),
    ("M41", lambda w, b, x, gap, rate: (b + rate * gap, w + rate * gap * x)),
    (None, lambda w, b, x, gap, rate: w + rate * gap * x),
    (None, lambda w, b, x, gap, rate: (w + gap * x, b + rate * gap)),
    (None, lambda w, b, x, gap, rate: (w - rate * gap * x, b + rate * gap)),
    (None, lambda w, b, x, gap, rate: (w + rate * gap * x, b + rate * gap * b)),
    (None, lambda w, b, x, gap, rate: (w + rate * gap * w, b + rate * gap)),
    (None, lambda w, b, x, gap, rate: (w + rate * gap * x.sum(), b + rate * gap)),
    (None, lambda w, b, x, gap, rate: print(w + rate * gap * x, b + rate * gap)),
]:
    wrong(UPDATE, named)(rule(true_gap, move))


@wrong(UPDATE, "M8")
def no_bias_in_the_score(weights, bias, x, y, learning_rate):
    error = sigmoid(np.dot(weights, x)) - y
    return weights - learning_rate * error * x, bias - learning_rate * error


@wrong(UPDATE, "M26")
def minus_the_bias(weights, bias, x, y, learning_rate):
    error = sigmoid(np.dot(weights, x) - bias) - y
    return weights - learning_rate * error * x, bias - learning_rate * error


@wrong(UPDATE)
def in_place(weights, bias, x, y, learning_rate):
    error = sigmoid(np.dot(weights, x) + bias) - y
    weights -= learning_rate * error * x
    bias -= learning_rate * error
    return weights, bias


@wrong(UPDATE)
def bias_after_new_weights(weights, bias, x, y, learning_rate):
    weights = weights - learning_rate * (sigmoid(weights @ x + bias) - y) * x
    bias = bias - learning_rate * (sigmoid(weights @ x + bias) - y)
    return weights, bias


@wrong(UPDATE)
def sigmoid_of_each_product(weights, bias, x, y, learning_rate):
    error = sigmoid(weights * x + bias) - y
    return weights - learning_rate * error * x, bias - learning_rate * error.sum()


@wrong(UPDATE)
def only_on_a_mistake_and_silent_otherwise(weights, bias, x, y, learning_rate):
    error = sigmoid(weights @ x + bias) - y
    if abs(error) > 0.5:
        return weights - learning_rate * error * x, bias - learning_rate * error
