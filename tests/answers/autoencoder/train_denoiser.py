"""A linear denoiser, mended in part and mended wrongly."""

from textwrap import dedent

import numpy as np

from answers import right, wrong
from answers.backprop.written import made_of

hunt = "autoencoder.train_denoiser"


@right(hunt)
def train_denoiser(X, noises, learning_rate):
    """Pixel by pixel: each has weights and a bias of its own."""
    n, d = X.shape
    weights, bias = np.zeros((d, d)), np.zeros(d)
    for noise in noises:
        seen = X + noise
        for j in range(d):
            error = seen @ weights[j] + bias[j] - X[:, j]
            weights[j] -= learning_rate * 2 * (error @ seen) / n
            bias[j] -= learning_rate * 2 * error.mean()
    return weights, bias


SHIPPED = dedent(
    """
    def train_denoiser(X, noises, learning_rate):
        n, d = X.shape
        W, b = np.zeros((d, d)), np.zeros(d)
        noisy = X + noises[0]
        for _ in noises:
            error = noisy @ W.T + b - noisy
            dW = 2 / n * error.T @ noisy
            db = 2 / n * error.sum(axis=0)
            W = W - learning_rate * dW
            b = b - learning_rate * db
        return W, b
    """
)
CLEAN = ("b - noisy", "b - X")
INSIDE = (
    "    noisy = X + noises[0]\n    for _ in noises:\n",
    "    for noise in noises:\n        noisy = X + noise\n",
)
BOTH = (CLEAN, INSIDE)
PILE = ("        error =", "        noisy = noisy + noise\n        error =")

for named, *changes in [
    ("A5", INSIDE),
    ("A6", CLEAN),
    ("A6", CLEAN, INSIDE, ("X + noise\n", "X + noises[0]\n")),
    ("A6", CLEAN, ("noises[0]", "noises[-1]")),
    ("A6", CLEAN, ("noises[0]", "noises.mean(axis=0)")),
    (None, CLEAN, ("noises[0]", "noises")),
    (None, CLEAN, ("noises[0]", "noises[epoch]")),
    (None, CLEAN, ("noises[0]", "noises.sum(axis=0)")),
    ("M720", INSIDE, ("noisy @ W.T + b - noisy", "X @ W.T + b - noisy"), ("T @ noisy", "T @ X")),
    ("M724", INSIDE, ("b - noisy", "b - noise")),
    ("M727", CLEAN, ("noises[0]", "0"), ("for _", "for noise"), PILE),
    ("M727", CLEAN, ("for _", "for noise"), PILE),
    ("M731", INSIDE, CLEAN, ("X + noise\n", "X\n")),
    ("M733", *BOTH, ("error.T @ noisy", "error.T @ X")),
    ("M733", ("error.T @ noisy", "error.T @ X")),
    ("M733", CLEAN, ("error.T @ noisy", "error.T @ X")),
    ("M734", *BOTH, ("error.T @ noisy", "noisy.T @ error")),
    ("M734", *BOTH, ("W.T", "W")),
    ("M734", *BOTH, ("W.T", "W"), ("error.T @ noisy", "noisy.T @ error")),
    ("B9", *BOTH, ("2 / n", "2")),
    ("B9", ("2 / n", "2")),
    ("M423", *BOTH, ("2 / n", "1 / n")),
    ("M732", *BOTH, ("2 / n", "2 / X.size")),
    ("M435", *BOTH, ("W - learning", "W + learning"), ("b - learning", "b + learning")),
    ("M435", *BOTH, ("noisy @ W.T + b - X", "X - noisy @ W.T - b")),
    ("M13", *BOTH, ("b = b - learning_rate * db", "b = b")),
    ("M14", *BOTH, ("learning_rate * ", "")),
    ("M304", *BOTH, ("    return", "        return")),
    (None, *BOTH, ("sum(axis=0)", "mean(axis=0)")),
    (None, *BOTH, ("sum(axis=0)", "sum()")),
    (None, *BOTH, ("sum(axis=0)", "sum(axis=1)")),
    (None, *BOTH, ("np.zeros((d, d))", "np.eye(d)")),
    (None, *BOTH, ("return W, b", "return b, W")),
    (None, *BOTH, ("return W, b", "return W")),
    (None, *BOTH, ("X + noise\n", "X + 0.3 * noise\n")),
    (None, *BOTH, ("X + noise\n", "X + np.random.default_rng(0).normal(0, 0.3, X.shape)\n")),
    (None, *BOTH, ("X + noise\n", "np.clip(X + noise, 0, 1)\n")),
    (None, *BOTH, ("X + noise\n", "X * noise\n")),
]:
    code = SHIPPED
    for old, new in changes:
        assert old in code, old
        code = code.replace(old, new)
    wrong(hunt, named)(made_of(code, "train_denoiser", {"np": np}))
