"""One table of weights, there and back."""

import numpy as np

from answers import right, wrong

TIED = "autoencoder.tied_reconstruct"


@right(TIED)
def tied_reconstruct(X, W, b, c):
    """Write the biases as weights of an input that is always 1."""
    ones = np.ones((len(X), 1))
    codes = np.tanh(np.hstack([X, ones]) @ np.vstack([W.T, b]))
    return np.hstack([codes, ones]) @ np.vstack([W, c])


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


for named, function in [
    ("A12", lambda X, W, b, c: np.tanh(np.tanh(X @ W.T + b) @ W + c)),
    ("A12", lambda X, W, b, c: np.tanh((X @ W.T + b) @ W + c)),
    ("A12", lambda X, W, b, c: sigmoid(np.tanh(X @ W.T + b) @ W + c)),
    ("A12", lambda X, W, b, c: np.clip(np.tanh(X @ W.T + b) @ W + c, 0, 1)),
    ("M688", lambda X, W, b, c: np.tanh(X @ W.T + b).dot(W) + b),
    ("M97", lambda X, W, b, c: np.tanh(X @ W + b) @ W.T + c),
    ("M97", lambda X, W, b, c: np.tanh(W @ X + b) @ W + c),
    ("M97", lambda X, W, b, c: np.tanh(X @ W.T + b) @ W.T + c),
    ("M97", lambda X, W, b, c: np.tanh(X @ W.T + c) @ W + b),
    ("M393", lambda X, W, b, c: np.tanh(X @ W.reshape(-1, len(W)) + b) @ W + c),
    ("M689", lambda X, W, b, c: (X @ W.T + b) @ W + c),
    ("M690", lambda X, W, b, c: sigmoid(X @ W.T + b) @ W + c),
    ("M690", lambda X, W, b, c: np.maximum(0, X @ W.T + b) @ W + c),
    ("M101", lambda X, W, b, c: (np.tanh(X @ W.T) + b) @ W + c),
    ("M8", lambda X, W, b, c: np.tanh(X @ W.T) @ W),
    ("M8", lambda X, W, b, c: np.tanh(X @ W.T + b) @ W),
    ("M8", lambda X, W, b, c: np.tanh(X @ W.T) @ W + c),
    ("M694", lambda X, W, b, c: np.tanh(X @ W.T + b) @ W - c),
    ("M691", lambda X, W, b, c: (np.tanh(X @ W.T + b) - b) @ W + c),
    ("M692", lambda X, W, b, c: np.tanh(X @ W.T + b) @ np.linalg.pinv(W.T) + c),
    ("M693", lambda X, W, b, c: np.tanh(X @ W.T + b)),
    ("M693", lambda X, W, b, c: (np.tanh(X @ W.T + b), np.tanh(X @ W.T + b) @ W + c)),
    (None, lambda X, W, b, c: X - (np.tanh(X @ W.T + b) @ W + c)),
    ("M52", lambda X, W, b, c: np.tanh(X[0] @ W.T + b) @ W + c),
    (None, lambda X, W, b, c: (np.tanh(X @ W.T + b) - c.mean()) @ W),
    (None, lambda X, W, b, c: np.tanh(X @ W.T + b) @ W * c),
    ("M882", lambda X, W, b, c: (np.tanh(X @ W.T + b) @ W + c).T),
    (None, lambda X, W, b, c: np.tanh(X @ W.T + b) @ W + c.mean()),
    (None, lambda X, W, b, c: (1 - np.tanh(X @ W.T + b) ** 2) @ W + c),
    (None, lambda X, W, b, c: np.tanh(np.tanh(X @ W.T + b)) @ W + c),
]:
    wrong(TIED, named)(function)


@wrong(TIED)
def keeps_the_last_number(X, W, b, c):
    rebuilt = np.zeros(X.shape)
    for i, x in enumerate(X):
        for weights, bias in zip(W, b, strict=True):
            rebuilt[i] = np.tanh(weights @ x + bias) * weights + c
    return rebuilt


@wrong(TIED)
def adds_the_bias_for_each_number(X, W, b, c):
    rebuilt = np.zeros(X.shape)
    for i, x in enumerate(X):
        for weights, bias in zip(W, b, strict=True):
            rebuilt[i] += np.tanh(weights @ x + bias) * weights + c
    return rebuilt
