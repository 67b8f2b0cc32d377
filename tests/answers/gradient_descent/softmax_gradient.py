"""The gradient of softmax and cross-entropy."""

import numpy as np

from answers import right, wrong

GRADIENT = "gradient_descent.softmax_gradient"


def softmax(Z):
    return np.exp(Z - np.logaddexp.reduce(Z, axis=1)[:, None])


@right(GRADIENT)
def softmax_gradient(X, labels, W, b):
    """With a table of the true classes, and the bias as the weight of one more input."""
    truth = (labels[:, None] == np.arange(b.size)).astype(float)
    table = np.einsum("nk,nd->kd", softmax(np.dot(X, W.T) + b) - truth, np.c_[X, np.ones(len(X))])
    return table[:, :-1] / len(X), table[:, -1] / len(X)


def finished(X, dZ):
    return dZ.T @ X, dZ.sum(axis=0)


@wrong(GRADIENT, "L7")
def forgets_the_labels(X, labels, W, b):
    P = softmax(X @ W.T + b)
    P /= len(X)
    return finished(X, P)


@wrong(GRADIENT, "L8")
def never_divides(X, labels, W, b):
    P = softmax(X @ W.T + b)
    P[range(len(X)), labels] -= 1
    return finished(X, P)


@wrong(GRADIENT, "L5")
def no_row_index(X, labels, W, b):
    P = softmax(X @ W.T + b)
    P[:, labels] -= 1
    return finished(X, P / len(X))


@wrong(GRADIENT)
def labels_as_rows(X, labels, W, b):
    P = softmax(X @ W.T + b)
    P[labels] -= 1
    return finished(X, P / len(X))


@wrong(GRADIENT, "F1")
def scores_as_they_are(X, labels, W, b):
    P = np.exp(X @ W.T + b)
    P = P / P.sum(axis=1)[:, None]
    P[np.arange(len(labels)), labels] -= 1
    return finished(X, P / len(labels))


@wrong(GRADIENT, "M111")
def one_maximum(X, labels, W, b):
    Z = X @ W.T + b
    P = np.exp(Z - np.max(Z))
    P = P / np.sum(P, axis=1, keepdims=True)
    P[np.arange(len(labels)), labels] -= 1
    return finished(X, P / len(labels))


@wrong(GRADIENT)
def no_columns(X, labels, W, b):
    Z = X @ W.T + b
    P = np.exp(Z - np.max(Z, axis=1))
    P = P / np.sum(P, axis=1)
    P[np.arange(len(labels)), labels] -= 1
    return finished(X, P / len(labels))


@wrong(GRADIENT, "M114")
def along_the_wrong_axis(X, labels, W, b):
    Z = X @ W.T + b
    P = np.exp(Z - np.max(Z, axis=0))
    P = P / np.sum(P, axis=0)
    P[np.arange(len(labels)), labels] -= 1
    return finished(X, P / len(labels))


@wrong(GRADIENT, "M306")
def new_table(X, labels, W, b):
    P = softmax(X @ W.T + b)
    dZ = np.zeros(P.shape)
    rows = np.arange(len(X))
    dZ[rows, labels] = P[rows, labels] - 1
    return finished(X, dZ / len(X))


@wrong(GRADIENT, "M305")
def divides_too_early(X, labels, W, b):
    P = softmax(X @ W.T + b) / len(X)
    P[np.arange(len(X)), labels] -= 1
    return finished(X, P)


@wrong(GRADIENT, "M500")
def numbers_and_not_classes(X, labels, W, b):
    return finished(X, (softmax(X @ W.T + b) - labels[:, None]) / len(X))


@wrong(GRADIENT, "M500")
def numbers_and_no_mean(X, labels, W, b):
    return finished(X, softmax(X @ W.T + b) - labels.reshape(-1, 1))


@wrong(GRADIENT)
def true_classes_by_the_batch(X, labels, W, b):
    truth = np.eye(labels.max() + 1)[labels]
    return finished(X, (softmax(X @ W.T + b) - truth) / len(X))


@wrong(GRADIENT)
def moves_what_came_in(X, labels, W, b):
    W -= 0.1
    return softmax_gradient(X, labels, W + 0.1, b)


def slopes(X, labels, W, b):
    return (softmax(X @ W.T + b) - np.eye(len(b))[labels]) / len(X)


for named, put_together in [
    ("M287", lambda dZ, X: finished(X, -dZ)),
    ("M302", lambda dZ, X: finished(X, dZ / dZ.shape[1])),
    ("M300", lambda dZ, X: (X.T @ dZ, sum(dZ))),
    ("B10", lambda dZ, X: (dZ.T @ X, np.mean(dZ, axis=0))),
    ("B11", lambda dZ, X: (dZ.T @ X, dZ)),
    ("M303", lambda dZ, X: (dZ.T @ X, np.sum(dZ))),
    ("M303", lambda dZ, X: (dZ.T @ X, np.sum(dZ, axis=1))),
    ("M41", lambda dZ, X: (sum(dZ), dZ.T @ X)),
    ("M286", lambda dZ, X: (dZ.T @ X, sum(len(X) * dZ))),
    ("M286", lambda dZ, X: ((len(X) * dZ).T @ X, sum(dZ))),
    (None, lambda dZ, X: (dZ @ X, sum(dZ))),
    (None, lambda dZ, X: (X.T @ dZ, dZ.mean(axis=0))),
    (None, lambda dZ, X: (dZ.T @ X, dZ.sum(axis=0, keepdims=True))),
    (None, lambda dZ, X: (dZ.T @ X / len(X), dZ.sum(axis=0))),
    (None, lambda dZ, X: dZ.T @ X),
    (None, lambda dZ, X: dZ),
    (None, lambda dZ, X: print(dZ.T @ X, dZ.sum(axis=0))),
    (None, lambda dZ, X: (np.round(dZ.T @ X, 2), np.round(dZ.sum(axis=0), 2))),
]:
    wrong(GRADIENT, named)(
        lambda X, labels, W, b, put=put_together: put(slopes(X, labels, W, b), X)
    )


@wrong(GRADIENT, "M8")
def forgets_the_bias(X, labels, W, b):
    P = softmax(X @ W.T)
    P[np.arange(len(X)), labels] -= 1
    return finished(X, P / len(X))


@wrong(GRADIENT, "M126")
def a_sigmoid_each(X, labels, W, b):
    P = 1 / (1 + np.exp(-(X @ W.T + b)))
    P[np.arange(len(X)), labels] -= 1
    return finished(X, P / len(X))


@wrong(GRADIENT, "M282")
def one_factor_too_many(X, labels, W, b):
    P = softmax(X @ W.T + b)
    truth = np.eye(len(b))[labels]
    return finished(X, (P - truth) * P * (1 - P) / len(X))
