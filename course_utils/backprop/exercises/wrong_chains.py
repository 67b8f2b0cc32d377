"""The way back through two layers with one link exchanged: see `two_layer_gradients`."""

import numpy as np


def sigmoid(z):
    return (1 + np.tanh(z / 2)) / 2


def below_the_largest(scores):
    return scores - scores.max(axis=1, keepdims=True)


def normalized(powers):
    return powers / powers.sum(axis=1, keepdims=True)


def of_the_table(powers):
    return powers / powers.sum()


def softmax(scores):
    return normalized(np.exp(below_the_largest(scores)))


def mean_error(p, labels):
    return (p - np.eye(p.shape[1])[labels]) / len(labels)


def chain(
    error=mean_error,
    back=lambda G, a, z: G * a * (1 - a),
    probabilities=softmax,
    forward_bias=1.0,
    sent=lambda d_scores, n: d_scores,
):
    """Return the gradients with one link of the chain exchanged."""

    def gradients(X, labels, W1, b1, W2, b2):
        z = X @ W1.T + forward_bias * b1
        a = sigmoid(z)
        d_scores = error(probabilities(a @ W2.T + forward_bias * b2), labels)
        d_z = back(sent(d_scores, len(X)) @ W2, a, z)
        return d_z.T @ X, d_z.sum(axis=0), d_scores.T @ a, d_scores.sum(axis=0)

    return gradients


def first_label_columns(p, labels):
    d_scores = p.copy()
    d_scores[:, labels] -= 1
    return d_scores / len(labels)
