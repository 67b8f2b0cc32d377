"""First weights of the right size."""

import math

import numpy as np

from answers import right, wrong

weights = "backprop.scaled_weights"


@right(weights)
def scaled_weights(draws, scheme):
    n_in, n_out = draws.shape[1], draws.shape[0]
    spread = {"he": math.sqrt(2) / math.sqrt(n_in), "xavier": math.sqrt(2 / (n_in + n_out))}
    return np.multiply(spread[scheme], draws)


@wrong(weights, "M421")
def reads_the_shape_backward(draws, scheme):
    n_in, n_out = draws.shape
    if scheme == "he":
        return draws * np.sqrt(2 / n_in)
    return draws * np.sqrt(2 / (n_in + n_out))


@wrong(weights, "M422")
def forgets_the_root(draws, scheme):
    n_out, n_in = draws.shape
    if scheme == "he":
        return draws * 2 / n_in
    return draws * 2 / (n_in + n_out)


@wrong(weights)
def forgets_one_root(draws, scheme):
    n_out, n_in = draws.shape
    if scheme == "he":
        return draws * np.sqrt(2 / n_in)
    return draws * 2 / (n_in + n_out)


@wrong(weights, "M423")
def one_over_inputs(draws, scheme):
    n_out, n_in = draws.shape
    if scheme == "he":
        return draws / np.sqrt(n_in)
    return draws * np.sqrt(2 / (n_in + n_out))


@wrong(weights, "M424")
def xavier_of_inputs(draws, scheme):
    n_in = draws.shape[1]
    return draws * np.sqrt((2 if scheme == "he" else 1) / n_in)


@wrong(weights, "M425")
def other_way_round(draws, scheme):
    n_out, n_in = draws.shape
    if scheme == "xavier":
        return draws * np.sqrt(2 / n_in)
    return draws * np.sqrt(2 / (n_in + n_out))


@wrong(weights, "M426")
def capital_letters(draws, scheme):
    n_out, n_in = draws.shape
    std = np.sqrt(2 / (n_in + n_out))
    if scheme == "He":
        std = np.sqrt(2 / n_in)
    return draws * std


@wrong(weights, "M427")
def divides(draws, scheme):
    n_out, n_in = draws.shape
    std = np.sqrt(2 / n_in) if scheme == "he" else np.sqrt(2 / (n_in + n_out))
    return draws / std


@wrong(weights, "F7")
def full(draws, scheme):
    n_out, n_in = draws.shape
    std = np.sqrt(2 / n_in) if scheme == "he" else np.sqrt(2 / (n_in + n_out))
    return np.full((n_out, n_in), std)


@wrong(weights)
def draws_anew(draws, scheme):
    n_out, n_in = draws.shape
    std = np.sqrt(2 / n_in) if scheme == "he" else np.sqrt(2 / (n_in + n_out))
    return np.random.default_rng(0).normal(0, std, size=(n_out, n_in))


@wrong(weights)
def in_place(draws, scheme):
    n_out, n_in = draws.shape
    draws *= np.sqrt(2 / n_in) if scheme == "he" else np.sqrt(2 / (n_in + n_out))
    return draws


@wrong(weights)
def by_the_mean_of_both(draws, scheme):
    n_out, n_in = draws.shape
    std = np.sqrt(2 / n_in) if scheme == "he" else np.sqrt(2 / ((n_in + n_out) / 2))
    return draws * std


for named, function in [
    ("F8", lambda draws, scheme: draws.copy()),
    ("F7", lambda draws, scheme: np.zeros_like(draws)),
    ("M426", lambda draws, scheme: draws * np.sqrt(2 / draws.shape[1])),
    (None, lambda draws, scheme: draws * np.sqrt(2 / draws.size)),
    (None, lambda draws, scheme: draws * 0.01),
    (None, lambda draws, scheme: draws / draws.std()),
    (None, lambda draws, scheme: draws * np.sqrt(2) / draws.shape[1] + draws.shape[0]),
]:
    wrong(weights, named)(function)
