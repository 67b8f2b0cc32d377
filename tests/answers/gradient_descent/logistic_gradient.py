"""The gradient of the mean cross-entropy of one neuron."""

import numpy as np

from answers import right, wrong

GRADIENT = "gradient_descent.logistic_gradient"


@right(GRADIENT)
def logistic_gradient(X, y, weights, bias):
    """With a column of ones for the bias, and the loss written with the score's sign turned."""
    inputs = np.column_stack([X, np.ones(len(X))])
    signs = 1 - 2 * y
    scores = inputs @ np.append(weights, bias)
    pull = np.exp(-np.logaddexp(0, -signs * scores)) * signs
    gradient = pull @ inputs / len(y)
    return gradient[:-1], gradient[-1]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def batch(error, sums=lambda X, e: (e @ X / len(e), np.mean(e))):
    """Return the gradient with `error(z, y)` for answers minus labels, and perhaps other sums."""

    def logistic_gradient(X, y, weights, bias):
        return sums(X, error(np.dot(X, weights) + bias, y))

    return logistic_gradient


def true_error(z, y):
    return sigmoid(z) - y


for named, error in [
    ("M287", lambda z, y: y - sigmoid(z)),
    ("M281", lambda z, y: np.where(z >= 0, 1, 0) - y),
    ("M281", lambda z, y: np.where(z > 0, 1, 0) - y),
    ("M280", lambda z, y: z - y),
    ("M282", lambda z, y: (sigmoid(z) - y) * sigmoid(z) * (1 - sigmoid(z))),
    ("M282", lambda z, y: 2 * (sigmoid(z) - y) * sigmoid(z) * (1 - sigmoid(z))),
    ("M283", lambda z, y: sigmoid(z)),
    ("M284", lambda z, y: sigmoid(z) - np.where(y == 1, 1, -1)),
    ("M285", lambda z, y: np.where((z >= 0) == (y == 1), 0, sigmoid(z) - y)),
    ("M84", lambda z, y: 1 / (1 + np.exp(z)) - y),
    ("M85", lambda z, y: np.tanh(z) - y),
    ("F9", lambda z, y: np.exp(z) / (1 + np.exp(z)) - y),
    (None, lambda z, y: sigmoid(z) * (1 - sigmoid(z)) - y),
    (None, lambda z, y: (sigmoid(z) - y) ** 2),
    (None, lambda z, y: abs(sigmoid(z) - y)),
    (None, lambda z, y: -y * np.log(sigmoid(z)) - (1 - y) * np.log(1 - sigmoid(z))),
    (None, lambda z, y: -y / sigmoid(z) + (1 - y) / (1 - sigmoid(z))),
    (None, lambda z, y: y * (sigmoid(z) - 1)),
    (None, lambda z, y: sigmoid(z - z.max()) - y),
    (None, lambda z, y: np.exp(z) / np.exp(z).sum() - y),
]:
    wrong(GRADIENT, named)(batch(error))

for named, sums in [
    ("L8", lambda X, e: (X.T @ e, np.sum(e))),
    ("L8", lambda X, e: ((e[:, None] * X).sum(axis=0), e.sum())),
    ("M286", lambda X, e: (X.T @ e / len(X), np.sum(e))),
    ("M286", lambda X, e: (X.T @ e, np.mean(e))),
    ("M288", lambda X, e: (np.dot(X.T, e) / X.shape[1], np.mean(e))),
    ("M289", lambda X, e: (np.mean(e @ X) / len(X), np.mean(e))),
    ("B10", lambda X, e: (X.T @ (e / len(X)), np.mean(e / len(X)))),
    ("B11", lambda X, e: (X.T @ e / len(e), e / len(e))),
    ("M290", lambda X, e: (e[:, None] * X, e)),
    ("M290", lambda X, e: (e[:, None] * X / len(X), e.mean())),
    ("M13", lambda X, e: (X.T @ e / len(e), 0)),
    ("M52", lambda X, e: (e[0] * X[0], e[0])),
    ("M41", lambda X, e: (np.mean(e), X.T @ e / len(X))),
    (None, lambda X, e: X.T @ e / len(X)),
    (None, lambda X, e: (X @ e / len(X), np.mean(e))),
    (None, lambda X, e: (X.T * e, e.mean())),
    (None, lambda X, e: ((X.T @ e / len(X))[:, None], e.mean())),
    (None, lambda X, e: (X.T @ e / X.size, e.mean())),
    (None, lambda X, e: (np.mean(X, axis=0) * np.mean(e), np.mean(e))),
    (None, lambda X, e: (X.T @ e / len(X), -e.mean())),
    (None, lambda X, e: print(X.T @ e / len(X), e.mean())),
]:
    wrong(GRADIENT, named)(batch(true_error, sums))


@wrong(GRADIENT, "M8")
def no_bias(X, y, weights, bias):
    error = sigmoid(X @ weights) - y
    return X.T @ error / len(y), error.mean()


@wrong(GRADIENT, "M52")
def returns_in_the_loop(X, y, weights, bias):
    dw, db = np.zeros(len(weights)), 0
    for x, label in zip(X, y, strict=True):
        error = sigmoid(x @ weights + bias) - label
        dw += error * x
        db += error
        return dw / len(X), db / len(X)


@wrong(GRADIENT)
def the_last_sample_only(X, y, weights, bias):
    for x, label in zip(X, y, strict=True):
        error = sigmoid(x @ weights + bias) - label
        dw, db = error * x, error
    return dw, db


@wrong(GRADIENT)
def a_step_after_each_sample(X, y, weights, bias):
    dw, db = np.zeros(len(weights)), 0.0
    for x, label in zip(X, y, strict=True):
        error = sigmoid(x @ (weights - dw) + bias - db) - label
        dw, db = dw + error * x, db + error
    return dw / len(X), db / len(X)


@wrong(GRADIENT)
def writes_into_the_labels(X, y, weights, bias):
    y[y == 0] = -1
    error = sigmoid(X @ weights + bias) - y
    return X.T @ error / len(y), error.mean()
