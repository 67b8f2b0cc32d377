"""Neurons that each know one digit answer together: the one with the greatest score decides."""

import numpy as np

from answers import right, wrong


@right("perceptron.predict_digit")
def predict_digit(X, W, b):
    table = [[b[k] + sum(W[k] * x) for k in range(len(b))] for x in X]
    return [row.index(max(row)) for row in table]


digit = "perceptron.predict_digit"

for named, function in [
    ("M2", lambda X, W, b: np.argmax(X @ W.T + b > 0, axis=1)),
    ("M2", lambda X, W, b: np.argmax(np.sign(X @ W.T + b), axis=1)),
    ("M2", lambda X, W, b: np.where(X @ W.T + b >= 0, 1, -1).argmax(axis=1)),
    ("M147", lambda X, W, b: np.argmax(W @ X.T + b[:, None], axis=1)),
    ("M147", lambda X, W, b: np.argmax(X @ W.T + b, 0)),
    ("M148", lambda X, W, b: np.argsort(X @ W.T + b, kind="stable")[:, 0]),
    ("M150", lambda X, W, b: [max(W @ x + b) for x in X]),
    ("M151", lambda X, W, b: [1 + np.argmax(W @ x + b) for x in X]),
    ("M152", lambda X, W, b: np.argmax(X @ W.T + b)),
    ("M153", lambda X, W, b: np.argsort(X @ W.T + b, axis=1, kind="stable")[:, -1]),
    ("M153", lambda X, W, b: np.argsort(X @ W.T + b, axis=1)[:, -1]),
    ("M153", lambda X, W, b: [np.argsort(W @ x + b)[-1] for x in X]),
    ("M155", lambda X, W, b: [[w @ x + c for w, c in zip(W, b, strict=True)] for x in X]),
    ("M8", lambda X, W, b: np.argmax(X @ W.T, axis=1)),
    ("M8", lambda X, W, b: np.argmax(X @ W.T + b.sum(), axis=1)),
    (None, lambda X, W, b: np.argmax(X @ W + b, axis=1)),
    (None, lambda X, W, b: np.argmax(W @ X.T + b, axis=0)),
    (None, lambda X, W, b: np.argmax(X @ W.T + b, axis=1)[:, None]),
    (None, lambda X, W, b: np.argmax(X @ W.T + b, axis=1) - 1),
    (None, lambda X, W, b: [str(np.argmax(W @ x + b)) for x in X]),
    (None, lambda X, W, b: print(np.argmax(X @ W.T + b, axis=1))),
    (None, lambda X, W, b: (X @ W.T + b >= 0).astype(int)),
    (None, lambda X, W, b: (X @ W.T + b).sum(axis=1)),
    (None, lambda X, W, b: W[np.argmax(X @ W.T + b, axis=1)]),
    (None, lambda X, W, b: np.zeros(len(X))),
]:
    wrong(digit, named)(function)


@wrong(digit, "M2")
def takes_the_first_yes(X, W, b):
    digits = []
    for x in X:
        digit = 0
        for k in range(len(W)):
            if W[k] @ x + b[k] > 0:
                digit = k
                break
        digits.append(digit)
    return digits


@wrong(digit, "M157")
def begins_at_zero(X, W, b):
    digits = []
    for x in X:
        best, digit = 0, 0
        for k in range(len(W)):
            if W[k] @ x + b[k] > best:
                best, digit = W[k] @ x + b[k], k
        digits.append(digit)
    return digits


@wrong(digit, "M158")
def takes_the_last_yes(X, W, b):
    digits = np.zeros(len(X))
    for i in range(len(X)):
        for k in range(len(W)):
            if X[i] @ W[k] + b[k] > 0:
                digits[i] = k
    return digits


@wrong(digit, "M153")
def greater_or_equal(X, W, b):
    digits = []
    for x in X:
        best = -np.inf
        for k in range(len(W)):
            if W[k] @ x + b[k] >= best:
                best, digit = W[k] @ x + b[k], k
        digits.append(digit)
    return digits


@wrong(digit)
def best_is_never_reset(X, W, b):
    digits, best, digit = [], -np.inf, 0
    for x in X:
        for k in range(len(W)):
            if W[k] @ x + b[k] > best:
                best, digit = W[k] @ x + b[k], k
        digits.append(digit)
    return digits


@wrong(digit, "M52")
def returns_in_the_loop(X, W, b):
    for x in X:
        return np.argmax(W @ x + b)


@wrong(digit, "M156")
def nobody_says_yes(X, W, b):
    scores = X @ W.T + b
    digits = np.argmax(scores, axis=1)
    digits[(scores < 0).all(axis=1)] = -1
    return digits
