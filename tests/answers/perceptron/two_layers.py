"""A first layer of neurons answers a batch, and one more neuron answers to their answers."""

import numpy as np

from answers import right, wrong


@right("perceptron.two_layers")
def two_layers(X, W, b, v, c):
    yes = X.dot(W.T) >= -b
    # Every yes counts v, every no counts -v: twice what the yeses count, less all of v.
    return 1 - 2 * (2 * yes.dot(v) - v.sum() < -c)


network = "perceptron.two_layers"


def step(scores):
    return np.where(scores >= 0, 1, -1)


for named, function in [
    ("F6", lambda X, W, b, v, c: step(X @ (W.T @ v) + b @ v + c)),
    ("F6", lambda X, W, b, v, c: [1 if v @ (W @ x + b) + c >= 0 else -1 for x in X]),
    ("M161", lambda X, W, b, v, c: step(np.where(X @ W.T + b >= 0, 1, 0) @ v + c)),
    ("M161", lambda X, W, b, v, c: step(np.heaviside(X @ W.T + b, 1) @ v + c)),
    ("P11", lambda X, W, b, v, c: np.sign(np.sign(X @ W.T + b).dot(v) + c).astype(int)),
    ("M162", lambda X, W, b, v, c: step(np.sign(X @ W.T + b) @ v + c)),
    ("M164", lambda X, W, b, v, c: step((1 + np.exp(-X @ W.T - b)) ** -1 @ v + c)),
    ("M165", lambda X, W, b, v, c: step(((X @ W.T + b) * (X @ W.T + b > 0)) @ v + c)),
    ("M166", lambda X, W, b, v, c: step(step(X @ W.T + b) @ v)),
    ("M167", lambda X, W, b, v, c: step(step(X @ W.T) @ v + c)),
    ("M26", lambda X, W, b, v, c: step(step(X @ W.T - b) @ v - c)),
    ("M170", lambda X, W, b, v, c: np.dot(step(X @ W.T + b), v) + c),
    ("M173", lambda X, W, b, v, c: step(X @ W.T + b)),
    ("M175", lambda X, W, b, v, c: np.where(step(X @ W.T + b) @ v + c >= 0, 1, 0)),
    ("M60", lambda X, W, b, v, c: step(step(X @ W.T + b) @ v[:, None] + c)),
    (None, lambda X, W, b, v, c: step(step(X @ W + b) @ v + c)),
    (None, lambda X, W, b, v, c: step(np.tanh(X @ W.T + b) @ v + c)),
    (None, lambda X, W, b, v, c: step(v @ step(X @ W.T + b) + c)),
    (None, lambda X, W, b, v, c: step(step(X @ W.T + b) @ v - c)),
    (None, lambda X, W, b, v, c: np.sign(step(X @ W.T + b) @ v + c)),
    (None, lambda X, W, b, v, c: step(np.where(X @ W.T + b > 0, 1, -1) @ v + c)),
    (None, lambda X, W, b, v, c: np.where(step(X @ W.T + b) @ v + c > 0, 1, -1)),
    (None, lambda X, W, b, v, c: np.tanh(np.tanh(X @ W.T + b) @ v + c)),
    (None, lambda X, W, b, v, c: (step(X @ W.T + b), step(step(X @ W.T + b) @ v + c))),
    (None, lambda X, W, b, v, c: print(step(step(X @ W.T + b) @ v + c))),
    (None, lambda X, W, b, v, c: np.ones(len(X))),
]:
    wrong(network, named)(function)


@wrong(network, "M176")
def majority(X, W, b, v, c):
    answers = []
    for x in X:
        votes = c
        for weights, bias in zip(W, b, strict=True):
            votes += 1 if weights @ x + bias >= 0 else -1
        answers.append(1 if votes >= 0 else -1)
    return answers


@wrong(network, "M167")
def forgets_them_in_the_loop(X, W, b, v, c):
    answers = []
    for x in X:
        total = c
        for weights, vote in zip(W, v, strict=True):
            total += vote if weights @ x >= 0 else -vote
        answers.append(1 if total >= 0 else -1)
    return answers


@wrong(network)
def counts_the_yeses_only(X, W, b, v, c):
    answers = []
    for x in X:
        total = 0
        for weights, bias, vote in zip(W, b, v, strict=True):
            if weights @ x + bias >= 0:
                total = vote
        answers.append(1 if total + c >= 0 else -1)
    return answers


@wrong(network, "M161")
def a_no_adds_nothing(X, W, b, v, c):
    answers = []
    for x in X:
        total = c
        for weights, bias, vote in zip(W, b, v, strict=True):
            if weights @ x + bias >= 0:
                total += vote
        answers.append(1 if total >= 0 else -1)
    return answers


@wrong(network, "M52")
def returns_in_the_loop(X, W, b, v, c):
    for x in X:
        return 1 if step(W @ x + b) @ v + c >= 0 else -1
