"""The smallest weights set to 0."""

import numpy as np
import torch

from answers import right, wrong

PRUNE = "compression.prune_weights"


@right(PRUNE)
def prune_weights(W, sparsity):
    """Keep the largest, and put them into zeros."""
    weights = torch.tensor(W).flatten()
    n_kept = len(weights) - round(sparsity * len(weights))
    places = weights.abs().topk(n_kept).indices
    result = torch.zeros_like(weights)
    result[places] = weights[places]
    return result.reshape(W.shape).numpy()


def number(W, sparsity):
    return int(np.round(sparsity * W.size))


def first_of(order, W, n):
    """Set the weights to 0 whose places come first in `order`."""
    result = W.flatten()
    result[order[:n]] = 0
    return result.reshape(W.shape)


for named, function in [
    ("Q9", lambda W, sparsity: first_of(np.argsort(W, axis=None), W, number(W, sparsity))),
    (
        "Q9",
        lambda W, sparsity: first_of(np.argsort(W, axis=None)[::-1], W, number(W, sparsity)),
    ),
    ("M1008", lambda W, sparsity: first_of(np.argsort(-abs(W.ravel())), W, number(W, sparsity))),
    (
        "M1009",
        lambda W, sparsity: first_of(np.argsort(abs(W.ravel())), W, W.size - number(W, sparsity)),
    ),
    (
        "M1010",
        lambda W, sparsity: np.array(
            [prune_weights(row, sparsity) if row.size else row for row in W]
        ),
    ),
    ("M1010", lambda W, sparsity: np.array([prune_weights(c, sparsity) for c in W.T]).T),
    ("M1011", lambda W, sparsity: W * (np.abs(W) >= sparsity)),
    ("M1011", lambda W, sparsity: W * (np.abs(W) > sparsity * np.abs(W).max())),
    (
        "M1012",
        lambda W, sparsity: first_of(np.argsort(abs(W.ravel())), W, int(sparsity * W.size)),
    ),
    (
        "M1012",
        lambda W, sparsity: first_of(np.argsort(abs(W.ravel())), W, number(W, sparsity) + 1),
    ),
    ("M1012", lambda W, sparsity: np.where(abs(W) >= np.quantile(abs(W), sparsity), W, 0)),
    ("M1014", lambda W, sparsity: prune_weights(W, sparsity) != 0),
    ("M1014", lambda W, sparsity: (prune_weights(W, sparsity) != 0).astype(int)),
    ("M1015", lambda W, sparsity: np.abs(prune_weights(W, sparsity))),
    (None, lambda W, sparsity: W * sparsity),
    (None, lambda W, sparsity: W[np.abs(W) > np.quantile(np.abs(W), sparsity)]),
    (None, lambda W, sparsity: prune_weights(W, sparsity).ravel()),
    (None, lambda W, sparsity: prune_weights(W, sparsity).T),
    (None, lambda W, sparsity: first_of(np.arange(W.size), W, number(W, sparsity))),
    (
        None,
        lambda W, sparsity: (
            W
            * (np.random.default_rng(0).permutation(W.size).reshape(W.shape) >= number(W, sparsity))
        ),
    ),
    ("M1141", lambda W, sparsity: W * (abs(W) > np.sort(abs(W.ravel()))[number(W, sparsity) - 1])),
    ("M1142", lambda W, sparsity: W),
]:
    wrong(PRUNE, named)(function)


@wrong(PRUNE, "M1013")
def in_place(W, sparsity):
    places = np.unravel_index(np.argsort(abs(W), axis=None), W.shape)
    n = number(W, sparsity)
    W[places[0][:n], places[1][:n]] = 0
    return W


@wrong(PRUNE, "M1013")
def in_place_by_a_view(W, sparsity):
    flat = W.reshape(-1)
    flat[np.argsort(np.abs(flat))[: number(W, sparsity)]] = 0
    return flat.reshape(W.shape)
