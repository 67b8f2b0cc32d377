"""One neuron, a batch of samples."""

import numpy as np

from answers import right, wrong


@right("perceptron.predict_labels")
def predict_labels(X, weights, bias):
    return np.array([1 if np.dot(weights, x) + bias >= 0 else -1 for x in X])


predict = "perceptron.predict_labels"

for named, function in [
    ("M7", lambda X, weights, bias: X @ weights + bias >= 0),
    ("M7", lambda X, weights, bias: [1 if s >= 0 else 0 for s in X @ weights + bias]),
    ("M26", lambda X, weights, bias: np.where(X @ weights >= bias, 1, -1)),
    ("M57", lambda X, weights, bias: np.where((X * weights + bias).sum(axis=1) >= 0, 1, -1)),
    ("M57", lambda X, weights, bias: np.where((X * weights).mean(axis=1) + bias >= 0, 1, -1)),
    ("M58", lambda X, weights, bias: np.where(sum(X * weights) + bias >= 0, 1, -1)),
    ("M60", lambda X, weights, bias: np.where(X @ weights[:, None] + bias >= 0, 1, -1)),
    (None, lambda X, weights, bias: np.where(weights @ X + bias >= 0, 1, -1)),
    (None, lambda X, weights, bias: print(np.where(X @ weights + bias >= 0, 1, -1))),
    (None, lambda X, weights, bias: 1 if X @ weights + bias >= 0 else -1),
    (None, lambda X, weights, bias: np.where(X @ weights + abs(bias) >= 0, 1, -1)),
    (None, lambda X, weights, bias: np.where(X @ weights > 0, 1, -1)),
    (None, lambda X, weights, bias: np.sign(X @ weights)),
    ("M80", lambda X, weights, bias: (X @ weights + bias > 0).astype(int)),
    ("M80", lambda X, weights, bias: X @ weights + bias > 0),
    (None, lambda X, weights, bias: (X @ weights + bias, np.where(X @ weights >= -bias, 1, -1))),
    (None, lambda X, weights, bias: ["+1" if s >= 0 else "-1" for s in X @ weights + bias]),
    (None, lambda X, weights, bias: [1 if x @ weights + bias >= 0 else -1 for x in X.T]),
    (None, lambda X, weights, bias: np.round(X @ weights + bias)),
    (None, lambda X, weights, bias: (X @ weights + bias) / abs(X @ weights + bias)),
    (None, lambda X, weights, bias: np.ones(len(X))),
    (None, lambda X, weights, bias: np.full(len(X), -1)),
]:
    wrong(predict, named)(function)


@wrong(predict, "M52")
def returns_in_the_loop(X, weights, bias):
    for x in X:
        score = x @ weights + bias
        if score >= 0:
            return 1
        return -1


@wrong(predict)
def as_many_answers_as_weights(X, weights, bias):
    return np.array([1 if X[i] @ weights + bias >= 0 else -1 for i in range(len(weights))])


@wrong(predict)
def score_goes_on(X, weights, bias):
    answers, score = [], bias
    for x in X:
        for value, weight in zip(x, weights, strict=True):
            score += value * weight
        answers.append(1 if score >= 0 else 0)
    return np.array(answers)


@wrong(predict, "M9")
def changes_the_loop_variable(X, weights, bias):
    scores = X @ weights + bias
    for score in scores:
        score = 1 if score >= 0 else -1
    return scores
