"""Back through scores = X @ W.T + b."""

import numpy as np

from answers import right, wrong

LAYER = "backprop.layer_gradients"


@right(LAYER)
def layer_gradients(gradient, X, W):
    return (
        np.einsum("nk,kd->nd", gradient, W),
        np.einsum("nk,nd->kd", gradient, X),
        np.einsum("nk->k", gradient),
    )


for named, function in [
    ("B7", lambda gradient, X, W: (gradient @ W.T, gradient.T @ X, gradient.sum(0))),
    ("B7", lambda gradient, X, W: (gradient * W, X * gradient, gradient.sum(0))),
    ("B7", lambda gradient, X, W: (W @ gradient, gradient.T @ X, gradient.sum(0))),
    ("B11", lambda gradient, X, W: (np.dot(gradient, W), np.dot(gradient.T, X), gradient)),
    ("B10", lambda gradient, X, W: (gradient @ W, gradient.T @ X, np.mean(gradient, axis=0))),
    ("B8", lambda gradient, X, W: (gradient @ W, gradient.T @ X / len(X), gradient.mean(0))),
    ("M394", lambda gradient, X, W: (gradient @ W, gradient.T @ X / X.shape[0], sum(gradient))),
    ("M387", lambda gradient, X, W: (gradient @ W, X.T @ gradient, gradient.sum(0))),
    (
        "M393",
        lambda gradient, X, W: (gradient @ W, np.reshape(X.T @ gradient, W.shape), sum(gradient)),
    ),
    ("M388", lambda gradient, X, W: (gradient @ W, gradient.T @ X, gradient.sum(axis=1))),
    ("M389", lambda gradient, X, W: (gradient @ W, gradient.T @ X, np.sum(gradient))),
    (
        "M400",
        lambda gradient, X, W: (gradient @ W, gradient.T @ X, np.ones((1, len(X))) @ gradient),
    ),
    ("M41", lambda gradient, X, W: (gradient.T @ X, gradient.sum(0), gradient @ W)),
    ("M391", lambda gradient, X, W: (gradient, gradient.T @ X, gradient.sum(0))),
    (None, lambda gradient, X, W: (gradient @ W, gradient.T @ X, np.ones(len(W)))),
    (None, lambda gradient, X, W: (gradient @ W, gradient.T @ X)),
    (None, lambda gradient, X, W: (W, X, 1.0)),
    (
        "B8",
        lambda gradient, X, W: (gradient @ W / len(X), gradient.T @ X / len(X), gradient.mean(0)),
    ),
    (None, lambda gradient, X, W: (-gradient @ W, -gradient.T @ X, -gradient.sum(0))),
]:
    wrong(LAYER, named)(function)


@wrong(LAYER, "B12")
def keeps_the_last_sample(gradient, X, W):
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(len(W))
    for i in range(len(X)):
        dX[i] = gradient[i] @ W
        dW = np.outer(gradient[i], X[i])
        db = gradient[i]
    return dX, dW, db


@wrong(LAYER, "B12")
def equals_signs(gradient, X, W):
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(len(W))
    for i in range(len(X)):
        for j in range(len(W)):
            dX[i] = gradient[i, j] * W[j]
            dW[j] = gradient[i, j] * X[i]
            db[j] = gradient[i, j]
    return dX, dW, db


@wrong(LAYER, "B12")
def keeps_the_last_neuron(gradient, X, W):
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(len(W))
    for i in range(len(X)):
        for j in range(len(W)):
            dX[i] = gradient[i, j] * W[j]
            dW[j] += gradient[i, j] * X[i]
            db[j] += gradient[i, j]
    return dX, dW, db


@wrong(LAYER, "M390")
def local_slopes_only(gradient, X, W):
    n, k = gradient.shape
    dX = np.tile(W.sum(axis=0), (n, 1))
    dW = np.tile(X.sum(axis=0), (k, 1))
    return dX, dW, np.full(k, n)
